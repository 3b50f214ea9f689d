"""A line on the terminal that says how far the work is.

What holds here: it is written to standard error, only when that is a terminal, and it is wiped before
anything else is written there. It never appears in a file or a pipe. The rate is that of the last seconds, so that a
run whose first documents came out of the cache does not promise too much.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from typing import TypeVar

from duikou.app import language
from duikou.errors import Text, t

T = TypeVar("T")

_WIPE = "\r\x1b[K"
# Seconds between two lines: more often is flicker. The rate is taken over so many lines.
_PAUSE, _LINES = 0.1, 200
# The time left is told once so many seconds have passed and so many documents are done: one alone tells little.
_EVIDENCE, _FEWEST = 2.0, 3


class Progress:
    """Counts items up to `total`. Says nothing when `quiet`, when there is one item, or off a terminal."""

    def __init__(self, total: int, quiet: bool = False) -> None:
        self._total, self._done = total, 0
        self._on = not quiet and total > 1 and sys.stderr is not None and sys.stderr.isatty()
        self._seen = deque([(time.monotonic(), 0)], _LINES)

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
        if not self._on or (now - self._seen[-1][0] < _PAUSE and self._done > 1):
            return
        began, before = self._seen[0]
        self._seen.append((now, self._done))
        passed, done = now - began, self._done - before
        rate = done / passed if passed >= _EVIDENCE and done >= _FEWEST else None
        _write(_WIPE + line(self._done, self._total, rate))


def line(done: int, total: int, rate: float | None) -> str:
    """How far the work is: documents done, how many a second (`rate`, None where that can't be said yet), and the time
    left at that rate."""
    if rate is None:
        return language.told(t("{done} of {total} documents", done=done, total=total))
    each = f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}"
    left = _span((total - done) / rate)
    told = t(
        "{done} of {total} documents, {each} a second, about {left} left", done=done, total=total, each=each, left=left
    )
    return language.told(told)


class Pages:
    """How far the pages of a scan are read, for `duikou.Options(tell=...)`; called with (pages read, pages)."""

    def __init__(self) -> None:
        self._began = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Say how many pages are read; 0 begins a document, all of them ends it."""
        from multiprocessing import parent_process

        # Workers share the terminal: their lines would wipe each other's.
        if parent_process() is not None:
            return
        now = time.monotonic()
        if not done:
            self._began = now
        if done >= total:
            _write(_WIPE)
        elif total > 1:
            told = t("page {page} of {total}", page=done + 1, total=total)
            if done:
                left = _span((now - self._began) / done * (total - done))
                told = t("{far}, about {left} left", far=told, left=left)
            _write(_WIPE + language.told(told))


def pages(quiet: bool = False) -> Pages | None:
    """What tells of the pages of scans; None when `quiet` and off a terminal."""
    return None if quiet or sys.stderr is None or not sys.stderr.isatty() else Pages()


def _span(seconds: float) -> Text:
    if seconds < 90:
        return t("{count} s", count=f"{seconds:.0f}")
    if seconds < 5400:
        return t("{count} min", count=f"{seconds / 60:.0f}")
    return t("{count} h", count=f"{seconds / 3600:.1f}")


def _write(text: str) -> None:
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        pass
