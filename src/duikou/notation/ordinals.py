"""What a paragraph's head may be read as: the 结构层次序数 of GB/T 9704-2012, 7.3.3, and the forms seen besides.

What holds here: all readings of one head are given, each with how sure its form alone makes it; which of them holds is
decided in `sequence`, where the numbers before and after are known. A reading never covers more than the mark itself.
Inline counting (一是, 其一) is no ordinal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from duikou.model import Ordinal
from duikou.notation.numerals import CIRCLED, HAN, ROMAN, number

# Ranks say which style usually stands above which, and decide only where the document itself does not.
RANKS = {
    "volume": 0,
    "chapter": 1,
    "section": 2,
    "article": 3,
    "dun": 4,
    "paren": 5,
    "box": 6,
    "named": 6,
    "bare": 7,
    "dot": 7,
    "comma": 7,
    "dotted2": 8,
    "dotted3": 9,
    "dotted4": 10,
    "number_paren": 11,
    "half_paren": 12,
    "circled": 13,
    "roman": 13,
    "latin": 14,
}
FAMILIES = {"comma": "dot", "bare": "dot"}
_STATUTE = {
    "编": "volume",
    "篇": "volume",
    "部分": "volume",
    "章": "chapter",
    "节": "section",
    "条": "article",
    "節": "section",
    "條": "article",
    "編": "volume",
}
# A hyphen of any width between 第 and 条 is a misread 一.
_DASH = "－—–─‐‑-"
# A scan's （ is often read as 〈 or 《, and ） as 〉 or 》; no title opens or closes with a round bracket.
_OPEN = "（(〈《<"
_CLOSE = "）)〉》>"
_NO_TITLE = rf"(?![〈《<][{HAN}\d]{{1,5}}[〉》>])"
_HEADS = (
    ("dun", re.compile(rf"(?P<n>[{HAN}]{{1,5}})(?:、|\.(?!\d)|．)")),
    ("paren", re.compile(rf"{_NO_TITLE}[{_OPEN}](?P<n>[{HAN}]{{1,5}})[{_CLOSE}]、?")),
    ("dot", re.compile(r"(?P<n>\d{1,3})[.．]")),
    ("comma", re.compile(r"(?P<n>\d{1,3})、")),
    ("number_paren", re.compile(rf"{_NO_TITLE}[{_OPEN}](?P<n>\d{{1,3}})[{_CLOSE}]、?")),
    ("half_paren", re.compile(r"(?P<n>\d{1,3})[）)]、?")),
    ("circled", re.compile(rf"(?P<n>[{CIRCLED}])[.、]?")),
    ("roman", re.compile(rf"[（(]?(?P<n>[{ROMAN}])[）).、]")),
    ("latin", re.compile(r"[（(]?(?P<n>[A-Ha-h])(?:[）)、]|\.(?=[^\x00-\x7f]))")),
)
_LEGAL = re.compile(
    rf"[第笫](?P<n>[{HAN}{_DASH}]{{1,6}}|\d{{1,3}})(?P<kind>[编編]|篇|部分|章|[节節]|[条條])(?P<sub>之[一二三四五六七八九十])?"
)
_DOTTED = re.compile(r"(?P<n>\d{1,2}(?:[.．]\d{1,2}){1,3})[.．、]?(?=[^\d.．%％])")
# A scan's 1 is often read as l, I, | or ].
_MISREAD = re.compile(r"(?P<n>[\dlI|\]]{1,3})[.．]")
# A box beside the text, with numbering of its own: 专栏1 重点工程.
_BOX = re.compile(
    rf"专栏\s*(?P<n>[{HAN}]{{1,3}}|\d{{1,2}})(?:[:：、.]\s*|\s+|(?=[一-鿿“《]))(?![所中的列至、和与内])(?=.{{2,40}}$)"
)
# Tasks counted by a word: 任务1：…, 行动二、…
_NAMED = re.compile(
    rf"(?P<label>(?:重点|专项|主要)?(?:任务|举措|措施|行动|工程|事项)(?P<n>[{HAN}]{{1,3}}|\d{{1,2}}))(?:[:：、.]|(?=[一-鿿“])(?![、和与至及]))\s*"
)
# What stands before the ordinal of an item that is marked as a key task.
_STARRED = re.compile(r"[★☆*▲△●◆■※#][★☆*▲△●◆■※#\s]*(?=\S)")
_BARE = re.compile(r"(?P<n>[1-9]\d?)(?=[一-鿿])")
_UNITS = (
    "米|倍|亿|万|千|百|个|公里|吨|元|平方|立方|家|人次|％|%|公顷|亩|度|级|寸|升|克|年|月|日|号|时|分|天|mm|cm|km|kg"
)
_MEASURED = re.compile(rf"[.．]?\d{{0,2}}(?:{_UNITS})")
_CLASSES = "、|类|级|期|批|线|档|者|产|次|星|楼|层|等|两|号|月|日|季|年|环|组|区|章|款|项|条|至|和|月份"
_NEIGHBOUR = re.compile(rf"(?P<n>[{HAN}]|\d{{1,2}})(?:{_CLASSES})")
_CITING = re.compile(rf"(?:第[{HAN}\d]+[款项項条條]|[、，,和与及至的]|规定的|所称|所列|之规定|中的|[{HAN}]款)")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a paragraph's head. `end` is where the text after the mark begins, in the paragraph. `sure` is
    False where only the sequence can justify it. `numbers` is the whole of a dotted number, else the one value."""

    ordinal: Ordinal
    end: int
    numbers: tuple[int, ...]
    sure: bool = True

    @property
    def style(self) -> str:
        """The style, with those that documents mix freely (`1.` and `1、`) as one."""
        return FAMILIES.get(self.ordinal.style, self.ordinal.style)


