"""A limit of time on one piece of work, for processes that do nothing else.

What holds here: work over its limit is stopped in two steps. An alarm raises `OverTime` in the work, so that what it
holds (temporary files, programs it started) is given back. Work that does not come back from a library within the grace
after that takes its process with it; whoever waits for the process sees it die.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

# Seconds from the alarm to the end of the process.
GRACE = 2.0


class OverTime(BaseException):
    """The time is up. No `Exception`, so that no reader takes it for a damaged file."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise `OverTime` in the block after `seconds`; end the process `GRACE` seconds later.

    For the main thread of a worker process. Where there are no alarms (Windows), only the second step is left.
    """
    import faulthandler
    import os

    alarms = hasattr(signal, "setitimer")

    def ring(number: int, frame: object) -> None:
        if running:
            raise OverTime

    running = True
    before = signal.signal(signal.SIGALRM, ring) if alarms else None
    with open(os.devnull, "w") as nowhere:
        faulthandler.dump_traceback_later(seconds + GRACE, exit=True, file=nowhere)
        if alarms:
            # It rings again, since what runs as an object is destroyed swallows an exception.
            signal.setitimer(signal.ITIMER_REAL, seconds, 0.2)
        try:
            yield
        finally:
            running = False
            if alarms:
                signal.setitimer(signal.ITIMER_REAL, 0)
                signal.signal(signal.SIGALRM, before)
            faulthandler.cancel_dump_traceback_later()
