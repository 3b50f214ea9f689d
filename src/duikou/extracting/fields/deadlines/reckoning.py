"""How the days of a deadline are read, wording by wording.

What holds here: each reader takes a match of its wording (group `due` is the deadline) and when the document was
issued, and gives None where the match is no deadline, `NONE` where it is one that no calendar knows. A month without a
year lies in the year of the point named before it in the clause (2025年6月底前招标，9月底前开工), else in the
document's own year; a limit (3月底前) that was over when the document was issued lies in the next.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from duikou.data import lists, load
from duikou.extracting.fields.deadlines import standing
from duikou.notation import calendar
from duikou.notation.calendar import NONE, Days, Issued
from duikou.notation.numerals import number
from duikou.notation.patterns import patterns

_FORMS = patterns("extracting/deadlines")
_WORDS = lists("extracting/deadlines")
_CENTURY, _TWO_FIGURES = 2000, 100
_EACH = "每"
# A year in two figures lies no farther from the document's own.
_NEAR_YEARS = 10


def dated(match: re.Match[str], issued: Issued) -> Days | None:
    """A year or a point of one: 2025年底前, 2024年第三季度, 明年6月; a bare year only as `standing.stands` has it."""
    groups = match.groupdict()
    year = year_of(groups, match, issued)
    if _tells_how_things_stand(match, year, issued) or not _says_by_when(match, issued):
        return None
    edged = bool(groups["end"] or groups["before"])
    if not year or _each_year(groups.get("relative"), match, issued):
        return NONE
    if groups["half"] or groups["quarter"] or groups["month"]:
        return part_of(year, groups, edged)
    if groups["edge"]:
        return (None, calendar.last(year, 6)) if groups["edge"].endswith("中") else (None, calendar.last(year, 3))
    return None, f"{year}-12-31"


def _tells_how_things_stand(match: re.Match[str], year: int | None, issued: Issued) -> bool:
    """Whether the time of a match is none by which a thing is to be done: one as of which figures are given, the end
    of a span, a law's first day."""
    opening = match["open"]
    if (
        standing.next_word_says_done(match)
        or opening in _WORDS.as_of
        or (standing.summed_up(match) and not standing.lies_ahead(match, year, issued))
    ):
        # 截至2022年底 tells how things stood.
        return True
    if opening in ("至", "到") and match.string.endswith(_WORDS.spanned, 0, match.start("due")):
        # 12月至次年3月为防火期: the end of a span that is no deadline.
        return True
    if match.string.endswith(_WORDS.in_force, 0, match.start("due")):
        return True
    after = match.string[match.end("due") : match.end("due") + 4]
    return after.startswith(_WORDS.after_edges if match["end"] or match["before"] else _WORDS.since)


def _says_by_when(match: re.Match[str], issued: Issued) -> bool:
    """Whether a match says by when: by a word before it, by its edge or its part of the year, or by where it stands."""
    groups, staged = match.groupdict(), standing.bracketed(match)
    opening, edged = groups["open"], groups["end"] or groups["before"]
    if not (
        opening
        or edged
        or groups["half"]
        or groups["quarter"]
        or groups["edge"]
        or staged
        or standing.stands(match, issued)
    ):
        return False
    if groups.get("relative") in _WORDS.after_another and not (
        edged or groups["half"] or groups["quarter"] or groups["month"] or standing.done_then(match)
    ):
        return False
    return not (
        edged is None
        and opening is None
        and not staged
        and standing.compared(match)
        and not standing.has_mark(match, issued)
        and not _FORMS.after_year.search(match.string[: match.start()])
    )


def short_year(match: re.Match[str], issued: Issued) -> Days | None:
    """25年四季度前: a year in two figures, where one near the document's own is meant."""
    if not issued.year or abs(_CENTURY + int(match["year"]) - issued.year) > _NEAR_YEARS:
        return None
    return dated(match, issued)


