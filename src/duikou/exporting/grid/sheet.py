"""A grid as a spreadsheet (XLSX) that an office can work with: heads stay in sight, text wraps, gaps are coloured.

What holds here: every cell is written as a string; a link is made only to a file that duikou read itself. The bytes
depend on nothing but the grid.
"""

from __future__ import annotations

from typing import Any

from duikou.exporting.grid.cells import Cell, Grid
from duikou.exporting.ledger.sheet_looks import FONT, SIZE, TALLEST, height
from duikou.exporting.links import address, file_url, page_of
from duikou.exporting.screen import coded

_LONGEST = 32_767
_TONES: dict[str, dict[str, Any]] = {
    "": {},
    "head": {"bold": True},
    "gap": {"bg_color": "#F0E6E2"},
    "doubtful": {"bg_color": "#FFF6D6"},
    "differs": {"font_color": "#0B5A8C"},
}
_SHEET_NAME = 31


def xlsx_of(grid: Grid, sheet: str, folder: str | None = None) -> bytes:
    """The grid as a workbook with one sheet of the name `sheet`; files are named as seen from `folder`."""
    import io
    from datetime import datetime

    import xlsxwriter

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"created": datetime(2000, 1, 1), "title": coded(grid.title)[:255], "comments": "duikou"})
        _fill(book, book.add_worksheet(sheet[:_SHEET_NAME]), grid, folder)
    return content.getvalue()


def _fill(book: Any, sheet: Any, grid: Grid, folder: str | None) -> None:
    cell = {"font_name": FONT, "font_size": SIZE, "text_wrap": True, "valign": "top", "border": 1}
    cell |= {"border_color": "#C9D1DB"}
    looks = {tone: book.add_format(cell | look) for tone, look in _TONES.items()}
    linked = {
        tone: book.add_format(cell | look | {"font_color": "#0B5A8C", "underline": 1}) for tone, look in _TONES.items()
    }
    head = book.add_format(cell | {"bold": True, "bg_color": "#DCE6F1", "align": "center", "valign": "vcenter"})
    widths = [column.width for column in grid.columns]
    for at, column in enumerate(grid.columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, coded(column.head), head)
    sheet.set_row(0, min(TALLEST, height([column.head for column in grid.columns], widths) + 8))
    for at, row in enumerate(grid.rows, 1):
        sheet.set_row(at, min(TALLEST, height([one.text for one in row], widths)))
        for column_at, one in enumerate(row):
            _write(sheet, at, column_at, one, looks, linked, folder)
    sheet.freeze_panes(1, grid.frozen)
    sheet.autofilter(0, 0, max(1, len(grid.rows)), len(grid.columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(grid.rows) + 1}"})
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _write(
    sheet: Any, row: int, column: int, cell: Cell, looks: dict[str, Any], linked: dict[str, Any], folder: str | None
) -> None:
    text = coded(cell.text)[: _LONGEST // 2]
    named = address(cell.link, folder) if text else None
    if named:
        url = file_url(named, page_of(named, cell.page))
        url.text = text
        sheet.write_url(row, column, url, linked[cell.tone])
    elif text:
        sheet.write_string(row, column, text, looks[cell.tone])
    else:
        sheet.write_blank(row, column, None, looks[cell.tone])
