"""地点: where a measure acts: the provinces, cities, counties and zones that it names.

What holds here: a place inside the name of a body, a company, a port, an event or a title (某市海关, 《某地条约》) is
no place of action, nor is one in the tail, which says who answers. A region without a code of its own (长三角, 京津冀,
辽中南) is none either: the official list of divisions does not know it, and its bounds differ from plan to plan. Names
are the official ones, as the gazetteer has them; zones go by the name as written. Each once a measure;
`place_mentions` has every mention.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from duikou.data import load
from duikou.extracting.fields import citations, spans
from duikou.extracting.measures.finding import Passage
from duikou.model import Document, Measure, Mention
from duikou.notation import places as gazetteer
from duikou.notation import tails

_AND = ("和", "与", "及")
# What may stand between a place and the body that goes by its name (某市商品交易所).
_FILLER = "(?:(?![的和与及、在等到赴建设有为以推引支鼓加开进向对是请由并])[一-龥（）()]){0,6}?"


def fill(document: Document, passages: Sequence[Passage], measures: Sequence[Measure]) -> list[Measure]:
    """Fill the places of each measure, and where each is mentioned."""
    filled = []
    for passage, measure in zip(passages, measures, strict=True):
        found = spans.collect(passage.stretches, find, None)
        names = tuple(dict.fromkeys(mention.name for mention in found))
        filled.append(spans.put(measure, places=names, place_mentions=found))
    return filled


def find(text: str) -> tuple[Mention, ...]:
    """The places of action that `text` names, in order; spans count in `text`."""
    aside = [(tail.start, tail.end) for tail in tails.find(text)]
    masked = spans.blank(text, [*aside, *citations.quoted(text), *_slogans(text)])
    places = gazetteer.spots(masked)
    zones = gazetteer.zones(masked, places)
    found = [Mention(z.name, text[z.start : z.end], z.start, z.end, z.kind) for z in zones]
    bodies = _bodies(masked, places)
    for spot in places:
        if any(z.start < spot.end and spot.start < z.end for z in zones) or spot.start in bodies:
            continue
        found.append(Mention(spot.name, text[spot.start : spot.end], spot.start, spot.end, spot.kind))
    return tuple(sorted(found, key=lambda mention: mention.start))


def _slogans(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer("“[^“”]{1,20}”", text)]


def _bodies(text: str, places: Sequence[gazetteer.Spot]) -> frozenset[int]:
    """Where the places start that only open the name of a body, a company, a port or an event: also all of a list
    that does (甲市、乙市和丙省办事处)."""
    found: set[int] = set()
    later: gazetteer.Spot | None = None
    for spot in reversed(places):
        between = text[spot.end : later.start] if later else ""
        # A port goes by the names of two cities: the second name may be a word besides, and so no place by itself.
        ends = (spot.end, gazetteer.name_end(text, spot.end))
        if any(end is not None and _body().match(text, end) for end in ends) or (
            later is not None
            and later.start in found
            and (between in ("、", "") or (between in _AND and _a_list(text, places, spot)))
        ):
            found.add(spot.start)
        later = spot
    return frozenset(found)


def _a_list(text: str, places: Sequence[gazetteer.Spot], spot: gazetteer.Spot) -> bool:
    """Whether a place stands before `spot` in a list; two that 和 joins may as well be a place and a body."""
    return any(other.end == spot.start - 1 and text[other.end] == "、" for other in places)


@cache
def _body() -> re.Pattern[str]:
    data = load("notation/places")
    bodies = "|".join(sorted(data["bodies"], key=len, reverse=True))
    ports = "|".join(data["ports"])
    return re.compile(f"{_FILLER}(?:{bodies})(?![一-龥]?[动为政业])|(?:{ports})(?![{''.join(data['ports_not'])}])")
