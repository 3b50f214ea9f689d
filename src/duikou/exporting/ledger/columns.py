"""The columns of the ledger: one registry for CSV, the spreadsheet and the page that explains them.

What holds here: a column is one function from a row to one cell; its label and its meaning are data
(`data/exporting/labels.toml`, tables columns and meanings). Lists in a cell are joined by ； (or "; "). A cell that
does not apply is "".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from duikou.exporting.labels import joined, label, path_text
from duikou.exporting.ledger.keys import key
from duikou.exporting.ledger.record import Field, Record
from duikou.model import UNIT_ROLES, Citation, Measure, Pair, Place, Quantity, Unit

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
class Found(Generic[T]):
    """One field with the row of the ledger it belongs to; `row` is None for what belongs to the document as a whole."""

    item: T
    record: Record
    row: Row | None
    lang: str

    @property
    def place(self) -> Place | None:
        """Where the field stood in the source, or else its measure."""
        item = self.item
        spot = self.record.place(item) if isinstance(item, Field) else None
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


def _join(field: str) -> Callable[[Row], Cell]:
    return lambda row: joined(getattr(row.measure, field), row.lang)


def _texts(field: str) -> Callable[[Row], Cell]:
    return lambda row: joined(dict.fromkeys(item.text for item in getattr(row.measure, field)), row.lang)


def _plain(field: str) -> Callable[[Row], Cell]:
    return lambda row: getattr(row.measure, field) or ""


def source_name(record: Record, lang: str) -> str:
    """Where a document came from, as the user named it: a path, or standard input; "" for a text given to the
    library."""
    path = record.origin.path or ""
    return label(lang, "words", "stdin") if path == "-" else path


def quantity_text(quantity: Quantity, lang: str) -> str:
    """A quantity that can be read alone: what is counted, which way it goes, and the number as written."""
    change = label(lang, "relations", quantity.relation) if quantity.relation in ("+", "-") else ""
    if quantity.unit == "番" or not change:
        written = quantity.text
    else:
        written = f"{change} {quantity.text}" if change.isascii() else change + quantity.text
    return f"{quantity.counted}{label(lang, 'words', 'colon')}{written}" if quantity.counted else written


def _quantities(row: Row) -> Cell:
    return joined(dict.fromkeys(quantity_text(q, row.lang) for q in row.measure.quantities), row.lang)


def part_title(row: Row) -> str:
    """The part's title, or its number; "" in a document of one part."""
    parts = row.record.parts
    if len(parts) < 2:
        return ""
    return dict(parts).get(row.measure.part) or str(row.measure.part)


def pair_text(pair: Pair) -> str:
    """A pair in one phrase: 甲—乙（topic）."""
    return f"{pair.left}—{pair.right}" + (f"（{pair.topic}）" if pair.topic else "")


def citation_text(citation: Citation) -> str:
    """A cited document: 《title》（发文字号）."""
    return f"《{citation.title}》" + (f"（{citation.doc_number}）" if citation.doc_number else "")


def other_text(measure: Measure, lang: str) -> str:
    """The cells of columns that no field knows, each with its head: 备注：分两期."""
    colon = label(lang, "words", "colon")
    return joined((f"{cell.head}{colon}{cell.text}" for cell in measure.other), lang)


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


def units(measure: Measure) -> tuple[Unit, ...]:
    """The units of a measure, each once in each role, in the order of the roles.

    A name of the ledger's lists that is nowhere mentioned is a unit without a place of its own.
    """
    lists = {"lead": "lead_units", "responsible": "responsible_units", "supporting": "supporting_units"}
    found: dict[tuple[str, str], Unit] = {}
    for unit in measure.units:
        found.setdefault((unit.role, unit.name), unit)
    # A unit that guides is in the list of those responsible too.
    guiding = {name for role, name in found if role == "guiding"}
    for role, names in lists.items():
        for name in getattr(measure, names):
            if not (role == "responsible" and name in guiding):
                found.setdefault((role, name), Unit(name, role))
    return tuple(sorted(found.values(), key=lambda unit: UNIT_ROLES.index(unit.role)))


