"""A limit of time on one piece of work, for processes that do nothing else.

What holds here: an alarm raises `OverTime` in the work, so that what it holds (temporary files, programs it started) is
given back. The alarm rings again, since an exception is swallowed where an object is destroyed or a library calls
back; but it raises nothing while the work is on its way out. Work that does not come back from a library within the
grace after that is ended with its process, by whoever waits for it (`workers`).
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# Seconds from the alarm to the end of the process; and between two alarms.
GRACE, _AGAIN = 2.0, 0.2


class OverTime(BaseException):
    """The time is up. No `Exception`, so that no reader takes it for a damaged file."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise `OverTime` in the block after `seconds`.

    For the main thread of a worker process. Where there are no alarms (Windows), nothing is raised.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return
    running = True

    def ring(number: int, frame: object) -> None:
        if running and not _on_its_way_out(sys.exception()):
            raise OverTime

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        running = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _on_its_way_out(handled: BaseException | None) -> bool:
    """Whether an `OverTime` is being handled, or what came of handling it: blocks that clean up run just then."""
    while handled is not None:
        if isinstance(handled, OverTime):
            return True
        handled = handled.__context__
    return False
