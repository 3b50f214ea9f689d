"""Workbooks (.xlsx, and .xls where python-calamine is installed): task tables of offices, and ledgers of duikou.

What holds here: every visible sheet is read, in order, each as a page; of a ledger that duikou wrote its first alone,
since the others repeat it. Values are given as they are shown: days as days, 80% as 80%. Formulas are read as the value
that was saved with them. What is hidden is named.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from duikou.data import load
from duikou.errors import UnreadableError, several, t
from duikou.model import Caution, Source
from duikou.reading.files.container import Container
from duikou.reading.options import USUAL, Options
from duikou.reading.sheets.rows import Row, cell_text, numbers_of, of_ledger, placed


class _Workbook(Container):
    program = t("Excel or WPS")
    again = t("Open it in Excel or WPS and save it again, or get the file again")


def read_xlsx(data: bytes, path: str | None = None, options: Options = USUAL) -> Source:
    """Read the bytes of a workbook. Raises `UnreadableError` when it is damaged, too large, or holds no text."""
    book, container = open_workbook(data, path, options)
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
    own = [sheet for sheet in shown if sheet.title in _ledgers()]
    left = [one.title for one in book.worksheets if one not in shown and one.max_row > 1]
    if own:
        left = [name for name in left if name not in _named("listed")]
    named = str(book.properties.title or "")
    title = "" if named in _ledgers() else named
    if own:
        plans = [sheet for sheet in book.worksheets if sheet.title in load("reading/cells")["own"]["plans"]]
        numbers = numbers_of(list(_rows(plans[0], container))) if plans else {}
        shown_rows = [of_ledger(list(_rows(own[0], container)), title, numbers)]
    else:
        shown_rows = [list(_rows(sheet, container)) for sheet in shown]
    return _source(shown_rows, "xlsx", data, path, _hidden(left))


def open_workbook(data: bytes, path: str | None, options: Options = USUAL) -> tuple[Any, Container]:
    """The workbook in these bytes, as openpyxl has it, and what counts its cost. Raises `UnreadableError` when it is
    damaged, unsafe or too large."""
    from openpyxl import load_workbook

    container = _Workbook(data, path, options.limits)
    for part in container.parts():
        if part.endswith((".xml", ".rels")):
            container.xml(part)  # what is damaged, too large or unsafe is told here
    try:
        return load_workbook(io.BytesIO(data), data_only=True), container
    except Exception as error:  # openpyxl has many ways to fail
        raise container.damaged(t("it is a damaged spreadsheet ({error})", error=type(error).__name__)) from error


def read_xls(data: bytes, path: str | None = None, options: Options = USUAL) -> Source:
    """Read the bytes of an old workbook (.xls, .et). Raises `UnreadableError` as `read_xlsx`."""
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = {one.name: str(one.visible).endswith(".Visible") for one in book.sheets_metadata}
        sheets = {name: book.get_sheet_by_name(name) for name in book.sheet_names}
        shown = [name for name in sheets if visible.get(name, True)] or list(sheets)
        tables = {name: list(_old_rows(sheets[name])) for name in shown}
        left = [name for name in sheets if name not in shown and sheets[name].height > 1]
    except BaseException as error:
        # A library in Rust tells of a fault of its own by an error that is no Exception: PanicException.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        cause = t("it is a damaged spreadsheet ({error})", error=type(error).__name__)
        raise UnreadableError(cause, "Open it in Excel or WPS and save it as .xlsx", path) from error
    own = [name for name in shown if name in _ledgers()]
    read = [of_ledger(tables[own[0]])] if own else [tables[name] for name in shown]
    return _source(read, "xls", data, path, _hidden(left))


def _hidden(names: list[str]) -> tuple[Caution, ...]:
    """The caution that names hidden sheets; none without any."""
    if not names:
        return ()
    message = several(t("The workbook holds {count} hidden sheet, not read"), len(names))
    return (Caution("xlsx-hidden", message, "、".join(names)),)


def _old_rows(sheet: Any) -> Iterator[Row]:
    """The rows of a sheet of an old workbook; how it shows a number is not known."""
    below: dict[int, list[int]] = {}
    for (first, column), (last, _) in sheet.merged_cell_ranges or ():
        for row in range(first + 1, last + 1):
            below.setdefault(row, []).append(column)
    for number, row in enumerate(sheet.to_python(skip_empty_area=False)):
        yield Row([_shown(value, "") for value in row], number + 1, tuple(sorted(below.get(number, ()))))


def _source(sheets: list[Any], format: str, data: bytes, path: str | None, cautions: tuple[Caution, ...]) -> Source:
    text, lines = placed(sheets)
    if not text.strip():
        raise UnreadableError("it holds no text", "Check that it is the right file", path)
    digest = hashlib.sha256(data).hexdigest()
    return Source(text, lines, format, path=path, sha256=digest, pages=len(sheets), cautions=cautions)


def _ledgers() -> frozenset[str]:
    """What duikou names the first sheet of its ledgers."""
    return _named("ledger")


def _named(sheet: str) -> frozenset[str]:
    return frozenset(table[sheet] for table in load("reading/cells")["sheets"].values())


def _rows(sheet: Any, container: Container) -> Iterator[Row]:
    """The rows of a sheet, without empty columns at its right."""
    below: dict[int, list[int]] = {}
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row + 1, area.max_row + 1):
            below.setdefault(row, []).append(area.min_col - 1)
    table: list[Row] = []
    for number, row in enumerate(sheet.iter_rows(), 1):
        container.budget.spend("cells", len(row))
        cells = [_shown(cell.value, cell.number_format) for cell in row]
        table.append(Row(cells, number, tuple(sorted(below.get(number, ())))))
    wide = max((k + 1 for row in table for k, cell in enumerate(row.cells) if cell), default=0)
    yield from (row._replace(cells=row.cells[:wide]) for row in table)


def _shown(value: Any, number_format: str) -> str:
    """A value as a spreadsheet shows it, near enough to be read."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute or value.second) else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        if number_format.rstrip(";@_ ").endswith("%"):
            return f"{value * 100:.10g}%"
        return f"{value:.15g}"
    if isinstance(value, int) and not isinstance(value, bool) and number_format.endswith("%"):
        return f"{value * 100}%"
    return cell_text(str(value))
