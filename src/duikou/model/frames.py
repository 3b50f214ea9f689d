"""Measures as a data frame."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from duikou.errors import UsageError

_LIBRARIES = ("pandas", "polars")
# The columns, which are there without measures too.
COLUMNS: dict[str, type] = {
    **dict.fromkeys(("file", "document", "id"), str),
    "part": int,
    **dict.fromkeys(("path", "chapter", "section", "kind", "title", "text"), str),
    **dict.fromkeys(("lead_units", "responsible_units", "supporting_units"), list),
    "responsibility": str,
    **dict.fromkeys(("places", "deadlines"), list),
    **dict.fromkeys(("first_day", "last_day"), str),
    **dict.fromkeys(("quantities", "citations"), list),
    **dict.fromkeys(("page", "line"), int),
}


def frame(extracted: Any) -> Any:
    """One row a measure of an `Extracted`. Raises `UsageError` where neither pandas nor polars is installed."""
    columns = _columns(extracted)
    for name in _LIBRARIES:
        try:
            library = import_module(name)
        except ImportError:
            continue
        if name == "polars":
            kinds = {str: library.String, int: library.Int64, list: library.List(library.String)}
            return library.DataFrame(columns, schema={name: kinds[kind] for name, kind in COLUMNS.items()})
        return library.DataFrame(columns)
    raise UsageError("a data frame needs pandas or polars", "Install one of them with pip")


def _columns(extracted: Any) -> dict[str, list[Any]]:
    document = extracted.document
    rows = [
        {
            "file": document.cleaned.source.path,
            "document": document.title,
            "id": one.id,
            "part": one.part,
            "path": "·".join(one.path),
            "chapter": one.chapter,
            "section": one.section,
            "kind": one.kind,
            "title": one.title,
            "text": one.text,
            "lead_units": list(one.lead_units),
            "responsible_units": list(one.responsible_units),
            "supporting_units": list(one.supporting_units),
            "responsibility": one.responsibility,
            "places": list(one.places),
            "deadlines": [deadline.text for deadline in one.deadlines],
            "first_day": min((d.first_day for d in one.deadlines if d.first_day), default=None),
            "last_day": max((d.last_day for d in one.deadlines if d.last_day), default=None),
            "quantities": [quantity.text for quantity in one.quantities],
            "citations": [citation.title for citation in one.citations],
            "page": one.place.page,
            "line": one.place.line,
        }
        for one in extracted.measures
    ]
    return {name: [row[name] for row in rows] for name in COLUMNS}
