"""Lines laid out with blanks: the pieces that wide gaps part, and where each stands.

What holds here: a place is told twice, in characters and in halves of the width of a hanzi on a screen, since tools lay
out by the one or by the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from duikou.notation.characters import width
from duikou.notation.patterns import patterns

_CELLS = patterns("cleaning/cells")
_MARKS = patterns("notation/page_marks")

Span = tuple[int, int]


class Piece(NamedTuple):
    """A stretch of a line between wide gaps: where it begins and ends in the line (characters), and its text."""

    start: int
    end: int
    text: str


class GappedLine(NamedTuple):
    """A line: where it begins in the text, its pieces, and where each stands on the page, in characters and in halves
    of the width of a hanzi."""

    at: int
    pieces: tuple[Piece, ...]
    spans: tuple[tuple[Span, ...], tuple[Span, ...]]


class TableRow(NamedTuple):
    """The lines of a row; of each the pieces by column."""

    lines: tuple[GappedLine, ...]
    cells: tuple[dict[int, Piece], ...]
    columns: int


def lines_of(text: str) -> list[GappedLine]:
    """The lines of `text`, the blank ones too."""
    found = []
    at = 0
    for line in text.split("\n"):
        pieces = tuple(Piece(m.start(), m.end(), m.group()) for m in _CELLS.blank_cell.finditer(line))
        found.append(GappedLine(at, pieces, (tuple(piece[:2] for piece in pieces), tuple(_on_screen(line, pieces)))))
        at += len(line) + 1
    return found


def _on_screen(line: str, pieces: Sequence[Piece]) -> Iterator[Span]:
    at = left = 0
    for piece in pieces:
        left += round(2 * width(line[at : piece.start]))
        at, right = piece.end, left + round(2 * width(piece.text))
        yield left, right
        left = right


def is_page_number(line: GappedLine) -> bool:
    """Whether a line is the number of a page and no more."""
    return len(line.pieces) == 1 and _MARKS.decorated.fullmatch("".join(line.pieces[0].text.split())) is not None
