"""A line on the terminal that says how far the work is.

What holds here: it is written to standard error, only when that is a terminal, and it is wiped before
anything else is written there. It never appears in a file or a pipe.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

_WIPE = "\r\x1b[K"
# Seconds between two lines: more often is flicker.
_PAUSE = 0.1


class Progress:
    """Counts items up to `total`. Says nothing when `quiet`, when there is one item, or off a terminal."""

    def __init__(self, total: int, quiet: bool = False) -> None:
        self._total, self._done = total, 0
        self._on = not quiet and total > 1 and sys.stderr is not None and sys.stderr.isatty()
        self._started = self._last = time.monotonic()

    def over(self, items: Iterable[T]) -> Iterator[T]:
        """The items, counting each that has been dealt with."""
        try:
            for item in items:
                self.wipe()
                yield item
                self._done += 1
                self._show()
        finally:
            self.wipe()

    def wipe(self) -> None:
        """Take the line away, before something else is written."""
        if self._on:
            _write(_WIPE)

    def _show(self) -> None:
        now = time.monotonic()
        if not self._on or (now - self._last < _PAUSE and self._done > 1):
            return
        self._last = now
        left = (now - self._started) / self._done * (self._total - self._done)
        _write(f"{_WIPE}{self._done} of {self._total} documents, about {_span(left)} left")


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def _write(text: str) -> None:
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        pass
