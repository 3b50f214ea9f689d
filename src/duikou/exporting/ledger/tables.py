"""The ledger as tables of a database: which tables there are, and the rows of one document.

What holds here: a table is one entry of `TABLES`, a column one entry of its table. Every row of a field names its
measure and says where it stood in the source (page and line from 1, offsets in characters of the decoded source). Ids
count from 1 in the order of the documents, so the same documents give the same rows: those of one document are made
with ids of their own, wherever that is done, and get their true ids in the order of the documents.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from duikou.errors import DuikouError
from duikou.exporting.ledger.columns import units
from duikou.exporting.ledger.record import Field, Record
from duikou.model import Measure, Place
from duikou.notation.patterns import pattern

Value = str | int | float | None


class Table(NamedTuple):
    """A table: its columns as SQL declares them, and the columns that have an index."""

    name: str
    columns: tuple[str, ...]
    indexed: tuple[str, ...] = ()


_PLACE = ("page INTEGER", "line INTEGER", "start_offset INTEGER", "end_offset INTEGER")
_MEASURE = "measure_id INTEGER NOT NULL REFERENCES measures(id)"
_DOCUMENT = "document_id INTEGER NOT NULL REFERENCES documents(id)"

TABLES = (
    Table(
        "documents",
        (
            *("path TEXT", "title TEXT", "doc_number TEXT", "date TEXT", "issuers TEXT", "recipients TEXT"),
            *("format TEXT", "encoding TEXT", "sha256 TEXT", "pages INTEGER"),
        ),
        ("doc_number", "date", "sha256"),
    ),
    Table(
        "measures",
        (
            *(_DOCUMENT, "name TEXT", "part INTEGER", "part_title TEXT", "path TEXT", "chapter TEXT", "section TEXT"),
            *("kind TEXT", "title TEXT", "text TEXT", "responsibility TEXT", "keywords TEXT", *_PLACE),
        ),
        ("document_id", "kind"),
    ),
    Table(
        "units", (_MEASURE, "name TEXT", "key TEXT", "role TEXT", "text TEXT", *_PLACE), ("measure_id", "name", "key")
    ),
    Table("places", (_MEASURE, "name TEXT", "kind TEXT", "text TEXT", *_PLACE), ("measure_id", "name")),
    Table(
        "pairs",
        (
            *(_DOCUMENT, "measure_id INTEGER REFERENCES measures(id)", "left_name TEXT", "right_name TEXT"),
            *("topic TEXT", "text TEXT", *_PLACE),
        ),
        ("document_id", "measure_id", "left_name", "right_name"),
    ),
    Table(
        "quantities",
        (
            *(_MEASURE, "text TEXT", "low REAL", "high REAL", "unit TEXT", "relation TEXT", "counted TEXT"),
            *_PLACE,
        ),
        ("measure_id", "unit"),
    ),
    Table(
        "deadlines",
        (_MEASURE, "text TEXT", "first_day TEXT", "last_day TEXT", *_PLACE),
        ("measure_id", "last_day"),
    ),
    Table(
        "citations",
        (_MEASURE, "title TEXT", "doc_number TEXT", "full_title TEXT", "text TEXT", *_PLACE),
        ("measure_id", "title", "doc_number"),
    ),
    Table("instruments", (_MEASURE, "name TEXT", "kind TEXT", "text TEXT", *_PLACE), ("measure_id", "name")),
    Table("other", (_MEASURE, "head TEXT", "cell TEXT", *_PLACE), ("measure_id", "head")),
    Table("warnings", (_DOCUMENT, "rule TEXT", "message TEXT", "text TEXT", *_PLACE), ("document_id", "rule")),
    Table("errors", ("path TEXT", "cause TEXT", "advice TEXT")),
)

# The rows of some tables: by the table's name, each with its id first. Ids count from 1 in these rows.
Rows = dict[str, list[tuple[Value, ...]]]


class Numbering:
    """Gives the rows of each document the ids that follow those of the documents before."""

    def __init__(self) -> None:
        self._last = dict.fromkeys(_REFERENCES, 0)

    def numbered(self, rows: Rows) -> Rows:
        """The rows with ids that no rows before have."""
        found: Rows = {}
        for name, own in rows.items():
            shifts = [(at, self._last[table]) for at, table in _REFERENCES[name]]
            found[name] = [_shifted(row, shifts) for row in own]
        for name, own in rows.items():
            self._last[name] += len(own)
        return found


def _shifted(row: tuple[Value, ...], shifts: Sequence[tuple[int, int]]) -> tuple[Value, ...]:
    values = list(row)
    for at, shift in shifts:
        value = values[at]
        if isinstance(value, int):
            values[at] = value + shift
    return tuple(values)


def _references(table: Table) -> list[tuple[int, str]]:
    """Where in a row there are ids, and of which table: the row's own first."""
    named = ((at, _REFERRED.search(column)) for at, column in enumerate(table.columns, 1))
    return [(0, table.name), *((at, found[1]) for at, found in named if found)]


