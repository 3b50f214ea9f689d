"""A change in the making: spans in the two clean texts, before places and hints are worked out.

What holds here: a draft can be mirrored, so that comparing B with A gives exactly the mirror of comparing A with B.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from duikou.comparing.aligning.alignable import Alignable
from duikou.comparing.aligning.numbering import of_articles
from duikou.comparing.aligning.reading_order import part_names
from duikou.comparing.citing import Citations
from duikou.comparing.judging.classify import MIRRORED
from duikou.model import Change, Document, Mark, Side
from duikou.notation import marking
from duikou.notation.history import is_history

# Where a change stands in one version: offset, 0 for what is missing there and 1 for what is there, then the offset
# in the other version.
At = tuple[int, int, int]
_TYPES = {"insert": "delete", "delete": "insert"}
_OPS = {"insert": "delete", "delete": "insert", "equal": "equal"}


class End(NamedTuple):
    """One version's side of a draft: the item's path, the text, and its span in Cleaned.text."""

    path: tuple[str, ...]
    text: str
    start: int
    end: int


class Draft(NamedTuple):
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
    # What a stale reference should be: in the old version if the new is right, in the new one if the old is.
    wanted: tuple[str, str] | None = None
    # Where the same words stand in the other version: of words that were taken out here and put in there.
    elsewhere: int | None = None

    def mirrored(self) -> Draft:
        """The same change seen from the other version."""
        return self._replace(
            type=_TYPES.get(self.type, self.type),
            category=MIRRORED.get(self.category, self.category),
            old=self.new,
            new=self.old,
            ops=_in_order(tuple((_OPS[kind], text) for kind, text in self.ops)),
            old_at=self.new_at,
            new_at=self.old_at,
            wrong={"old": "new", "new": "old"}.get(self.wrong or ""),
            wanted=self.wanted[::-1] if self.wanted else None,
        )

    def change(self, old: Standing, new: Standing) -> Change:
        """The finished change, with places in the two sources."""
        return Change(
            self.klass,
            self.type,
            self.category,
            old.side(self.old, *self._first("delete"), own=self._marks("delete")),
            new.side(self.new, *self._first("insert"), own=self._marks("insert")),
            self.ops,
            self.matched_by,
            round(self.score, 4),
            self.zone,
            self._hint(),
            ("old" if self._of_old else self.wrong) if self.klass == "suspect" else None,
            (self.wanted[not self._of_old] if self.wanted else None),
            self._elsewhere(old, new),
        )

    @property
    def _of_old(self) -> bool:
        """Whether it is in the old version that a reference names nothing."""
        return self.wanted is not None and not self.wanted[1]

    def _elsewhere(self, old: Standing, new: Standing) -> str | None:
        """The place in the other version where the same words stand, as it is cited."""
        if self.elsewhere is None:
            return None
        there = new if self.new is None else old
        return there.cited(self.elsewhere) or None

    def _marks(self, kind: str) -> bool:
        return any(name == kind for name, _ in self.ops)

    def _first(self, kind: str) -> tuple[int, bool]:
        """How many characters into its side the first difference is; whether the whole item is meant."""
        at, own = 0, self._marks(kind)
        for name, text in self.ops:
            if name not in ("equal", kind):
                if own:
                    continue
                break
            if name == kind:
                at += len(text) - len(text.lstrip("\t"))  # a cell put in begins after its TAB
                break
            at += len(text)
        else:
            at = 0
        return at, self.type in ("move", "renumber")

    def _hint(self) -> str | None:
        if self.klass != "suspect":
            return None
        if self.wanted is not None:
            if self._of_old:
                return f"the reference of the old version names nothing there: it should be {self.wanted[0]}"
            return f"the reference was left as it stood: it should be {self.wanted[1]}"
        gone = " ".join(text for kind, text in self.ops if kind == "delete")
        come = " ".join(text for kind, text in self.ops if kind == "insert")
        if self.wrong is None:
            said = f"misread: {gone} or {come}" if gone and come else f"wrong: {gone or come} is there or is not"
            return f"one version is likely {said}"
        wrong, right = (gone, come) if self.wrong == "old" else (come, gone)
        said = f"{wrong} for {right}" if wrong and right else f"{wrong} too many" if wrong else f"{right} is missing"
        return f"the {self.wrong} version is likely misread: {said}"


def _in_order(ops: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Deletions before insertions, where they touch."""
    ordered = list(ops)
    for k in range(len(ordered) - 1):
        if ordered[k][0] == "insert" and ordered[k + 1][0] == "delete":
            ordered[k], ordered[k + 1] = ordered[k + 1], ordered[k]
    return tuple(ordered)


