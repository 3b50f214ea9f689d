"""The fields of a measure, in the order in which they are filled and stand in JSON. Adding a field is adding a module
with its `FieldSpec` and a line here."""

from __future__ import annotations

from duikou.extracting.fields import cells, citations, instruments, keywords, places, units
from duikou.extracting.fields.deadlines import field as deadlines
from duikou.extracting.fields.pairs import field as pairs
from duikou.extracting.fields.quantities import field as quantities
from duikou.extracting.fields.spec import FieldSpec

FIELDS: tuple[FieldSpec, ...] = (
    units.SPEC,
    places.SPEC,
    pairs.SPEC,
    deadlines.SPEC,
    quantities.SPEC,
    citations.SPEC,
    instruments.SPEC,
    cells.SPEC,
    keywords.SPEC,
)
