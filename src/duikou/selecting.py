"""Which measures of a document are asked for: by kind, unit, place and chapter.

What holds here: a measure is taken as it is or not at all. Several values of one question are alternatives; several
questions must all be answered. A question that is not asked takes everything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from duikou.model import Extracted, Measure


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
    kept = tuple(m for m in extracted.measures if _chosen(m, choice, parts.get(m.part, "")))
    return replace(extracted, measures=kept)


def _chosen(measure: Measure, choice: Choice, part: str) -> bool:
    return (
        (not choice.kinds or measure.kind in choice.kinds)
        and (not choice.units or not _names(measure).isdisjoint(choice.units))
        and (not choice.places or _at(measure, choice.places))
        and (not choice.chapters or _under(measure, choice.chapters, part))
    )


def _names(measure: Measure) -> set[str]:
    """Every name by which a unit of the measure goes, in any role."""
    named = {*measure.lead_units, *measure.responsible_units, *measure.supporting_units}
    for unit in measure.units:
        named |= {unit.name, unit.text, unit.key or unit.name}
    return named


def _at(measure: Measure, wanted: tuple[str, ...]) -> bool:
    """Whether a place of the measure is one of these, or lies in it as its name says: 沈阳市 is asked for by 沈阳市, by
    沈阳, and for 辽宁省沈阳市 and 沈阳市浑南区 too."""
    named = {*measure.places, *(mention.text for mention in measure.place_mentions)}
    named |= {side for pair in measure.pairs for side in (pair.left, pair.right)}
    return any(name.startswith(wanted) or name.endswith(wanted) for name in named)


def _under(measure: Measure, words: tuple[str, ...], part: str) -> bool:
    above = (measure.chapter or "", measure.section or "", part)
    return any(word in heading for word in words for heading in above)
