"""时限: by when, within what time or how often a measure is to be done, as written, with the days that it names.

What holds here: days are computed only where the calendar gives them (2020年底 -> 2020-12-31, “十四五”期间 ->
2021-01-01 to 2025-12-31); what is relative (3年内, 年底前, 6月底前) is counted from the document's own date, and has no
days without one. A year that only compares (比2020年增长), belongs to a title, a document's number or a name, and a day
that was over when the document was issued, is no deadline. Each wording is one entry of `_forms`, tried in order: a
longer one takes its characters first.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from duikou.data import load
from duikou.extracting import citations, days, spans
from duikou.extracting.days import NONE, Days
from duikou.extracting.measures import Passage
from duikou.model import Deadline, Document, Measure
from duikou.outlining.numerals import number

# A slogan in quotation marks is no longer than this.
_SLOGAN = 12
# How long something may take at most is a quantity: 压缩至2个工作日以内.
_SET = ("至", "到", "不超过", "控制在", "缩短", "压缩", "减少", "提前", "延长")
# A time that only tells of what: 三年内未受过处罚的, 一个月内取得的收入.
_TELLS = ("未", "不", "又", "再", "取得", "发生", "曾", "有", "的", "受过", "两次", "累计", "多次")
# A time counted from something else than the document: 自受理之日起二十日内.
_FROM_ELSEWHERE = ("起", "后", "之日", "前")
_HEAD = "。；，：！？\n"


def fill(document: Document, passages: Sequence[Passage], measures: Sequence[Measure]) -> list[Measure]:
    """Fill the deadlines of each measure. A cell of a table under 完成时限 is one as it stands."""
    issued = days.read(document.date)
    filled = []
    for passage, measure in zip(passages, measures, strict=True):
        found = spans.collect(passage.stretches, lambda text: find(text, issued), lambda d: d.text)
        cells = spans.collect(passage.due, lambda text: cell(text, issued), lambda d: d.text)
        known = {d.text for d in cells}
        filled.append(replace(measure, deadlines=(*cells, *(d for d in found if d.text not in known))))
    return filled


def find(text: str, issued: datetime.date | None = None) -> tuple[Deadline, ...]:
    """The deadlines that `text` names, in order, each as written; spans count in `text`. `issued` is the day of the
    document: without it what is relative has no days."""
    if not _hint().search(text):
        return ()
    masked = spans.blank(text, _names(text))
    found: list[Deadline] = []
    for form in _forms():
        for match in form.pattern.finditer(masked):
            start, end = match.span("due")
            read = form.days(match, issued)
            if read is None or _over(read, issued):
                continue
            found.append(Deadline(text[start:end], *read, start, end))
            masked = spans.blank(masked, [(start, end)])
    return tuple({d.text: d for d in sorted(found, key=lambda d: -d.start)}.values())[::-1]


def cell(text: str, issued: datetime.date | None = None) -> tuple[Deadline, ...]:
    """The deadline of a cell: the whole cell as written, with the days of what is found in it."""
    bare = text.strip()
    if not re.search(r"\w", bare):
        return ()
    start = text.index(bare)
    found: Days = NONE
    if match := re.fullmatch(r"(20\d\d)年?", bare):
        found = None, f"{match[1]}-12-31"
    elif match := re.fullmatch(r"(20\d\d)(?:年|[./-])(\d{1,2})月?", bare):
        found = None, days.last(int(match[1]), int(match[2]))
    elif match := re.fullmatch(r"(20\d\d)[./-](\d{1,2})[./-](\d{1,2})", bare):
        found = None, days.day(int(match[1]), int(match[2]), int(match[3]))
    elif match := re.fullmatch(r"(\d{1,2})月底?", bare):
        found = None, days.last(issued.year, int(match[1])) if issued else None
    elif inner := find(bare + "，", issued):
        found = inner[0].first_day, inner[-1].last_day
    return (Deadline(bare, *found, start, start + len(bare)),)


def _names(text: str) -> list[tuple[int, int]]:
    """What may hold a year without being a deadline: titles, numbers of documents, slogans, editions in brackets."""
    plans = load("deadlines")["plans"]
    found = citations.quoted(text)
    found += [m.span() for m in re.finditer(r"[^\W\d_]{0,12}〔\d{4}〕(?:第)?\d*号?", text)]
    found += [m.span() for m in re.finditer(r"[（(]\d{4}[—–~～至-]\d{4}年?[）)]", text)]
    found += [m.span() for m in re.finditer(rf"“([^“”]{{1,{_SLOGAN}}})”", text) if m[1] not in plans]
    return found


def _over(read: Days, issued: datetime.date | None) -> bool:
    """Whether the time was over when the document was issued."""
    return issued is not None and read[1] is not None and read[1] < issued.isoformat()


@cache
def _hint() -> re.Pattern[str]:
    return re.compile('年|月|季度|[天日周]内|五[”"期时末]')


_Reader = Callable[[re.Match[str], datetime.date | None], Days | None]


@dataclass(frozen=True, slots=True)
class _Form:
    """One wording: group `due` is the deadline; `days` reads it, and gives None where it is none."""

    pattern: re.Pattern[str]
    days: _Reader


_Y = "(?:(?:19|20)\\d\\d|[一二][〇○零一二三四五六七八九]{3})"
_M = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_D = "(?:3[01]|[12]\\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_C = "(?:\\d{1,3}|[一二两三四五六七八九十]{1,3}|半)"
_DASH = "(?:—|–|-|~|～|至|到)"
_OPEN = "(?P<open>截止到|截至|截止|到|至)?"
_BEFORE = "(?P<before>之前|以前|前|之?内)?"
# What may follow a year: 上半年, 第三季度, 6月30日前, 年底前, 初.
_POINT = (
    f"(?:(?P<half>[上下]半年)|第?(?P<quarter>[一二三四1-4])季度|(?P<month>{_M})月(?:份)?(?:(?P<day>{_D})日|(?P<third>[上中下]旬))?"
    "|(?P<edge>年?[初中](?![期心小等级共华国央型医试部学步始])))?(?P<end>年?[底末])?" + _BEFORE
)


# 2021年、2022年和2023年分别达到: years of one list.
_SERIES = re.compile(f"(?:[、和及·](?:·+|{_Y}年))+(?=[分达，])")
_AFTER_YEAR = re.compile("[年·][、和及]$")


@cache
def _forms() -> tuple[_Form, ...]:
    words = load("deadlines")
    plans, recurring, relative = (
        "|".join(sorted(words[name], key=len, reverse=True)) for name in ("plans", "recurring", "relative")
    )
    whole = f"{_Y}年(?:{_M}月(?:{_D}日)?)?"
    forms: tuple[tuple[str, _Reader], ...] = (
        (f"(?:自|从)?(?P<due>(?P<from>{whole}){_DASH}(?P<to>{whole})(?:[底末]|期间)?)(?![的版度])", _range),
        (f"(?P<due>(?P<from>{_Y}){_DASH}(?P<to>{_Y}年)(?:期间)?)(?![的版度])", _range),
        (
            f'(?P<due>{_OPEN}[“"]?(?P<plan>{plans})[”"]?(?P<when>期间|时期|初期|前期|中期|后期|期末|末期|末|期内))',
            _plan,
        ),
        (f"(?P<due>{_OPEN}(?P<year>{_Y})年{_POINT})", _dated),
        (f"(?P<due>(?:{recurring})(?![度人均])(?:{_M}月(?:{_D}日)?[底末]?|年?[底末])?(?:之?前)?)", _recurring),
        (f"(?P<due>{_OPEN}(?P<relative>{relative}){_POINT})", _dated),
        (f"(?P<due>(?P<count>{_C})(?P<unit>年|个?月|个季度|周|天|个?工作日|日)(?:时间)?(?:之|以)?内)", _within),
        (
            f"(?P<due>(?:未来|今后|用)(?P<count>{_C})(?:{_DASH}(?P<more>{_C}))?(?P<unit>年)(?:左右)?(?:的?时间|内)?)",
            _within,
        ),
        ("(?:(?<![一-龥\\d])|(?<=[于在到]))(?P<due>年[底末](?:之?前|以前)?|年内)(?!收)", _year_end),
        (
            f"(?<![\\d年])(?P<due>{_OPEN}(?P<month>{_M})月(?:份)?(?:(?P<day>{_D})日|(?P<third>[上中下]旬))?(?P<end>[底末])?{_BEFORE})",
            _month,
        ),
        ("(?P<due>(?P<which>[本下]月|[本下]季度)(?P<end>[底末])?(?P<before>之?前)?)", _this_month),
    )
    return tuple(_Form(re.compile(pattern), reader) for pattern, reader in forms)


def _plain(match: re.Match[str]) -> bool:
    """Whether a bare year or month stands as a deadline does: at the head of a clause and closed by a comma, or before
    a verb; and after no word that compares."""
    words = load("deadlines")
    start, end = match.span("due")
    before, after = match.string[max(0, start - 6) : start], match.string[end : end + 40]
    if after.startswith(tuple(words["since"])):
        return False
    after = _SERIES.sub("", after, count=1)
    if _AFTER_YEAR.search(before):
        return after.startswith(tuple(words["acts"]))
    if before.endswith(tuple(words["compares"])):
        return False
    heads = not before or before[-1] in _HEAD
    return after.startswith(tuple(words["acts"])) or (heads and after[:1] == "，")


def _dated(match: re.Match[str], issued: datetime.date | None) -> Days | None:
    groups = match.groupdict()
    year = _year(groups, issued)
    after = match.string[match.end("due") : match.end("due") + 4]
    opened, edged = groups["open"], groups["end"] or groups["before"]
    if after.startswith(("以来", "起", "以后", "的") if edged else tuple(load("deadlines")["since"])):
        return None
    if not (opened or edged or groups["half"] or groups["quarter"] or groups["edge"]) and not _plain(match):
        return None
    if edged is None and opened is None and _compared(match) and not _AFTER_YEAR.search(match.string[: match.start()]):
        return None
    if not year:
        return NONE
    if groups["half"]:
        return days.months(year, *days.HALVES[groups["half"]])
    if groups["quarter"]:
        final = 3 * (number(groups["quarter"]) or 0)
        first, closing = days.months(year, final - 2, final)
        return None if edged else first, closing
    if groups["month"]:
        return _in_month(year, groups)
    if groups["edge"]:
        return (None, days.last(year, 6)) if groups["edge"].endswith("中") else (None, days.last(year, 3))
    return None, f"{year}-12-31"


def _compared(match: re.Match[str]) -> bool:
    before = match.string[: match.start("due")]
    return before.endswith(tuple(load("deadlines")["compares"]))


def _year(groups: dict[str, str | None], issued: datetime.date | None) -> int | None:
    """The year of a match: written, or counted from the document's."""
    if word := groups.get("relative"):
        return issued.year + int(load("deadlines")["relative"][word]) if issued else None
    return number(groups["year"] or "")


