"""Values of the model made again from what a ledger keeps of them.

What holds here: which values there are, and of what class, is told by their `FieldSpec`. A value that the ledger gives
a place has a span of its own, by which the record knows that place: the offsets in the source where the ledger has
them, else numbers that count the values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from duikou.extracting.fields.spec import NATIVE, Attribute, FieldSpec
from duikou.model import Measure, Place

T = TypeVar("T")


class Places:
    """The places of the values of one document, by their spans."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, int], Place] = {}

    def span(self, place: Place | None, at: int = 0) -> tuple[int, int]:
        """The span of a value that stood at a place; 0, 0 for one without. `at` counts the values of a ledger that does
        not know the offsets of places."""
        if place is None:
            return 0, 0
        span = (at, at + 1) if at else (place.start, place.end)
        self.known[span] = place
        return span


def value(field: FieldSpec, told: Mapping[str, Any], name: Callable[[Attribute], str], span: tuple[int, int]) -> Any:
    """A value of a field from what is told of it; `name` says what an attribute is called there."""
    said = {one.of or one.name: told.get(name(one)) for one in field.attributes}
    for one in field.attributes:
        key, known = one.of or one.name, told.get(name(one))
        if known is None and not one.optional:
            said[key] = ""
        elif one.type == "number" and known is not None:
            said[key] = float(known)
    assert field.made is not None
    return field.made(**said, start=span[0], end=span[1])


def measure(told: Mapping[str, Any], values: Mapping[str, Any]) -> Measure:
    """A measure: what is told of itself, and its fields by their names."""
    own = {name: found for name, found in values.items() if name in NATIVE}
    more = {name: found for name, found in values.items() if name not in NATIVE and found}
    return Measure(**told, **own, fields=more)


def with_ids(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """The measures, each with an id that no other has: part and path, the second of one name with -2."""
    counts: dict[str, int] = {}
    made = []
    for one in measures:
        name = f"{one.part}/" + "/".join(one.path)
        counts[name] = counts.get(name, 0) + 1
        made.append(replace(one, id=name if counts[name] == 1 else f"{name}-{counts[name]}"))
    return tuple(made)


def once(found: Iterable[T]) -> tuple[T, ...]:
    """What is found, each once."""
    return tuple(dict.fromkeys(found))
