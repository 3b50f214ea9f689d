"""A limit of time on one piece of work, for processes that do nothing else.

What holds here: an alarm raises `OverTime` in the work, so that what it holds (temporary files, programs it started) is
given back. The alarm rings again, since an exception is swallowed where an object is destroyed or a library calls
back; but it raises nothing while the work is on its way out. Work that does not come back from a library within the
grace after that is ended with its process, by whoever waits for it (`workers`).
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

# Seconds from the alarm to the end of the process; and between two alarms.
GRACE, _AGAIN = 2.0, 0.2


class OverTime(BaseException):
    """The time is up. No `Exception`, so that no reader takes it for a damaged file."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise `OverTime` in the block after `seconds`.

    For the main thread of a process. Where there are no alarms (Windows, other threads), nothing is raised.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return
    running = True

    def ring(number: int, frame: object) -> None:
        if running and not _on_its_way_out(sys.exception()):
            raise OverTime

    try:
        before = signal.signal(signal.SIGALRM, ring)
    except ValueError:  # not the main thread, which no signal reaches
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        running = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def watched(seconds: float, last_words: str) -> Iterator[None]:
    """Raise `OverTime` in the block after `seconds`, and end this process where it does not come back even so: a
    library that does not return is nothing that an alarm can stop. What is said then goes to standard error.

    For a process that works alone: what it has given out stays, what it was at is lost, and its exit code is 2.
    """
    from threading import Timer

    guard = Timer(seconds + GRACE, _end, (last_words,))
    guard.daemon = True
    guard.start()
    try:
        with limited(seconds):
            yield
    finally:
        guard.cancel()


def _end(last_words: str) -> None:
    with suppress(Exception):
        sys.stdout.flush()
    with suppress(Exception):
        os.write(2, f"{last_words}\n".encode("utf-8", "backslashreplace"))
    os._exit(2)


def _on_its_way_out(handled: BaseException | None) -> bool:
    """Whether an `OverTime` is being handled, or what came of handling it: blocks that clean up run just then."""
    while handled is not None:
        if isinstance(handled, OverTime):
            return True
        handled = handled.__context__
    return False
