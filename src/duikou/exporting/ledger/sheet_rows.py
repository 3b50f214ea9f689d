"""A sheet of a workbook that exists: its cells by the heads of their columns, read and changed where they stand.

What holds here: what is not named is left as it is: columns, looks and notes of others.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any

from duikou.exporting.labels import LANGUAGES, labels

_GONE = "#8A8F95"
_AUTHOR = "duikou"  # of notes


@dataclass
class Table:
    """A sheet with a head: its columns by head, and the last row with anything in it."""

    sheet: Any
    columns: dict[str, int]
    last: int

    @classmethod
    def of(cls, sheet: Any) -> Table:
        heads = {str(cell.value): cell.column for cell in sheet[1] if cell.value is not None}
        last = max(
            (cell.row for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None), default=1
        )
        return cls(sheet, heads, last)

    def value(self, row: int, head: str) -> Any:
        column = self.columns.get(head)
        return None if column is None else self.sheet.cell(row, column).value

    def put(self, row: int, head: str, value: Any) -> None:
        cell = self.sheet.cell(row, self.columns[head])
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # never a formula, whatever it begins with

    def keep_former(self, row: int, head: str, form: str) -> None:
        """Let a note of the cell say what stands in it; a note that others wrote stays, with this below it."""
        from openpyxl.comments import Comment

        cell = self.sheet.cell(row, self.columns[head])
        if cell.value in (None, ""):
            return
        note = form.format(said=cell.value)
        others = cell.comment is not None and cell.comment.author != _AUTHOR
        cell.comment = Comment(f"{cell.comment.text}\n{note}" if others else note, _AUTHOR)

    def add_column(self, head: str, like: Any = None) -> None:
        """A new column behind the last one, whose head looks like another's."""
        column = self.sheet.max_column + 1
        self.columns[head] = column
        cell = self.sheet.cell(1, column, head)
        if like is not None:
            cell._style = copy(like._style)

    def copy_look(self, row: int, above: int) -> None:
        """Let a new row look like another one."""
        for column in range(1, self.sheet.max_column + 1):
            self.sheet.cell(row, column)._style = copy(self.sheet.cell(above, column)._style)


def mark(table: Table, row: int, *, gone: bool) -> None:
    """Strike a row out that its plan has no longer, or take that back."""
    for cell in table.sheet[row]:
        if cell.font and bool(cell.font.strike) != gone:
            font = copy(cell.font)
            font.strike = gone
            font.color = _GONE[1:] if gone else None
            cell.font = font


def fit(table: Table) -> None:
    """Let the filter, the print area and conditional formats reach the last row; the key stays hidden."""
    from openpyxl.utils import get_column_letter

    sheet, last = table.sheet, max(2, table.last)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = f"A1:{get_column_letter(sheet.max_column)}{last}"
    for head in (labels(lang, "columns")["row_key"] for lang in LANGUAGES):
        if head in table.columns:
            sheet.column_dimensions[get_column_letter(table.columns[head])].hidden = True
