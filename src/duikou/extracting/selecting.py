"""Which measures of a document are asked for: by kind, unit, place and chapter.

What holds here: a measure is taken as it is or not at all. Several values of one question are alternatives; several
questions must all be answered. A question that is not asked takes everything. A unit is known by any of its names, a
place also by the divisions that lie in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from duikou.model import Extracted, Measure
from duikou.model.values import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked for. `kinds` are kinds of measures; `units` names or canonical names of units, in any role;
    `places` names of places; `chapters` words of the headings above a measure, or of its part's title."""

    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any((self.kinds, self.units, self.places, self.chapters))


def select(extracted: Extracted, choice: Choice) -> Extracted:
    """The document with the measures of the choice alone."""
    if not choice:
        return extracted
    parts = {part.index: part.title or "" for part in extracted.document.parts}
    kept = tuple(m for m in extracted.measures if chosen(m, choice, parts.get(m.part, "")))
    return replace(extracted, measures=kept)


def chosen(measure: Measure, choice: Choice, part: str) -> bool:
    """Whether a measure, in a part of this title, is of the choice."""
    return (
        (not choice.kinds or measure.kind in choice.kinds)
        and (not choice.units or any(is_unit(name, one) for name in _units(measure) for one in choice.units))
        and (not choice.places or any(is_at(name, one) for name in _places(measure) for one in choice.places))
        and (not choice.chapters or _under(measure, choice.chapters, part))
    )


def is_unit(name: str, wanted: str) -> bool:
    """Whether `name` is the unit `wanted`: by the same name, by the same canonical name (省发改委 and 省发展改革委), or
    with its place before the level that `wanted` begins with (甲省商务厅 and 省商务厅)."""
    if wanted in (name, _key(name)) or _key(wanted) in (name, _key(name)):
        return True
    if not wanted or not name.endswith(wanted):
        return False
    from duikou.notation import places as gazetteer

    return gazetteer.is_place(name[: -len(wanted)] + wanted[0])


def is_at(name: str, wanted: str) -> bool:
    """Whether the place `name` is `wanted` or lies in it: 丙区, 乙市丙区 and 甲省乙市 are at 乙市."""
    if not wanted:
        return False
    return (
        name.startswith(wanted)
        or name.endswith(wanted)
        or bool(_code(wanted) and _code(name).startswith(_code(wanted)))
    )


def _units(measure: Measure) -> Iterator[str]:
    yield from (*measure.lead_units, *measure.responsible_units, *measure.supporting_units)
    for unit in measure.units:
        yield from (unit.name, unit.key or unit.name)


def _places(measure: Measure) -> Iterator[str]:
    yield from measure.places
    for pair in measure.pairs:
        yield from (pair.left, pair.right)


def _under(measure: Measure, words: tuple[str, ...], part: str) -> bool:
    above = (measure.chapter or "", measure.section or "", part)
    return any(word in heading for word in words for heading in above)


@cache
def _key(name: str) -> str:
    """The canonical name of a unit, or its name."""
    from duikou.notation import offices

    return offices.key(name) or name


@cache
def _code(name: str) -> str:
    """The code of the division that a name names, or in which the zone of that name lies (某市经开区); "" where it
    names none, or none alone."""
    from duikou.notation import places as gazetteer

    found = gazetteer.spots(name)
    if not found:
        return ""
    whole = any((zone.start, zone.end) == (0, len(name)) for zone in gazetteer.zones(name, found))
    return found[0].code if whole or (len(found) == 1 and (found[0].start, found[0].end) == (0, len(name))) else ""
