"""The columns of the ledger: one registry for CSV, the spreadsheet and the page that explains them.

What holds here: a column is one function from a row to one cell; its label and its meaning are data
(`data/exporting/labels.toml` and `columns.toml`). The columns of fields come from their `FieldSpec`. Lists in a cell
are joined by ； (or "; "). A cell that does not apply is "".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Generic, TypeVar

from duikou.exporting.labels import joined, label, path_text
from duikou.exporting.ledger.keys import key
from duikou.exporting.ledger.record import Record
from duikou.extracting.fields.registry import FIELDS
from duikou.extracting.fields.spec import FieldColumn, Say
from duikou.model import Measure, Place, Unit
from duikou.model.values import dataclass

T = TypeVar("T")
Cell = str | int | float
# A measure without a heading is told by so many characters of its text.
BRIEF = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One measure with the document it comes from. `number` counts the rows of the ledger from 1."""

    number: int
    record: Record
    measure: Measure
    lang: str


@dataclass(frozen=True, slots=True)
class FieldOfRow(Generic[T]):
    """One field with the row of the ledger it belongs to; `row` is None for what belongs to the document as a whole."""

    item: T
    record: Record
    row: Row | None
    lang: str

    @property
    def place(self) -> Place | None:
        """Where the field stood in the source, or else its measure."""
        item: Any = self.item
        spot = self.record.place(item) if item is not None else None
        return spot or (self.row.measure.place if self.row else None)


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """`key` names the label. `width` is the greatest width in a spreadsheet, in characters half a hanzi
    wide. `aside` says that it stands behind the columns that are printed, `hidden` that a spreadsheet does not show
    it."""

    key: str
    cell: Callable[[T], Cell]
    width: float = 0
    aside: bool = False
    hidden: bool = False


def _plain(field: str) -> Callable[[Row], Cell]:
    return lambda row: getattr(row.measure, field) or ""


def source_name(record: Record, lang: str) -> str:
    """Where a document came from, as the user named it: a path, or standard input; "" for a text given to the
    library."""
    path = record.origin.path or ""
    return label(lang, "words", "stdin") if path == "-" else path


def part_title(row: Row) -> str:
    """The part's title, or its number; "" in a document of one part."""
    parts = row.record.parts
    if len(parts) < 2:
        return ""
    return dict(parts).get(row.measure.part) or str(row.measure.part)


def numbered(label: str, title: str) -> str:
    """A heading with its number as a document has it: 四、…, （一）…, 1.…, 第一章 …"""
    if label.endswith("）"):
        return label + title
    if label.isascii():
        return f"{label} {title}" if "." in label else f"{label}.{title}"
    return f"{label} {title}" if label.startswith("第") else f"{label}、{title}"


def chapter_title(row: Row) -> str:
    """The chapter above the measure with its number; "" when there is none."""
    return _above(row.measure.chapter, row.measure.path[:1])


def section_title(row: Row) -> str:
    """The section above the measure with its number; "" when there is none."""
    return _above(row.measure.section, row.measure.path[-2:-1])


def _above(title: str | None, label: tuple[str, ...]) -> str:
    return numbered(label[0], title) if title and label else title or ""


def task(measure: Measure) -> str:
    """A measure in few words: its title, or how its text begins."""
    text = measure.title or measure.text.split("\n", 1)[0]
    return text if len(text) <= BRIEF or measure.title else text[:BRIEF] + "……"


def says(lang: str) -> Say:
    """What gives a field its labels in a language."""
    return partial(label, lang)


def _of_field(shown: FieldColumn) -> Column[Row]:
    """The ledger's column for a column of a field."""

    def cell(row: Row) -> Cell:
        return joined(shown.items(row.measure, says(row.lang)), row.lang)

    return Column(shown.name, cell, shown.width, aside=not shown.printed)


