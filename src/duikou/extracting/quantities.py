"""数量指标: how many, as written, with lowest and highest value, unit, relation, and what is counted.

What holds here: a number counts only with its unit, or as a per cent or a fraction; not inside a title, a slogan in
quotation marks, a date, an ordinal or a name (5G, 一带一路, 4A级). Of Chinese numerals only two and more count: 一个
and 一批 say nothing. Words that give a bound (不少于, 以上) belong to the quantity as written, words that say which way
it goes (增长, 降低) do not, but tell the relation. How long something may take is a quantity only where it is set as a
limit (压缩至3个工作日); else it is a deadline's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from duikou.data import load
from duikou.extracting import citations, gazetteer, spans
from duikou.extracting.measures import Passage
from duikou.model import Document, Measure, Quantity
from duikou.outlining.numerals import number

_SCALES = {"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
# A slogan in quotation marks is no longer than this; what is counted neither.
_SLOGAN, _COUNTED = 12, 20
_HAN = "[一二两三四五六七八九十百千]"


def fill(document: Document, passages: Sequence[Passage], measures: Sequence[Measure]) -> list[Measure]:
    """Fill the quantities of each measure."""
    return [
        replace(measure, quantities=spans.collect(passage.stretches, find, lambda q: (q.text, q.counted)))
        for passage, measure in zip(passages, measures, strict=True)
    ]


def find(text: str) -> tuple[Quantity, ...]:
    """The quantities that `text` names, in order, each as written; spans count in `text`."""
    masked = spans.blank(text, _names(text))
    found = [_quantity(match, text) for match in _pattern().finditer(masked) if _counts(match)]
    return tuple({(q.text, q.counted): q for q in reversed(found)}.values())[::-1]


def _names(text: str) -> list[tuple[int, int]]:
    """What may hold a number without counting: titles, numbers of documents, slogans, fixed names, parts of lists."""
    found = citations.quoted(text)
    found += [m.span() for m in re.finditer(r"[^\W\d_]{0,12}〔\d{4}〕(?:第)?\d*号?", text)]
    found += [m.span() for m in re.finditer(rf"“[^“”]{{1,{_SLOGAN}}}”", text)]
    found += [m.span() for m in _fixed().finditer(text)]
    found += [m.span() for m in re.finditer(r"[（(]\d{1,2}[）)]|(?<![\d.])\d{1,2}\.(?!\d)", text)]
    return found


def _counts(match: re.Match[str]) -> bool:
    """Whether the match counts something, by what stands around it."""
    text = match.string
    before, after = text[: match.start("low")], text[match.end() :]
    if re.search(r"[数几]$", before) or (match["more"] and match["unit"] in ("次", "方", "面", "位")):
        return False
    if re.search(r"[A-Za-z\d第前.\-—/∶:：+＋]$", before) and not match["bound"] and not re.search("[：:—]$", before):
        return False
    if re.match(r"[A-Za-z+＋]", after) and not match["sign"]:
        return False
    if match["duration"] and not before.endswith(tuple(load("quantities")["shortens"])):
        return False
    if match["unit"] and match["low"][0] in "一二两三四五六七八九十百千" and not match["scale"]:
        return _counts_in_words(match, after)
    return not (
        match["unit"]
        and re.match("[级等号以]" if match["unit"] != "个" else "[级号]", after[:1])
        and not match["after"]
    )


def _counts_in_words(match: re.Match[str], after: str) -> bool:
    """Whether a Chinese numeral with its unit is a number of things: two and more, and not the head of a list."""
    value = number(match["low"].replace("两", "二"))
    bounded = match["bound"] in load("quantities")["before"] or bool(match["after"] or match["high"])
    if not value or (value < 2 and (not bounded or match["unit"] == "批" or match["bound"] in ("突破", "超过"))):
        return False
    near = max(0, match.start() - 6)
    if any(
        s.start + near < match.end() and match.start() < s.end + near
        for s in gazetteer.spots(match.string[near : match.end() + 6])
    ):
        return False
    closed = (*load("quantities")["names"]["vague"], "·", "“", "、", "，", "。", "；", "）", "：")
    return bounded or (bool(after) and not after.startswith(closed))


def _quantity(match: re.Match[str], text: str) -> Quantity:
    words = load("quantities")
    bound = words["before"].get(match["bound"] or "", words["loose"].get(match["bound"] or "", "="))
    if match["more"]:
        bound = ">="
    relation = words["after"].get(match["after"] or "", bound)
    if relation == "=" and match["change"] and not match["to"]:
        relation = words["changes"][match["change"]]
    start, end = _start(match), match.end()
    low, high = _values(match)
    unit = (match["scale"] or match["first"] or "") + (match["unit"] or match["sign"] or match["duration"] or "")
    return Quantity(
        text[start:end],
        None if relation == "<=" else low,
        None if relation == ">=" else high,
        unit or None,
        relation,
        _counted(match, text),
        start,
        end,
    )


def _start(match: re.Match[str]) -> int:
    return next(match.start(group) for group in ("bound", "whole", "low") if match[group])


def _values(match: re.Match[str]) -> tuple[float | None, float | None]:
    """The lowest and the highest value, in the unit that the quantity gives (万 and 亿 are part of the unit)."""
    if match["whole"]:
        part, whole = _number(match["low"]), _number(match["whole"])
        value = round(part / whole, 6) if part is not None and whole else None
        return value, value
    low, high = _number(match["low"]), _number(match["high"] or match["low"])
    if match["first"] and match["scale"] and match["first"] != match["scale"] and low is not None:
        # 8000—1.2万: both in the unit that stands last.
        low = round(low * _scale(match["first"]) / _scale(match["scale"]), 6)
    return low, high


def _scale(text: str) -> float:
    value = 1.0
    for c in text:
        value *= _SCALES[c]
    return value


def _number(text: str) -> float | None:
    if text[0].isdigit():
        return float(text.replace(",", ""))
    value = number(text.replace("两", "二"))
    return None if value is None else float(value)


def _counted(match: re.Match[str], text: str) -> str | None:
    """What is counted: after a unit that counts things, before one that measures."""
    measures = match["sign"] or match["duration"] or match["whole"] or match["unit"] in load("quantities")["measures"]
    return _before(text[: match.start()]) if measures else _after(text[match.end() :]) or _before(text[: match.start()])


def _after(text: str) -> str | None:
    run = re.match(r"(?:[^\W_]|“|”|\+)*", text)
    name = (run.group() if run else "").removeprefix("的")
    if "的" in name and not re.match("[^的]{1,8}(?:参与|参加|主导|牵头)的", name):
        name = name.rsplit("的", 1)[1]
    name = _ends().split(name, maxsplit=1)[0]
    return name[:_COUNTED].strip("“”+") or None


def _before(text: str) -> str | None:
    run = re.search(r"(?:[^\W_]|[“”/&+])*$", text)
    name = run.group() if run else ""
    name = re.sub(r".*\d{1,4}年(?:底|末|前)*", "", name)
    name = _verbs().sub("", name).removesuffix("的")
    while shorter := _leads().match(name):
        name = name[shorter.end() :]
    name = re.sub("^.*?的(?=.{2})", "", name)
    return (name[-_COUNTED:].strip("“”+") or None) if len(name) >= 2 and not name.isdigit() else None


def _one_of(choices: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(choices, key=len, reverse=True)))


@cache
def _fixed() -> re.Pattern[str]:
    return re.compile(_one_of(load("quantities")["names"]["fixed"]))


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(_one_of(load("quantities")["names"]["ends"]))


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(_one_of(load("quantities")["names"]["leads"]))


@cache
def _verbs() -> re.Pattern[str]:
    """The verb between what is measured and the number: 达到, 提高到, 增长, 不低于."""
    words = load("quantities")
    verbs = _one_of(
        [
            *words["changes"],
            *words["before"],
            "达到",
            "达",
            "实现",
            "保持在",
            "稳定在",
            "占比",
            "为",
            "力争",
            "年均",
            "平均",
            "累计",
            "均",
            "再",
            "至",
            "到",
        ]
    )
    return re.compile(f"(?:{verbs})+$")


@cache
def _pattern() -> re.Pattern[str]:
    words = load("quantities")
    digits = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
    scale = _one_of(words["scales"])
    value = f"(?:{digits}|{_HAN}+)"
    to = "(?P<to>到|至|达到|达|为)?"
    return re.compile(
        rf"(?:(?P<change>{_one_of(words['changes'])}){to})?(?P<bound>{_one_of(words['before'])}|(?<![以之网线附])上(?=[百千万])|(?<![最附靠])近)?"
        rf"(?:(?P<whole>{_HAN}+)分之)?(?P<low>{value})(?P<first>{scale})?"
        rf"(?:(?:%|％|‰)?(?:—|–|~|～|-|至|到)(?P<high>{value}))?(?P<scale>{scale})?(?P<more>多|余)?"
        rf"(?:(?P<duration>{_one_of(words['durations'])})|(?P<unit>{_one_of(words['units'])})|(?P<sign>{_one_of(words['signs'])})"
        "|(?<=分之.)|(?<=分之..))"
        rf"(?P<after>{_one_of(words['after'])})?"
    )
