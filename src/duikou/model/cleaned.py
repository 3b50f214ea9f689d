"""What cleaning gives: the clean text, its paragraphs, and the log that leads back to the source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from duikou.model.edits import EditLog
from duikou.model.shown import Shown, counted, short
from duikou.model.text import Caution, Paragraph, Place, Removed, Source
from duikou.model.values import dataclass


class LineEnd(NamedTuple):
    """What decided at the end of a line: the evidence's name, whether the line and the next are one paragraph (`one`),
    and where the next begins, as an offset in the text after the first `passes` passes of the log."""

    evidence: str
    one: bool
    at: int
    passes: int


@dataclass(frozen=True, slots=True, repr=False)
class Cleaned(Shown):
    """A source after cleaning. `text` is the paragraphs joined by line feeds, without a final one."""

    source: Source
    text: str
    paragraphs: tuple[Paragraph, ...]
    removed: tuple[Removed, ...]
    log: EditLog
    cautions: tuple[Caution, ...] = ()
    line_ends: tuple[LineEnd, ...] = ()

    def restore(self) -> str:
        """Give back `source.text` exactly, from the clean text and the log of edits."""
        return self.log.restore(self.text)

    @property
    def edits(self) -> dict[str, int]:
        """How many edits each rule made, by rule name, in the order of the rules."""
        return self.log.counts()

    def place(self, start: int, end: int) -> Place:
        """The place in the source of the passage [start, end) of the clean text."""
        return self.log.place(self.source, start, end)

    def line_end(self, end: LineEnd) -> tuple[str, str, Place]:
        """The end of the line before and the beginning of the next, as the source has them, and the place of that."""
        text = self.source.text
        place = EditLog(self.log.passes[: end.passes]).place(self.source, end.at, end.at + 1)
        before = text[: place.start].rstrip().rpartition("\n")[2].strip()
        after = text[place.start :].lstrip().partition("\n")[0].strip()
        return before, after, place

    def _said(self) -> str:
        return f"{short(self.text) or 'empty'}: {counted(len(self.paragraphs), 'paragraph')}"

    def _rows(self) -> tuple[Sequence[str], Iterable[Sequence[str]]]:
        return ("paragraph",), ((one.text,) for one in self.paragraphs)
