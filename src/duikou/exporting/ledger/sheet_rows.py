"""A sheet of a workbook that exists: its cells by the heads of their columns, read and changed where they stand.

What holds here: what is not named is left as it is: columns, looks and notes of others, what stands above the head.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from duikou.exporting.labels import LANGUAGES, labels

_GONE = "#8A8F95"
_AUTHOR = "duikou"  # of notes
_ABOVE = 10  # rows in which the head may stand, below a title of the office's own
_DAY = "yyyy-mm-dd"


@dataclass
class Table:
    """A sheet with a head: its columns by head, the row of the head, and the last row with anything in it."""

    sheet: Any
    columns: dict[str, int]
    head: int
    last: int

    @classmethod
    def of(cls, sheet: Any, wanted: str) -> Table | None:
        """The table of a sheet whose head has the column `wanted`; None where there is none."""
        for row in range(1, min(_ABOVE, sheet.max_row) + 1):
            heads = {str(cell.value): cell.column for cell in sheet[row] if cell.value is not None}
            if wanted in heads:
                below = sheet.iter_rows(min_row=row + 1)
                last = max((cell.row for cells in below for cell in cells if cell.value is not None), default=row)
                return cls(sheet, heads, row, last)
        return None

    def value(self, row: int, head: str) -> Any:
        """What stands in a cell; None where there is nothing, or no such column."""
        column = self.columns.get(head)
        return None if column is None else self.sheet.cell(row, column).value

    def put(self, row: int, head: str, value: Any) -> None:
        """Let a cell hold a value: text as text, a day as a day."""
        cell = self.sheet.cell(row, self.columns[head])
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # never a formula, whatever it begins with
        elif isinstance(value, datetime):
            cell.number_format = _DAY
        # The row is as high as its text needs when it is opened next.
        self.sheet.row_dimensions[row].height = None

    def take(self, row: int, head: str, other: Table, from_row: int) -> None:
        """Let a cell hold what one of another table does, and lead where that leads."""
        self.put(row, head, other.value(from_row, head))
        column = other.columns.get(head)
        link = other.sheet.cell(from_row, column).hyperlink if column is not None else None
        self.lead(row, head, *((link.target, link.location) if link else ()))

    def lead(self, row: int, head: str, target: str | None = None, location: str | None = None) -> None:
        """Let a cell lead to a file and a place in it, or nowhere."""
        cell = self.sheet.cell(row, self.columns[head])
        cell.hyperlink = target
        if cell.hyperlink is not None:
            cell.hyperlink.location = location

    def note(self, row: int, head: str, note: str) -> None:
        """Add a line to the note of a cell, if it does not stand there yet; what others wrote stays."""
        from openpyxl.comments import Comment

        cell = self.sheet.cell(row, self.columns[head])
        before = cell.comment.text if cell.comment is not None else ""
        if note not in before:
            cell.comment = Comment(f"{before}\n{note}" if before else note, cell.comment.author if before else _AUTHOR)

    def add_column(self, head: str, like: Any = None) -> None:
        """A new column behind the last one, whose head looks like another's."""
        column = self.sheet.max_column + 1
        self.columns[head] = column
        cell = self.sheet.cell(self.head, column, head)
        if like is not None:
            cell._style = copy(like._style)

    def add_row(self) -> int:
        """A new row below the last one, which looks like it."""
        above, self.last = self.last, self.last + 1
        if above > self.head:
            for column in range(1, self.sheet.max_column + 1):
                self.sheet.cell(self.last, column)._style = copy(self.sheet.cell(above, column)._style)
        return self.last


def mark(table: Table, row: int, *, gone: bool) -> None:
    """Strike a row out that its plan has no longer, or take that back."""
    for cell in table.sheet[row]:
        if cell.font and bool(cell.font.strike) != gone:
            font = copy(cell.font)
            font.strike = gone
            font.color = _GONE[1:] if gone else None
            cell.font = font


def fit(table: Table, end: int) -> None:
    """Let what reached the row `end` reach the last row now: the filter, the print area, choices, conditional formats.
    What duikou keeps for itself stays hidden."""
    from openpyxl.formatting.formatting import ConditionalFormattingList
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.cell_range import CellRange, MultiCellRange

    sheet, last = table.sheet, max(table.head + 1, table.last)

    def reaching(ranges: Any) -> MultiCellRange:
        found = []
        for one in ranges:
            bounds = CellRange(one.coord)
            if bounds.max_row >= end and bounds.max_row < last:
                bounds.expand(down=last - bounds.max_row)
            found.append(bounds)
        return MultiCellRange(found)

    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = f"A{table.head}:{get_column_letter(sheet.max_column)}{last}"
    for area in [sheet.print_area] if sheet.print_area else []:
        printed = CellRange(area.split("!")[-1].replace("$", "").split(",")[0])
        if "," not in area and printed.max_row >= end:
            sheet.print_area = f"{get_column_letter(printed.min_col)}{printed.min_row}:" + (
                f"{get_column_letter(printed.max_col)}{last}"
            )
    for choice in sheet.data_validations.dataValidation:
        choice.sqref = reaching(choice.sqref.ranges)
    formats = ConditionalFormattingList()
    for one in sheet.conditional_formatting:
        for rule in one.rules:
            formats.add(str(reaching(one.sqref.ranges)), rule)
    sheet.conditional_formatting = formats
    for key in ("row_key", "written_cells"):
        for head in (labels(lang, "columns")[key] for lang in LANGUAGES):
            if head in table.columns:
                sheet.column_dimensions[get_column_letter(table.columns[head])].hidden = True
