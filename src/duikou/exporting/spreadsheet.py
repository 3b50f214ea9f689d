"""The ledger as a spreadsheet (XLSX): one row a measure, and one more sheet with the documents.

What holds here: every cell is written as a string or a number, never as a formula or a link, whatever it
begins with. The bytes depend on nothing but the records: the date of creation is fixed. A cell longer than
a spreadsheet can hold is cut with a mark, and the sheet of documents says so. Widths are in characters half
a hanzi wide, heights in points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from duikou.errors import DuikouError, OutputError
from duikou.exporting.columns import LEDGER, Cell, Column
from duikou.exporting.labels import joined, labels
from duikou.exporting.ledger import rows
from duikou.exporting.record import Record
from duikou.patterns import pattern

# The limits of the format: characters in a cell (UTF-16 units), rows of a sheet, height of a row.
LONGEST, MOST_ROWS, TALLEST = 32_767, 1_048_576, 409
# Characters that XML 1.0 cannot hold.
_UNPRINTABLE = pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Kept even when empty, so that a ledger without measures still shows what it is.
_ALWAYS = {"index", "document", "path", "title", "text", "place"}
_FONT, _SIZE, _LINE, _PADDING = "宋体", 10, 14.0, 4.0
_HEAD, _BAND, _EDGE = "#DCE6F1", "#F6F8FB", "#C8CDD4"
_CENTERED = {"index", "path", "kind", "date", "format", "pages", "measures"}


@dataclass(slots=True)
class _Tidied:
    """What had to be done to cells, by document: how many were cut, how many lost control characters."""

    cut: Counter[int] = field(default_factory=Counter)
    unprintable: Counter[int] = field(default_factory=Counter)

    def cell(self, value: Cell, document: int, mark: str) -> Cell:
        if not isinstance(value, str):
            return value
        text = _UNPRINTABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
        self.unprintable[document] += len(text) < len(value.replace("\r\n", "\n"))
        units = text.encode("utf-16-le")
        if len(units) <= 2 * LONGEST:
            return text
        self.cut[document] += 1
        return units[: 2 * (LONGEST - len(mark))].decode("utf-16-le", "ignore") + mark


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table to be laid out: its heads by column, its cells row by row, and for each row whether it is
    banded."""

    name: str
    columns: tuple[Column, ...]
    heads: tuple[str, ...]
    cells: list[list[Cell]]
    bands: list[bool]
    title: str


def write_xlsx(records: Iterable[Record], errors: Sequence[DuikouError], lang: str = "zh") -> Iterator[bytes]:
    """The ledger as a workbook, in one piece: sheets 任务台账 and 文件 (their names and heads by `lang`).

    Raises `OutputError` when there are more measures than a sheet has rows.
    """
    held = tuple(records)
    tidied = _Tidied()
    sheets = (_ledger(held, tidied, lang), _documents(held, errors, tidied, lang))
    yield _workbook(sheets, labels(lang, "words")["page_of"])


def _ledger(records: Sequence[Record], tidied: _Tidied, lang: str) -> _Sheet:
    words, heads = labels(lang, "words"), labels(lang, "columns")
    document = {id(record): index for index, record in enumerate(records)}
    cells: list[list[Cell]] = []
    bands: list[bool] = []
    band, last = True, None
    for row in rows(records, lang):
        at = document[id(row.record)]
        group = (at, row.measure.part, row.measure.chapter, row.measure.section)
        band, last = (band if group == last else not band), group
        bands.append(band)
        cells.append([tidied.cell(column.cell(row), at, words["cut"]) for column in LEDGER])
    if len(cells) >= MOST_ROWS:
        raise OutputError(
            f"{len(cells):,} measures are more than a spreadsheet holds ({MOST_ROWS - 1:,})",
            "Write CSV instead, or fewer documents at a time",
        )
    kept = [
        index for index, column in enumerate(LEDGER) if column.key in _ALWAYS or any(row[index] != "" for row in cells)
    ]
    return _Sheet(
        name=words["ledger"],
        columns=tuple(LEDGER[index] for index in kept),
        heads=tuple(heads[LEDGER[index].key] for index in kept),
        cells=[[row[index] for index in kept] for row in cells],
        bands=bands,
        title=records[0].name if len(records) == 1 else words["ledger"],
    )


_DOCUMENTS = (
    ("title", 44),
    ("doc_number", 20),
    ("issuers", 24),
    ("date", 12),
    ("file", 36),
    ("format", 10),
    ("pages", 8),
    ("measures", 9),
    ("warnings", 60),
)