_REFERRED = pattern(r"REFERENCES (\w+)")
_REFERENCES = {table.name: _references(table) for table in TABLES}
# The rows of a full text have the ids of what it is the text of.
_REFERENCES["measures_fts"] = [(0, "measures")]


def rows_of(record: Record) -> Rows:
    """The rows of one document: itself, its measures with their fields, its warnings."""
    # Those that others refer to come first.
    rows: Rows = {table.name: [] for table in TABLES}
    origin = record.origin
    _add(
        *(rows, "documents", origin.path, record.title, record.doc_number, record.date),
        *(_list(record.issuers), _list(record.recipients)),
        *(origin.format, origin.encoding, origin.sha256, origin.pages),
    )
    for pair in record.pairs:
        named = (pair.left, pair.right, pair.topic, pair.text)
        _add(rows, "pairs", 1, None, *named, *_place(record.place(pair)))
    parts = dict(record.parts)
    for measure in record.measures:
        _measure(rows, measure, record, parts.get(measure.part))
    for caution in record.cautions:
        _add(rows, "warnings", 1, caution.rule, str(caution.message), caution.text, *_place(caution.place))
    return rows


def rows_of_error(error: DuikouError) -> Rows:
    """The row of a document that could not be read."""
    rows: Rows = {"errors": []}
    _add(rows, "errors", error.path, str(error.cause), str(error.advice))
    return rows


def _measure(rows: Rows, measure: Measure, record: Record, part: str | None) -> None:
    number = _add(
        *(rows, "measures", 1, measure.id, measure.part, part, "/".join(measure.path)),
        *(measure.chapter, measure.section, measure.kind, measure.title, measure.text),
        *(measure.responsibility, _list(measure.keywords), *_place(measure.place)),
    )

    def add(table: str, found: Field, *values: Value) -> None:
        _add(rows, table, *values, *_place(record.place(found) or measure.place))

    for u in units(measure):
        add("units", u, number, u.name, u.key, u.role, u.text)
    for m in measure.place_mentions:
        add("places", m, number, m.name, m.kind, m.text)
    for p in measure.pairs:
        add("pairs", p, 1, number, p.left, p.right, p.topic, p.text)
    for q in measure.quantities:
        add("quantities", q, number, q.text, q.low, q.high, q.unit, q.relation, q.counted)
    for d in measure.deadlines:
        add("deadlines", d, number, d.text, d.first_day, d.last_day)
    for c in measure.citations:
        add("citations", c, number, c.title, c.doc_number, c.full, c.text)
    for v in measure.instruments:
        add("instruments", v, number, v.name, v.kind, v.text)
    for o in measure.other:
        add("other", o, number, o.head, o.text)


def _add(rows: Rows, table: str, *values: Value) -> int:
    """Add a row; its id."""
    own = rows[table]
    number = len(own) + 1
    own.append((number, *(storable(value) if isinstance(value, str) else value for value in values)))
    return number


def storable(text: str) -> str:
    """Text that UTF-8 can hold: a lone surrogate becomes its escape, as in all outputs."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def _list(items: Sequence[str]) -> str:
    # SQLite (json_each), DuckDB and datasette (facets) all read lists as JSON.
    return json.dumps(list(items), ensure_ascii=False)


def _place(place: Place | None) -> tuple[int | None, ...]:
    return (place.page, place.line, place.start, place.end) if place else (None,) * 4
