"""A difference with what stands around it, and what the two texts say of its readings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

# How often a reading is counted in the texts.
_SCAN = 1000


class Context(NamedTuple):
    """A changed stretch with what stands around it: `before` and `after` are the equal text next to it.

    `scanned` is "old" or "new" where that side alone was recognised (OCR), `unsure` whether its line was with low
    confidence, `doubted` whether that very word was.
    """

    old: str
    new: str
    before: str
    after: str
    scanned: str | None = None
    unsure: bool = False
    doubted: bool = False


class Evidence:
    """How often a reading stands in the two texts. Looks are counted: after many it no longer looks."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts, self._left = texts, _SCAN
        self._seen: dict[str, int] = {}

    def count(self, piece: str) -> int:
        """How often `piece` stands in both texts together; 0 once too many were asked for."""
        if piece not in self._seen:
            if self._left <= 0:
                return 0
            self._left -= 1
            self._seen[piece] = sum(text.count(piece) for text in self._texts)
        return self._seen[piece]
