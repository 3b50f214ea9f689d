"""The wordings of deadlines.

What holds here: each wording is one entry of `forms`, tried in order: a longer one takes its characters first. How the
days of each are read is in `reckoning`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from duikou.data import load
from duikou.extracting.fields.deadlines import reckoning, time_spans
from duikou.notation.calendar import Days, Issued

_Reader = Callable[[re.Match[str], Issued], Days | None]


@dataclass(frozen=True, slots=True)
class Form:
    """One wording: group `due` is the deadline; `days` reads it, and gives None where it is none."""

    pattern: re.Pattern[str]
    needs: str
    days: _Reader


_Y = "(?:(?:19|20)\\d\\d|[一二][〇○零一二三四五六七八九]{3})"
_M = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_D = "(?:3[01]|[12]\\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_C = "(?:(?<!\\d)\\d{1,4}|[一二两三四五六七八九十]{1,3}|半)"
_DASH = "(?:—|–|-|~|～|至|到)"
_UNIT = "(?P<unit>年|个?月|周|天|个?工作日|日)"
_OPEN = "(?P<open>截止到|截至|截止|到|至)?"
_BEFORE = "(?P<before>之前|以前|前后?|之?内)?"
# What may follow a year: 上半年, 第三季度, 6月30日前, 年底前, 初.
_POINT = (
    f"(?:(?P<half>[上下]半年)|第?(?P<quarter>[一二三四1-4])季度|(?P<month>{_M})月(?:份)?(?:(?P<day>{_D})日|(?P<third>[上中下]旬|初))?"
    "|(?P<edge>年?[初中](?![期心小等级共华国央型医试部学步始])))?(?P<end>[年月]?[底末])?" + _BEFORE
)

# A day in figures: 2024.6.30, 2024-06-30.
_FIGURES = r"(?P<y{n}>20\d\d)[./](?P<m{n}>1[0-2]|0?[1-9])(?:[./](?P<d{n}>3[01]|[12]\d|0?[1-9]))?"


def _span_point(n: int) -> str:
    """A point of a span: 2024年3月1日, 3月上旬, 第一季度; its groups end in `n`."""
    first = n == 1
    later, named = "" if first else "|(?P<next>次年)", "named" if first else "named2"
    bare, end = (f"|(?={_DASH})", "") if first else ("", "[底末]?")
    return (
        f"(?:(?P<y{n}>{_Y})年{later})?(?:(?P<m{n}>{_M})(?:(?P<{named}>月份?)"
        f"(?:(?P<d{n}>{_D})日|(?P<t{n}>[上中下]旬|初))?{bare})"
        f"|(?P<h{n}>[上下]半年)|第?(?P<q{n}>[一二三四1-4])季度){end}"
    )


@cache
def forms() -> tuple[Form, ...]:
    """All wordings, in the order in which they are tried."""
    words = load("extracting/deadlines")
    plans, recurring, relative = (
        "|".join(sorted(words[name], key=len, reverse=True)) for name in ("plans", "recurring", "relative")
    )
    seasons = "|".join(sorted(words["seasons"], key=len, reverse=True))
    lasting = "|".join(sorted(words["lasting"], key=len, reverse=True))
    undated, marks = "|".join(words["undated"]), "|".join(words["marks"])
    whole = f"{_Y}年(?:{_M}月(?:{_D}日)?)?"
    forms: tuple[tuple[str, _Reader], ...] = (
        (f"(?:自|从)?(?P<due>(?P<from>{whole}){_DASH}(?P<to>{whole})(?:[底末]|期间)?)(?![的版度])", reckoning.years),
        (f"(?P<due>(?P<from>{_Y}){_DASH}(?P<to>{_Y}年)(?:期间)?)(?![的版度])", reckoning.years),
        (
            f"(?P<due>(?P<year>{_Y})年(?P<from>{_M})月?{_DASH}(?P<to>{_M})月[底末]?(?:期间)?)(?![的份])",
            reckoning.months,
        ),
        (
            rf"(?<![\d年第上.])(?P<due>{_span_point(1)}[底末]?起?{_DASH}(?:{_span_point(2)}|(?P<e2>{_D})日)(?:期间|之?前)?)"
            r"(?![的份\d个龄])",
            time_spans.between,
        ),
        (
            rf"(?<![\d./-])(?P<due>{_FIGURES.format(n=1)}{_DASH}{_FIGURES.format(n=2)})(?![\d./-])",
            time_spans.figures_range,
        ),
        (
            r"(?<![\d./-])(?P<due>(?P<year>20\d\d)(?P<mark>[./-])(?P<month>1[0-2]|0?[1-9])(?P=mark)"
            r"(?P<day>3[01]|[12]\d|0?[1-9])日?(?P<before>之?前|以前)?)(?![\d./-])",
            time_spans.figures,
        ),
        (
            r"(?<!\d)(?P<due>(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?P<before>之?前|以前))",
            time_spans.figures,
        ),
        (f"(?P<due>{_OPEN}(?P<year>{_Y})年?Q(?P<quarter>[1-4])(?P<end>[底末])?{_BEFORE})", reckoning.quarter),
        (f"(?P<due>提前(?:不少于)?{_C}{_UNIT}(?:以上)?)(?!完|建|实|达)", reckoning.ahead),
        (f"(?:{marks})(?:到|至)(?P<due>(?P<year>{_Y})年)(?=的[约近]?[\\d百千一二三四五六七八九十])", reckoning.marked),
        (
            f"(?P<due>(?P<year>{_Y})年(?:(?!期间)[一-龥]){{2,10}}(?:会|节|赛)期间)",
            reckoning.event,
        ),
        (f"(?P<due>(?:自|从)(?P<relative>{relative})(?:起|开始))", reckoning.since_relative),
        (
            f"(?P<due>即日起{_DASH}(?:(?P<year>{_Y})年)?(?:(?P<month>{_M})月(?:(?P<day>{_D})日)?)?[底末]?(?:之?前)?)",
            reckoning.from_now,
        ),
        (f"(?P<due>(?:到|至)?(?:{undated}))", reckoning.recurring),
        (
            f"(?P<due>(?:自|从)?(?P<year>{_Y})年(?:(?P<month>{_M})月(?:份)?(?:(?P<day>{_D})日)?)?(?:起|开始))"
            "(?!，?(?:正式)?(?:施行|执行|生效|算|[草头]|实施。))",
            reckoning.since,
        ),
        (
            f"(?P<due>自(?:本[^，。]{{1,6}})?(?:印发|发布|公布|下发)之日起(?P<count>{_C}){_UNIT}(?:之|以)?内)",
            reckoning.from_issue,
        ),
        ("(?P<due>今明两年)", reckoning.this_and_next),
        (
            f'(?P<due>{_OPEN}[“"]?(?P<plan>{plans})[”"]?(?P<when>期间|时期|初期|前期|中期|后期|期末|末期|末|期内))',
            reckoning.plan,
        ),
        (f"(?P<due>{_OPEN}(?P<year>{_Y})年{_POINT})", reckoning.dated),
        (
            f"(?<![人户亩家头])(?P<due>(?:{recurring})(?![度人均])(?:{_M}月(?:{_D}日)?[底末]?(?:{_DASH}{_M}月(?:{_D}日)?[底末]?)?|(?:首月|次月|末月)?{_D}日|年?[底末]|[上下]半年|第?[一二三四]季度[底末]?)?(?:之?前)?)",
            reckoning.recurring,
        ),
        (f"(?P<due>{_OPEN}(?P<relative>{relative}){_POINT})", reckoning.dated),
        (
            f"(?P<due>(?:{_C}{_DASH})?(?P<count>{_C})(?P<unit>年|个?月|个季度|周|天|个?工作日|日)(?:左右)?(?:的?时间)?(?:之|以)?内)",
            reckoning.within,
        ),
        (
            f"(?P<due>(?:未来|今后|用)(?P<count>{_C})(?:{_DASH}(?P<more>{_C}))?(?P<unit>年)(?:左右)?(?:的?时间|内)?)",
            reckoning.within,
        ),
        (
            f"(?P<due>(?:经过|通过|力争|争取|利用)(?P<count>{_C})(?:{_DASH}(?P<more>{_C}))?(?P<unit>年)(?:左右)?(?:的?时间|的?努力|见效|(?=[建实完达形基]))(?!行动|计划))",
            reckoning.within,
        ),
        ("(?:(?<![一-龥\\d])|(?<=[于在到]))(?P<due>年[底末](?:之?前|以前)?|年内|月底前)(?!收)", reckoning.year_end),
        (
            f"(?<![\\d年])(?P<due>{_OPEN}(?P<month>{_M})月(?:份)?(?:(?P<day>{_D})日|(?P<third>[上中下]旬|初))?(?P<end>月?[底末])?{_BEFORE})",
            reckoning.month,
        ),
        (
            "(?:(?<![一-龥\\d])|(?<=[于在到]))"
            "(?P<due>(?P<which>[上下]半年|第?[一二三四1-4]季度[底末]?|Q[1-4][底末]?)(?P<before>之?前|内)?)",
            reckoning.this_half,
        ),
        (f"(?P<due>{_Y}年(?:{seasons})(?:来临|到来)?之?前)", reckoning.recurring),
        (
            f"(?:(?<![一-龥\\d])|(?<=[于在到]))(?P<due>(?:{seasons})(?:来临|到来)?之?前)(?![后期的])",
            reckoning.recurring,
        ),
        (
            f"(?:时限|时间|期限|进度)[：:](?P<due>(?:{lasting})(?:(?:并|且)?(?:{lasting}))*)(?=[，。；）】]|$)",
            reckoning.lasting,
        ),
        # What the entry before has taken stands there as middle dots.
        (f"(?:时限|时间|期限|进度)[：:]·+[，、](?P<due>{lasting})(?=[，。；）】]|$)", reckoning.lasting),
        (f"(?<=[，；。（])(?P<due>(?:{lasting})(?:(?:并|且)?(?:{lasting}))*)(?=）)", reckoning.lasting),
        ("(?P<due>(?P<which>[本下]月|[本下]季度)(?P<end>[底末])?(?P<before>之?前)?)", reckoning.this_month),
    )
    return tuple(Form(re.compile(pattern), _NEEDS.get(reader, ""), reader) for pattern, reader in forms)


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
