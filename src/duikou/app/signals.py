"""Interrupts that wait for the right moment.

What holds here: an interrupt (Ctrl-C, SIGTERM from another program, a terminal that is closed) stops the search for the
next result at once, but never the writing of one, so that what is done is whole. A second interrupt stops anything.
Outside the block all is as it was before.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any, Self, TypeVar

from duikou.errors import t

T = TypeVar("T")

# The terminal that is closed sends SIGHUP; Windows has none.
_ENDING = (signal.SIGTERM, *((signal.SIGHUP,) if hasattr(signal, "SIGHUP") else ()))
_SIGNALS = (signal.SIGINT, *_ENDING)


class Interrupted(KeyboardInterrupt):
    """A run was interrupted: what is to be said, and the exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


@contextmanager
def ended_by_signal() -> Iterator[None]:
    """Within the block SIGTERM and SIGHUP interrupt as Ctrl-C does, so that nothing unfinished is left on the disk."""

    def end(number: int, frame: FrameType | None) -> None:
        raise Interrupted(t("ended by a signal"), 128 + number)

    before: dict[signal.Signals, Any] = {}
    try:
        for number in _ENDING:
            if signal.getsignal(number) != signal.SIG_IGN:
                before[number] = signal.signal(number, end)
    except ValueError:  # not the main thread
        yield
        return
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Interrupts:
    """Catches interrupts within a block. `code` is the exit code of a run that was interrupted, else None."""

    def __init__(self) -> None:
        self.code: int | None = None
        self._waiting = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        try:
            for number in _SIGNALS:
                # What is ignored (nohup, a job in the background) stays ignored.
                if signal.getsignal(number) != signal.SIG_IGN:
                    self._before[number] = signal.signal(number, self._caught)
        except ValueError:
            pass  # Only the main thread may; elsewhere there are no interrupts either.
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def before_each(self, items: Iterator[T]) -> Iterator[T]:
        """The items, until an interrupt."""
        while True:
            try:
                self._waiting = True
                if self.code is not None:
                    return
                item = next(items)
            except StopIteration:
                return
            except KeyboardInterrupt:
                if self.code is None:
                    raise
                return
            finally:
                self._waiting = False
            yield item

    def _caught(self, number: int, frame: FrameType | None) -> None:
        again = self.code is not None
        self.code = 128 + number
        if self._waiting or again:
            self._waiting = False
            raise KeyboardInterrupt
