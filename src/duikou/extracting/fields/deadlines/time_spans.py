"""How the days of a span are read: from one point to another, and days written in figures only.

What holds here: as in `reckoning`, a reader gives None where the match is no deadline. A span without a year counts
only where it stands by itself.
"""

from __future__ import annotations

import re

from duikou.data import lists
from duikou.extracting.fields.deadlines.reckoning import in_month, named_before
from duikou.extracting.fields.deadlines.standing import BEFORE_TIMES, HEAD, asks, is_told_as_done
from duikou.notation import calendar
from duikou.notation.calendar import NONE, Days, Issued
from duikou.notation.numerals import number
from duikou.notation.patterns import patterns

# 完成时限：2024.6.30
_NEAR = 8  # characters before a day that a label may take
_FORMS = patterns("extracting/deadlines")
_WORDS = lists("extracting/deadlines")


def between(match: re.Match[str], issued: Issued) -> Days | None:
    """From one point to another: 3月1日至20日, 2024年第一季度至第三季度. The second takes its year and month from the
    first; points without a year count only where they stand by themselves."""
    start, end = match.span("due")
    before, after = match.string[max(0, start - 2) : start], match.string[end : end + 6]
    if is_told_as_done(match) or before.endswith(_WORDS.refers):
        return None
    if match["m1"] and not match["named"] and not match["m2"]:
        return None
    if not match["y1"]:
        heads = not before or before[-1] in (*HEAD, *BEFORE_TIMES)
        closed = not after or after[0] in "，。；）" or asks(after)
        named = match.string.endswith(_WORDS.names_of_times, 0, start)
        if not (
            (heads or named) and (closed or before.endswith(("自", "从")) or match["due"].endswith(_WORDS.closes_span))
        ):
            return None
    second = number(match["y2"]) if match["y2"] else None
    first = number(match["y1"]) if match["y1"] else None
    year = first or second or named_before(match, issued) or issued.year
    if not year:
        return NONE
    if match["next"]:
        second = year + 1
    opening = _point(year, match["m1"], match["d1"], match["t1"], match["h1"], match["q1"])
    month_of_second = match["m1"] if match["e2"] else match["m2"]
    closing = _point(second or year, month_of_second, match["e2"] or match["d2"], match["t2"], match["h2"], match["q2"])
    if opening[0] is None or closing[1] is None or opening[0] > closing[1]:
        return None
    return opening[0], closing[1]


def _point(
    year: int, month: str | None, day: str | None, third: str | None, half: str | None, quarter: str | None
) -> Days:
    """The days of a point in `year`: a month, a day, a third of a month, a half or a quarter."""
    if half:
        return calendar.months(year, *calendar.HALF_YEARS[half])
    if quarter:
        final = 3 * (number(quarter) or 0)
        return calendar.months(year, final - 2, final)
    return in_month(year, {"month": month, "day": day, "third": third})


def figures(match: re.Match[str], issued: Issued) -> Days | None:
    """2024.6.30前: a day in figures only, where it is a limit or stands behind its label."""
    before = match.string[max(0, match.start("due") - _NEAR) : match.start("due")]
    if not match["before"] and not _FORMS.limit_label.search(before):
        return None
    return in_month(int(match["year"]), match.groupdict())


def figures_range(match: re.Match[str], issued: Issued) -> Days | None:
    """2024.9—2024.12."""
    first = in_month(int(match["y1"]), {"month": match["m1"], "day": match["d1"]})
    final = in_month(int(match["y2"]), {"month": match["m2"], "day": match["d2"]})
    return (first[0], final[1]) if first[0] and final[1] and first[0] <= final[1] else None
