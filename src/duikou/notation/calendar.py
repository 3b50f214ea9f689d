"""Days of the calendar for deadlines: the last day of a month, a quarter, so many years on.

What holds here: a day is ISO or None; a day that no calendar has is None. Nothing is guessed.
"""

from __future__ import annotations

import calendar
import datetime
from typing import NamedTuple

from duikou.notation.numerals import number
from duikou.notation.patterns import pattern, patterns

_FORMS = patterns("notation/date_forms")

# First and last day, as ISO; None where the words leave one open.
Days = tuple[str | None, str | None]
NONE: Days = (None, None)
_CLAUSE = pattern("[。；;！？\n]")


class Issued(NamedTuple):
    """When the document was issued, from which relative days count: its day; where that is not known, or the document
    is the plan of a year (2024年工作要点), the `year`. `text` is the text in which days are looked for."""

    year: int | None = None
    day: datetime.date | None = None
    text: str = ""

    def clause(self, at: int) -> str:
        """What stands before `at` in its clause, to the last 。 or ；."""
        return _CLAUSE.split(self.text[max(0, at - 200) : at])[-1]


UNKNOWN = Issued()


def issued(day: datetime.date | None, year: int | None = None) -> Issued:
    """Issued on `day`; `year` is that of the plan, if it names one."""
    return Issued(year or (day.year if day else None), day)


HALF_YEARS = {"上半年": (1, 6), "下半年": (7, 12)}
_WEEK = 7
THIRDS = {"初": (1, 10), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}


def read(iso: str | None) -> datetime.date | None:
    """The day that an ISO date names."""
    try:
        return datetime.date.fromisoformat(iso) if iso else None
    except ValueError:
        return None


def day(year: int, month: int, day_of_month: int) -> str | None:
    """A day as ISO."""
    try:
        return datetime.date(year, month, day_of_month).isoformat()
    except ValueError:
        return None


def last(year: int, month: int) -> str | None:
    """The last day of a month as ISO."""
    return day(year, month, calendar.monthrange(year, month)[1]) if 1 <= month <= 12 and year >= 1 else None


def months(year: int, first: int, final: int) -> Days:
    """The first day of one month and the last of another."""
    return day(year, first, 1), last(year, final)


def written(text: str) -> tuple[str | None, str | None]:
    """The first and the last day of a day, month or year as written: 2021年3月, 二○二一年."""
    match = _FORMS.day_month_or_year.match(text)
    year = number(match["y"]) if match else None
    if match is None or not year:
        return NONE
    month = number(match["m"]) if match["m"] else None
    if match["d"] and month:
        found = day(year, month, number(match["d"]) or 0)
        return found, found
    if month:
        return months(year, month, month) if 1 <= month <= 12 else NONE
    return months(year, 1, 12)


def later(issued: datetime.date, count: float, unit: str) -> str | None:
    """The day so many 年, 月, 季度, 周, 天 or 日 after `issued`; None for working days, which no calendar fixes."""
    if unit in ("天", "日"):
        return _plus(issued, int(count))
    if unit == "周":
        return _plus(issued, int(7 * count))
    step = {"年": 12.0, "季度": 3.0, "月": 1.0}.get(unit)
    if step is None:
        return None
    total = issued.year * 12 + issued.month - 1 + int(count * step)
    year, month = divmod(total, 12)
    if year > datetime.MAXYEAR:
        return None
    return day(year, month + 1, min(issued.day, calendar.monthrange(year, month + 1)[1]))


def in_week(at: datetime.date, weeks: int, weekday: str) -> str | None:
    """The day of that name (一 to 六, 日 or 天) in the week of `at`, or so many weeks later. Weeks begin on
    Monday."""
    return _plus(at, _WEEK * weeks - at.weekday() + (number(weekday) or _WEEK) - 1)


def _plus(issued: datetime.date, count: int) -> str | None:
    try:
        return (issued + datetime.timedelta(days=count)).isoformat()
    except OverflowError:
        return None
