"""A ledger in SQLite as the records that it was written from, one document after another.

What holds here: what a table of an older ledger has no column for is unknown, and a table that is missing has no rows.
Nothing is written to the database.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from duikou.exporting.ledger.read_back.values import Places, measure, once, value
from duikou.exporting.ledger.record import Origin, Record
from duikou.extracting.fields.registry import FIELDS
from duikou.extracting.fields.spec import Attribute
from duikou.model import UNIT_ROLES, Caution, Measure, Place


def documents(path: str) -> Iterator[Record]:
    """The records of the documents of a ledger. Raises `sqlite3.Error` for one that is damaged."""
    import sqlite3

    base = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)
    base.row_factory = sqlite3.Row
    try:
        tables = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for row in base.execute("SELECT * FROM documents ORDER BY id"):
            yield _record(base, dict(row), tables)
    finally:
        base.close()


def _record(base: Any, told: Mapping[str, Any], tables: set[str]) -> Record:
    places, number = Places(), told["id"]

    def rows(table: str, condition: str) -> list[dict[str, Any]]:
        if table not in tables:
            return []
        return [dict(row) for row in base.execute(f"SELECT * FROM {table} WHERE {condition} ORDER BY id", (number,))]

    own = rows("measures", "document_id = ?")
    values: dict[int, dict[str, list[Any]]] = {}
    whole: dict[str, list[Any]] = {}
    for field in (one for one in FIELDS if one.attributes):
        in_document = "measure_id IN (SELECT id FROM measures WHERE document_id = ?)"
        for row in rows(field.name, "document_id = ?" if field.of_document else in_document):
            made = value(field, row, _column, places.span(_place(row)))
            of = whole if row["measure_id"] is None else values.setdefault(row["measure_id"], {})
            of.setdefault(field.key, []).append(made)
    titles = {row["part"]: row["part_title"] for row in own}
    return Record(
        _origin(told),
        told["title"],
        told["doc_number"],
        tuple(json.loads(told["issuers"] or "[]")),
        tuple(json.loads(told["recipients"] or "[]")),
        told["date"],
        tuple((part, titles.get(part)) for part in range(1, max(titles, default=1) + 1)),
        tuple(_measure(row, values.get(row["id"], {})) for row in own),
        tuple(
            Caution(row["rule"], row["message"], row["text"], _place(row))
            for row in rows("warnings", "document_id = ?")
        ),
        spots=places.known,
        **{field.key: tuple(whole.get(field.key, ())) for field in FIELDS if field.of_document},
    )


def _origin(told: Mapping[str, Any]) -> Origin:
    # An older ledger has no column for what it did not know.
    said = {name: told.get(name) for name in ("format", "sha256")}
    kept = {name: told.get(name) for name in ("path", "encoding", "pages", "retrieved")}
    return Origin(**kept, **{name: one or "" for name, one in said.items()})  # type: ignore[arg-type]


def _measure(row: Mapping[str, Any], found: Mapping[str, list[Any]]) -> Measure:
    place = _place(row) or Place(None, 0, 0, 0)
    values: dict[str, Any] = {field.key: tuple(found.get(field.key, ())) for field in FIELDS if field.attributes}
    for texts in (texts for field in FIELDS for texts in field.texts if texts.stored):
        said = row.get(texts.name)
        values[texts.name] = said if texts.single else tuple(json.loads(said or "[]"))
    units = values["units"]
    for role in UNIT_ROLES[:3]:
        # Who guides is in the list of those responsible.
        roles = (role, UNIT_ROLES[3]) if role == UNIT_ROLES[1] else (role,)
        values[f"{role}_units"] = once(unit.name for unit in units if unit.role in roles)
    values["places"] = once(one.name for one in values["place_mentions"])
    own = {"id": row["name"], "path": tuple((row["path"] or "").split("/")) if row["path"] else ()}
    own |= {name: row[name] for name in ("part", "chapter", "section", "kind", "title")}
    return measure({**own, "text": row["text"] or "", "place": place, "start": place.start, "end": place.end}, values)


def _column(attribute: Attribute) -> str:
    return attribute.sql or attribute.name


def _place(row: Mapping[str, Any]) -> Place | None:
    if row.get("line") is None:
        return None
    return Place(row.get("page"), row["line"], row.get("start_offset") or 0, row.get("end_offset") or 0)