_INDEX: Column[Row] = Column("index", lambda row: row.number, 5)
_DOCUMENT: Column[Row] = Column("document", lambda row: row.record.name, 14)
_PART: Column[Row] = Column("part", part_title, 12)
_CHAPTER: Column[Row] = Column("chapter", chapter_title, 11)
_SECTION: Column[Row] = Column("section", section_title, 12)
_PATH: Column[Row] = Column("path", lambda row: path_text(row.measure.path), 11)
_KIND: Column[Row] = Column("kind", lambda row: label(row.lang, "kinds", row.measure.kind), 6)
_TITLE: Column[Row] = Column("title", _plain("title"), 14)
_TEXT: Column[Row] = Column("text", _plain("text"), 46)
# The columns of fields, in the order of the ledger.
FIELD_COLUMNS: tuple[FieldColumn, ...] = tuple(
    column for field in sorted(FIELDS, key=lambda field: field.rank) for column in field.columns
)
_FIELDS = {column.name: _of_field(column) for column in FIELD_COLUMNS}
_FILE: Column[Row] = Column("file", lambda row: source_name(row.record, row.lang), 24, aside=True)
_PAGE: Column[Row] = Column("page", lambda row: row.measure.place.page or "", 6, aside=True)
# By when the whole measure is to be done: the latest of its days.
_DUE: Column[Row] = Column(
    "due", lambda row: max((d.last_day for d in row.measure.deadlines if d.last_day), default=""), 11
)
_KEY: Column[Row] = Column("row_key", lambda row: str(key(row.record, row.measure)), 12, aside=True, hidden=True)
_LINE: Column[Row] = Column("line", lambda row: row.measure.place.line, 7, aside=True)
# What duikou wrote into the cells of the row (`written`); the spreadsheet fills it in.
WRITTEN: Column[Row] = Column("written_cells", lambda row: "", 12, aside=True, hidden=True)

# A list of so many items has each on a line of its own in a spreadsheet; a longer one would make too tall a row.
_FEW = 12


def _in_lines(column: Column[Row]) -> Column[Row]:
    """A column whose lists have each item on a line of its own, for a spreadsheet."""

    def cell(row: Row) -> Cell:
        written, mark = str(column.cell(row)), label(row.lang, "words", "list")
        return written.replace(mark, f"{mark.rstrip()}\n") if written.count(mark) < _FEW else written

    return replace(column, cell=cell)


def _in_ledger(*, printed: bool) -> list[Column[Row]]:
    """The columns of fields as a spreadsheet has them, of those that are printed or of the others; behind the deadlines
    as written the day that they come to."""
    return [
        shown
        for column in FIELD_COLUMNS
        if column.printed is printed
        for shown in (
            _in_lines(_FIELDS[column.name]) if column.in_lines else _FIELDS[column.name],
            *((_DUE,) if column.name == "deadlines" else ()),
        )
    ]


# What is printed stands first; what is long, or is looked up now and then, stands behind it.
LEDGER: tuple[Column[Row], ...] = (
    _INDEX,
    _DOCUMENT,
    _PART,
    _CHAPTER,
    _SECTION,
    _PATH,
    _KIND,
    _TITLE,
    _TEXT,
    *_in_ledger(printed=True),
    *_in_ledger(printed=False),
    _FILE,
    _PAGE,
    _LINE,
    _KEY,
    WRITTEN,
)

# Empty columns for the office's own use, behind the printed ones (--template ledger).
OFFICE: tuple[Column[Row], ...] = (
    Column("contact", lambda row: "", 8),
    Column("progress", lambda row: "", 16),
    Column("status", lambda row: "", 10),
    Column("remarks", lambda row: "", 10),
)

# A flat table for programs: the head of the document on each row, the path as the user named it.
_HEAD: tuple[Column[Row], ...] = (
    Column("source", lambda row: source_name(row.record, row.lang)),
    Column("document", lambda row: row.record.title or ""),
    Column("doc_number", lambda row: row.record.doc_number or ""),
    Column("issuers", lambda row: joined(row.record.issuers, row.lang)),
    Column("date", lambda row: row.record.date or ""),
)
FLAT: tuple[Column[Row], ...] = (
    *_HEAD,
    _PART,
    _CHAPTER,
    _SECTION,
    _PATH,
    _KIND,
    _TITLE,
    _TEXT,
    *_FIELDS.values(),
    _PAGE,
    _LINE,
)


def of_row(column: Column[Row]) -> Column[FieldOfRow[Unit | None]]:
    """A column of the measure for a table with one row a unit."""
    return Column(column.key, lambda found: column.cell(found.row) if found.row else "", column.width, column.aside)


def _unit(cell: Callable[[Unit, str], str]) -> Callable[[FieldOfRow[Unit | None]], Cell]:
    return lambda found: cell(found.item, found.lang) if found.item else ""


_TIDY_UNIT: tuple[Column[FieldOfRow[Unit | None]], ...] = (
    Column("unit", _unit(lambda unit, _: unit.name)),
    Column("key", _unit(lambda unit, _: unit.key or "")),
    Column("role", _unit(lambda unit, lang: label(lang, "unit_roles", unit.role))),
)
_LISTS = ("lead_units", "responsible_units", "supporting_units")
# One row a unit: the three lists of units give way to the unit, its canonical name and its role.
TIDY: tuple[Column[FieldOfRow[Unit | None]], ...] = tuple(
    made
    for column in FLAT
    for made in (_TIDY_UNIT if column.key == _LISTS[0] else () if column.key in _LISTS else (of_row(column),))
)
