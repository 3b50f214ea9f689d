"""成文日期 in every form it takes (GB/T 9704-2012, 7.3.5.4).

What holds here: a date is given as ISO (2021-01-08) or not at all; a day that no calendar has is no date.
"""

from __future__ import annotations

import datetime
import re

from duikou.notation.numerals import number
from duikou.notation.patterns import patterns

_FORMS = patterns("notation/date_forms")


def iso(text: str) -> str | None:
    """The first date in `text` as ISO, or None."""
    match = _FORMS.anywhere.search(text) or _FORMS.figures.search(text)
    return _iso(match) if match else None


def alone(text: str) -> str | None:
    """The date as ISO when `text`, a paragraph, is nothing but one; else None."""
    match = _FORMS.alone.fullmatch("".join(text.split()))
    return _iso(match) if match else None


def alone_in_figures(text: str) -> str | None:
    """The date as ISO when `text`, a paragraph, is nothing but one in figures (2021-01-08, 2021.1.8); else None."""
    match = _FORMS.figures.fullmatch(text.strip())
    return _iso(match) if match else None


def is_month(text: str) -> bool:
    """Whether `text`, a paragraph, is nothing but a month: a report is signed with one, though it is no 成文日期."""
    return _FORMS.month_alone.fullmatch("".join(text.split())) is not None


def is_day_of_signature(text: str) -> bool:
    """Whether `text`, a paragraph, is the day or the month with which a signature ends."""
    return alone(text) is not None or is_month(text)


def bracketed(text: str) -> tuple[str, str] | None:
    """What stands before the day or the month in brackets that closes `text`, and that as written; None without."""
    match = _FORMS.bracketed.search(text)
    if match is None or not (alone(match["day"]) or is_month(match["day"])):
        return None
    return text[: match.start()].rstrip(), match["day"]


def at_end(text: str, figures: bool = False) -> tuple[int, str] | None:
    """Where the date begins that closes `text`, and the date as ISO; None when no date closes it. `figures` when
    2021-01-08 is a date too."""
    for form in (_FORMS.anywhere, _FORMS.figures) if figures else (_FORMS.anywhere,):
        for match in form.finditer(text):
            if match.end() == len(text) and (date := _iso(match)):
                return match.start(), date
    return None


def at_start(text: str) -> int | None:
    """Where the first date in `text` begins, 0 when it opens with one; None without."""
    match = _FORMS.anywhere.search(text)
    return match.start() if match else None


def ending_before(text: str, after: re.Pattern[str]) -> int | None:
    """Where the date begins behind which nothing but `after` closes `text`; None where there is none."""
    for match in _FORMS.anywhere.finditer(text):
        if _iso(match) and after.fullmatch(text, match.end()):
            return match.start()
    return None


def _iso(match: re.Match[str]) -> str | None:
    values = [number(match[k]) for k in "ymd"]
    try:
        return datetime.date(*(v or 0 for v in values)).isoformat()
    except ValueError:
        return None
