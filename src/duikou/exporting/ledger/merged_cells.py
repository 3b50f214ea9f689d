"""The merged cells of a sheet that is brought up to date: taken apart for the time that is written, and put together
again where their rows still say the same.

What holds here: cells merged down over rows say the same in each of these rows, as whoever merged them meant; what
duikou knows rows by is never shared. Cells that are merged beside the rows of the table, and in rows of an office's
own, are left alone. No value and no note of a cell is lost by putting cells together.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import copy
from typing import Any, NamedTuple

from duikou.exporting.ledger.sheet_rows import Table


class Merged(NamedTuple):
    """A range of cells that was merged, and what it said."""

    coord: str
    left: int
    top: int
    right: int
    bottom: int
    value: Any


def taken_apart(table: Table, rows: Collection[int], single: Collection[str]) -> list[Merged]:
    """Take the merged cells apart that reach into some rows: each of their rows gets their value, but in columns whose
    values are each row's own (`single`)."""
    sheet, found = table.sheet, []
    own = {table.columns[head] for head in single if head in table.columns}
    for one in list(sheet.merged_cells.ranges):
        if one.min_row <= table.head or not any(one.min_row <= row <= one.max_row for row in rows):
            continue
        first = sheet.cell(one.min_row, one.min_col)
        found.append(Merged(one.coord, one.min_col, one.min_row, one.max_col, one.max_row, first.value))
        sheet.unmerge_cells(one.coord)
        for row in range(one.min_row, one.max_row + 1):
            for column in range(one.min_col, one.max_col + 1):
                cell = sheet.cell(row, column)
                cell._style = copy(first._style)
                if row > one.min_row and column == one.min_col and column not in own:
                    cell.value = first.value
                    cell.data_type = first.data_type
    return found


def put_together(table: Table, merged: Sequence[Merged], *, same: bool = False) -> list[str]:
    """Merge again what was taken apart where its rows say one thing, with `same` what they said before; gives the
    ranges that stay apart."""
    from openpyxl.comments import Comment

    sheet, apart = table.sheet, []
    for one in merged:
        cells = [sheet.cell(row, column) for row in _rows(one) for column in range(one.left, one.right + 1)]
        first = cells[0]
        said = {_plain(sheet.cell(row, one.left).value) for row in _rows(one)}
        beside = any(cell.value is not None for cell in cells if cell.column > one.left)
        kept = one.bottom <= table.last and (not same or said == {_plain(one.value)})
        if len(said) > 1 or beside or not kept:
            apart.append(f"{sheet.title}!{one.coord}")
            continue
        notes = [cell.comment for cell in cells if cell.comment is not None]
        text = "\n".join(dict.fromkeys(line for note in notes for line in note.text.split("\n")))
        sheet.merge_cells(one.coord)
        if text:
            first.comment = Comment(text, notes[0].author)
    return apart


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _rows(one: Merged) -> range:
    return range(one.top, one.bottom + 1)
