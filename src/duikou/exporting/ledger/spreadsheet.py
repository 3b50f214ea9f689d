"""The ledger as a spreadsheet (XLSX): one row a measure, and sheets with its units, pairs, figures, citations and
documents.

What holds here: every cell is written as a string or a number, never as a formula or a link, whatever it begins with.
The bytes depend on nothing but the records: dates and modes inside the file are fixed. Rows go from the records to disk
and from there into the file, so memory does not grow with the number of documents. A cell longer than a spreadsheet can
hold is cut with a mark, and the sheet of documents says so. How it looks stands in `layout`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from duikou.errors import DuikouError, OutputError, t
from duikou.exporting.labels import labels
from duikou.exporting.ledger import written
from duikou.exporting.ledger.columns import LEDGER, OFFICE, WRITTEN, Cell, Column, Row
from duikou.exporting.ledger.record import Record
from duikou.exporting.ledger.removed_rows import LISTED
from duikou.exporting.ledger.sheet_looks import FONT, SIZE, Leading, Looks, Plan, plan
from duikou.exporting.ledger.spool import Spool
from duikou.exporting.ledger.workbook_sheets import SHEETS, TASKS, Line, document_line, failed_line, summary_line
from duikou.exporting.wording import told
from duikou.notation.patterns import pattern

# The limits of the format: characters in a cell (UTF-16 units), rows of a sheet.
LONGEST, MOST_ROWS = 32_767, 1_048_576
# Characters that XML 1.0 cannot hold.
_UNPRINTABLE = pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WRITTEN = LEDGER.index(WRITTEN)
_AT = {sheet.name: number for number, sheet in enumerate(SHEETS)}
# Rows of the other sheets lead to the ledger, and from there to the file.
_LEADING = ("ledger", "documents")
_PIECE = 1 << 18


class _Tidying:
    """Makes cells such as the format can hold, and counts for one document what it had to do."""

    def __init__(self, mark: str) -> None:
        self.mark, self.cut, self.unprintable = mark, 0, 0

    def line(self, line: Line, group: str | None = None) -> Line:
        """The line in the group named, its own where none is."""
        named = line.group if group is None else group
        return replace(line, cells=[self.cell(cell) for cell in line.cells], group=_UNPRINTABLE.sub("", named))

    def cell(self, value: Cell) -> Cell:
        if not isinstance(value, str):
            return value
        lines = value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value
        text = lines if lines.isprintable() else _UNPRINTABLE.sub("", lines)
        self.unprintable += len(text) < len(lines)
        if len(text) <= LONGEST // 2:
            return text
        units = text.encode("utf-16-le")
        if len(units) <= 2 * LONGEST:
            return text
        self.cut += 1
        return units[: 2 * (LONGEST - len(self.mark))].decode("utf-16-le", "ignore") + self.mark


class _Facts:
    """What is known once all records are in: how many documents have measures, what the ledger is called, and whether
    it takes the part to tell two measures of a document apart: there are measures in several attachments, or two go
    by one number."""

    def __init__(self) -> None:
        self.number = 0
        self.documents = 0
        self.parts_needed = False
        self.title = ""

    def add(self, record: Record) -> None:
        if record.measures:
            self.documents += 1
            self.title = _UNPRINTABLE.sub("", record.name)
            paths = {(measure.part, measure.path) for measure in record.measures}
            attachments = {part for part, _ in paths if part > 1}
            self.parts_needed |= len(attachments) > 1 or len({path for _, path in paths}) < len(paths)


def write_xlsx(
    records: Iterable[Record],
    errors: Sequence[DuikouError],
    lang: str = "zh",
    template: str | None = None,
    folder: str | None = None,
) -> Iterator[bytes]:
    """The ledger as a workbook, piece by piece; names of sheets and heads by `lang`. `template="ledger"` adds empty
    columns for the office's own use. `folder` is where the workbook will stand, for its links to the files.

    Raises `OutputError` when there are more measures than a sheet has rows, or no room for temporary files.
    """
    import sqlite3

    from duikou.reading.files import folders

    try:
        with Spool([len(sheet.columns) for sheet in SHEETS]) as spool, folders.folder() as place:
            facts = _collect(records, errors, spool, lang)
            made = place / "ledger.xlsx"
            _write(made, spool, facts, lang, OFFICE if template else (), folder)
            with made.open("rb") as content:
                while piece := content.read(_PIECE):
                    yield piece
    except (sqlite3.Error, OSError) as error:
        raise OutputError(
            t("the temporary files of the spreadsheet can't be written ({error})", error=error),
            "Make room in the folder for temporary files, name another in TMPDIR, or write CSV",
        ) from None


def _collect(records: Iterable[Record], errors: Sequence[DuikouError], spool: Spool, lang: str) -> _Facts:
    """Put the rows of all sheets aside."""
    words, facts = labels(lang, "words"), _Facts()
    documents = _AT["documents"]
    for at, record in enumerate(records):
        tidying = _Tidying(words["cut"])
        rows = [Row(number, record, m, lang) for number, m in enumerate(record.measures, facts.number + 1)]
        facts.number += len(rows)
        facts.add(record)
        for number, sheet in enumerate(SHEETS):
            for line in sheet.lines(record, rows, lang):
                # Groups are told apart by document, but for units, which are counted over all documents.
                group = line.group if sheet.name == "units" else f"{at}|{line.group}"
                tidy = tidying.line(line, group)
                spool.add(number, _with_note(tidy) if sheet.name == "ledger" else tidy)
        if max(spool.counts) >= MOST_ROWS:
            raise OutputError(
                t(
                    "there are more rows than a sheet of a spreadsheet holds ({most_rows})",
                    most_rows=f"{MOST_ROWS - 1:,}",
                ),
                "Write CSV instead, or fewer documents at a time",
            )
        counts = ((tidying.cut, "cut_warning"), (tidying.unprintable, "unprintable_warning"))
        more = [words[name].format(count=count) for count, name in counts if count]
        spool.add(documents, _Tidying(words["cut"]).line(document_line(record, more, lang)))
    for error in errors:
        spool.add(documents, _Tidying(words["cut"]).line(failed_line(error.path, told(error.cause, lang))))
    for cells in spool.totals(_AT["units"]):
        spool.add(_AT["summary"], summary_line(cells))
    return facts


def _with_note(line: Line) -> Line:
    """A row of the ledger with the note of what it says."""
    cells = list(line.cells)
    cells[_WRITTEN] = written.noted(zip((column.key for column in LEDGER), cells, strict=True))
    return replace(line, cells=cells)


def _write(
    file: Path, spool: Spool, facts: _Facts, lang: str, office: Sequence[Column[Row]], folder: str | None
) -> None:
    """Write the workbook from the rows put aside."""
    import zipfile
    from datetime import datetime

    import xlsxwriter
    from xlsxwriter.exceptions import XlsxWriterException

    options = {
        "constant_memory": True,
        "tmpdir": str(file.parent),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        # Widths are counted in digits of this font.
        "default_format_properties": {"font_name": FONT, "font_size": SIZE, "font_scheme": False},
    }
    names, title = labels(lang, "sheets"), facts.title if facts.documents == 1 else labels(lang, "sheets")["ledger"]
    book = xlsxwriter.Workbook(str(file), options)
    book.set_properties({"created": datetime(2000, 1, 1), "title": title[:255]})
    looks = Looks(book, lang)
    for number, sheet in enumerate(SHEETS):
        if spool.counts[number] or sheet.name == "ledger":
            planned = plan(
                sheet.columns,
                spool.fills[number],
                lang,
                always=sheet.always,
                aside=_aside(facts),
                office=office if sheet.name == "ledger" else (),
            )
            leads, by = sheet.leads
            page = looks.page(
                names[sheet.name],
                title if sheet.name == "ledger" else names[sheet.name],
                planned,
                Leading(names[leads], by, folder, labels(lang, "words")["stdin"], sheet.name in _LEADING),
            )
            for line in _lines(spool, number, planned):
                page.add(line.cells, line.group)
            page.finish()
    _list(book, spool, names["listed"], labels(lang, "columns"))
    try:
        book.close()
    except XlsxWriterException as error:
        raise OutputError(
            t("the ledger is too large for a spreadsheet ({error})", error=error),
            "Write CSV, or fewer documents at a time",
        ) from None
    # The temporary files that were packed bring the modes of this machine with them.
    with zipfile.ZipFile(file, "a") as box:
        for info in box.infolist():
            info.create_system, info.external_attr = 3, 0o600 << 16
        # Setting a comment makes the directory of the archive be written anew.
        box.comment = b""


def _list(book: Any, spool: Spool, name: str, heads: Mapping[str, str]) -> None:
    """The sheet that is not shown: which rows there are, so that an update knows those that somebody deletes
    (`removed_rows`)."""
    keys = [column.key for column in LEDGER]
    at = [keys.index(key) for key in LISTED]
    sheet = book.add_worksheet(name)
    sheet.very_hidden()
    rows = (tuple(str(line.cells[one]) for one in at) for line in spool.lines(_AT["ledger"]))
    for number, row in enumerate(chain((tuple(heads[key] for key in LISTED),), rows)):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell)


def _aside(facts: _Facts) -> frozenset[str]:
    """The columns that tell nothing apart, and so need not be printed."""
    return frozenset(key for key, told in (("document", facts.documents > 1), ("part", facts.parts_needed)) if not told)


def _lines(spool: Spool, number: int, planned: Plan) -> Iterator[Line]:
    """The rows of a sheet, with the cells of the columns kept."""
    sheet = SHEETS[number]
    tasks = sheet.columns.index(TASKS) if TASKS in sheet.columns else None
    found: Iterable[tuple[Any, Line]]
    found = spool.by_count(number) if tasks is not None else ((None, line) for line in spool.lines(number))
    for total, line in found:
        if tasks is not None:
            line.cells[tasks] = total
        yield replace(line, cells=[line.cells[at] if at is not None else "" for at in planned.source])
