"""Rows of cells as the lines of a source.

What holds here: a row with text in one cell is a line of text (a title, a note); one with more is a row of cells
apart by TAB, as many as the table is wide. No cell is left out. A line break in a cell is a space.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from duikou.data import load
from duikou.model import Line

# What a spreadsheet would run; duikou's own CSV has an apostrophe before it.
_FORMULA = ("'=", "'+", "'-", "'@")


class Row(NamedTuple):
    """The cells of a row, its number in its sheet, and the columns whose cell goes on from the row above."""

    cells: list[str]
    number: int
    merged: tuple[int, ...] = ()


def cell_text(text: str) -> str:
    """The text of a cell in one line."""
    line = " ".join(text.split())
    return line[1:] if line.startswith(_FORMULA) else line


def of_ledger(rows: list[Row], title: str = "") -> list[Row]:
    """The rows of a ledger that duikou wrote as an office's table of tasks; any other rows as they are.

    Number, headings above, task, units and deadline are read back, below the title where the ledger is of one plan
    (`title` is what the file calls itself); the other columns follow from these, or are about the document.
    """
    words = load("reading/cells")["own"]
    heads = rows[0].cells if rows else []
    number, heading, text = (_column(heads, words[name]) for name in ("number", "title", "text"))
    if number is None or heading is None or text is None:
        return rows
    kept = [(column, words["kept"][head]) for column, head in enumerate(heads) if head in words["kept"]]
    document = _column(heads, words["document"])
    titles = {row.cells[document] for row in rows[1:] if len(row.cells) > document} if document is not None else {title}
    above = [Row([one], rows[0].number) for one in titles if len(titles) == 1 and one]
    made = [*above, Row([words["number"][0], words["task"], *(head for _, head in kept)], rows[0].number)]
    for row in rows[1:]:
        cells = row.cells + [""] * (len(heads) - len(row.cells))
        task = "。".join(filter(None, (cells[heading].removesuffix("。"), cells[text])))
        made.append(Row([cells[number], task, *(cells[column] for column, _ in kept)], row.number))
    return made


def _column(heads: Sequence[str], names: Sequence[str]) -> int | None:
    return next((column for column, head in enumerate(heads) if head in names), None)


def placed(sheets: Iterable[Iterable[Row]]) -> tuple[str, tuple[Line, ...]]:
    """The text of all sheets, one row a line, and its lines; a sheet is a page."""
    texts: list[str] = []
    lines: list[Line] = []
    start = 0
    for page, rows in enumerate(sheets, 1):
        for row in rows:
            filled = [cell for cell in row.cells if cell]
            if not filled and not row.merged:
                continue
            alone = len(filled) == 1 and not row.merged
            text = filled[0] if alone else "\t".join(row.cells)
            role = "text" if alone else "row"
            lines.append(Line(start, start + len(text), row.number, page, role, merged=() if alone else row.merged))
            texts.append(text)
            start += len(text) + 1
    return "\n".join(texts), tuple(lines)
