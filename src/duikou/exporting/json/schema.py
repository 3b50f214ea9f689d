"""The JSON Schema of duikou.extract/1: what it says of the fields of a measure comes from their `FieldSpec`.

What holds here: the schema lies in `data/schemas/extract.json`. What is no field's is written there by hand; the fields
are put in by `make docs`, and a test holds the file to them.
"""

from __future__ import annotations

from typing import Any

from duikou.exporting.labels import labels, meanings
from duikou.extracting.fields.registry import FIELDS
from duikou.extracting.fields.spec import Attribute, FieldSpec

# What every measure has besides its fields.
OWN = ("id", "part", "path", "chapter", "section", "kind", "title", "text", "source")
_PLACE = {"$ref": "#/$defs/place"}


def with_fields(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with the fields there are in place of those it had."""
    measure = schema["$defs"]["measure"]
    own = {name: measure["properties"][name] for name in OWN}
    source = own.pop("source")
    said = {name: of for field in FIELDS for name, of in _of_field(field).items()}
    properties = {**own, **said, "source": source}
    definitions = {
        **schema["$defs"],
        "measure": {**measure, "properties": properties, "required": list(properties)},
        **{_shared(field): _value(field) for field in FIELDS if field.of_document},
    }
    return {**schema, "$defs": definitions}


def _of_field(field: FieldSpec) -> dict[str, Any]:
    """The properties of a measure that a field gives."""
    found: dict[str, Any] = {}
    for texts in field.texts:
        kind = {"type": ["string", "null"]} if texts.single else {"type": "array", "items": {"type": "string"}}
        found[texts.name] = {**kind, "description": _described(texts.name)}
    if field.attributes:
        items = {"$ref": f"#/$defs/{_shared(field)}"} if field.of_document else _value(field)
        found[field.key] = {"type": "array", "items": items, "description": _described(field.key)}
    return found


def _shared(field: FieldSpec) -> str:
    """The name under which measures and the document share the definition of a value."""
    return field.key.removesuffix("s")


def _value(field: FieldSpec) -> dict[str, Any]:
    # A value of the document as a whole may have no place.
    source = {"anyOf": [_PLACE, {"type": "null"}]} if field.of_document else _PLACE
    properties = {**{one.name: _attribute(one) for one in field.attributes}, "source": source}
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _attribute(attribute: Attribute) -> dict[str, Any]:
    kind = {"text": "string", "number": "number"}[attribute.type]
    said: dict[str, Any] = {"type": [kind, "null"] if attribute.optional else kind}
    if attribute.allowed:
        said = {"enum": list(attribute.allowed)}
    if attribute.form:
        said["pattern"] = attribute.form
    return {**said, "description": attribute.meaning} if attribute.meaning else said


def _described(name: str) -> str:
    return f"{labels('zh', 'columns')[name]}: {meanings()[name]['en']}"
