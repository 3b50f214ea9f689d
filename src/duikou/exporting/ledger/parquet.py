"""The ledger as a Parquet file, for DuckDB, pandas and whatever reads Arrow.

What holds here: one row is one measure with the head of its document; its fields are lists of structures, as in the
JSON. The file is written in groups of rows, so memory does not grow with the number of documents. What UTF-8 cannot
hold is written as its escape. The same documents give the same bytes with the same pyarrow.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from duikou.errors import DuikouError
from duikou.exporting.json.contract import measure_value
from duikou.exporting.ledger.record import Record
from duikou.exporting.ledger.tables import storable
from duikou.extracting.fields.registry import FIELDS
from duikou.extracting.fields.spec import FieldSpec

# Rows in a group: what is held in memory at once, and what a reader can skip at once.
_GROUP = 5_000

_PLACE = {"page": "int32", "line": "int32", "start": "int64", "end": "int64"}
_TYPES = {"text": "string", "number": "double"}


def _of_field(field: FieldSpec) -> dict[str, Any]:
    """The columns of a field: its plain texts, and its values as a list of structures."""
    found: dict[str, Any] = {texts.name: "string" if texts.single else ["string"] for texts in field.texts}
    if field.attributes:
        found[field.key] = [{**{one.name: _TYPES[one.type] for one in field.attributes}, "source": _PLACE}]
    return found


# The columns in their order: a name of a type, a structure, or a list (in brackets) of either.
COLUMNS: dict[str, Any] = {
    "document": "string",
    "doc_number": "string",
    "issuers": ["string"],
    "date": "string",
    "path": "string",
    "sha256": "string",
    "id": "string",
    "part": "int32",
    "ordinals": ["string"],
    **dict.fromkeys(("chapter", "section", "kind", "title", "text"), "string"),
    **{name: of for field in FIELDS for name, of in _of_field(field).items()},
    "source": _PLACE,
}


def rows_of(record: Record, lang: str = "zh") -> list[dict[str, Any]]:
    """The rows of one document."""
    return [_row(measure_value(measure, record), record) for measure in record.measures]


def write_parquet(
    documents: Iterable[list[dict[str, Any]]], errors: Sequence[DuikouError], lang: str = "zh"
) -> Iterator[bytes]:
    """The ledger as a Parquet file, in pieces, from the rows of each document."""
    import pyarrow
    import pyarrow.parquet

    schema = pyarrow.schema([(name, _type(pyarrow, of)) for name, of in COLUMNS.items()])
    out = _Drained()
    rows: list[dict[str, Any]] = []
    with pyarrow.PythonFile(out, mode="w") as file:
        writer = pyarrow.parquet.ParquetWriter(file, schema, compression="zstd")
        for own in documents:
            rows += own
            while len(rows) >= _GROUP:
                writer.write_table(pyarrow.Table.from_pylist(rows[:_GROUP], schema))
                del rows[:_GROUP]
                yield out.taken()
        if rows:
            writer.write_table(pyarrow.Table.from_pylist(rows, schema))
        writer.close()
    yield out.taken()


def _row(value: dict[str, Any], record: Record) -> dict[str, Any]:
    head = {
        "document": record.title,
        "doc_number": record.doc_number,
        "issuers": record.issuers,
        "date": record.date,
        "path": record.origin.path,
        "sha256": record.origin.sha256,
    }
    found: dict[str, Any] = _storable({**value, "ordinals": value["path"], **head})
    return found


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {key: _storable(one) for key, one in value.items()}
    return [_storable(one) for one in value] if isinstance(value, list | tuple) else value


def _type(pyarrow: Any, of: Any) -> Any:
    if isinstance(of, str):
        return getattr(pyarrow, "float64" if of == "double" else of)()
    if isinstance(of, list):
        return pyarrow.list_(_type(pyarrow, of[0]))
    return pyarrow.struct([(name, _type(pyarrow, one)) for name, one in of.items()])


class _Drained(io.RawIOBase):
    """A file whose bytes are taken away as they come."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._pieces.append(piece)
        self._at += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._at

    def taken(self) -> bytes:
        """What was written since the last time."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
