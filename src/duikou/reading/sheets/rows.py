"""Rows of cells as the lines of a source.

What holds here: a row with text in one cell is a line of text (a title, a note); one with more is a row of cells
apart by TAB, as many as the table is wide. No cell is left out. A line break in a cell is a space.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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


def of_ledger(rows: list[Row], title: str = "", numbers: Mapping[str, str] | None = None) -> list[Row]:
    """The rows of a ledger that duikou wrote as an office's table of tasks; any other rows as they are.

    Number, kind, headings above, task, units and deadline are read back, below the title and the 发文字号 where the
    ledger is of one plan (`title` is what the file calls itself); where it is of several, each row says which plan it
    is of. `numbers` are the 发文字号 by title, where they stand on a sheet of their own. The other columns follow from
    these, or are about the document.
    """
    words = load("reading/cells")["own"]
    heads = rows[0].cells if rows else []
    number, heading, text = (_column(heads, words[name]) for name in ("number", "title", "text"))
    if number is None or heading is None or text is None:
        return rows
    kept = [(column, words["kept"][head]) for column, head in enumerate(heads) if head in words["kept"]]
    plan = [_column(heads, words[name]) for name in ("document", "doc_number")]
    plans = [_plan(row, plan, title, numbers or {}) for row in rows[1:]]
    one = len(set(plans)) == 1
    several = () if one else words["several"]
    above = [Row([said], rows[0].number) for said in (plans[0] if one else ()) if said]
    made = [*above, Row([words["number"][0], words["task"], *(head for _, head in kept), *several], rows[0].number)]
    for row, of_plan in zip(rows[1:], plans, strict=True):
        cells = row.cells + [""] * (len(heads) - len(row.cells))
        task = "。".join(filter(None, (cells[heading].removesuffix("。"), cells[text])))
        told = () if one else of_plan
        made.append(Row([cells[number], task, *(cells[column] for column, _ in kept), *told], row.number))
    return made


def numbers_of(rows: Sequence[Row]) -> dict[str, str]:
    """The 发文字号 of the plans by title, as the sheet of a ledger that lists its plans has them."""
    words = load("reading/cells")["own"]
    heads = rows[0].cells if rows else []
    columns = _column(heads, words["title"]), _column(heads, words["doc_number"])
    found = {_cell(row, columns[0]): _cell(row, columns[1]) for row in rows[1:]}
    return {title: number for title, number in found.items() if title and number}


def _plan(row: Row, columns: Sequence[int | None], title: str, numbers: Mapping[str, str]) -> tuple[str, str]:
    """The title and the 发文字号 of the plan that a row of a ledger is of."""
    named = _cell(row, columns[0]) if columns[0] is not None else title
    return named, _cell(row, columns[1]) or numbers.get(named, "")


def _cell(row: Row, column: int | None) -> str:
    return row.cells[column] if column is not None and column < len(row.cells) else ""


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
