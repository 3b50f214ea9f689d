"""A change in the making: spans in the two clean texts, before places and hints are worked out.

What holds here: a draft can be mirrored, so that comparing B with A gives exactly the mirror of comparing A with B.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from duikou.comparing.classify import MIRRORED
from duikou.comparing.units import Unit
from duikou.model import Change, Document, Side

# Where a change stands in one version: offset, 0 for what is missing there and 1 for what is there, then the offset
# in the other version.
At = tuple[int, int, int]
_TYPES = {"insert": "delete", "delete": "insert"}
_OPS = {"insert": "delete", "delete": "insert", "equal": "equal"}


@dataclass(frozen=True, slots=True)
class End:
    """One version's side of a draft: the item's path, the text, and its span in Cleaned.text."""

    path: tuple[str, ...]
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A change with spans instead of places. `wrong` is "old" or "new" where one side is likely misread."""

    klass: str
    type: str
    category: str
    old: End | None
    new: End | None
    ops: tuple[tuple[str, str], ...]
    matched_by: str
    score: float
    zone: str
    old_at: At
    new_at: At
    wrong: str | None = None

    def mirrored(self) -> Draft:
        """The same change seen from the other version."""
        return replace(
            self,
            type=_TYPES.get(self.type, self.type),
            category=MIRRORED.get(self.category, self.category),
            old=self.new,
            new=self.old,
            ops=_in_order(tuple((_OPS[kind], text) for kind, text in self.ops)),
            old_at=self.new_at,
            new_at=self.old_at,
            wrong={"old": "new", "new": "old"}.get(self.wrong or ""),
        )

    def change(self, old: Document, new: Document) -> Change:
        """The finished change, with places in the two sources."""
        return Change(
            self.klass,
            self.type,
            self.category,
            _side(self.old, old),
            _side(self.new, new),
            self.ops,
            self.matched_by,
            round(self.score, 4),
            self.zone,
            self._hint(),
            self.wrong if self.klass == "suspect" else None,
        )

    def _hint(self) -> str | None:
        if self.klass != "suspect":
            return None
        gone = " ".join(text for kind, text in self.ops if kind == "delete")
        come = " ".join(text for kind, text in self.ops if kind == "insert")
        if self.wrong == "old":
            return f"the old version is likely misread: {gone or 'nothing'} for {come or 'nothing'}"
        if self.wrong == "new":
            return f"the new version is likely misread: {come or 'nothing'} for {gone or 'nothing'}"
        return f"one version is likely misread: {gone or 'nothing'} or {come or 'nothing'}"


def _in_order(ops: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Deletions before insertions, where they touch."""
    ordered = list(ops)
    for k in range(len(ordered) - 1):
        if ordered[k][0] == "insert" and ordered[k + 1][0] == "delete":
            ordered[k], ordered[k + 1] = ordered[k + 1], ordered[k]
    return tuple(ordered)


def _side(end: End | None, document: Document) -> Side | None:
    if end is None:
        return None
    return Side(end.path, end.text, document.cleaned.place(end.start, end.end), end.start, end.end)


class Joined:
    """The text of one or more units as it is compared, and where each character stands in Cleaned.text.

    The first unit's ordinal is left out unless `whole`; those of the others are part of the text.
    """

    def __init__(self, units: Sequence[Unit], whole: bool) -> None:
        self.units = units
        first = units[0]
        texts = [first.whole if whole else first.text, *(unit.whole for unit in units[1:])]
        self._offsets = [first.whole_start if whole else first.start, *(unit.whole_start for unit in units[1:])]
        self._starts = [0]
        for text in texts[:-1]:
            self._starts.append(self._starts[-1] + len(text) + 1)
        self.text = "\n".join(texts)
        # How much of the text is the ordinal, where it was kept.
        self.mark = first.start - first.whole_start if whole else 0

    def _piece(self, at: int) -> int:
        return max(0, bisect_right(self._starts, at) - 1)

    def offset(self, at: int) -> int:
        """The offset in Cleaned.text of the character at `at`."""
        k = self._piece(at)
        return self._offsets[k] + at - self._starts[k]

    def end(self, start: int, stop: int) -> End:
        """The stretch [start, stop) as one side of a draft."""
        first = self.offset(start)
        last = self.offset(stop - 1) + 1 if stop > start else first
        return End(self.units[self._piece(start)].block.path, self.text[start:stop], first, last)
