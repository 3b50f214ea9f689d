"""What is compared of a measure: the words of its title, text and chapter, and the subjects that these name.

What holds here: the names of the plans' own places and words that every plan uses (data/relating/aligning.toml) are
left out, since they tell no topic apart. Terms weigh by how rare they are in the plans at hand: nothing is learned from
elsewhere.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from duikou.data import load
from duikou.model import Measure
from duikou.notation import places, subjects
from duikou.notation.characters import HANZI
from duikou.notation.patterns import one_of, pattern
from duikou.notation.words import words

# A measure without a heading is named by its first words: so many characters.
_HEAD = 20
_NO_WORD = pattern(f"(?!{HANZI})[^A-Za-z0-9]")
# A word counts for more than once, but a text that repeats it does not drown the others.
_MOST = 3
_TITLE_WEIGHT = 3.0
FACETS = ("title", "text", "chapter", "subject")

Terms = dict[str, float]


class Profile(NamedTuple):
    """A measure as it is compared: its kind, and for each facet its terms with their counts."""

    kind: str
    title: Terms
    text: Terms
    chapter: Terms
    subject: Terms


def profile(measure: Measure, own_names: re.Pattern[str] | None) -> Profile:
    """The profile of `measure`; `own_names` are the names that its plan calls itself and its partners by."""

    def bare(text: str) -> str:
        return own_names.sub("|", text) if own_names else text

    text = bare(measure.text)
    title = bare(measure.title or measure.text[:_HEAD])
    chapter = bare("|".join(filter(None, (measure.chapter, measure.section))))
    about = {name: math.sqrt(count) for name, count in subjects.mentioned(text).items()}
    for name, count in subjects.mentioned(title).items():
        about[name] = about.get(name, 0.0) + _TITLE_WEIGHT * count
    return Profile(
        measure.kind,
        _pairs(title),
        _counted(word for word in words(text) if len(word) > 1 and word not in _stock()),
        _pairs(chapter),
        about,
    )


def profiles(measures: Sequence[Measure], title: str | None) -> list[Profile]:
    """The profiles of a plan's measures; the places that its `title` names are its own."""
    own = _own_names(title or "")
    return [profile(measure, own) for measure in measures]


@lru_cache(maxsize=64)
def _own_names(title: str) -> re.Pattern[str] | None:
    """The names of the places in `title`, full and without their last character: 甲省, 甲."""
    full = {title[spot.start : spot.end] for spot in places.spots(title)} | {spot.name for spot in places.spots(title)}
    names = sorted(full | {name[:-1] for name in full if len(name) > 2}, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, names))) if names else None


def weights(plans: Iterable[Sequence[Profile]]) -> dict[str, Terms]:
    """For each facet, how much each term tells: the rarer among the measures at hand, the more."""
    known: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    count = 0
    for plan in plans:
        for one in plan:
            count += 1
            for facet in FACETS:
                known[facet].update(getattr(one, facet))
    return {
        facet: {term: math.log((count + 1) / times) for term, times in counted.items()}
        for facet, counted in known.items()
    }


def _pairs(text: str) -> Terms:
    """Pairs of neighbouring characters, without those of words that every plan uses."""
    kept = _NO_WORD.sub("|", _stock_pattern().sub("|", text))
    return _counted(kept[i : i + 2] for i in range(len(kept) - 1) if "|" not in kept[i : i + 2])


def _counted(terms: Iterable[str]) -> Terms:
    return {term: math.sqrt(min(times, _MOST)) for term, times in Counter(terms).items()}


@cache
def _stock() -> frozenset[str]:
    return frozenset((*load("relating/aligning")["stock"], *load("notation/words")["lists"]["in_every_plan"]))


@cache
def _stock_pattern() -> re.Pattern[str]:
    return pattern(one_of(_stock()))
