"""The fields of a measure, in the order in which they are filled."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from duikou.extracting.fields import citations, instruments, keywords, places, units
from duikou.extracting.fields.deadlines import field as deadlines
from duikou.extracting.fields.pairs import field as pairs
from duikou.extracting.fields.quantities import field as quantities
from duikou.extracting.measures.passages import Passage
from duikou.model import Document, Measure

Field = Callable[[Document, Sequence[Passage], Sequence[Measure]], list[Measure]]

FIELDS: tuple[Field, ...] = (
    units.fill,
    places.fill,
    pairs.fill,
    deadlines.fill,
    quantities.fill,
    citations.fill,
    instruments.fill,
)
# With those that are filled only when asked for.
ASKED: tuple[Field, ...] = (*FIELDS, keywords.fill)
