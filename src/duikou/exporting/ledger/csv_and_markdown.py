"""Measures as Markdown for reading and as CSV for any table program.

What holds here: both are written document by document. CSV is UTF-8 with a byte order mark (so that Excel
opens it), ends its lines with CR LF (RFC 4180) and always has the same columns. A cell that begins with = +
- @, a tab or a carriage return gets a leading apostrophe: a spreadsheet would run it as a formula. Programs that
read the file can ask for the cells as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from duikou.errors import DuikouError
from duikou.exporting.labels import joined, label, labels, path_text, where
from duikou.exporting.ledger.columns import (
    FLAT,
    TIDY,
    Cell,
    FieldOfRow,
    Row,
    chapter_title,
    part_title,
    section_title,
    source_name,
)
from duikou.exporting.ledger.record import Record
from duikou.exporting.text.markdown import escape, escape_line
from duikou.extracting.fields.pairs import field as pairs
from duikou.extracting.fields.units import listed
from duikou.model import Measure

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula: what begins with = + - @ TAB CR gets a leading
    apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell


def _as_it_is(cell: Cell) -> Cell:
    return cell


def rows(records: Iterable[Record], lang: str) -> Iterator[Row]:
    """One row a measure, numbered through all documents."""
    number = 0
    for record in records:
        for measure in record.measures:
            number += 1
            yield Row(number, record, measure, lang)


def write_csv(
    records: Iterable[Record],
    errors: Sequence[DuikouError],
    lang: str = "zh",
    tidy: bool = False,
    as_is: bool = False,
) -> Iterator[str]:
    """The ledger as CSV, one row a measure, lists joined by ； (or "; "). With `tidy` one row a unit and measure; a
    measure without units has one row, its unit empty. With `as_is` no cell is guarded against spreadsheets."""
    guard = _as_it_is if as_is else harmless
    heads = labels(lang, "columns")
    yield "\ufeff" + _csv_line([heads[column.key] for column in (TIDY if tidy else FLAT)])
    for row in rows(records, lang):
        if not tidy:
            yield _csv_line([guard(column.cell(row)) for column in FLAT])
            continue
        for unit in listed(row.measure) or (None,):
            found = FieldOfRow(unit, row.record, row, lang)
            yield _csv_line([guard(column.cell(found)) for column in TIDY])


def _csv_line(cells: Sequence[Cell]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


# What a measure's heading and text say already is not said again in its list of fields.
_SAID = {
    *("source", "document", "doc_number", "issuers", "date", "part", "chapter", "section", "path"),
    *("title", "text", "page", "line"),
}


def write_markdown(records: Iterable[Record], errors: Sequence[DuikouError], lang: str = "zh") -> Iterator[str]:
    """The ledger for reading: one section a document, a heading a chapter and a section, then each measure
    with its fields; fields that are empty are left out."""
    between = ""
    for record in records:
        yield between + "\n\n".join(_document(record, lang)) + "\n"
        between = "\n"


def _document(record: Record, lang: str) -> Iterator[str]:
    colon, heads, words = label(lang, "words", "colon"), labels(lang, "columns"), labels(lang, "words")
    yield f"# {escape(record.name or words['untitled'])}"
    head = {
        "doc_number": record.doc_number,
        "issuers": joined(record.issuers, lang),
        "date": record.date,
        "pairs": joined(map(pairs.shown, record.pairs), lang),
        "source": source_name(record, lang),
        "measures": str(len(record.measures)),
        "warnings": str(len(record.cautions)) if record.cautions else "",
    }
    yield "\n".join(f"- {heads[key]}{colon}{escape(value)}" for key, value in head.items() if value)
    if not record.measures:
        yield words["no_measures"]
    shown: tuple[str, ...] = ()
    for row in rows([record], lang):
        above = (part_title(row), chapter_title(row), section_title(row))
        top = 2 if len(record.parts) > 1 else 1
        for depth, title in enumerate(above):
            if title and above[: depth + 1] != shown[: depth + 1]:
                yield f"{'#' * (depth + top)} {escape(title)}"
        shown = above
        yield from _measure(row, lang)


def _measure(row: Row, lang: str) -> Iterator[str]:
    measure, colon, heads = row.measure, label(lang, "words", "colon"), labels(lang, "columns")
    yield f"**{escape(measure_name(measure))}**"
    if measure.text:
        yield "\n\n".join(escape_line(line) for line in measure.text.split("\n"))
    fields = [(column.key, str(column.cell(row))) for column in FLAT if column.key not in _SAID]
    fields.append(("place", where(measure.place, lang)))
    yield "\n".join(f"- {heads[key]}{colon}{escape(value)}" for key, value in fields if value)


def measure_name(measure: Measure) -> str:
    """A measure in one phrase: its number and its title."""
    return f"{path_text(measure.path)} {measure.title or ''}".strip() or measure.id
