"""数量指标: how many, as written, with lowest and highest value, unit, relation, and what is counted.

What holds here: a number counts only with its unit, or as a per cent or a fraction; not inside a title, a slogan in
quotation marks, a date, an ordinal or a name (5G, 一带一路, 4A级, 二期工程, 千家企业). Of Chinese numerals only two and
more count: 一个 and 一批 say nothing, nor does 以上两项, which points back, nor 十大工程 and 零容忍, which are names. A
bare number counts where it is set as a mark to reach (用户超过4.2亿, 系数提高到0.6). 百分之十五 and 七成 are 15 % and
70 %, as 15% is. Words that give a bound (不少于, 以上) belong to the quantity as written, words that say which way it
goes (增长, 降低) do not, but tell the relation. How long something may take is a quantity only where it is set as a
limit (压缩至3个工作日); else it is a deadline's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from duikou.data import load
from duikou.extracting.fields import citations, spans
from duikou.extracting.fields.quantities import bounds, counted
from duikou.extracting.measures.finding import Passage
from duikou.model import Document, Measure, Quantity
from duikou.notation import places, tails
from duikou.notation.numerals import number

_SCALES = {"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
# What a part of a hundred, a thousand or ten thousand is written with.
_PARTS = {"百": "%", "千": "‰"}
# A slogan in quotation marks is no longer than this; nor does what decides on a number stand farther from it.
_SLOGAN, _NEAR = 12, 24
# Articles of a statute are no quantity: 本条例第四十条, 办法四十条规定.
_CITED, _STATUTES = ("条", "款", "项"), ("例", "法", "规定", "办法", "笫", "细则", "第")
_HAN = "[一二两三四五六七八九十百千]"
# What changes by these stands behind its verb, as with %: 提高补助标准10个百分点.
_POINTS = ("个百分点", "百分点")
_LIST_MARK = re.compile(r"[（(]\d{1,2}[）)]|(?<![\d.])\d{1,2}\.(?!\d)")
_DOCUMENT = re.compile(r"〔\d{4}〕(?:第)?\d*号?")
_QUOTED = re.compile(rf"“[^“”]{{1,{_SLOGAN}}}”")


@dataclass(frozen=True, slots=True)
class _Hit:
    """A number with its unit and the words before it that belong to it."""

    groups: dict[str, str | None]
    text: str
    start: int
    low: int
    end: int

    def __getitem__(self, name: str) -> str | None:
        return self.groups[name]

    def before(self, at: int | None = None) -> str:
        stop = self.low if at is None else at
        return self.text[max(0, stop - _NEAR) : stop]

    def after(self) -> str:
        return self.text[self.end : self.end + _NEAR]


def fill(document: Document, passages: Sequence[Passage], measures: Sequence[Measure]) -> list[Measure]:
    """Fill the quantities of each measure."""
    return [
        spans.put(measure, quantities=spans.collect(passage.stretches, find, lambda q: (q.text, q.counted)))
        for passage, measure in zip(passages, measures, strict=True)
    ]


def find(text: str) -> tuple[Quantity, ...]:
    """The quantities that `text` names, in order, each as written; spans count in `text`. Per cents are given in %,
    fractions as the number they are."""
    if not _number_at().search(text):
        return ()
    masked = spans.blank(text, _names(text))
    joined = _between([_quantity(hit, text) for hit in _hits(masked) if _counts(hit)], text)
    found = bounds.shared(_told_before(joined, text), text)
    return tuple({(q.text, q.counted): q for q in reversed(found)}.values())[::-1]


def _hits(text: str) -> Iterator[_Hit]:
    """Every number with its unit, and the words right before it."""
    head, last, change = _head(), 0, None
    for match in _pattern().finditer(text):
        start = match.start()
        lead = head.search(text, max(last, start - _NEAR), start)
        words = lead.groupdict() if lead else dict.fromkeys(("change", "to", "bound"))
        part = match["share"] or match["over"] or match["whole"] or match["sign"] or match["unit"] in _POINTS
        far = bounds.far(text, last, start) if part and not (words["change"] or words["bound"]) else None
        if words["bound"] == "上" and text[start] not in "百千万":
            words["bound"] = None
        if words["change"] or text[last:start] not in ("、", "和"):
            change = words["change"]
        elif change and match["sign"]:
            # 分别下降20%、15%
            words["change"] = change
        last = match.end()
        low = start if match["minus"] or not match["low"] else match.start("low")
        first = lead.start("bound") if lead and words["bound"] else start
        words["noun"] = words["moved"] = None
        if far and far.bound:
            words["bound"], words["noun"], first = far.bound, far.noun, far.start
        elif far:
            words["change"] = words["moved"] = far.change
        yield _Hit({**match.groupdict(), **words}, text, first, low, last)


def _between(found: Sequence[Quantity], text: str) -> list[Quantity]:
    """The quantities, with 一万元以上五万元以下 as one."""
    joined: list[Quantity] = []
    for q in found:
        last = joined[-1] if joined else None
        if last and last.end == q.start and (last.relation, q.relation) == (">=", "<="):
            low = last.low
            if last.unit != q.unit and low is not None:
                low = round(low * _scale(_scale_of(last.unit)) / _scale(_scale_of(q.unit)), 6)
            whole = replace(q, text=text[last.start : q.end], low=low, relation="=", start=last.start)
            joined[-1] = replace(whole, counted=q.counted if q.counted != last.text else last.counted)
        else:
            joined.append(q)
    return joined


def _told_before(found: Sequence[Quantity], text: str) -> list[Quantity]:
    """The quantities, with what is counted where the clause before has named it: 产值增长10%，力争达到1万亿元."""
    named: list[Quantity] = []
    for q in found:
        last = named[-1] if named else None
        if last and last.counted and (_in_series(last, q, text) or _same_again(last, q, text)):
            named.append(replace(q, counted=last.counted))
        else:
            named.append(q)
    return named


def _same_again(last: Quantity, q: Quantity, text: str) -> bool:
    return q.counted is None and _goes_on().fullmatch(text, last.end, q.start) is not None


def _in_series(last: Quantity, q: Quantity, text: str) -> bool:
    """Whether two quantities of one unit stand side by side: 床位100张、200张. Per cents may be of several things."""
    bare = [re.sub("^[十百千万亿]+", "", each.unit or "") for each in (last, q)]
    joined = text[last.end : q.start] in ("、", "和", "及") and bare[0] == bare[1] and bare[0] not in ("", "%", "‰")
    return joined and (q.counted is None or last.text in q.counted)


@cache
def _goes_on() -> re.Pattern[str]:
    """What stands between two quantities of one thing."""
    words = load("extracting/quantities")
    verbs = spans.one_of([*words["names"]["goes_on"], *words["before"]])
    changed = f"(?:{spans.one_of(words['changes'])})?(?:到|至|达到)|[降增升减]至"
    return re.compile(rf"，(?:到?\d{{4}}年[底末]?)?(?:{verbs})+|{changed}")


def _scale_of(unit: str | None) -> str:
    return re.match(f"[{''.join(_SCALES)}]*", unit or "").group()  # type: ignore[union-attr]


def _names(text: str) -> list[tuple[int, int]]:
    """What may hold a number without counting: titles, numbers of documents, slogans, fixed names, parts of lists, and
    the tail, which says who answers."""
    found = citations.quoted(text)
    found += [(tail.start, tail.end) for tail in tails.find(text)]
    for pattern in (_DOCUMENT, _QUOTED, _fixed(), _LIST_MARK):
        found += [m.span() for m in pattern.finditer(text)]
    return found


def _counts(hit: _Hit) -> bool:
    """Whether the hit counts something, by what stands around it."""
    before, after, unit = hit.before(), hit.after(), hit["unit"]
    if hit["share"] or hit["over"]:
        return _counts_as_part(hit, before, after)
    low = hit["low"] or ""
    vague = r"[几\ue000-\uf8ff]$" if low[:1].isdigit() else r"[数几\ue000-\uf8ff]$"
    if re.search(vague, before) or (unit == "方" and after.startswith("面")):
        return False
    if unit in _CITED and (before.endswith(_STATUTES) or after.startswith(("规定", "第", "款"))):
        return False
    if re.search(r"[A-Za-z\d第前.\-—/∶:：+＋×]$", before) and not hit["bound"] and not re.search("[：:—]$", before):
        return False
    if re.match(r"[A-Za-z+＋×]", after) and not hit["sign"]:
        return False
    if hit["duration"] and not before.endswith(tuple(load("extracting/quantities")["shortens"])):
        return False
    if unit and (after.startswith("一批") or _begins_a_word(hit, after)):
        return False
    if unit in load("extracting/quantities")["shy"] and not _set(hit):
        return False
    if not (unit or hit["sign"] or hit["duration"] or hit["whole"]):
        # 用户超过4.2亿, 系数提高到0.6: a bare number only where it is set as a mark to reach.
        return low[0].isdigit() and bool(
            (
                hit["bound"]
                or hit["to"]
                or hit["after"]
                or before.endswith(tuple(load("extracting/quantities")["headcounts"]))
            )
            if hit["scale"] or hit["first"]
            else (hit["to"] or hit["bound"]) and "." in low
        )
    if unit == "岁":
        return bool(hit["change"] or hit["bound"]) and not hit["after"]
    if unit and low[0] in "一二两三四五六七八九十百千" and not hit["scale"]:
        return _counts_in_words(hit, before, after)
    if after.startswith(tuple(load("extracting/quantities")["names"]["listing"])) and not hit["after"]:
        return False
    return not (unit and re.match("[级等号以]" if unit != "个" else "[级号]", after[:1]) and not hit["after"])


def _begins_a_word(hit: _Hit, after: str) -> bool:
    """Whether what looks like a unit is the beginning of a word: 5部门."""
    return (
        not hit["after"]
        and after[:1] != ""
        and after[0] in load("extracting/quantities")["not_before"].get(hit["unit"], "")
    )


def _set(hit: _Hit) -> bool:
    """Whether a bound, a change or a scale says that the number is set as a mark."""
    return bool(hit["bound"] or hit["after"] or hit["change"] or hit["scale"] or hit["first"] or _reached(hit.before()))


def _reached(before: str) -> bool:
    return before.endswith(("达到", "达"))


def _counts_as_part(hit: _Hit, before: str, after: str) -> bool:
    """Whether 1/3, 一半 or 七成 is a part of something, and not a date, a number of a list, or part of a word."""
    bounded = bool(hit["bound"] or hit["after"] or hit["change"])
    if hit["over"]:
        part, whole = int(hit["part"] or 0), int(hit["over"])
        if part >= whole or re.search(r"[\d./A-Za-z]$", before):
            return False
        # 占比达1/3，
        closed = not after or after[0] in "，。；、）"
        return bounded or after.startswith("的") or (closed and before.endswith(("的", "占", "达", "达到", "约", "为")))
    if hit["share"] in ("一半", "半数"):
        return bounded
    return bounded and not before.endswith(("第", "现", "其"))


def _counts_in_words(hit: _Hit, before: str, after: str) -> bool:
    """Whether a Chinese numeral with its unit is a number of things: two and more, and not the head of a list."""
    words = load("extracting/quantities")
    low = hit["low"] or ""
    value = number(low.replace("两", "二"))
    bounded = hit["bound"] in words["before"] or bool(hit["after"] or hit["high"] or hit["more"])
    if not value or (value < 2 and (not bounded or hit["unit"] == "批" or hit["bound"] in ("突破", "超过"))):
        return False
    if not bounded and (
        hit["unit"] in words["names"]["figures_only"] or before.endswith(tuple(words["names"]["points_back"]))
    ):
        return False
    if low in ("百", "千") and not bounded and not hit["bound"] and not hit["to"]:
        # 千家企业, 百亿元企业: how a class is called.
        return False
    start = hit.low if hit["whole"] is None else hit.start
    near = max(0, start - 6)
    if any(s.start + near < hit.end and start < s.end + near for s in places.spots(hit.text[near : hit.end + 6])):
        return False
    if hit["unit"] == "次" and not bounded:
        return False
    closed = (*words["names"]["vague"], "·", "“", "、", "，", "。", "；", "）", "：")
    return bounded or (bool(after) and not after.startswith(closed))


def _quantity(hit: _Hit, text: str) -> Quantity:
    words = load("extracting/quantities")
    bound = words["before"].get(hit["bound"] or "", words["loose"].get(hit["bound"] or "", "="))
    if hit["more"]:
        bound = ">="
    relation = "<=" if hit["after"] == "内" else words["after"].get(hit["after"] or "", bound)
    if relation == "=" and hit["change"] and not hit["to"]:
        relation = words["changes"][hit["change"]]
    low, high, unit = _measured(hit)
    unit_ = hit["unit"]
    measures = not unit_ or unit_ in words["measures"] or unit_ in words["latin"] or bool(hit["per"])
    named = bounds.without_verb(counted.name(text, hit.start, hit.end, measures), hit["moved"]) or hit["noun"]
    named = bounds.without_bound(named)
    written = text[hit.start : hit.end]
    return Quantity(
        written,
        None if relation == "<=" else low,
        None if relation == ">=" else high,
        unit,
        bounds.opened(relation, written),
        named,
        hit.start,
        hit.end,
    )


def _measured(hit: _Hit) -> tuple[float | None, float | None, str | None]:
    """The lowest and the highest value and the unit that they are given in (万 and 亿 are part of the unit)."""
    if hit["over"]:
        part = round(int(hit["part"] or 0) / int(hit["over"]), 6)
        return part, part, None
    if share := hit["share"]:
        tenths = 5.0 if share in ("一半", "半数") else float(number(share[0].replace("两", "二")) or int(share[0]))
        rate = round(tenths * 10 + (5 if share.endswith("半") and share != "一半" else 0), 6)
        return rate, rate, "%"
    low, high = _number(hit["low"] or ""), _number(hit["high"] or hit["low"] or "")
    if whole := hit["whole"]:
        if whole in _PARTS:
            return low, high, _PARTS[whole]
        parts = _number(whole)
        value = round(low / parts, 6) if low is not None and parts else None
        return value, value, None
    first, scale = hit["first"], hit["scale"]
    if first and scale and first != scale and low is not None:
        # 8000—1.2万: both in the unit that stands last.
        low = round(low * _scale(first) / _scale(scale), 6)
    if hit["minus"] and low is not None and high is not None:
        low, high = sorted((-low, high if hit["high"] else -high))
    if low is not None and high is not None and low > high:
        low, high = high, low  # 由5%降至3%
    unit = (scale or first or "") + (hit["unit"] or hit["sign"] or hit["duration"] or "") + (hit["per"] or "")
    return low, high, unit or None


def _scale(text: str) -> float:
    value = 1.0
    for c in text:
        value *= _SCALES[c]
    return value


def _number(text: str) -> float | None:
    if text[0].isdigit():
        return float(text.replace(",", "").replace(" ", ""))
    value = number(text.replace("两", "二"))
    return None if value is None else float(value)


@cache
def _number_at() -> re.Pattern[str]:
    """A character that a quantity has."""
    return re.compile("[0-9一二两三四五六七八九十百千半]")


@cache
def _fixed() -> re.Pattern[str]:
    return re.compile(spans.one_of(load("extracting/quantities")["names"]["fixed"]))


@cache
def _head() -> re.Pattern[str]:
    """What stands right before a number and belongs to it: 提高到, 不少于, 下降约."""
    words = load("extracting/quantities")
    loose = "(?<![以之网线附])上|(?<![最附靠])近|(?<=[值税入额量资])过"
    return re.compile(
        rf"(?:(?P<change>(?<!改造)(?<!转型)(?:{spans.one_of(words['changes'])}))(?P<to>达到|到|至|达|为)?)?"
        rf"(?P<bound>{spans.one_of(words['before'])}|{loose})?(?:(?<=[于过]){bounds.INCLUDED})?$"
    )


@cache
def _pattern() -> re.Pattern[str]:
    words = load("extracting/quantities")
    # No number is longer; without a bound a run of numerals would cost its length squared.
    digits = r"(?:\d{1,3}(?:,\d{3}){1,5}|(?<!\d)[1-9]\d{0,2}(?: \d{3}){1,5}(?!\d)|\d{1,15})(?:\.\d{1,9})?"
    scale, units = spans.one_of(words["scales"]), spans.one_of(words["units"])
    per = spans.one_of(words["per"])
    value = f"(?:{digits}|{_HAN}{{1,8}})"
    after = rf"(?P<after>{spans.one_of(words['after'])}|内(?![部外容需资地涵陆河生]))"
    after = rf"(?:(?:{bounds.INCLUDED})?{after})?(?:{bounds.INCLUDED})?"
    return re.compile(
        r"(?=[\d一二两三四五六七八九十百千半-])(?:"
        r"(?:(?P<part>\d{1,2})/(?P<over>\d{1,2})(?![\d/年月日.万])|(?P<share>一半|半数|(?:[1-9]|[二两三四五六七八九])成半?(?![立为员果本效长熟分]|[一-龥]?不变)))"
        rf"|(?:(?P<whole>{_HAN}{{1,8}})分之)?(?:(?<![\dA-Za-z%％）)])(?P<minus>-)(?=\d[\d.]*[%％‰]))?"
        rf"(?P<low>{value})(?P<first>{scale})?"
        rf"(?:(?:%|％|‰|(?P<mid>{units})(?:{bounds.INCLUDED})?(?=[至到—]))?(?:—|–|~|～|-|至|到)(?P<high>{value}))?(?P<scale>{scale})?(?P<more>多|余)?"
        rf"(?:(?P<duration>{spans.one_of(words['durations'])})|(?P<unit>{units}|(?:{spans.one_of(words['latin'])})(?![A-Za-z\d]))|(?P<sign>{spans.one_of(words['signs'])})"
        rf"|(?(whole)|(?=[，。；、）]|以[上下内]|左右)))(?P<per>/(?:{per})(?:[·/](?:{per}))?)?"
        rf"){after}"
    )
