"""The fields of a measure, in the order in which they are filled."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from duikou.extracting import citations, deadlines, pairs, quantities, units
from duikou.extracting.measures import Passage
from duikou.model import Document, Measure

Field = Callable[[Document, Sequence[Passage], Sequence[Measure]], list[Measure]]

FIELDS: tuple[Field, ...] = (units.fill, pairs.fill, deadlines.fill, quantities.fill, citations.fill)
