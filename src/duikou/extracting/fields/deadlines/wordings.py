"""The wordings of deadlines.

What holds here: each wording is a pattern of data/extracting/deadline_forms.toml with the reader of its days, tried in
order: a longer one takes its characters first. How the days of each are read is in `reckoning`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from duikou.extracting.fields.deadlines import reckoning, time_spans
from duikou.notation.calendar import Days, Issued
from duikou.notation.patterns import patterns

_Reader = Callable[[re.Match[str], Issued], Days | None]
_FORMS = patterns("extracting/deadline_forms")


class Form(NamedTuple):
    """One wording: group `due` is the deadline; `days` reads it, and gives None where it is none."""

    pattern: re.Pattern[str]
    needs: str
    days: _Reader


@cache
def forms() -> tuple[Form, ...]:
    """All wordings, in the order in which they are tried."""
    read: tuple[tuple[re.Pattern[str], _Reader], ...] = (
        (_FORMS.span_of_years, reckoning.years),
        (_FORMS.span_of_bare_years, reckoning.years),
        (_FORMS.span_of_months, reckoning.months),
        (_FORMS.span, time_spans.between),
        (_FORMS.figures_span, time_spans.figures_range),
        (_FORMS.figures, time_spans.figures),
        (_FORMS.compact_figures, time_spans.figures),
        (_FORMS.quarter_mark, reckoning.quarter),
        (_FORMS.ahead, reckoning.ahead),
        (_FORMS.mark_of_year, reckoning.marked),
        (_FORMS.event, reckoning.event),
        (_FORMS.since_relative, reckoning.since_relative),
        (_FORMS.from_now, reckoning.from_now),
        (_FORMS.undated, reckoning.recurring),
        (_FORMS.since, reckoning.since),
        (_FORMS.from_issue, reckoning.from_issue),
        (_FORMS.this_and_next, reckoning.this_and_next),
        (_FORMS.plan, reckoning.plan),
        (_FORMS.dated, reckoning.dated),
        (_FORMS.every, reckoning.recurring),
        (_FORMS.relative, reckoning.dated),
        (_FORMS.within, reckoning.within),
        (_FORMS.coming_years, reckoning.within),
        (_FORMS.years_used, reckoning.within),
        (_FORMS.year_end, reckoning.year_end),
        (_FORMS.month, reckoning.month),
        (_FORMS.this_half, reckoning.this_half),
        (_FORMS.season_of_year, reckoning.recurring),
        (_FORMS.season, reckoning.recurring),
        (_FORMS.labelled_lasting, reckoning.lasting),
        (_FORMS.lasting_after, reckoning.lasting),
        (_FORMS.lasting_in_brackets, reckoning.lasting),
        (_FORMS.this_month, reckoning.this_month),
    )
    return tuple(Form(pattern, _NEEDS.get(reader, ""), reader) for pattern, reader in read)


# Without these no wording that a reader is for can match, so that most texts pass most wordings by.
_NEEDS: dict[_Reader, str] = {
    reckoning.years: "年",
    reckoning.months: "年",
    reckoning.since: "年",
    reckoning.from_issue: "之日起",
    reckoning.this_and_next: "今明",
    reckoning.dated: "年",
    reckoning.plan: "五",
    reckoning.month: "月",
    reckoning.quarter: "Q",
    reckoning.ahead: "提前",
}