def _documents(records: Sequence[Record], errors: Sequence[DuikouError], tidied: _Tidied, lang: str) -> _Sheet:
    words, heads = labels(lang, "words"), labels(lang, "columns")
    formats = labels(lang, "formats")
    cells: list[list[Cell]] = []
    for at, record in enumerate(records):
        warnings = [caution.message for caution in record.cautions]
        for count, name in ((tidied.cut[at], "cut_warning"), (tidied.unprintable[at], "unprintable_warning")):
            if count:
                warnings.append(words[name].format(count=count))
        line: list[Cell] = [
            record.title or "",
            record.doc_number or "",
            joined(record.issuers, lang),
            record.date or "",
            record.origin.path or "",
            formats.get(record.origin.format, record.origin.format),
            record.origin.pages or "",
            len(record.measures),
            "\n".join(warnings),
        ]
        cells.append([tidied.cell(cell, -1, words["cut"]) for cell in line])
    for error in errors:
        cells.append(["", "", "", "", error.path or "", "", "", "", error.cause])
    return _Sheet(
        name=words["documents"],
        columns=tuple(Column(key, str, width) for key, width in _DOCUMENTS),
        heads=tuple(heads[key] for key, _ in _DOCUMENTS),
        cells=cells,
        bands=[False] * len(cells),
        title=words["documents"],
    )


def _workbook(sheets: Iterable[_Sheet], footer: str) -> bytes:
    import io
    from datetime import datetime

    import xlsxwriter

    content = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"created": datetime(2000, 1, 1), "title": next(iter(sheets)).title[:255]})
        formats = _formats(book)
        for sheet in sheets:
            _lay_out(book.add_worksheet(sheet.name), sheet, formats, footer)
    return content.getvalue()


def _formats(book: Any) -> dict[tuple[bool, bool] | str, Any]:
    """The head's format, and the cells' by (banded, centred)."""
    base = {
        "font_name": _FONT,
        "font_size": _SIZE,
        "text_wrap": True,
        "valign": "top",
        "border": 1,
        "border_color": _EDGE,
    }
    head = base | {"bold": True, "bg_color": _HEAD, "align": "center", "valign": "vcenter"}
    formats: dict[tuple[bool, bool] | str, Any] = {"head": book.add_format(head)}
    for banded in (False, True):
        for centered in (False, True):
            look = {"bg_color": _BAND} if banded else {}
            formats[banded, centered] = book.add_format(base | look | ({"align": "center"} if centered else {}))
    return formats


def _lay_out(sheet: Any, content: _Sheet, formats: dict[Any, Any], footer: str) -> None:
    widths = [
        _width(column, head, [row[index] for row in content.cells])
        for index, (column, head) in enumerate(zip(content.columns, content.heads, strict=True))
    ]
    for index, (width, head) in enumerate(zip(widths, content.heads, strict=True)):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, head, formats["head"])
    sheet.set_row(0, _height(content.heads, widths) + 8)
    for number, (cells, band) in enumerate(zip(content.cells, content.bands, strict=True), 1):
        sheet.set_row(number, _height(cells, widths))
        for index, cell in enumerate(cells):
            look = formats[band, content.columns[index].key in _CENTERED]
            if isinstance(cell, int):
                sheet.write_number(number, index, cell, look)
            elif cell:
                sheet.write_string(number, index, cell, look)
            else:
                sheet.write_blank(number, index, None, look)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(content.cells), len(widths) - 1)
    # A number such as 3 is the name of an item here; no green corner need warn of it.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(content.cells) + 1}"})
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.65)
    # In heads and feet of a page `&` begins a code; 255 characters is the limit of the format.
    sheet.set_header("&C" + content.title[:100].replace("\n", "").replace("&", "&&"))
    sheet.set_footer("&C" + footer)


def _width(column: Column, head: str, cells: Sequence[Cell]) -> float:
    """As wide as its cells need, at most `column.width`; wider only where a row would grow taller than a
    row can be."""
    widest = max((_cells_wide(line) for cell in cells for line in str(cell).split("\n")), default=0)
    # Room for the arrow of the filter beside a short head.
    wanted = max(min(widest + 2, column.width), min(_cells_wide(head) + 4, column.width))
    most = (TALLEST - _PADDING) / _LINE - 1
    return max(wanted, min(widest / most + 4, 3 * column.width))


def _height(cells: Sequence[Cell], widths: Sequence[float]) -> float:
    """Points that the row needs with its text wrapped. The estimate is on the large side: cut text is worse
    than air."""
    lines = max((_lines(str(cell), width) for cell, width in zip(cells, widths, strict=True)), default=1)
    return float(min(TALLEST, lines * _LINE + _PADDING))


def _lines(text: str, width: float) -> int:
    room = max(2.0, width - 1.5)
    return sum(max(1, -int(-_cells_wide(line) // room)) for line in text.split("\n"))


def _cells_wide(text: str) -> int:
    """Width in half hanzi: what stands beyond Latin counts two, so does … and “, which Chinese fonts set
    full."""
    return sum(1 if character < "\u0250" else 2 for character in text)