def year_of(groups: dict[str, str | None], match: re.Match[str], issued: Issued) -> int | None:
    """The year of a match: written, or counted from the document's."""
    if word := groups.get("relative"):
        return _relative(word, match, issued)
    found = number(groups["year"] or "")
    return _CENTURY + found if found and found < _TWO_FIGURES else found


def _relative(word: str, match: re.Match[str], issued: Issued) -> int | None:
    """The year that 明年 or 次年 names: counted from the document's, 次年 and 当年 from the year named before them."""
    step = int(load("extracting/deadlines")["relative"][word])
    named = _FORMS.named_year.findall(issued.clause(match.start("due"))) if word in _WORDS.after_another else []
    base = int(named[-1]) if named else issued.year
    return base + step if base else None


def _each_year(word: str | None, match: re.Match[str], issued: Issued) -> bool:
    """Whether 次年 is the year after any: 每年开展评估，次年3月报送."""
    return word in _WORDS.after_another and "每" in issued.clause(match.start("due"))


def named_before(match: re.Match[str], issued: Issued) -> int | None:
    """The year of the point named before in the clause: 2025年6月底前招标，9月底前开工; not a year long past."""
    found = [
        m for m in _FORMS.point_of_year.finditer(issued.clause(match.start("due"))) if m["before"] not in ("比", "较")
    ]
    year = int(found[-1]["year"]) if found else None
    return year if year and year >= (issued.year or 0) else None


def in_month(year: int, groups: Mapping[str, str | None]) -> Days:
    """The days of a month, of a third of it, or of one day; only the last where it is a limit."""
    month = number(groups["month"] or "") or 0
    limit = bool(groups.get("before") or groups.get("end") or groups.get("open"))
    if groups.get("day"):
        found = calendar.day(year, month, number(groups["day"] or "") or 0)
        return None if limit else found, found
    if third := groups.get("third"):
        first, final = calendar.THIRDS[third]
        closing = calendar.last(year, month) if third[0] == "下" else calendar.day(year, month, final)
        return None if limit else calendar.day(year, month, first), closing
    return None if limit else calendar.day(year, month, 1), calendar.last(year, month)


def part_of(year: int, groups: Mapping[str, str | None], limit: bool) -> Days:
    """The days of a half, a quarter, a month or a part of one; of a quarter only the last where it is a limit."""
    if half := groups.get("half"):
        return calendar.months(year, *calendar.HALF_YEARS[half])
    if quarter := groups.get("quarter"):
        final = 3 * (number(quarter) or 0)
        first, closing = calendar.months(year, final - 2, final)
        return None if limit else first, closing
    return in_month(year, groups)


def years(match: re.Match[str], issued: Issued) -> Days | None:
    """2021—2023年, 2024年9月至2025年3月."""
    first, final = match["from"], match["to"]
    opening = calendar.written(first if "年" in first else f"{first}年")[0]
    closing = calendar.written(final)[1]
    if opening is None or closing is None or closing < opening or _compared_range(match):
        return None
    return opening, closing


def marked(match: re.Match[str], issued: Issued) -> Days | None:
    """提高到2025年的8%: the year of a mark to reach, unless it is named as a deadline besides."""
    return None if issued.text.count(match["due"]) > 1 else (None, f"{number(match['year'])}-12-31")


def since_relative(match: re.Match[str], issued: Issued) -> Days | None:
    """从今年起."""
    year = _relative(match["relative"], match, issued)
    return (f"{year}-01-01", None) if year else NONE


def from_now(match: re.Match[str], issued: Issued) -> Days | None:
    """即日起至6月30日: from the document's own day on."""
    year = number(match["year"]) if match["year"] else issued.year
    if not (match["year"] or match["month"]):
        return None
    if not year:
        return NONE
    final = in_month(year, match.groupdict())[1] if match["month"] else f"{year}-12-31"
    return issued.day.isoformat() if issued.day else None, final


def event(match: re.Match[str], issued: Issued) -> Days | None:
    """2025年某运动会期间: when it is held no calendar knows; one of a year past is told of."""
    year = number(match["year"]) or 0
    return None if standing.is_told_as_done(match) or (issued.year and year < issued.year) else NONE