class Standing:
    """A document, and what stands where in it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._starts = [block.paragraph.start for block in document.blocks]
        self._parts = part_names(document)
        self._cited: Citations | None = None

    def side(self, end: End | None, at: int = 0, whole: bool = False, *, own: bool = True) -> Side | None:
        """One side of a change with its place in the source, its part and its role, and its place as it is cited.

        `at` is where it differs first, in characters; `whole` means an item rather than its first paragraph; `own`
        whether this version has something there that the other has not.
        """
        if end is None:
            return None
        place = self._document.cleaned.place(end.start, end.end)
        # A passage that was parted off stands behind the line feed that parts it.
        start = end.start + len(end.text) - len(end.text.lstrip("\n")) if own else end.start
        k = bisect_right(self._starts, start) - 1
        if k < 0:
            return Side(end.path, end.text, place, end.start, end.end)
        block = self._document.blocks[k]
        path = end.path if start == end.start else block.path
        role = "history" if block.role != "item" and is_history(block.paragraph.text) else block.role
        part = self._parts.get(block.part, "")
        row = block.paragraph.text
        of_row = "column" if "\n" in end.text else "row" if whole or end.text == row else ""
        if of_row == "column" and not own:
            of_row = "none"
        cited = self._cite(k, start, at, whole, of_row)
        return Side(path, end.text, place, end.start, end.end, part, role, cited)

    def cited(self, at: int) -> str:
        """The place of a character of Cleaned.text, as it is cited."""
        k = bisect_right(self._starts, at) - 1
        return self._cite(k, at, 0, False) if k >= 0 else ""

    def _cite(self, k: int, start: int, at: int, whole: bool, of_row: str = "") -> str:
        if self._cited is None:
            self._cited = Citations(of_articles(self._document.blocks), self._parts)
        opens = start == self._starts[k] and self._document.blocks[k].ordinal is not None
        named = self._cited.of(k, whole or opens)
        return named + self._cited.cell(k, start - self._starts[k] + at, of_row) if self._cited.is_row(k) else named


class Joined:
    """The text of one or more units as it is compared, and where each character stands in Cleaned.text.

    The first unit's ordinal is left out unless `whole`; those of the others are part of the text.
    """

    def __init__(self, units: Sequence[Alignable], whole: bool) -> None:
        self.units = units
        first = units[0]
        texts = [first.whole if whole else first.text, *(unit.whole for unit in units[1:])]
        self._offsets = [first.whole_start if whole else first.start, *(unit.whole_start for unit in units[1:])]
        self._starts = [0]
        for text in texts[:-1]:
            self._starts.append(self._starts[-1] + len(text) + 1)
        self.text = "\n".join(texts)
        shown = [first.block.paragraph.text if whole else first.shown, *(u.block.paragraph.text for u in units[1:])]
        # As it stands in the document; `text` is as it is compared, and as long.
        self.shown = "\n".join(shown)
        self._shown = shown
        # How much of the text is the ordinal, where it was kept.
        self.mark = first.start - first.whole_start if whole else 0

    @property
    def later_marks(self) -> frozenset[str]:
        """The ordinals of the units after the first: what a split puts into a text, and a merge takes away."""
        return frozenset(unit.block.ordinal.text for unit in self.units[1:] if unit.block.ordinal is not None)

    def seams(self, start: int, stop: int) -> list[tuple[int, int]]:
        """Where in [start, stop) a numbered unit after the first begins: from the line break to the end of its ordinal.

        Only such as stop does not cut.
        """
        found = []
        for begins, unit in zip(self._starts[1:], self.units[1:], strict=True):
            mark = begins + unit.start - unit.whole_start
            if unit.block.ordinal is not None and start < begins and mark <= stop:
                found.append((begins - 1, mark))
        return found

    def marks(self, kind: str) -> list[Mark]:
        """The marks of a kind that its paragraphs have, as they stand in the text: each was read once, in its block."""
        found = []
        for at, unit, shown in zip(self._starts, self.units, self._shown, strict=True):
            paragraph = unit.block.paragraph
            marked = paragraph.marked(len(paragraph.text) - len(shown))
            found += [mark._replace(start=at + mark.start, end=at + mark.end) for mark in marking.of(marked, kind)]
        return found

    def said(self, mark: Mark) -> str:
        """What stands at a mark, as it is compared."""
        return self.text[mark.start : mark.end]

    def unit(self, at: int) -> Alignable:
        """The unit that the character at `at` stands in."""
        return self.units[self._piece(at)]

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
        return End(self.units[self._piece(start)].block.path, self.shown[start:stop], first, last)
