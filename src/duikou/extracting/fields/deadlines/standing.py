"""Whether a time stands in its clause as a deadline does, by what is around it.

What holds here: a test takes the match of a wording (group `due` is the time) and looks no farther than the clause. A
bare year counts only at the head of a clause, before a verb, or before a mark that is set for it; what tells how things
were or compares with another year is none. How the days of a deadline are read is in `reckoning`.
"""

from __future__ import annotations

import re

from duikou.data import lists
from duikou.extracting.measures.acting_verbs import acting
from duikou.notation.calendar import UNKNOWN, Issued
from duikou.notation.numerals import number
from duikou.notation.patterns import patterns

_FORMS = patterns("extracting/deadlines")
_WORDS = lists("extracting/deadlines")
HEAD = "。；，：！？\n"
BEFORE_TIMES = "（于在自从·"
CLAUSE = 40  # characters around a time that say what it is
_TAIL = 200  # characters of a bracket before a time
_EARLY = 6  # the month up to which what a document says of its own year lies ahead


def stands(match: re.Match[str], issued: Issued = UNKNOWN) -> bool:
    """Whether a bare year or month stands as a deadline does: at the head of a clause and closed by a comma, or before
    a verb or a mark that is set for it; and after no word that compares."""
    start, end = match.span("due")
    before, after = match.string[max(0, start - 6) : start], match.string[end : end + 40]
    if after.startswith(_WORDS.since):
        return False
    after = _FORMS.series.sub("", after, count=1)
    if _FORMS.after_year.search(before):
        return asks(after) or bool(
            after.startswith("，")
            and (_WORDS.of_each[0] in after[:16] or _FORMS.listed_year.search(match.string, 0, start))
        )
    if _FORMS.after_label.search(before) and (not after or after[0] in "，。；）"):
        return True
    if has_mark(match, issued):
        return True
    if before.endswith(_WORDS.compares):
        return False
    closed = after[:1] in ("，", "：") or _FORMS.work_closed.match(after) is not None
    if not match.groupdict().get("year"):
        # Behind a bare year such a verb may as well open a name: 2025年支持政策.
        closed = closed or acting().match(after) is not None
    return asks(after) or (opens_clause(before) and closed)


def asks(after: str) -> bool:
    """Whether what follows a time says what is to be done by then."""
    return after.startswith((*_WORDS.done, *_WORDS.reached, *_WORDS.to_be_done))


def opens_clause(before: str) -> bool:
    """Whether a time stands at the head of its clause."""
    return not before or before[-1] in HEAD or before.endswith(_WORDS.leads_to_time)


def has_mark(match: re.Match[str], issued: Issued) -> bool:
    """Whether a year that is not over has a mark set for it: 2025年30所、2026年50所; 2025年里程达到6000公里. Of the
    document's own year such a clause may tell what was reached, unless later years follow."""
    year = number(match.groupdict().get("year") or "")
    if not year or not issued.year or year < issued.year:
        return False
    start, end = match.span("due")
    before, after = match.string[max(0, start - 6) : start], match.string[end : end + CLAUSE]
    listed = before[-1:] == "、" and (_FORMS.counts.match(after) or _FORMS.year_before.search(match.string, 0, start))
    if not opens_clause(before) and not listed:
        return False
    if not (_FORMS.counts.match(after) or _FORMS.mark_set.match(after)):
        return False
    early = issued.day is None or issued.day.month <= _EARLY
    return year > issued.year or early or f"{year + 1}年" in match.string[end:]


def done_then(match: re.Match[str]) -> bool:
    """Whether a year counted from another is that in which something is to be done (当年完成), not whose it is
    (该企业当年应缴税款)."""
    start, end = match.span("due")
    return opens_clause(match.string[max(0, start - 6) : start]) and match.string.startswith(
        (*_WORDS.done, *_WORDS.reached), end
    )


def compared(match: re.Match[str]) -> bool:
    """Whether a time only serves as a measure: 比2020年增长."""
    before = match.string[: match.start("due")]
    return before.endswith(_WORDS.compares) and not _FORMS.after_label.search(before)


def bracketed(match: re.Match[str]) -> bool:
    """Whether a time stands alone in brackets: a month, or a year behind a stage (第一阶段（2024年）); or last in a
    bracket that names others too (（市教育局；2024年）)."""
    start, end = match.span("due")
    if match.string[end : end + 1] != "）":
        return False
    if _FORMS.open_bracket.search(match.string, max(0, start - _TAIL), start):
        return True
    if match.string[start - 1 : start] != "（":
        return False
    return bool(match.groupdict().get("month")) or match.string.endswith(_WORDS.stages, 0, start - 1)


def runs_on(match: re.Match[str]) -> bool:
    """Whether a month alone is part of what stands before it (历时3月) and no time of its own."""
    before = match.string[: match.start("due")]
    return bool(before) and before[-1] not in (*HEAD, *BEFORE_TIMES)


def is_told_as_done(match: re.Match[str]) -> bool:
    """Whether what follows tells that it is done: 2021年6月底已建成; 2021年，全省累计建成5个."""
    return next_word_says_done(match) or summed_up(match)


def next_word_says_done(match: re.Match[str]) -> bool:
    """Whether the word that follows tells that it is done: 2021年6月底已建成."""
    return match.string.startswith(_WORDS.told, match.end("due"))


def summed_up(match: re.Match[str]) -> bool:
    """Whether what follows sums up: 累计建成5个, 共建成5个; 共建园区 and 共同建设 do not."""
    end = match.end("due")
    if not match.string.startswith(_WORDS.sums_up, end):
        return False
    return not match.string.startswith(_WORDS.together, end) or match.string[end : end + 4].endswith(("建成", "建设"))


def lies_ahead(match: re.Match[str], year: int | None, issued: Issued) -> bool:
    """Whether the time lies ahead of the document; where years do not tell, whether it is one until which (到, 前)."""
    if year and issued.year and year != issued.year:
        return year > issued.year
    return match["open"] in ("到", "至") or bool(match["before"])
