"""Hours of the day: 18:00, 18时30分, 下午6时, 6点半.

What holds here: an hour is read as it is written, in figures or in hanzi, with or without its half of the day. Which
of them stand in running text as one word is in `words`; their forms are the same (data/notation/token_forms.toml).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from duikou.data import load
from duikou.notation.numerals import number
from duikou.notation.patterns import patterns

_FORMS = patterns("notation/token_forms")
_NOON = 12


def is_hour(text: str) -> bool:
    """Whether `text` is an hour of the day and nothing else."""
    match = _FORMS.hour.fullmatch(text)
    return match is not None and _as_written(match) is not None


def is_bare(text: str) -> bool:
    """Whether `text` is an hour that may be something else too, for it says no more than 3点 or 3时."""
    match = _FORMS.hour.fullmatch(text)
    return match is not None and not (match["half"] or match["m"] or match["minute"])


def replaced(text: str, write: Callable[[int], str]) -> str:
    """`text` with each hour as `write` gives the minutes since midnight. As it stands remains what is no hour, such as
    a ratio of 1:75, and what its half of the day leaves open (晚上12时)."""

    def each(match: re.Match[str]) -> str:
        minutes = _minutes(match)
        return match[0] if minutes is None else write(minutes)

    return _FORMS.hour.sub(each, text)


def _as_written(match: re.Match[str]) -> tuple[int, int] | None:
    """The hour (0 to 24) and the minute as written; None for what is none."""
    hour, minute = number(match["h"] or match["hour"]), number(match["m"] or match["minute"] or "0")
    if hour is None or minute is None or hour > 2 * _NOON or minute > 59:
        return None
    return hour, 30 if match["thirty"] else minute


def _minutes(match: re.Match[str]) -> int | None:
    said = _as_written(match)
    if said is None:
        return None
    hour, minute = said
    if half := match["half"]:
        first, last = load("notation/words")["day_parts"][half]
        sure = [each for each in (hour, hour + _NOON) if first <= each <= last]
        if len(sure) != 1:
            return None
        hour = sure[0]
    return 60 * hour + minute
