"""A sheet of a workbook that exists: its cells by the heads of their columns, read and changed where they stand.

What holds here: what is not named is left as it is: columns, looks and notes of others, what stands above the head.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from duikou.exporting.labels import LANGUAGES, labels
from duikou.exporting.ledger.sheet_looks import height

_GONE = "#8A8F95"
_AUTHOR = "duikou"  # of notes
_ABOVE = 10  # rows in which the head may stand, below a title of the office's own
_ADDED, _CHANGED, _ENDED = "FFBFE3C3", "FFFFDF9E", "FFD5D8DC"  # rows by what 变动 says
_NEW_WIDTH = 20.0  # of a column that is added
_WIDTH = 13.0  # of a column that says nothing of its width
_DAY = "yyyy-mm-dd"
_PLAIN = "General"  # how a cell shows its value that says nothing of it


@dataclass
class Table:
    """A sheet with a head: its columns by head, the row of the head, the last row with anything in it, and the rows
    that were `written` to."""

    sheet: Any
    columns: dict[str, int]
    head: int
    last: int
    written: set[int] = field(default_factory=set)
    touched: str = ""  # the cell that was touched last, which an error names

    @classmethod
    def of(cls, sheet: Any, wanted: str) -> Table | None:
        """The table of a sheet whose head has the column `wanted`; None where there is none."""
        for row in range(1, min(_ABOVE, sheet.max_row) + 1):
            heads = {str(cell.value): cell.column for cell in sheet[row] if cell.value is not None}
            if wanted in heads:
                below = sheet.iter_rows(min_row=row + 1)
                last = max((cell.row for cells in below for cell in cells if cell.value is not None), default=row)
                # Rows that are merged with the last one belong to it.
                last = max(last, *(one.max_row for one in sheet.merged_cells.ranges if one.min_row <= last), row)
                return cls(sheet, heads, row, last)
        return None

    def value(self, row: int, head: str) -> Any:
        """What stands in a cell; None where there is nothing, or no such column."""
        column = self.columns.get(head)
        return None if column is None else self.sheet.cell(row, column).value

    def cell(self, row: int, head: str) -> Any:
        """The cell of a row below a head."""
        cell = self.sheet.cell(row, self.columns[head])
        self.touched = f"{self.sheet.title}!{cell.coordinate}"
        return cell

    def put(self, row: int, head: str, value: Any) -> None:
        """Let a cell hold a value: text as text, a day as a day."""
        cell = self.cell(row, head)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # never a formula, whatever it begins with
        elif isinstance(value, datetime):
            cell.number_format = _DAY
        self.written.add(row)

    def take(self, row: int, head: str, other: Table, from_row: int) -> None:
        """Let a cell hold what one of another table does, and lead where that leads."""
        self.put(row, head, other.value(from_row, head))
        column = other.columns.get(head)
        link = other.sheet.cell(from_row, column).hyperlink if column is not None else None
        self.lead(row, head, *((link.target, link.location) if link else ()))

    def lead(self, row: int, head: str, target: str | None = None, location: str | None = None) -> None:
        """Let a cell lead to a file and a place in it, or nowhere."""
        cell = self.cell(row, head)
        cell.hyperlink = target
        if cell.hyperlink is not None:
            cell.hyperlink.location = location

    def note(self, row: int, head: str, note: str) -> None:
        """Add a line to the note of a cell, if it does not stand there yet; what others wrote stays."""
        from openpyxl.comments import Comment

        cell = self.cell(row, head)
        before = cell.comment.text if cell.comment is not None else ""
        if note not in before:
            cell.comment = Comment(f"{before}\n{note}" if before else note, cell.comment.author if before else _AUTHOR)

    def add_column(self, head: str, like: str) -> None:
        """A new column behind the last one, which looks like another."""
        from openpyxl.utils import get_column_letter

        column = self.sheet.max_column + 1
        self.columns[head] = column
        self.sheet.cell(self.head, column, head)
        for row in range(self.head, self.last + 1):
            self.sheet.cell(row, column)._style = copy(self.sheet.cell(row, self.columns[like])._style)
        self.sheet.column_dimensions[get_column_letter(column)].width = _NEW_WIDTH

    def add_row(self) -> int:
        """A new row below the last one, which looks like it."""
        above, self.last = self.last, self.last + 1
        if above > self.head:
            for column in range(1, self.sheet.max_column + 1):
                self.sheet.cell(self.last, column)._style = copy(self.sheet.cell(above, column)._style)
        return self.last


def dress(table: Table, row: int, like: int) -> None:
    """Let a row look like another, but for what strikes that out; a day is shown as one whatever stands there."""
    for column in range(1, table.sheet.max_column + 1):
        cell = table.sheet.cell(row, column)
        cell._style = copy(table.sheet.cell(like, column)._style)
        if isinstance(cell.value, datetime) and cell.number_format == _PLAIN:
            cell.number_format = _DAY
    mark(table, row, gone=False)


def mark(table: Table, row: int, *, gone: bool) -> None:
    """Strike a row out that its plan has no longer, or take that back."""
    for cell in table.sheet[row]:
        if cell.font and bool(cell.font.strike) != gone:
            font = copy(cell.font)
            font.strike = gone
            font.color = _GONE[1:] if gone else None
            cell.font = font


def _heighten(table: Table) -> None:
    """Let rows that were written to be as high as their text needs, and let no row be of a fixed height: it would cut
    what an office writes into it."""

    sheet = table.sheet
    widths = {}
    for dimension in sheet.column_dimensions.values():
        for column in range(dimension.min or 0, (dimension.max or 0) + 1):
            widths[column] = 0.0 if dimension.hidden else float(dimension.width)
    shown = [column for column in range(1, sheet.max_column + 1) if widths.get(column, _WIDTH)]
    rows = _free_rows()
    for row in range(table.head, table.last + 1):
        points = sheet.row_dimensions[row].height
        if row in table.written:
            cells = [sheet.cell(row, column).value for column in shown]
            said = ["" if value is None or str(value).startswith("=HYPERLINK") else _text(value) for value in cells]
            points = height(said, [widths.get(column, _WIDTH) for column in shown])
        # A row that a filter hides stays hidden.
        sheet.row_dimensions[row] = rows(sheet, index=row, ht=points, hidden=sheet.row_dimensions[row].hidden)
    table.written.clear()


def _text(value: Any) -> str:
    return str(value.date()) if isinstance(value, datetime) else str(value)


@cache
def _free_rows() -> Any:
    """The class of rows whose height a program may make anew; openpyxl fixes every height that it writes."""
    from openpyxl.worksheet.dimensions import RowDimension

    class FreeRow(RowDimension):  # type: ignore[misc]
        @property
        def customHeight(self) -> bool:
            return False

    return FreeRow


def tell_changes(table: Table, head: str, beside: str, words: tuple[str, str]) -> None:
    """Colour the cell `beside` of each row by what its column of changes (`head`) says: that column stands behind all
    others, and nobody would see there that a row is new. `words` are those for new and ended rows."""
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import PatternFill
    from openpyxl.utils import get_column_letter

    first, last = table.head + 1, max(table.head + 1, table.last)
    column = get_column_letter(table.columns[beside])
    said = f"${get_column_letter(table.columns[head])}{first}"
    new, ended = words
    for condition, colour in ((f'{said}="{new}"', _ADDED), (f'{said}="{ended}"', _ENDED), (f'{said}<>""', _CHANGED)):
        fill = PatternFill(bgColor=colour)
        rule = FormulaRule(formula=[condition], fill=fill, stopIfTrue=True)
        table.sheet.conditional_formatting.add(f"{column}{first}:{column}{last}", rule)


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
    _heighten(table)
    for key in ("row_key", "written_cells"):
        for head in (labels(lang, "columns")[key] for lang in LANGUAGES):
            if head in table.columns:
                sheet.column_dimensions[get_column_letter(table.columns[head])].hidden = True
