"""What cleaning gives: the clean text, its paragraphs, and the log that leads back to the source."""

from __future__ import annotations

from dataclasses import dataclass

from duikou.model.edits import EditLog
from duikou.model.text import Caution, Paragraph, Place, Removed, Source


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A source after cleaning. `text` is the paragraphs joined by line feeds, without a final one."""

    source: Source
    text: str
    paragraphs: tuple[Paragraph, ...]
    removed: tuple[Removed, ...]
    log: EditLog
    cautions: tuple[Caution, ...] = ()

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
