"""What a paragraph is marked up with: numbers, dates, citations, names of bodies and places, where each stands in it.

What holds here: a kind of mark is found by one function, registered with `kind`, and only when it is first asked for;
a text without the characters of its gate is never searched for it. What was found is kept with the text. Marks of one
kind do not overlap and come in order. A mark that lies in a citation, a name or a quotation (a kind registered with
`holds`) stays, but `inside` says in which, so that a year in a title is no deadline and a place in a body no place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import NamedTuple

from duikou.model import Mark, Marked

Find = Callable[[str], Iterable[tuple[int, int, object]]]


class _Kind(NamedTuple):
    find: Find
    gate: re.Pattern[str] | None
    holds: bool


_KINDS: dict[str, _Kind] = {}
# Under this name a text keeps the marks that others may lie in, of all kinds, without those that lie in one themselves.
_HOLDING = "(holding)"


def kind(name: str, gate: re.Pattern[str] | None = None, *, holds: bool = False) -> Callable[[Find], Find]:
    """Register the function below as the finder of the kind `name`: it gives (start, end, value) of each mark, in
    order. `gate` finds something in every text that has such a mark; `holds` when others may lie in its marks."""

    def register(find: Find) -> Find:
        _KINDS[name] = _Kind(find, gate, holds)
        return find

    return register


def of(marked: Marked, name: str) -> tuple[Mark, ...]:
    """The marks of the kind `name` in a text, in order. Raises `KeyError` for a kind that is not registered."""
    if name not in marked.marks:
        spec = _KINDS[name]
        bare = _bare(marked.text, name, spec)
        marked.marks[name] = tuple(_placed(mark, marked) for mark in bare) if bare and not spec.holds else bare
    return marked.marks[name]


def spans(marked: Marked, *names: str) -> list[tuple[int, int]]:
    """Where the marks of these kinds stand in a text, kind by kind."""
    return [(mark.start, mark.end) for name in names for mark in of(marked, name)]


def _bare(text: str, name: str, spec: _Kind) -> tuple[Mark, ...]:
    if spec.gate is not None and not spec.gate.search(text):
        return ()
    return tuple(Mark(name, start, end, value) for start, end, value in spec.find(text))


def _placed(mark: Mark, marked: Marked) -> Mark:
    """A mark with the kind of the one that holds it."""
    holding = _holding(marked)
    at = bisect_right(holding, mark.start, key=lambda m: m.start) - 1
    return mark._replace(inside=holding[at].kind) if at >= 0 and mark.end <= holding[at].end else mark


def _holding(marked: Marked) -> tuple[Mark, ...]:
    if _HOLDING not in marked.marks:
        holding = (m for name, spec in _KINDS.items() if spec.holds for m in of(marked, name))
        # The widest from each place first; what lies in another holder adds nothing.
        outer: list[Mark] = []
        for held in sorted(holding, key=lambda m: (m.start, -m.end)):
            if not outer or held.end > outer[-1].end:
                outer.append(held)
        marked.marks[_HOLDING] = tuple(outer)
    return marked.marks[_HOLDING]
