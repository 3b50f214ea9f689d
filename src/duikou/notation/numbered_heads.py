"""The head of an order or an announcement over several lines: who makes it, perhaps several together, what it is, and
which (财政部 / 税务总局 / 公告 / 2023年第12号).

What holds here: the number has the names of all who stand above it, in their order, so that it is the same whether the
head stands on one line or on several. Texts are clean; names on one line are parted by TABs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from duikou.notation import issuers
from duikou.notation.patterns import patterns

_FORMS = patterns("notation/doc_number_forms")
# No more lines than these name who makes an announcement together.
_JOINT = 12


class Head(NamedTuple):
    """A head: the index of its first line, its number, and the bodies that it names (() where it names none)."""

    first: int
    number: str
    issuers: tuple[str, ...]


def head_ending_at(texts: Sequence[str], at: int) -> Head | None:
    """The head of which `texts[at]` is the last line, the number; None where it is no such line."""
    solid = _solid(texts[at])
    in_brackets = solid[:1] in ("（", "(") and solid[-1:] in ("）", ")")
    line = _FORMS.counted_line.fullmatch(solid[1:-1] if in_brackets else solid) if "号" in solid else None
    if line is None or (in_brackets and line["what"]):
        return None
    first, what, who = at, line["what"], line["who"]
    if what is None:
        above = _FORMS.head_word.fullmatch(_solid(texts[at - 1])) if at and not who else None
        if above is None:
            return None
        first, what, who = at - 1, above["what"], above["who"]
    names = issuers.bodies_in(who) if who else ()
    if not all(map(issuers.is_organisation, names)):
        return None
    while first and at - first < _JOINT and (others := bodies_of(texts[first - 1])):
        first, names = first - 1, (*others, *names)
    return Head(first, "".join(names) + what + line["which"], names)


def bodies_of(text: str) -> tuple[str, ...]:
    """The bodies that a line names, one or several parted by TABs, and nothing else; () for other lines."""
    cells = [cell for cell in text.split("\t") if cell]
    return tuple(cells) if all(map(issuers.is_organisation, cells)) else ()


def _solid(text: str) -> str:
    return "".join(text.split())
