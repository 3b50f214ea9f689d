"""The sheets of the spreadsheet: what stands in each, row by row.

What holds here: a sheet is one entry of `SHEETS`; adding one is adding a line there and its labels. Every row of
every sheet leads back to its row of the ledger (序号, 编号) and to its place in the source (文件, 页, 行). A sheet
without rows is left out, except the ledger itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from duikou.exporting.labels import joined, label, path_text
from duikou.exporting.ledger.columns import LEDGER, Cell, Column, FieldOfRow, Row, chapter_title, source_name, task
from duikou.exporting.ledger.record import Record
from duikou.exporting.wording import told
from duikou.extracting.fields.units import listed
from duikou.model import UNIT_ROLES, Citation, Deadline, Pair, Quantity, Unit

Rows = Sequence[Row]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet. Rows of one `group` stand on one band; `role` is the place of a unit's role in UNIT_ROLES,
    and `measure` the number of the measure, by which units are counted."""

    cells: list[Cell]
    group: str
    role: int = 0
    measure: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name` names the label (table sheets). `lines` gives the cells of one document, whose rows of the ledger are
    given, in the order of `columns`. `always` are the columns that stay though they are empty. `leads` names the sheet
    that its rows lead to, and the column that both have in common."""

    name: str
    columns: tuple[Column[Any], ...]
    lines: Callable[[Record, Rows, str], Iterator[Line]]
    always: frozenset[str] = frozenset()
    leads: tuple[str, str] = ("ledger", "index")


def _cells(columns: Sequence[Column[Any]], row: object) -> list[Cell]:
    return [column.cell(row) for column in columns]


def _ledger(record: Record, rows: Rows, lang: str) -> Iterator[Line]:
    for row in rows:
        m = row.measure
        yield Line(_cells(LEDGER, row), f"{m.part}|{m.chapter}|{m.section}", measure=row.number)


def _number(found: FieldOfRow[Any]) -> Cell:
    return found.row.number if found.row else ""


def _path(found: FieldOfRow[Any]) -> Cell:
    return path_text(found.row.measure.path) if found.row else label(found.lang, "words", "whole")


def _page(found: FieldOfRow[Any]) -> Cell:
    return (found.place.page or "") if found.place else ""


def _line(found: FieldOfRow[Any]) -> Cell:
    return found.place.line if found.place else ""


# Leads to a row of another sheet; the spreadsheet makes a link of it.
_ARROW = "→"
_TO_ROW: Column[Any] = Column("go", lambda found: _ARROW if found.row else "", 5)
_MEASURE: tuple[Column[FieldOfRow[Any]], ...] = (
    Column("index", _number, 6),
    _TO_ROW,
    Column("path", _path, 12),
    Column("task", lambda found: task(found.row.measure) if found.row else "", 34),
)
_WHERE: tuple[Column[FieldOfRow[Any]], ...] = (
    Column("document", lambda found: found.record.name, 34),
    Column("file", lambda found: source_name(found.record, found.lang), 24, aside=True),
    Column("page", _page, 6, aside=True),
    Column("line", _line, 7, aside=True),
)


def unit_name(unit: Unit) -> str:
    """The name under which a unit is counted: the canonical one where there is one."""
    return unit.key or unit.name


def _as_listed(found: FieldOfRow[Unit]) -> Cell:
    return "" if found.item.name == unit_name(found.item) else found.item.name


# How many measures a unit has is known at the end only: the spreadsheet fills in this column.
TASKS: Column[FieldOfRow[Unit]] = Column("tasks", lambda found: 0, 8)
_UNITS: tuple[Column[FieldOfRow[Unit]], ...] = (
    Column("unit", lambda found: unit_name(found.item), 24),
    TASKS,
    Column("role", lambda found: label(found.lang, "unit_roles", found.item.role), 8),
    *_MEASURE,
    Column(
        "deadlines",
        lambda found: (
            joined(dict.fromkeys(d.text for d in found.row.measure.deadlines), found.lang) if found.row else ""
        ),
        16,
    ),
    Column("chapter", lambda found: chapter_title(found.row) if found.row else "", 20),
    _WHERE[0],
    Column("as_listed", _as_listed, 20, aside=True),
    *_WHERE[1:],
)


def _units(record: Record, rows: Rows, lang: str) -> Iterator[Line]:
    for row in rows:
        for unit in listed(row.measure):
            found = FieldOfRow(unit, record, row, lang)
            yield Line(_cells(_UNITS, found), unit_name(unit), UNIT_ROLES.index(unit.role), row.number)


_PAIRS: tuple[Column[FieldOfRow[Pair]], ...] = (
    Column("left", lambda found: found.item.left, 22),
    Column("right", lambda found: found.item.right, 22),
    Column("topic", lambda found: found.item.topic or "", 24),
    Column("written", lambda found: found.item.text, 36),
    *_MEASURE,
    *_WHERE,
)


def _pairs(record: Record, rows: Rows, lang: str) -> Iterator[Line]:
    for pair in record.pairs:
        yield Line(_cells(_PAIRS, FieldOfRow(pair, record, None, lang)), "")
    yield from _fields("pairs", _PAIRS, record, rows, lang)


def _fields(name: str, columns: Sequence[Column[Any]], record: Record, rows: Rows, lang: str) -> Iterator[Line]:
    for row in rows:
        for item in getattr(row.measure, name):
            yield Line(_cells(columns, FieldOfRow(item, record, row, lang)), str(row.number), measure=row.number)


Figure = Quantity | Deadline


def _quantity(cell: Callable[[Quantity, str], Cell | None]) -> Callable[[FieldOfRow[Figure]], Cell]:
    return lambda found: _shown(cell(found.item, found.lang)) if isinstance(found.item, Quantity) else ""


def _deadline(cell: Callable[[Deadline], str | None]) -> Callable[[FieldOfRow[Figure]], Cell]:
    return lambda found: cell(found.item) or "" if isinstance(found.item, Deadline) else ""


def _shown(value: Cell | None) -> Cell:
    return "" if value is None else value


def relation(quantity: Quantity) -> str:
    """The relation of a quantity as the sheet shows it: a value between two is a range."""
    two = quantity.low is not None and quantity.high is not None and quantity.low < quantity.high
    return "range" if two and quantity.relation == "=" else quantity.relation


def _sort(found: FieldOfRow[Figure]) -> str:
    return label(found.lang, "words", "quantity" if isinstance(found.item, Quantity) else "deadline")


_FIGURES: tuple[Column[FieldOfRow[Figure]], ...] = (
    Column("sort", _sort, 8),
    Column("written", lambda found: found.item.text, 26),
    Column("counted", _quantity(lambda quantity, _: quantity.counted), 18),
    Column("relation", _quantity(lambda quantity, lang: label(lang, "relations", relation(quantity))), 9),
    Column("low", _quantity(lambda quantity, _: quantity.low), 10),
    Column("high", _quantity(lambda quantity, _: quantity.high), 10),
    Column("measured_in", _quantity(lambda quantity, _: quantity.unit), 9),
    Column("first_day", _deadline(lambda deadline: deadline.first_day), 12),
    Column("last_day", _deadline(lambda deadline: deadline.last_day), 12),
    *_MEASURE,
    *_WHERE,
)


def _figures(record: Record, rows: Rows, lang: str) -> Iterator[Line]:
    for row in rows:
        items: tuple[Figure, ...] = (*row.measure.deadlines, *row.measure.quantities)
        for item in sorted(items, key=lambda item: item.start):
            yield Line(_cells(_FIGURES, FieldOfRow(item, record, row, lang)), str(row.number), measure=row.number)


_CITATIONS: tuple[Column[FieldOfRow[Citation]], ...] = (
    Column("cited", lambda found: found.item.full or found.item.title, 44),
    Column("doc_number", lambda found: found.item.doc_number or "", 22),
    Column("written", lambda found: found.item.text, 30),
    *_MEASURE,
    *_WHERE,
)


def _citations(record: Record, rows: Rows, lang: str) -> Iterator[Line]:
    for citation in record.citations:
        yield Line(_cells(_CITATIONS, FieldOfRow(citation, record, None, lang)), "")
    yield from _fields("citations", _CITATIONS, record, rows, lang)


_DOCUMENTS: tuple[Column[Record], ...] = (
    Column("title", lambda record: record.title or "", 40),
    Column("doc_number", lambda record: record.doc_number or "", 21),
    Column("issuers", lambda record: "", 22),
    Column("date", lambda record: record.date or "", 12),
    Column("source", lambda record: record.origin.path or "", 30),
    Column("format", lambda record: "", 9),
    Column("pages", lambda record: record.origin.pages or "", 6),
    Column("retrieved", lambda record: (record.origin.retrieved or "")[:16].replace("T", " "), 17),
    Column("measures", lambda record: len(record.measures), 8),
    Column("warnings", lambda record: "", 44),
)
_DOCUMENT_KEYS = tuple(column.key for column in _DOCUMENTS)


def document_line(record: Record, more: Sequence[str], lang: str) -> Line:
    """The row of a document, with `more` warnings than its own."""
    cells = dict(zip(_DOCUMENT_KEYS, _cells(_DOCUMENTS, record), strict=True)) | {
        "issuers": joined(record.issuers, lang),
        "source": source_name(record, lang),
        "format": label(lang, "formats", record.origin.format),
        "warnings": "\n".join([*(told(caution.message, lang) for caution in record.cautions), *more]),
    }
    return Line(list(cells.values()), "")


def failed_line(path: str | None, cause: str) -> Line:
    """The row of a document that could not be read: its path and the cause."""
    return Line([{"source": path or "", "warnings": cause}.get(key, "") for key in _DOCUMENT_KEYS], "")


def summary_line(cells: Sequence[Cell]) -> Line:
    """The row of a unit in the totals: its name, how many measures it has, and how many in each role."""
    return Line([*cells, _ARROW], "")


def _none(record: Record, rows: Rows, lang: str) -> Iterator[Line]:
    return iter(())


SUMMARY: tuple[Column[Any], ...] = (
    Column("unit", str, 34),
    Column("tasks", str, 10),
    *(Column(role, str, 10) for role in UNIT_ROLES),
    _TO_ROW,
)

SHEETS: tuple[Sheet, ...] = (
    # What a ledger without measures shows of what it is.
    Sheet(
        "ledger", LEDGER, _ledger, frozenset({"index", "document", "path", "title", "text", "file", "line", "row_key"})
    ),
    Sheet("summary", SUMMARY, _none, frozenset({"unit", "tasks"}), ("units", "unit")),
    Sheet("units", _UNITS, _units),
    Sheet("pairs", _PAIRS, _pairs),
    Sheet("figures", _FIGURES, _figures),
    Sheet("citations", _CITATIONS, _citations),
    Sheet("documents", _DOCUMENTS, _none, frozenset(_DOCUMENT_KEYS)),
)
