"""The edit log: what was changed, pass by pass, kept compactly and reversibly.

What holds here: a pass is a sorted tuple of edits that don't overlap, each with its span in the text that the pass
was given. The clean text is the source with the passes applied in order, so the log restores the source exactly, and
maps any position through all passes both ways. Only what changed is kept.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from duikou.model.shown import counted
from duikou.model.text import Place, Source
from duikou.model.values import dataclass


class Edit(NamedTuple):
    """`old` at [start, end) became `new`, by `rule`. Offsets are characters of the text before the edit's pass."""

    start: int
    end: int
    old: str
    new: str
    rule: str


@dataclass(frozen=True)
class Pass:
    """The edits that were made together, sorted and apart."""

    edits: tuple[Edit, ...]

    def __repr__(self) -> str:
        return f"<Pass {counted(len(self.edits), 'edit')}>"

    @cached_property
    def _befores(self) -> list[int]:
        return [edit.start for edit in self.edits]

    @cached_property
    def _afters(self) -> list[int]:
        shift, starts = 0, []
        for edit in self.edits:
            starts.append(edit.start + shift)
            shift += len(edit.new) - (edit.end - edit.start)
        return starts

    def apply(self, text: str) -> str:
        """The text after this pass."""
        pieces: list[str] = []
        at = 0
        for edit in self.edits:
            pieces += (text[at : edit.start], edit.new)
            at = edit.end
        pieces.append(text[at:])
        return "".join(pieces)

    def undo(self, text: str) -> str:
        """The text before this pass."""
        pieces: list[str] = []
        at = 0
        for edit, start in zip(self.edits, self._afters, strict=True):
            pieces += (text[at:start], edit.old)
            at = start + len(edit.new)
        pieces.append(text[at:])
        return "".join(pieces)

    def before(self, position: int) -> int:
        """The position before this pass of the character at `position` after it.

        Inside a replacement of equal length characters map one to one; else to the edit's start.
        """
        return _before(self._afters, self.edits, position)

    def befores(self, positions: Sequence[int]) -> list[int]:
        """`before` of many positions, the least first."""
        afters, edits = self._afters, self.edits
        if len(edits) < len(positions):
            return self._befores_by_edit(positions)
        return [_before(afters, edits, position) for position in positions]

    def _befores_by_edit(self, positions: Sequence[int]) -> list[int]:
        """The same where edits are few: all positions between two of them are moved alike."""
        afters = self._afters
        bounds = [*(bisect_left(positions, start) for start in afters), len(positions)]
        found = list(positions[: bounds[0]])
        for (start, end, old, new, _), after, first, last in zip(self.edits, afters, bounds, bounds[1:], strict=False):
            moved, alike = start - after, len(new) == len(old)
            behind = bisect_left(positions, after + len(new), first, last)
            found += [position + moved if alike else start for position in positions[first:behind]]
            moved = end - after - len(new)
            found += [position + moved for position in positions[behind:last]]
        return found

    def after(self, position: int) -> int:
        """The position after this pass of the character at `position` before it; of a removed one, where it was."""
        k = bisect_right(self._befores, position) - 1
        if k < 0:
            return position
        edit, start = self.edits[k], self._afters[k]
        if position < edit.end:
            return start + (position - edit.start if len(edit.new) == len(edit.old) else 0)
        return start + len(edit.new) + position - edit.end


def _before(afters: Sequence[int], edits: Sequence[Edit], position: int) -> int:
    k = bisect_right(afters, position) - 1
    if k < 0:
        return position
    start, end, old, new, _ = edits[k]
    inside = position - afters[k]
    if inside >= len(new):
        return end + inside - len(new)
    return start + inside if len(new) == len(old) else start


@dataclass(frozen=True)
class EditLog:
    """All passes from the source to the clean text."""

    passes: tuple[Pass, ...] = ()

    def restore(self, text: str) -> str:
        """The source's text, from the clean text."""
        for made in reversed(self.passes):
            text = made.undo(text)
        return text

    def to_source(self, position: int) -> int:
        """The offset in the source of the character at `position` of the clean text."""
        for made in reversed(self.passes):
            position = made.before(position)
        return position

    def to_clean(self, position: int) -> int:
        """The offset in the clean text of the character at `position` of the source; of a removed one, where it was."""
        for made in self.passes:
            position = made.after(position)
        return position

    def place(self, source: Source, start: int, end: int) -> Place:
        """Where the passage [start, end) of the clean text stood. An empty passage stands where its start does."""
        first = self.to_source(start)
        last = self.to_source(end - 1) + 1 if end > start else first
        return place_of(source, first, max(first, last))

    def places(self, source: Source, spans: Sequence[tuple[int, int]]) -> list[Place]:
        """`place` of many passages of the clean text, which follow each other: each pass is gone through once."""
        positions = [position for start, end in spans for position in (start, max(start, end - 1))]
        for made in reversed(self.passes):
            positions = made.befores(positions)
        begins = [line.start for line in source.lines]
        found = []
        for (start, end), first, last in zip(spans, positions[::2], positions[1::2], strict=True):
            stop = max(first, last + (end > start))
            line = source.lines[max(0, bisect_right(begins, first) - 1)] if begins else None
            found.append(Place(line.page, line.number, first, stop) if line else Place(None, 1, first, stop))
        return found

    def counts(self) -> dict[str, int]:
        """How many edits each rule made, in the order in which the rules first acted."""
        counted: dict[str, int] = {}
        for made in self.passes:
            for edit in made.edits:
                counted[edit.rule] = counted.get(edit.rule, 0) + 1
        return counted

    def __iter__(self) -> Iterator[tuple[Edit, int, int]]:
        """Every edit in the order made, with the span in the source that it stands for."""
        for index, made in enumerate(self.passes):
            earlier = EditLog(self.passes[:index])
            for edit in made.edits:
                start = earlier.to_source(edit.start)
                end = earlier.to_source(edit.end - 1) + 1 if edit.end > edit.start else start
                yield edit, start, max(start, end)


def place_of(source: Source, start: int, end: int) -> Place:
    """The place of [start, end) of `source.text`: the line (and its page) in which it begins."""
    lines = source.lines
    if not lines:
        return Place(None, 1, start, end)
    k = max(0, bisect_right(lines, start, key=lambda line: line.start) - 1)
    return Place(lines[k].page, lines[k].number, start, end)


def whole_lines(source: Source, place: Place) -> Place:
    """`place` widened to the whole lines of the source that it touches."""
    lines = source.lines
    if not lines:
        return place
    first = lines[max(0, bisect_right(lines, place.start, key=lambda line: line.start) - 1)]
    last = lines[max(0, bisect_right(lines, max(place.start, place.end - 1), key=lambda line: line.start) - 1)]
    return Place(first.page, first.number, first.start, max(last.end, place.end))


def make_pass(text: str, changes: Iterable[tuple[int, int, str]], rule: str) -> Pass:
    """A pass of one rule.

    `changes` are (start, end, new) in `text`, in any order. Those that change nothing are left out; of two that overlap
    the first one counts.
    """
    edits: list[Edit] = []
    done = 0
    for start, end, new in sorted(changes):
        if start >= done and text[start:end] != new:
            edits.append(Edit(start, end, text[start:end], new, rule))
            done = end
    return Pass(tuple(edits))
