"""The marks of a Word document's footnotes and endnotes.

What holds here: a mark is counted as Word counts it (ECMA-376 part 1, 17.11): from 1, or from where the document says,
anew in each section or on each page where it says so; written in the document's format of numbers, Arabic for
footnotes and small Roman for endnotes where it says none; or it is what was written by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from duikou.notation import notes
from duikou.reading.word.numbering import format_number
from duikou.reading.word.xml import Element, attr, child, number

KINDS = {"w:footnoteReference": "footnotes", "w:endnoteReference": "endnotes"}
_PROPERTIES = {"footnotes": "w:footnotePr", "endnotes": "w:endnotePr"}
_FORMATS = {"footnotes": "decimal", "endnotes": "lowerRoman"}


class Note(NamedTuple):
    """A note that the text refers to: its kind (`footnotes`, `endnotes`), its id in that part, and what is shown as its
    mark."""

    kind: str
    id: str
    shown: str


@dataclass(slots=True)
class _Count:
    format: str
    first: int
    restart: str
    next: int = 1
    where: int = 0


class Marks:
    """Counts the notes of one document. `settings` is the root of settings.xml, `sections` the section properties."""

    def __init__(self, settings: Element | None = None, sections: list[Element] | None = None) -> None:
        self._counts: dict[str, _Count] = {}
        for kind, wanted in _PROPERTIES.items():
            said = [child(x, wanted) for x in (*(sections or ()), settings)]

            def first(name: str, said: list[Element] = said) -> Element | None:
                return next((y for x in said if (y := child(x, name)) is not None), None)

            start = number(first("w:numStart")) or 1
            format_ = attr(first("w:numFmt"), "val") or _FORMATS[kind]
            restart = attr(first("w:numRestart"), "val") or "continuous"
            self._counts[kind] = _Count(format_, start, restart, start)

    def counted(self, kind: str, page: int, section: int) -> str:
        """What is shown as the mark of the next note of a kind, which stands on this page and in this section."""
        count = self._counts[kind]
        where = {"eachPage": page, "eachSect": section}.get(count.restart, 0)
        if where != count.where:
            count.where, count.next = where, count.first
        shown = format_number(count.next, count.format)
        count.next += 1
        return shown


def mark(note: Note) -> str:
    """How the mark of a note is written in the text."""
    return notes.mark(note.shown)
