"""分别: several things and as many quantities, each with its own: 普及率和覆盖率分别达到65%和55%.

What holds here: the things are a list that ends where 分别 stands, the quantities a list behind it; only lists of one
length are matched, since any other match would be a guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duikou.extracting.fields.quantities import counted
from duikou.model import Quantity
from duikou.model.copies import changed
from duikou.notation.patterns import patterns

_FORMS = patterns("extracting/quantities")
# Characters of the longest list of things.
_NEAR = 120


def given(found: Sequence[Quantity], text: str) -> list[Quantity]:
    """The quantities, each of a list behind 分别 with what it counts."""
    named = list(found)
    for run in _runs(found, text):
        first = found[run[0]]
        each = _FORMS.each_before.search(text, max(0, first.start - _NEAR), first.start)
        things = _things(each["things"], len(run)) if each else ()
        for at, thing in zip(run, things, strict=False):
            named[at] = changed(named[at], counted=thing)
    return named


def _runs(found: Sequence[Quantity], text: str) -> Iterator[list[int]]:
    """The lists of two quantities and more that nothing parts but a mark of a list."""
    run: list[int] = []
    for at, q in enumerate(found):
        if run and not _FORMS.listed.fullmatch(text, found[run[-1]].end, q.start):
            if len(run) > 1:
                yield run
            run = []
        run.append(at)
    if len(run) > 1:
        yield run


def _things(text: str, count: int) -> tuple[str, ...]:
    """`count` names that `text` lists; () where it lists more or fewer. What a 的 before them says of all is left
    out: 甲县、乙县的普及率和覆盖率."""
    things = _FORMS.between_things.split(text)
    if len(things) > count and "的" in things[-count]:
        things = things[-count:]
    named = [counted.name_before(thing) for thing in things]
    return tuple(name for name in named if name) if len(named) == count and all(named) else ()
