"""The columns of a ledger: one registry for CSV and the spreadsheet.

What holds here: a column is one function from a measure to one cell, and its label is data
(`data/labels.toml`, table columns). Lists in a cell are joined by ； (or "; "). A cell that does not apply
is "".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from duikou.exporting.labels import joined, label, path_text, where
from duikou.exporting.record import Record
from duikou.model import Citation, Measure, Pair

Cell = str | int


@dataclass(frozen=True, slots=True)
class Row:
    """One measure with the document it comes from. `number` counts the rows of the ledger from 1."""

    number: int
    record: Record
    measure: Measure
    lang: str


@dataclass(frozen=True, slots=True)
class Column:
    """`key` names the label. `width` is the greatest width in a spreadsheet, in characters half a hanzi
    wide."""

    key: str
    cell: Callable[[Row], Cell]
    width: int


def _join(field: str) -> Callable[[Row], Cell]:
    return lambda row: joined(getattr(row.measure, field), row.lang)


def _texts(field: str) -> Callable[[Row], Cell]:
    return lambda row: joined((item.text for item in getattr(row.measure, field)), row.lang)


def _plain(field: str) -> Callable[[Row], Cell]:
    return lambda row: getattr(row.measure, field) or ""


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


def _file(row: Row) -> str:
    return PurePath(row.record.origin.path).name if row.record.origin.path else ""


def _place(row: Row) -> str:
    return f"{_file(row)} {where(row.measure.place, row.lang)}".strip()


_NUMBER = Column("index", lambda row: row.number, 6)
_DOCUMENT = Column("document", lambda row: row.record.name, 14)
_MEASURE = (
    Column("part", part_title, 12),
    Column("chapter", chapter_title, 13),
    Column("section", section_title, 16),
    Column("path", lambda row: path_text(row.measure.path), 11),
    Column("kind", lambda row: label(row.lang, "kinds", row.measure.kind), 8),
    Column("title", _plain("title"), 18),
    Column("text", _plain("text"), 56),
    Column("lead_units", _join("lead_units"), 14),
    Column("responsible_units", _join("responsible_units"), 18),
    Column("supporting_units", _join("supporting_units"), 14),
    Column("responsibility", _plain("responsibility"), 22),
    Column("deadlines", _texts("deadlines"), 12),
    Column("quantities", _texts("quantities"), 14),
    Column("places", _join("places"), 12),
    Column("pairs", lambda row: joined(map(pair_text, row.measure.pairs), row.lang), 16),
    Column("citations", lambda row: joined(map(citation_text, row.measure.citations), row.lang), 16),
    Column("keywords", _join("keywords"), 14),
)

LEDGER = (_NUMBER, _DOCUMENT, *_MEASURE, Column("place", _place, 15))

# A flat table for programs: the head of the document on each row, the place in columns of its own.
FLAT = (
    Column("file", lambda row: row.record.origin.path or "", 0),
    Column("document", lambda row: row.record.title or "", 0),
    Column("doc_number", lambda row: row.record.doc_number or "", 0),
    Column("issuers", lambda row: joined(row.record.issuers, row.lang), 0),
    Column("date", lambda row: row.record.date or "", 0),
    *_MEASURE,
    Column("page", lambda row: row.measure.place.page or "", 0),
    Column("line", lambda row: row.measure.place.line, 0),
)
