"""What is read, and the pieces of what is cleaned: lines, places, sources, paragraphs, and what is marked in a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from typing import Any, NamedTuple

from duikou.model.shown import Shown, counted
from duikou.model.values import dataclass


class Line(NamedTuple):
    """One line of a source, without its line break.

    `role` says what the reader knows about it from the format: "text" (nothing known), "heading" (with `level` from
    1), "row" (a table row: cells apart by one TAB each), "metadata" (a page's own table of 索引号, 发文机关 …),
    "chrome" (the site's furniture), "header", "footer", "footnote". Formats with places give `box` (x0, top, x1, bottom
    in points from the page's top left) and `size`, the size of its type in points. `merged` has the columns of a row
    (from 0) whose cell goes on from the row above; their text stands there. `score` is how sure a recognition (OCR)
    was of the line, from 0 to 1; None where the text was not recognised. `centred`: the format itself says that the
    line is set in the middle (Word, OpenDocument, HTML); where it is False, nothing is known.
    """

    start: int
    end: int
    number: int
    page: int | None = None
    role: str = "text"
    level: int | None = None
    box: tuple[float, float, float, float] | None = None
    size: float | None = None
    merged: tuple[int, ...] = ()
    score: float | None = None
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stood in its source: page (None where the format has none), line, and offsets in Source.text."""

    page: int | None
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Caution:
    """Something the program was unsure of, and left as it was (or did, where a guess was asked for). `near` is what
    stands around it in the source, by which a reader finds it where lines tell little (a page of one line)."""

    rule: str
    message: str
    text: str
    place: Place | None = None
    near: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Source(Shown):
    """A document as it was read: the decoded text and its lines.

    For text and Markdown, `text` is the decoded file exactly. For HTML and Word it is the visible text, one block, row
    or paragraph a line. `metadata` holds what the page says of itself as data, by field name (title, doc_number,
    issuers, date, index_number, published, subject). `sha256` is of the bytes read; for a str, of its UTF-8 form.
    `retrieved` is when it came from the web (ISO 8601); None for all else.
    """

    text: str
    lines: tuple[Line, ...]
    format: str
    encoding: str | None = None
    path: str | None = None
    sha256: str = ""
    pages: int | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    cautions: tuple[Caution, ...] = ()
    retrieved: str | None = None

    def _said(self) -> str:
        return f"{self.path or 'text'} ({self.format}): {counted(len(self.text), 'character')}"


class Mark(NamedTuple):
    """What stands at [start, end) of a text, counted in characters. `value` is what the kind reads there (a number, an
    ISO date, a title); `inside` is the kind of the mark that holds this one, None where none does."""

    kind: str
    start: int
    end: int
    value: Any = None
    inside: str | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """A paragraph, or a piece of one, with the marks that it was asked for so far, by kind. `duikou.notation.marking`
    reads a kind when it is first asked for; two that say the same are equal, whatever was read in them."""

    text: str
    marks: dict[str, tuple[Mark, ...]] = field(default_factory=dict, compare=False, repr=False)

    def __init__(self, text: str, marks: dict[str, tuple[Mark, ...]] | None = None) -> None:
        # Written out, since thousands are made of a document.
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "marks", {} if marks is None else marks)

    def __reduce__(self) -> tuple[type[Marked], tuple[str]]:
        """What travels to another process is the text: its marks are read there when they are asked for."""
        return Marked, (self.text,)


@dataclass(frozen=True)
class Paragraph:
    """One whole paragraph of the clean text: `kind` "text", "heading" (the format says so) or "row" (cells by TAB)."""

    text: str
    start: int
    end: int
    kind: str
    place: Place
    level: int | None = None

    def marked(self, start: int = 0) -> Marked:
        """Its text from the character `start` on (behind its ordinal, behind its heading), with the marks that were
        read in it: all who ask for the same get the same one, so that a mark is read once."""
        if start not in self._marked:
            self._marked[start] = Marked(self.text[start:])
        return self._marked[start]

    @cached_property
    def _marked(self) -> dict[int, Marked]:
        return {}


@dataclass(frozen=True, slots=True)
class Removed:
    """Lines taken out as furniture: their text as it stood, the rule, the place, and the evidence that decided."""

    text: str
    rule: str
    place: Place
    evidence: str = ""