def _compared_range(match: re.Match[str]) -> bool:
    after = match.string[match.end("due") : match.end("due") + 2]
    return after in _WORDS.named_after_span and "，" not in after


def months(match: re.Match[str], issued: Issued) -> Days | None:
    """2022年4—10月."""
    first, final = number(match["from"]) or 0, number(match["to"]) or 0
    if first > final or standing.is_told_as_done(match) or match.string.endswith(_WORDS.refers, 0, match.start("due")):
        return None
    return calendar.months(number(match["year"]) or 0, first, final)


def since(match: re.Match[str], issued: Issued) -> Days | None:
    """自2022年起: the first day; what began in a year before the document's own is past."""
    year = number(match["year"]) or 0
    before = match.string[: match.start("due")][-2:]
    if (
        (issued.year and year < issued.year)
        or standing.is_told_as_done(match)
        or before.endswith(("—", "比", "较", "于"))
    ):
        return None
    month, day = number(match["month"] or ""), number(match["day"] or "")
    if quarter := number(match["quarter"] or ""):
        month = 3 * quarter - 2
    elif match["half"]:
        month = calendar.HALF_YEARS[match["half"]][0]
    return calendar.day(year, month or 1, day or 1), None


def since_month(match: re.Match[str], issued: Issued) -> Days | None:
    """9月起: the first day, in the year named before it, else in the document's own."""
    if standing.is_told_as_done(match):
        return None
    year = named_before(match, issued) or issued.year
    return (calendar.day(year, number(match["month"]) or 0, number(match["day"] or "") or 1), None) if year else NONE


def from_issue(match: re.Match[str], issued: Issued) -> Days | None:
    """自印发之日起3个月内: so long after the document's own day."""
    count = match["count"]
    value = 0.5 if count == "半" else float(number(count) or 0)
    return (None, calendar.later(issued.day, value, match["unit"].removeprefix("个"))) if issued.day and value else NONE


def this_and_next(match: re.Match[str], issued: Issued) -> Days | None:
    """今明两年."""
    return (f"{issued.year}-01-01", f"{issued.year + 1}-12-31") if issued.year else NONE


def this_half(match: re.Match[str], issued: Issued) -> Days | None:
    """上半年 and 二季度 of the document's own year."""
    if not match["before"] and not standing.stands(match):
        return None
    year = named_before(match, issued) or issued.year
    if not year:
        return NONE
    which = match["which"]
    limit = match["before"] or which[-1] in "底末"
    if which in calendar.HALF_YEARS:
        first, final = calendar.months(year, *calendar.HALF_YEARS[which])
    else:
        closing = 3 * (number(which.lstrip("第Q")[0]) or 0)
        first, final = calendar.months(year, closing - 2, closing)
    return None if limit else first, final


def lasting(match: re.Match[str], issued: Issued) -> Days | None:
    """长期坚持: a time, but none that a calendar knows."""
    return NONE


def plan(match: re.Match[str], issued: Issued) -> Days | None:
    """“十四五”期间: the five years of the plan, or the part of them that is named."""
    year = int(load("extracting/deadlines")["plans"][match["plan"]])
    when = match["when"]
    if "末" in when:
        return None, f"{year + 4}-12-31"
    first, final = load("extracting/deadlines")["parts_of_plan"].get(when, (0, 4))
    return f"{year + first}-01-01", f"{year + final}-12-31"


def recurring(match: re.Match[str], issued: Issued) -> Days | None:
    """每季度: again and again, on no day that a calendar knows. 每人每年 and 每月400元 are rates."""
    rate = _FORMS.for_each.search(match.string, 0, match.start("due")) or _FORMS.sum.match(
        match.string, match.end("due")
    )
    return None if rate else NONE


