"""A paragraph marked up once: numbers, dates, citations, names of bodies and places, where each stands in it.

What holds here: a kind of mark is found by one function, registered with `kind`, and only when it is first asked for;
a text without the characters of its gate is never searched for it. Marks of one kind do not overlap and come in order.
A mark that lies in a citation, a name or a quotation (a kind registered with `holds`) stays, but `inside` says in which
kind, so that a year in a title is no deadline and a place in a body no place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

Find = Callable[[str], Iterable[tuple[int, int, object]]]


class Mark(NamedTuple):
    """What stands at [start, end) of a text, counted in characters. `value` is what the kind reads there (a number, an
    ISO date, a title); `inside` is the kind of the mark that holds this one, None where none does."""

    kind: str
    start: int
    end: int
    value: object = None
    inside: str | None = None


class _Kind(NamedTuple):
    find: Find
    gate: re.Pattern[str] | None
    holds: bool


_KINDS: dict[str, _Kind] = {}


def kind(name: str, gate: re.Pattern[str] | None = None, *, holds: bool = False) -> Callable[[Find], Find]:
    """Register the function below as the finder of the kind `name`: it gives (start, end, value) of each mark, in
    order. `gate` finds something in every text that has such a mark; `holds` when others may lie in its marks."""

    def register(find: Find) -> Find:
        _KINDS[name] = _Kind(find, gate, holds)
        return find

    return register


class Marked:
    """A text with its marks, each kind found when it is first asked for."""

    __slots__ = ("_found", "_holding", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._found: dict[str, tuple[Mark, ...]] = {}
        self._holding: tuple[Mark, ...] | None = None

    def of(self, name: str) -> tuple[Mark, ...]:
        """The marks of the kind `name`, in order. Raises `KeyError` for a kind that is not registered."""
        if name not in self._found:
            spec = _KINDS[name]
            found = self._bare(name, spec)
            self._found[name] = tuple(self._placed(mark) for mark in found) if found and not spec.holds else found
        return self._found[name]

    def within(self, start: int, end: int, name: str) -> tuple[Mark, ...]:
        """The marks of a kind that lie wholly in [start, end)."""
        return tuple(mark for mark in self.of(name) if start <= mark.start and mark.end <= end)

    def _bare(self, name: str, spec: _Kind) -> tuple[Mark, ...]:
        if spec.gate is not None and not spec.gate.search(self.text):
            return ()
        return tuple(Mark(name, start, end, value) for start, end, value in spec.find(self.text))

    def _placed(self, mark: Mark) -> Mark:
        if self._holding is None:
            holding = (m for name, spec in _KINDS.items() if spec.holds for m in self.of(name))
            # The widest from each place first; what lies in another holder adds nothing.
            outer: list[Mark] = []
            for held in sorted(holding, key=lambda m: (m.start, -m.end)):
                if not outer or held.end > outer[-1].end:
                    outer.append(held)
            self._holding = tuple(outer)
        at = bisect_right(self._holding, mark.start, key=lambda m: m.start) - 1
        if at >= 0 and mark.end <= self._holding[at].end:
            return Mark(mark.kind, mark.start, mark.end, mark.value, self._holding[at].kind)
        return mark


def mark(text: str) -> Marked:
    """`text`, to be asked for its marks by kind; nothing is searched before that."""
    return Marked(text)


def kinds() -> Mapping[str, bool]:
    """The registered kinds, each with whether it holds others."""
    return {name: spec.holds for name, spec in _KINDS.items()}