_INDEX: Column[Row] = Column("index", lambda row: row.number, 5)
_DOCUMENT: Column[Row] = Column("document", lambda row: row.record.name, 16)
_PART: Column[Row] = Column("part", part_title, 12)
_CHAPTER: Column[Row] = Column("chapter", chapter_title, 11)
_SECTION: Column[Row] = Column("section", section_title, 12)
_PATH: Column[Row] = Column("path", lambda row: path_text(row.measure.path), 11)
_KIND: Column[Row] = Column("kind", lambda row: label(row.lang, "kinds", row.measure.kind), 6)
_TITLE: Column[Row] = Column("title", _plain("title"), 15)
_TEXT: Column[Row] = Column("text", _plain("text"), 48)
_LEAD: Column[Row] = Column("lead_units", _join("lead_units"), 14)
_RESPONSIBLE: Column[Row] = Column("responsible_units", _join("responsible_units"), 18)
_SUPPORTING: Column[Row] = Column("supporting_units", _join("supporting_units"), 15)
_DEADLINES: Column[Row] = Column("deadlines", _texts("deadlines"), 11)
_QUANTITIES: Column[Row] = Column("quantities", _quantities, 16)
_RESPONSIBILITY: Column[Row] = Column("responsibility", _plain("responsibility"), 36, aside=True)
_PLACES: Column[Row] = Column("places", _join("places"), 30, aside=True)
_PAIRS: Column[Row] = Column("pairs", lambda row: joined(map(pair_text, row.measure.pairs), row.lang), 30, aside=True)
_CITATIONS: Column[Row] = Column(
    "citations", lambda row: joined(map(citation_text, row.measure.citations), row.lang), 36, aside=True
)
_INSTRUMENTS: Column[Row] = Column(
    "instruments",
    lambda row: joined(dict.fromkeys(verb.name for verb in row.measure.instruments), row.lang),
    24,
    aside=True,
)
_OTHER: Column[Row] = Column("other", lambda row: other_text(row.measure, row.lang), 30, aside=True)
_KEYWORDS: Column[Row] = Column("keywords", _join("keywords"), 30, aside=True)
_FILE: Column[Row] = Column("file", lambda row: source_name(row.record, row.lang), 24, aside=True)
_PAGE: Column[Row] = Column("page", lambda row: row.measure.place.page or "", 6, aside=True)
_KEY: Column[Row] = Column("row_key", lambda row: str(key(row.record, row.measure)), 12, aside=True, hidden=True)
_LINE: Column[Row] = Column("line", lambda row: row.measure.place.line, 7, aside=True)

# A list of so many items has each on a line of its own in a spreadsheet; a longer one would make too tall a row.
_FEW = 12


def _in_lines(column: Column[Row]) -> Column[Row]:
    """A column whose lists have each item on a line of its own, for a spreadsheet."""

    def cell(row: Row) -> Cell:
        written, mark = str(column.cell(row)), label(row.lang, "words", "list")
        return written.replace(mark, f"{mark.rstrip()}\n") if written.count(mark) < _FEW else written

    return replace(column, cell=cell)


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
    *map(_in_lines, (_LEAD, _RESPONSIBLE, _SUPPORTING, _DEADLINES, _QUANTITIES)),
    _RESPONSIBILITY,
    _PLACES,
    *map(_in_lines, (_PAIRS, _CITATIONS)),
    _OTHER,
    _INSTRUMENTS,
    _KEYWORDS,
    _FILE,
    _PAGE,
    _LINE,
    _KEY,
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
    _LEAD,
    _RESPONSIBLE,
    _SUPPORTING,
    _RESPONSIBILITY,
    _DEADLINES,
    _QUANTITIES,
    _PLACES,
    _PAIRS,
    _CITATIONS,
    _OTHER,
    _INSTRUMENTS,
    _KEYWORDS,
    _PAGE,
    _LINE,
)


def of_row(column: Column[Row]) -> Column[Found[Unit | None]]:
    """A column of the measure for a table with one row a unit."""
    return Column(column.key, lambda found: column.cell(found.row) if found.row else "", column.width, column.aside)


def _unit(cell: Callable[[Unit, str], str]) -> Callable[[Found[Unit | None]], Cell]:
    return lambda found: cell(found.item, found.lang) if found.item else ""


_TIDY_UNIT: tuple[Column[Found[Unit | None]], ...] = (
    Column("unit", _unit(lambda unit, _: unit.name)),
    Column("key", _unit(lambda unit, _: unit.key or "")),
    Column("role", _unit(lambda unit, lang: label(lang, "unit_roles", unit.role))),
)
_LISTS: Sequence[Column[Row]] = (_LEAD, _RESPONSIBLE, _SUPPORTING)
# One row a unit: the three lists of units give way to the unit, its canonical name and its role.
TIDY: tuple[Column[Found[Unit | None]], ...] = tuple(
    made
    for column in FLAT
    for made in (_TIDY_UNIT if column is _LEAD else () if column in _LISTS else (of_row(column),))
)