def within(match: re.Match[str], issued: Issued) -> Days | None:
    """3年内: so long after the document's own day, where it is not counted from something else. A look back (近3年内)
    and a condition (2年内存在…关系的) are none."""
    groups = match.groupdict()
    before, after = (
        match.string[: match.start("due")],
        match.string[match.end("due") : match.end("due") + standing.CLAUSE],
    )
    # 落户3年内免租 is said of a firm; 登记3日内办结 is to be done, but nobody knows on which day.
    happened = before.endswith(_WORDS.happened)
    told_of = happened and not after.startswith(_WORDS.done)
    if told_of or before.endswith((*_WORDS.at_most, *_WORDS.looks_back)) or after.startswith(_WORDS.tells):
        return None
    if _FORMS.condition.match(after):
        return None
    count = groups.get("more") or groups["count"]
    value = 0.5 if count == "半" else float(number(count) or 0)
    unit = groups["unit"].removeprefix("个")
    elsewhere = (
        happened
        or after.startswith(_WORDS.holds)
        or groups.get("of")
        or _FORMS.from_elsewhere.search(before[-standing.CLAUSE :])
    )
    if not value or not issued.day or elsewhere:
        return NONE
    return None, calendar.later(issued.day, value, unit)


def ahead(match: re.Match[str], issued: Issued) -> Days | None:
    """至少提前3个月: a time before something that no calendar knows; not how much earlier something was done."""
    before = match.string[: match.start("due")]
    return None if standing.is_told_as_done(match) or before.endswith(_WORDS.earlier) else NONE


def quarter(match: re.Match[str], issued: Issued) -> Days | None:
    """2025年Q2前."""
    if standing.is_told_as_done(match) or standing.compared(match):
        return None
    final = 3 * int(match["quarter"])
    first, closing = calendar.months(number(match["year"]) or 0, final - 2, final)
    return None if match["open"] or match["end"] or match["before"] else first, closing


def year_end(match: re.Match[str], issued: Issued) -> Days | None:
    """年底前, 年内, 月底前: of the document's own year or month."""
    after = match.string[match.end("due") : match.end("due") + 4]
    if match["due"] in _WORDS.month_ends:
        return None, calendar.last(issued.day.year, issued.day.month) if issued.day else None
    if match["due"] in _WORDS.year_ends and not (after.startswith("，") or standing.asks(after)):
        return None
    return None, f"{issued.year}-12-31" if issued.year else None


def month(match: re.Match[str], issued: Issued) -> Days | None:
    """6月底前, and a month alone where it stands as a deadline does: 3月启动, 试点阶段（3月）."""
    groups = match.groupdict()
    limit = groups["end"] or groups["before"]
    if not limit and (standing.is_told_as_done(match) or not (standing.stands(match) or standing.bracketed(match))):
        return None
    if not limit and groups["third"] is None and groups["open"] is None and standing.runs_on(match):
        return None
    near = named_before(match, issued)
    year = near or issued.year
    if not year or (match.string.endswith("、", 0, match.start("due")) and "每" in issued.clause(match.start("due"))):
        # 每年6月底、12月底前: each year again.
        return NONE
    found = in_month(year, groups)
    over = bool(issued.day and found[1] and found[1] < issued.day.isoformat())
    if limit and over and near is None and issued.day and issued.day.year == year:
        return in_month(year + 1, groups)
    return found


def this_month(match: re.Match[str], issued: Issued) -> Days | None:
    """本月底前, 下月5日前, 下季度末, 本周五前: counted from the document's own day, where it comes but once."""
    if not (match["end"] or match["before"]):
        return None
    which = match["which"] or match["week"]
    if issued.day is None or which[0] == "次" or _EACH in issued.text[: match.start("due")]:
        return NONE
    at, step = issued.day, 0 if which[0] == "本" else 1
    if match["week"]:
        return None, calendar.in_week(at, step, match["weekday"])
    if which[-1] == "度":
        quarter = (at.month - 1) // 3 + step
        return None, calendar.last(at.year + quarter // 4, 3 * (quarter % 4) + 3)
    years, month = divmod(at.month - 1 + step, 12)
    if match["day"]:
        return None, calendar.day(at.year + years, month + 1, number(match["day"]) or 0)
    return None, calendar.last(at.year + years, month + 1)
