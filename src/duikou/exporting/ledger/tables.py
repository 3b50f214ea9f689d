"""The ledger as tables of a database: which tables there are, and the rows of one document.

What holds here: a table is one entry of `TABLES`, a column one entry of its table; the tables of fields come from their
`FieldSpec`. Every row of a field names its
measure and says where it stood in the source (page and line from 1, offsets in characters of the decoded source). Ids
count from 1 in the order of the documents, so the same documents give the same rows: those of one document are made
with ids of their own, wherever that is done, and get their true ids in the order of the documents.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from duikou.errors import DuikouError
from duikou.exporting.ledger.record import Record
from duikou.extracting.fields.registry import FIELDS
from duikou.extracting.fields.spec import Attribute, FieldSpec, kept
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
_SQL = {"text": "TEXT", "number": "REAL"}


def _column(attribute: Attribute) -> str:
    return attribute.sql or attribute.name


def _of_field(field: FieldSpec) -> Table:
    """The table of a field: one row a value, which names its measure; or its document, where that has values too."""
    owners: tuple[str, ...] = (_MEASURE,)
    if field.of_document:
        owners = (_DOCUMENT, "measure_id INTEGER REFERENCES measures(id)")
    owned = [column.split()[0] for column in owners]
    said = field.stored()
    return Table(
        field.name,
        (*owners, *(f"{_column(one)} {_SQL[one.type]}" for one in said), *_PLACE),
        (*owned, *(_column(one) for one in said if one.indexed)),
    )


_WITH_TABLES = tuple(field for field in FIELDS if field.attributes)
# Plain texts that the table of measures has a column for.
_STORED = tuple(texts for field in FIELDS for texts in field.texts if texts.stored)

TABLES = (
    Table(
        "documents",
        (
            *("path TEXT", "title TEXT", "doc_number TEXT", "date TEXT", "issuers TEXT", "recipients TEXT"),
            *("format TEXT", "encoding TEXT", "sha256 TEXT", "pages INTEGER", "retrieved TEXT"),
        ),
        ("doc_number", "date", "sha256"),
    ),
    Table(
        "measures",
        (
            *(_DOCUMENT, "name TEXT", "part INTEGER", "part_title TEXT", "path TEXT", "chapter TEXT", "section TEXT"),
            *("kind TEXT", "title TEXT", "text TEXT", *(f"{texts.name} TEXT" for texts in _STORED), *_PLACE),
        ),
        ("document_id", "kind"),
    ),
    *map(_of_field, _WITH_TABLES),
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
        *(origin.format, origin.encoding, origin.sha256, origin.pages, origin.retrieved),
    )
    for field in _WITH_TABLES:
        for one in getattr(record, field.key) if field.of_document else ():
            _add(rows, field.name, 1, None, *_said(field, one), *_place(record.place(one)))
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
        *(_stored(kept(measure, texts.name), single=texts.single) for texts in _STORED),
        *_place(measure.place),
    )
    for field in _WITH_TABLES:
        owners = (1, number) if field.of_document else (number,)
        for one in field.rows(measure):
            place = record.place(one) or measure.place
            _add(rows, field.name, *owners, *_said(field, one), *_place(place))


def _said(field: FieldSpec, item: object) -> tuple[Value, ...]:
    return tuple(one.value(item) for one in field.stored())


def _stored(texts: str | Sequence[str] | None, *, single: bool) -> Value:
    return texts if single and (texts is None or isinstance(texts, str)) else _list(texts or ())


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
