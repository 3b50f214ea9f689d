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
    """One wording: group `due` is the deadline; `days` reads it, and gives None where it is none. Without the
    characters `needs` in it no text matches the pattern, so that most texts pass most wordings by."""

    pattern: re.Pattern[str]
    needs: str
    days: _Reader


@cache
def forms() -> tuple[Form, ...]:
    """All wordings, in the order in which they are tried."""
    return (
        Form(_FORMS.span_of_years, "年", reckoning.years),
        Form(_FORMS.span_of_bare_years, "年", reckoning.years),
        Form(_FORMS.span_of_months, "年", reckoning.months),
        Form(_FORMS.span, "", time_spans.between),
        Form(_FORMS.figures_span, "20", time_spans.figures_range),
        Form(_FORMS.figures, "20", time_spans.figures),
        Form(_FORMS.compact_figures, "前", time_spans.figures),
        Form(_FORMS.quarter_mark, "Q", reckoning.quarter),
        Form(_FORMS.ahead, "提前", reckoning.ahead),
        Form(_FORMS.before_turn, "前", reckoning.ahead),
        Form(_FORMS.mark_of_year, "年", reckoning.marked),
        Form(_FORMS.event, "期间", reckoning.event),
        Form(_FORMS.since_relative, "", reckoning.since_relative),
        Form(_FORMS.from_now, "即日起", reckoning.from_now),
        Form(_FORMS.undated, "", reckoning.recurring),
        Form(_FORMS.since, "年", reckoning.since),
        Form(_FORMS.since_month, "月", reckoning.since_month),
        Form(_FORMS.from_issue, "之日起", reckoning.from_issue),
        Form(_FORMS.this_and_next, "今明", reckoning.this_and_next),
        Form(_FORMS.plan, "五", reckoning.plan),
        Form(_FORMS.season_of_year, "", reckoning.recurring),
        Form(_FORMS.dated, "年", reckoning.dated),
        Form(_FORMS.short_year, "年", reckoning.short_year),
        Form(_FORMS.every, "", reckoning.recurring),
        Form(_FORMS.relative, "年", reckoning.dated),
        Form(_FORMS.within, "内", reckoning.within),
        Form(_FORMS.coming_years, "年", reckoning.within),
        Form(_FORMS.years_used, "年", reckoning.within),
        Form(_FORMS.year_end, "", reckoning.year_end),
        Form(_FORMS.month, "月", reckoning.month),
        Form(_FORMS.this_half, "", reckoning.this_half),
        Form(_FORMS.season, "前", reckoning.recurring),
        Form(_FORMS.holidays, "期间", reckoning.lasting),
        Form(_FORMS.labelled_lasting, "", reckoning.lasting),
        Form(_FORMS.lasting_after, "·", reckoning.lasting),
        Form(_FORMS.lasting_in_brackets, "）", reckoning.lasting),
        Form(_FORMS.this_month, "", reckoning.this_month),
    )