def _in_month(year: int, groups: dict[str, str | None]) -> Days:
    """The days of a month, of a third of it, or of one day; only the last where it is a limit."""
    month = number(groups["month"] or "") or 0
    limit = bool(groups.get("before") or groups.get("end") or groups.get("open"))
    if groups.get("day"):
        found = days.day(year, month, number(groups["day"] or "") or 0)
        return None if limit else found, found
    if third := groups.get("third"):
        first, final = days.THIRDS[third]
        closing = days.last(year, month) if third == "下旬" else days.day(year, month, final)
        return None if limit else days.day(year, month, first), closing
    return None if limit else days.day(year, month, 1), days.last(year, month)


def _range(match: re.Match[str], issued: datetime.date | None) -> Days | None:
    first, final = match["from"], match["to"]
    opening = days.written(first if "年" in first else f"{first}年")[0]
    closing = days.written(final)[1]
    if opening is None or closing is None or closing < opening or _compared_range(match):
        return None
    return opening, closing


def _compared_range(match: re.Match[str]) -> bool:
    after = match.string[match.end("due") : match.end("due") + 2]
    return after in ("规划", "计划", "行动", "工作", "建设") and "，" not in after


def _plan(match: re.Match[str], issued: datetime.date | None) -> Days | None:
    year = int(load("deadlines")["plans"][match["plan"]])
    when = match["when"]
    if "末" in when:
        return None, f"{year + 4}-12-31"
    spans_ = {"初期": (0, 1), "前期": (0, 2), "中期": (2, 2), "后期": (3, 4)}
    first, final = spans_.get(when, (0, 4))
    return f"{year + first}-01-01", f"{year + final}-12-31"


