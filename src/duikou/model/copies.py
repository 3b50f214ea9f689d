"""A frozen value with some of its attributes changed.

What holds here: the values of this package do nothing when they are made but keep what they are given, so that a copy
need not be made through `__init__`: that is what `dataclasses.replace` does, and takes more than twice as long. A field
of a measure that is filled is a copy of the measure.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from types import MemberDescriptorType
from typing import Any, TypeVar

V = TypeVar("V")


def changed(value: V, /, **attributes: Any) -> V:
    """A copy of `value`, a frozen dataclass without a `__post_init__`, with these attributes."""
    kind: Any = type(value)
    copy: V = object.__new__(kind)
    read, setters, by_name = _parts(kind)
    for set_, old in zip(setters, read(value)):  # noqa: B905  (there are as many)
        set_(copy, old)
    for name, new in attributes.items():
        by_name[name](copy, new)
    return copy


_Set = Callable[[Any, Any], None]


@cache
def _parts(kind: Any) -> tuple[Callable[[Any], Any], tuple[_Set, ...], dict[str, _Set]]:
    """What reads all attributes of a dataclass, and what sets each, in order and by name."""
    names = tuple(kind.__dataclass_fields__)
    one = attrgetter(*names)
    by_name: dict[str, _Set] = {name: _setter(kind, name) for name in names}
    return (one if len(names) > 1 else lambda value: (one(value),)), tuple(by_name.values()), by_name


def _setter(kind: Any, name: str) -> _Set:
    """What sets one attribute: that of its slot, where the class has slots."""
    slot = vars(kind).get(name)
    if isinstance(slot, MemberDescriptorType):
        return slot.__set__
    return lambda value, new: object.__setattr__(value, name, new)
