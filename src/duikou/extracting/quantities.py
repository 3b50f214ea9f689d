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
# Articles of a statute are no quantity: 本条例第四十条, 办法四十条规定.
_CITED, _STATUTES = ("条", "款", "项"), ("例", "法", "规定", "办法", "笫", "细则", "第")
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
    found = _between([_quantity(match, text) for match in _pattern().finditer(masked) if _counts(match)], text)
    return tuple({(q.text, q.counted): q for q in reversed(found)}.values())[::-1]


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


def _scale_of(unit: str | None) -> str:
    return re.match(f"[{''.join(_SCALES)}]*", unit or "").group()  # type: ignore[union-attr]


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
    if re.search(r"[数几\ue000-\uf8ff]$", before) or (match["unit"] == "方" and after.startswith("面")):
        return False
    if match["unit"] in _CITED and (before.endswith(_STATUTES) or after.startswith(("规定", "第", "款"))):
        return False
    if re.search(r"[A-Za-z\d第前.\-—/∶:：+＋]$", before) and not match["bound"] and not re.search("[：:—]$", before):
        return False
    if re.match(r"[A-Za-z+＋]", after) and not match["sign"]:
        return False
    if match["duration"] and not before.endswith(tuple(load("quantities")["shortens"])):
        return False
    if match["unit"] and match["low"][0] in "一二两三四五六七八九十百千" and not match["scale"]:
        return _counts_in_words(match, after)
    if after.startswith(tuple(load("quantities")["names"]["listing"])) and not match["after"]:
        return False
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
    if match["unit"] == "次" and not bounded:
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
    before, after = _before(text[: match.start()]), text[match.end() :]
    if measures:
        # 处五千元以下的罚款, 给予100万元的一次性奖励
        given = re.match(r"的(?P<name>[^\W\d_的]{2,8})(?=[，。；、]|$)|(?P<fine>罚款)", after)
        return (given["name"] or given["fine"]) if given else before
    return _after(after) or before


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
    name = re.sub(r".*(?:\d{1,4}年|五”?)(?:底|末|前|期间|时期)*", "", name)
    name = _verbs().sub("", name).removesuffix("的")
    while shorter := _leads().match(name):
        name = name[shorter.end() :]
    name = re.sub("^.*?的(?=.{2})", "", name)
    if len(name) < 2 or re.match(r"\d+(?:\.\d+)?(?![A-Za-z\d.])", name):
        return None
    return name[-_COUNTED:].strip("“”+") or None


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
    return re.compile("(?!比[例重率值]|到位|对[口外])(?:" + _one_of(load("quantities")["names"]["leads"]) + ")")


@cache
def _verbs() -> re.Pattern[str]:
    """The verb between what is measured and the number: 达到, 提高到, 增长, 不低于."""
    words = load("quantities")
    verbs = _one_of([*words["changes"], *words["before"], *words["names"]["verbs"]])
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
        "|(?(whole)|(?!)))"
        rf"(?P<after>{_one_of(words['after'])})?"
    )
