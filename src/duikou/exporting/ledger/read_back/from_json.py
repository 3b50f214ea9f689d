"""A ledger in JSON (duikou.extract/1), or in JSON Lines, as the records that it was written from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from duikou.exporting.ledger.read_back.values import Places, measure, value
from duikou.exporting.ledger.record import Origin, Record
from duikou.extracting.fields.registry import FIELDS
from duikou.extracting.fields.spec import FieldSpec
from duikou.model import Caution, Place


def documents(text: str) -> Iterator[Record]:
    """The records of the documents of a JSON. Raises `KeyError`, `TypeError`, `ValueError` where it is no such
    JSON."""
    yield from map(record, json.loads(text)["documents"])


def lines(text: str) -> Iterator[Record]:
    """The records of JSON Lines; a line that tells of an error has none. Raises as `documents`."""
    for line in text.split("\n"):
        if line.strip():
            told = json.loads(line)
            if "error" not in told:
                yield record(told)


def record(told: Mapping[str, Any]) -> Record:
    """The record of one document. Raises as `documents`."""
    places, source = Places(), told["source"]
    return Record(
        Origin(*(source.get(name) for name in ("path", "format", "encoding", "sha256", "pages", "retrieved"))),
        told["title"],
        told["doc_number"],
        tuple(told["issuers"]),
        tuple(told["recipients"]),
        told["date"],
        tuple((part["index"], part["title"]) for part in told["parts"]),
        tuple(_measure(one, places) for one in told["measures"]),
        tuple(
            Caution(one["rule"], one["message"], one["text"], _place(one["source"])) for one in told.get("warnings", ())
        ),
        spots=places.known,
        **{field.key: _values(field, told, places) for field in FIELDS if field.of_document},
    )


def _measure(told: Mapping[str, Any], places: Places) -> Any:
    place = _place(told["source"])
    own: dict[str, Any] = {name: told[name] for name in ("id", "part", "chapter", "section", "kind", "title", "text")}
    values: dict[str, Any] = {}
    for field in FIELDS:
        for texts in field.texts:
            said = told.get(texts.name)
            values[texts.name] = said if texts.single else tuple(said or ())
        if field.attributes:
            values[field.key] = _values(field, told, places)
    start, end = (place.start, place.end) if place else (0, 0)
    return measure({**own, "path": tuple(told["path"]), "place": place, "start": start, "end": end}, values)


def _values(field: FieldSpec, told: Mapping[str, Any], places: Places) -> tuple[Any, ...]:
    found = told.get(field.key) or ()
    return tuple(value(field, one, lambda a: a.name, places.span(_place(one.get("source")))) for one in found)


def _place(told: Mapping[str, Any] | None) -> Place | None:
    return Place(told["page"], told["line"], told["start"], told["end"]) if told else None
