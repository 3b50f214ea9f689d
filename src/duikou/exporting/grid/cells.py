"""A table of cells that knows how it is read: what both groups and aligned plans become before they are written.

What holds here: a grid is made once and written in every format, so that all of them say the same. Cells are text;
nothing in them is ever a formula, a link made by accident, or markup.
"""

from __future__ import annotations

from collections.abc import Sequence

from duikou.model.values import dataclass

# What a cell is besides its text: nothing special, the head of a row, a gap, doubtful, what differs.
TONES = ("", "head", "gap", "doubtful", "differs")


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` may hold line feeds. `tone` is one of TONES, `link` the path of a file that the cell comes from,
    `page` the page of it."""

    text: str
    tone: str = ""
    link: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in characters half a hanzi wide, the key that programs know it by."""

    key: str
    head: str
    width: float


@dataclass(frozen=True, slots=True)
class Grid:
    """`frozen` columns stay in sight; `bands` says for each row to which band it belongs (rows of one group), so that
    bands can be told apart; `notes` are sentences under the title."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    frozen: int = 1
    bands: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    def texts(self) -> Sequence[tuple[str, ...]]:
        """The rows as text alone."""
        return [tuple(cell.text for cell in row) for row in self.rows]
