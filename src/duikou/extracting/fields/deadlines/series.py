"""Lists of times: 2021年11月和2022年3月, 5月、10月各一次, 每年3月、9月.

What holds here: a list stands as a deadline as a whole or not at all, and each of its times is one. A time takes the
year of the one before it where it names none; what limits the last (前) limits all. Of a list that comes again and
again (每年, 每月) no time has a day, nor has one whose year the list leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duikou.data import lists
from duikou.extracting.fields.deadlines import reckoning, standing
from duikou.extracting.measures.acting_verbs import acting
from duikou.model import Deadline
from duikou.notation.calendar import NONE, Days, Issued
from duikou.notation.patterns import patterns

_SHAPES = patterns("extracting/deadline_forms")
_WORDS = lists("extracting/deadlines")
_EACH = "每"


def deadlines_of_a_series(text: str, issued: Issued) -> Iterator[Deadline]:
    """The times of all lists in a text; spans count in it."""
    for match in _SHAPES.series.finditer(text):
        if _stands(match, issued):
            yield from _read(match, issued)
    for match in _SHAPES.series_of_days.finditer(text):
        yield from (_deadline(match, *span, NONE) for span in _spans(match))
    for match in _SHAPES.series_of_figures.finditer(text):
        if _stands(match, issued):
            last = list(_SHAPES.last_of_figures.finditer(match["due"]))[-1]
            year = _year_of(match, issued)
            yield _deadline(match, *match.span("due"), _days(last, year, limit=True) if year else NONE)


def _stands(match: re.Match[str], issued: Issued) -> bool:
    """Whether a list of times stands as a deadline does: it comes again and again, closes as a limit, or opens its
    clause before what is to be done at each of them."""
    start, end = match.span("due")
    before, after = match.string[max(0, start - 6) : start], match.string[end : end + standing.CLAUSE]
    if standing.is_told_as_done(match) or after.startswith(_WORDS.since) or before.endswith(_WORDS.refers):
        return False
    if match["due"].startswith(_EACH) or _SHAPES.limited.search(match["due"]):
        return not before.endswith(_WORDS.compares[:3])
    if not standing.opens_clause(before) and not before.endswith(_WORDS.at_times):
        return False
    if after.startswith(_WORDS.at_each) or standing.asks(after) or acting().match(after) is not None:
        return True
    return not after or after[0] in "，：）"


def _read(match: re.Match[str], issued: Issued) -> Iterator[Deadline]:
    points = list(_SHAPES.point_of_series.finditer(match.string, *match.span("due")))
    again = match["due"].startswith(_EACH) or _EACH in issued.clause(match.start("due"))
    limit = bool(points[-1]["before"])
    year = None if again else _year_of(match, issued)
    days: list[Days] = []
    for point in points:
        named = _named(point, issued)
        year = named or year
        if not year or again:
            days.append(NONE)
            continue
        found = _days(point, year, limit)
        over = bool(issued.day and found[1] and found[1] < issued.day.isoformat())
        if over and limit and not named and year == issued.year and not _dated(points, issued):
            year += 1
            found = _days(point, year, limit)
        days.append(found)
    if not _dated(points, issued) and _turns(days):
        # 11月、3月: of which year the second is nobody says.
        days = [days[0], *(NONE for _ in days[1:])]
    first = issued.day.isoformat() if issued.day else f"{issued.year}-01-01" if issued.year else ""
    for point, found in zip(points, days, strict=True):
        if found[1] is None or found[1] >= first:
            yield _deadline(match, *point.span(), found)


def _days(point: re.Match[str], year: int, limit: bool) -> Days:
    """The days of one time in a list, or of a span of such: only the last where the list is a limit."""
    groups = point.groupdict()
    first, last = reckoning.part_of(year, {**groups, "before": "limit" if limit else None}, limit)
    if to := groups.get("to"):
        closing = _SHAPES.point_of_series.match(to)
        last = _days(closing, year, limit)[1] if closing else None
    return first, last


def _turns(days: list[Days]) -> bool:
    """Whether a time of a list lies before the one that stands before it."""
    ends = [end for _, end in days if end]
    return ends != sorted(ends)


def _dated(points: list[re.Match[str]], issued: Issued) -> bool:
    return any(_named(point, issued) for point in points)


def _named(point: re.Match[str], issued: Issued) -> int | None:
    """The year that a time of a list names itself."""
    return reckoning.year_of(point.groupdict(), point, issued)


def _year_of(match: re.Match[str], issued: Issued) -> int | None:
    """The year in which a list lies that names none."""
    return reckoning.named_before(match, issued) or issued.year


def _spans(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Where the days of a list stand."""
    start, end = match.span("due")
    for mark in _SHAPES.between_days.finditer(match.string, start, end):
        yield start, mark.start()
        start = mark.end()
    yield start, end


def _deadline(match: re.Match[str], start: int, end: int, days: Days) -> Deadline:
    return Deadline(match.string[start:end], *days, start, end)