def readings(text: str) -> tuple[Reading, ...]:
    """Every reading of the head of `text`, a paragraph of clean text; () when it opens with no ordinal."""
    if starred := _STARRED.match(text):
        return tuple(_behind(starred.group(), reading) for reading in _plain(text[starred.end() :]))
    return tuple(_plain(text))


def _plain(text: str) -> list[Reading]:
    """The readings of a head before which no mark stands."""
    found = []
    if reading := _legal(text):
        found.append(reading)
    if (match := _BOX.match(text)) and (value := number(match["n"])) and not text.endswith(("。", "；", "，")):
        ordinal = Ordinal(match.group(), f"专栏{match['n']}", "box", value)
        found.append(Reading(ordinal, match.end(), (value,)))
    if (match := _DOTTED.match(text)) and not _MEASURED.match(text[match.end() :]):
        parts = tuple(int(n) for n in re.split("[.．]", match["n"]))
        if all(parts):
            label = ".".join(map(str, parts))
            ordinal = Ordinal(match.group(), label, f"dotted{len(parts)}", parts[-1])
            found.append(Reading(ordinal, match.end(), parts, sure=False))
    for style, pattern in _HEADS:
        if (match := pattern.match(text)) and (value := _value(style, match["n"])):
            found.append(_reading(style, match, value, text))
    if (match := _MISREAD.match(text)) and not match["n"].isdigit():
        n = re.sub(r"[lI|\]]", "1", match["n"])
        found.append(Reading(Ordinal(match.group(), n, "dot", int(n)), match.end(), (int(n),), sure=False))
    if (match := _NAMED.match(text)) and (value := number(match["n"])):
        ordinal = Ordinal(match.group(), match["label"], "named", value)
        found.append(Reading(ordinal, match.end(), (value,), sure=False))
    if match := _BARE.match(text):
        ordinal = Ordinal(match["n"], match["n"], "bare", int(match["n"]))
        found.append(Reading(ordinal, match.end(), (ordinal.value,), sure=False))
    return found


def _behind(mark: str, reading: Reading) -> Reading:
    """`reading` with the mark before its ordinal as part of it."""
    ordinal = replace(reading.ordinal, text=mark + reading.ordinal.text)
    return replace(reading, ordinal=ordinal, end=reading.end + len(mark))


def opens_item(text: str) -> bool:
    """Whether `text` opens with an ordinal that its form alone makes sure."""
    return any(r.sure for r in readings(text))


def _value(style: str, n: str) -> int | None:
    return ord(n.lower()) - ord("a") + 1 if style == "latin" else number(n)


def _reading(style: str, match: re.Match[str], value: int, text: str) -> Reading:
    rest = text[match.end() :]
    # Roman and Latin letters also open ordinary text (（A）股, Ⅰ级), so only a sequence makes them ordinals.
    sure = style not in ("roman", "latin")
    if style in ("dun", "comma", "dot") and (near := _NEIGHBOUR.match(rest)):
        following = number(near["n"])
        # 一、二类 and 1、2号线 name two neighbours.
        sure = following is None or not value < following <= value + 2 or style == "dot"
    if style == "dot" and rest[:1].isdigit():
        sure = False
    if style in ("paren", "number_paren") and re.match(r"[、，（(至和及]", rest):
        sure = False
    if style == "half_paren" and not rest:
        sure = False
    n = match["n"]
    label = {
        "paren": f"（{n}）",
        "number_paren": f"（{n}）",
        "half_paren": f"{n}）",
        "roman": match.group().rstrip(".、"),
    }
    return Reading(Ordinal(match.group(), label.get(style, n), style, value), match.end(), (value,), sure)


def _legal(text: str) -> Reading | None:
    match = _LEGAL.match(text)
    if match is None:
        return None
    n = re.sub(f"[{_DASH}]", "一", match["n"])
    value = number(n)
    if not value:
        return None
    rest = text[match.end() :]
    sure = not _CITING.match(rest)
    kind = match["kind"]
    if kind in ("章", "节", "编", "篇", "部分") and (len(rest) > 40 or rest.endswith(("。", "；"))):
        sure = False
    label = f"第{n}{kind}{match['sub'] or ''}"
    return Reading(Ordinal(match.group(), label, _STATUTE[kind], value), match.end(), (value,), sure)


def measured(text: str) -> bool:
    """Whether `text`, what follows a number and a dot, goes on as a decimal with its unit (`5米`, `3%`)."""
    return bool(_MEASURED.match(text))