def _recurring(match: re.Match[str], issued: datetime.date | None) -> Days | None:
    return NONE


def _within(match: re.Match[str], issued: datetime.date | None) -> Days | None:
    groups = match.groupdict()
    before, after = match.string[: match.start("due")], match.string[match.end("due") : match.end("due") + 3]
    if before.endswith(_SET) or after.startswith(_TELLS):
        return None
    count = groups.get("more") or groups["count"]
    value = 0.5 if count == "半" else float(number(count) or 0)
    unit = groups["unit"].removeprefix("个")
    if not value or not issued or before.endswith(_FROM_ELSEWHERE):
        return NONE
    return None, days.later(issued, value, unit)


def _year_end(match: re.Match[str], issued: datetime.date | None) -> Days | None:
    after = match.string[match.end("due") : match.end("due") + 4]
    if match["due"] in ("年底", "年末") and not after.startswith(("，", *load("deadlines")["acts"])):
        return None
    return None, f"{issued.year}-12-31" if issued else None


def _month(match: re.Match[str], issued: datetime.date | None) -> Days | None:
    groups = match.groupdict()
    if not (groups["end"] or groups["before"]):
        return None
    year = issued.year if issued else 0
    return _in_month(year, groups) if year else NONE


def _this_month(match: re.Match[str], issued: datetime.date | None) -> Days | None:
    if not (match["end"] or match["before"]):
        return None
    if issued is None:
        return NONE
    step = 0 if match["which"][0] == "本" else 1
    if match["which"].endswith("季度"):
        quarter = (issued.month - 1) // 3 + step
        return None, days.last(issued.year + quarter // 4, 3 * (quarter % 4) + 3)
    month = issued.month - 1 + step
    return None, days.last(issued.year + month // 12, month % 12 + 1)
