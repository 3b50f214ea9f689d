"""The ordinals at a paragraph's or a line's head: 结构层次序数 of GB/T 9704-2012, 7.3.3, and the forms seen besides.

What holds here: this is the one grammar of ordinals; every floor asks it. All readings of one head are given, each with
how sure its form alone makes it. Which of them holds is decided where the numbers before and after are known: for a
line by `Numbering`, for a document by its outline. A reading never covers more than the mark itself. Inline counting
(一是, 其一) is no ordinal. The words lie in data/notation/ordinals.toml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import NamedTuple

from duikou.data import load
from duikou.model import Ordinal
from duikou.notation.numerals import (
    CAPITALS,
    CIRCLED,
    CIRCLED_ELSE,
    HAN,
    ROMAN,
    SMALL_ROMAN,
    STEMS,
    number,
    ordinal_number,
)
from duikou.notation.patterns import pattern

_COUNTING = HAN + "0123456789（）()"

# Ranks say which style usually stands above which, and decide only where the document itself does not.
RANKS = {
    "volume": 0,
    "chapter": 1,
    "capital": 1,
    "section": 2,
    "article": 3,
    "stem": 3,
    "dun": 4,
    "paren": 5,
    "half_paren_han": 5,
    "box": 6,
    "named": 6,
    "bare": 7,
    "padded": 7,
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
    "order": 15,
}
FAMILIES = {"comma": "dot", "bare": "dot"}
# A hyphen of any width between 第 and 条 is a misread 一.
_DASH = "－—–─‐‑-"
# A scan's （ is often read as 〈 or 《, and ） as 〉 or 》; no title opens or closes with a round bracket.
_OPEN = "（(〈《<"
_CLOSE = "）)〉》>"
_NO_TITLE = rf"(?![〈《<][{HAN}\d]{{1,5}}[〉》>])"
# A scan's 1 is often read as l, I, | or ].
_ONE = "lI|]"
# What stands before the ordinal of an item that is marked as a key task, or before an item without a number.
BULLETS = "★☆▲△●◆■※◇□◎•➢►"
_DASH_ONE = str.maketrans(dict.fromkeys(_DASH, "一"))
_MISREAD_ONE = str.maketrans("lI|]", "1111")
_LIST_MARKS = BULLETS + "*#"
_DIGITS = "0123456789"
_CIRCLED = CIRCLED + "".join(CIRCLED_ELSE)
# What opens running text too, so that only a sequence makes it an ordinal: （A）股, Ⅰ级, 甲、乙两类, 一）和二）.
DOUBTFUL = frozenset(("roman", "latin", "stem", "capital", "half_paren_han", "order"))
# Each form: its style, what it may open with, what then follows (behind a bracket, or behind the digits; "" for
# whatever), and its pattern.
_MARKS = (
    ("dun", HAN, "", pattern(rf"(?P<n>[{HAN}]{{1,5}})(?:、|\.(?!\d)|．)")),
    ("paren", _OPEN, HAN, pattern(rf"{_NO_TITLE}[{_OPEN}](?P<n>[{HAN}]{{1,5}})[{_CLOSE}][、.．]?")),
    ("dot", _DIGITS, ".．﹒", pattern(r"(?P<n>\d{1,4})[.．﹒]")),
    ("comma", _DIGITS, "、", pattern(r"(?P<n>\d{1,4})、")),
    ("number_paren", _OPEN, _DIGITS, pattern(rf"{_NO_TITLE}[{_OPEN}](?P<n>\d{{1,3}})[{_CLOSE}](?:[、.．](?!\d))?")),
    ("half_paren", _DIGITS, "）)", pattern(r"(?P<n>\d{1,3})[）)]、?")),
    ("half_paren_han", HAN, "", pattern(rf"(?P<n>[{HAN}]{{1,3}})[）)]、?")),
    ("order", "第", "", pattern(rf"第(?P<n>[{HAN}]{{1,2}})[，、：]")),
    ("circled", _CIRCLED, "", pattern(rf"(?P<n>[{_CIRCLED}])[.、]?")),
    (
        "roman",
        f"（({ROMAN}{SMALL_ROMAN}",
        ROMAN + SMALL_ROMAN,
        pattern(rf"[（(]?(?P<n>[{ROMAN}{SMALL_ROMAN}])[）).．、]"),
    ),
    (
        "roman",
        "（(IVXivx",
        "IVXivx",
        pattern(r"[（(]?(?P<n>[IVX]{1,5}|[ivx]{1,5})(?:[）)、．]|\.(?=[^\x00-\x7f]))"),
    ),
    ("stem", f"（({STEMS}", STEMS, pattern(rf"(?P<n>[{STEMS}])[、.．]|[（(](?P<in>[{STEMS}])[）)]")),
    (
        "capital",
        f"（({CAPITALS}",
        CAPITALS,
        pattern(rf"(?P<n>[{CAPITALS}])[、.．]|[（(](?P<in>[{CAPITALS}])[）)]"),
    ),
    (
        "latin",
        "（(ABCDEFGHabcdefgh",
        "ABCDEFGHabcdefgh",
        pattern(r"[（(]?(?P<n>[A-Ha-h])(?:[）)、．]|\.(?=[^\x00-\x7f]))"),
    ),
)
_BEHIND_DIGITS = ".．﹒、）)"
_MOST_DIGITS = 6  # more open no ordinal
_DOTTED = pattern(r"(?P<n>\d{1,2}(?:[.．]\d{1,2}){1,3})[.．、]?(?=[^\d.．%％])")
_MISREAD = pattern(r"(?P<n>[\dlI|\]]{1,3})[.．]")
_STARRED = pattern(rf"[{_LIST_MARKS}][{_LIST_MARKS}\s]*(?=\S)")
# 01 to 09 without a mark, as posts number their items; what follows them to 99 goes on with their list.
_PADDED = pattern(r"(?P<n>0[1-9]|[1-9]\d)(?=[一-鿿“])")
_BARE = pattern(r"(?P<n>[1-9]\d?)(?=[一-鿿])")
_LIKE_A_YEAR = pattern(r"(?:19|20)\d\d")
_SURE_DIGITS = 3  # of a number that opens an item, whatever follows it
_YEAR = pattern(r"(?:19|20)\d\d年")
_BULLET = pattern(rf"[{BULLETS}]+(?=[^{BULLETS}])")
_DASHES = pattern("——(?=[^—])")
# A chapter's heading is no longer than this.
_TITLE = 40


def rank(style: str) -> int:
    """How high a style of a `Reading` usually stands: 0 for the highest."""
    return RANKS[style.partition(":")[0]]


class Reading(NamedTuple):
    """One way to read a paragraph's head. `end` is where the text after the mark begins, in the paragraph. `sure` is
    False where only the sequence can justify it. `numbers` is the whole of a dotted number, else the one value;
    `inserted` is the place of an article put in behind another one (第三条之二), None for any other."""

    ordinal: Ordinal
    end: int
    numbers: tuple[int, ...]
    sure: bool = True
    inserted: int | None = None

    @property
    def style(self) -> str:
        """The style, with those that documents mix freely (`1.` and `1、`) as one; of ordinals in words (任务一) each
        word is one of its own."""
        style = self.ordinal.style
        return f"named:{self.ordinal.label.rstrip(_COUNTING)}" if style == "named" else FAMILIES.get(style, style)


def readings(text: str) -> tuple[Reading, ...]:
    """Every reading of the head of `text`, a paragraph of clean text; () when it opens with no ordinal."""
    first = text[:1]
    return _readings(text) if first in _openings() or first in _LIST_MARKS else ()


@lru_cache(maxsize=1024)
def _readings(text: str) -> tuple[Reading, ...]:
    if text[:1] in _openings():
        return tuple(_plain(text))
    if text[:1] in _LIST_MARKS and (starred := _STARRED.match(text)):
        return tuple(_behind(starred.group(), reading) for reading in _plain(text[starred.end() :]))
    return ()


@cache
def _openings() -> frozenset[str]:
    """Every character that an ordinal may open with."""
    named = "".join(word[0] for word in (*_words()["named"], *_words()["named_kinds"]))
    return frozenset("第笫【" + _words()["box"][0] + named + _ONE + "".join(opens for _, opens, *_ in _MARKS))


@cache
def _box() -> str:
    """The character that the head of a box opens with."""
    return _words()["box"][0]


def _words() -> dict[str, str]:
    words: dict[str, str] = load("notation/ordinals")["words"]
    return words


@cache
def _worded() -> dict[str, re.Pattern[str]]:
    """The patterns that are made of words."""
    words = _words()
    kinds = "|".join(sorted(load("notation/ordinals")["statute"], key=len, reverse=True))
    counted = f"(?:{'|'.join(words['named_kinds'])})?(?:{'|'.join(words['named'])})"
    return {
        "legal": pattern(
            rf"[第笫](?P<n>[{HAN}{_DASH}]{{1,6}}|\d{{1,4}})(?P<minor>(?<=\d)-\d{{1,2}})?(?P<kind>{kinds})(?P<sub>之(?:[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]))?"
        ),
        # A box beside the text, with numbering of its own: 专栏1 重点工程.
        "box": pattern(
            rf"{words['box']}\s*(?P<n>[{HAN}]{{1,3}}|\d{{1,2}})(?:[:：、.]\s*|\s+|(?=[一-鿿“《]))"
            rf"(?![{words['box_cited']}])(?=.{{2,40}}$)"
        ),
        "named": pattern(
            rf"(?P<boxed>【)?(?P<label>{counted}[（(]?(?P<n>[{HAN}]{{1,3}}|\d{{1,2}})[）)]?)"
            rf"(?(boxed)】|(?:[:：、.]|(?=[一-鿿“])(?![{words['named_cited']}])))\s*"
        ),
        "measured": pattern(rf"[.．]?\d{{0,2}}(?:{'|'.join(words['decimal_units'])})"),
        # 2.5米 is an amount, 2.1.2的标准 cites a heading.
        "no_dotted": pattern(rf"[.．]?\d{{0,2}}(?:{'|'.join(words['decimal_units'])})|{words['dotted_cited']}"),
        "timed": pattern(words["timed"]),
        "glued": pattern(rf"\d{{1,12}}(?:{'|'.join(words['glued_units'])})"),
        "neighbour": pattern(rf"(?P<n>[{HAN}]|\d{{1,2}})(?:{'|'.join(words['neighbours'])})"),
        "citing": pattern(rf"第[{HAN}\d]+[{words['clauses']}]|{words['citing']}|[{HAN}]款"),
        "paren_cited": pattern(words["paren_cited"]),
        "attachment": pattern(words["attachment"]),
    }


def _plain(text: str) -> list[Reading]:
    """The readings of a head before which no mark stands."""
    first, worded = text[:1], _worded()
    # What stands behind a bracket, or behind the digits, tells which forms it can be.
    follows = text[1:2] if first in _OPEN else text[:_MOST_DIGITS].lstrip(_DIGITS)[:1] if first in _DIGITS else ""
    if follows not in _FOLLOWING:
        follows = "" if follows.isdecimal() else _ELSE
    found = []
    if first in "第笫" and (reading := _legal(text)):
        found.append(reading)
    boxed = worded["box"].match(text) if first == _box() and not text.endswith(("。", "；", "，")) else None
    if boxed and (value := number(boxed["n"])):
        ordinal = Ordinal(boxed.group(), f"{_words()['box']}{boxed['n']}", "box", value)
        found.append(Reading(ordinal, boxed.end(), (value,)))
    if (
        first in _DIGITS
        and follows in ".．"
        and (match := _DOTTED.match(text))
        and not worded["no_dotted"].match(text, match.end())
    ):
        parts = tuple(int(n) for n in match["n"].replace("．", ".").split("."))
        if all(parts):
            label = ".".join(map(str, parts))
            ordinal = Ordinal(match.group(), label, f"dotted{len(parts)}", parts[-1])
            found.append(Reading(ordinal, match.end(), parts, sure=False))
    for style, mark in _tried(first, follows):
        if (match := mark.match(text)) and (value := _value(style, _counted(match))):
            found.append(_reading(style, match, value, text))
    if (
        (first in _ONE or (first in _DIGITS and follows in _ONE))
        and (match := _MISREAD.match(text))
        and not match["n"].isdigit()
    ):
        n = match["n"].translate(_MISREAD_ONE)
        found.append(Reading(Ordinal(match.group(), n, "dot", int(n)), match.end(), (int(n),), sure=False))
    if (is_word(first) or first == "【") and (match := worded["named"].match(text)) and (value := number(match["n"])):
        ordinal = Ordinal(match.group(), match["label"], "named", value)
        found.append(Reading(ordinal, match.end(), (value,), sure=False))
    if first in _DIGITS and (not follows or follows not in _BEHIND_DIGITS) and (match := _BARE.match(text)):
        ordinal = Ordinal(match["n"], match["n"], "bare", int(match["n"]))
        found.append(Reading(ordinal, match.end(), (ordinal.value,), sure=False))
    if first in _DIGITS and (not follows or follows not in _BEHIND_DIGITS) and (match := _PADDED.match(text)):
        ordinal = Ordinal(match["n"], match["n"], "padded", int(match["n"]))
        sure = first == "0" and not worded["timed"].match(text, match.end())
        found.append(Reading(ordinal, match.end(), (ordinal.value,), sure))
    return found


_FOLLOWING = frozenset(("", *_ONE, *(char for _, _, needed, _ in _MARKS for char in needed)))
_ELSE = "\n"  # stands for what no form needs


@cache
def _tried(first: str, follows: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The forms, each with its style, that a head may have which opens with `first`, where `follows` stands behind its
    bracket or its digits ("" where that can't be told or it has neither)."""
    return tuple(
        (style, mark)
        for style, opens, needed, mark in _MARKS
        if first in opens and (not follows or not needed or follows in needed)
    )


def is_word(char: str) -> bool:
    """Whether a character is a hanzi that no mark is made of."""
    return char not in HAN and "\u3400" <= char <= "\u9fff"


def _behind(mark: str, reading: Reading) -> Reading:
    """`reading` with the mark before its ordinal as part of it."""
    ordinal = replace(reading.ordinal, text=mark + reading.ordinal.text)
    return reading._replace(ordinal=ordinal, end=reading.end + len(mark))


def opens_item(text: str) -> bool:
    """Whether `text` opens with an ordinal that its form alone makes sure."""
    found = readings(text)
    return bool(found) and any(r.sure for r in found)


def _counted(match: re.Match[str]) -> str:
    """What counts in a mark: where it may stand between brackets or before a dot, one of two groups has it."""
    n: str = match["n"] or match[match.lastindex or 0]
    return n


def _value(style: str, n: str) -> int | None:
    return ord(n.lower()) - ord("a") + 1 if style == "latin" else number(n) or ordinal_number(n)


def _reading(style: str, match: re.Match[str], value: int, text: str) -> Reading:
    rest, worded = text[match.end() :], _worded()
    sure = style not in DOUBTFUL
    if style in ("dun", "comma", "dot") and (near := worded["neighbour"].match(rest)):
        following = number(near["n"])
        # 一、二类 and 1、2号线 name two neighbours.
        sure = following is None or not value < following <= value + 2 or style == "dot"
    amount = rest[:1].isdigit() and (style == "dot" or len(match["n"]) > _SURE_DIGITS)
    if style in ("dot", "comma") and (amount or _LIKE_A_YEAR.fullmatch(match["n"])):
        sure = False
    if style in ("paren", "number_paren") and worded["paren_cited"].match(rest):
        sure = False
    if style == "half_paren" and not rest:
        sure = False
    return Reading(Ordinal(match.group(), _label(style, match), style, value), match.end(), (value,), sure)


def _label(style: str, match: re.Match[str]) -> str:
    """The ordinal of a mark as it is cited."""
    if style == "roman":
        return match.group().rstrip(".．、")
    n = _counted(match)
    if style in ("paren", "number_paren"):
        return f"（{n}）"
    if style in ("half_paren", "half_paren_han"):
        return f"{n}）"
    return f"第{n}" if style == "order" else n


def _legal(text: str) -> Reading | None:
    match = _worded()["legal"].match(text)
    if match is None:
        return None
    n = match["n"].translate(_DASH_ONE)
    value = number(n)
    if not value:
        return None
    rest = text[match.end() :]
    sure = not _worded()["citing"].match(rest)
    kind = match["kind"]
    style = load("notation/ordinals")["statute"][kind]
    if style != "article" and (len(rest) > _TITLE or rest.endswith(("。", "；"))):
        sure = False
    label = f"第{n}{match['minor'] or ''}{kind}{match['sub'] or ''}"
    # 第二条之一, and 第2-1条 in figures.
    inserted = number(match["sub"][1:]) if match["sub"] else int(match["minor"][1:]) if match["minor"] else None
    return Reading(Ordinal(match.group(), label, style, value), match.end(), (value,), sure, inserted)


def measured(text: str) -> bool:
    """Whether `text`, what follows a number and a dot, goes on as a decimal with its unit (`5米`, `3%`)."""
    return bool(_worded()["measured"].match(text))


class Head(NamedTuple):
    """What a line opens with: the style of its ordinal, or dash, bullet, attachment; its numbers (() without one) and
    the length of the mark. `sure` is False where only the numbers around it can justify it."""

    style: str
    numbers: tuple[int, ...]
    length: int
    sure: bool = True

    @property
    def legal(self) -> bool:
        """Whether it is a part of a statute, which sentences cite as they do no other: 第三条, 第二章."""
        return self.style in ("article", "chapter", "section", "volume")


def numbers(line: str) -> bool:
    """Whether `line` opens with a number of an item or an article that its form makes sure, cited or not."""
    return any(one.numbers and (one.sure or one.legal) for one in heads(line))


@lru_cache(maxsize=4096)
def heads(line: str) -> tuple[Head, ...]:
    """Everything that `line` may open with, the likeliest first; () for a line that opens with running text.

    `line` has no white space, and full-width punctuation. What only a heading of a standard has (1范围) is none: a
    line of running text may begin with any number.
    """
    first = line[:1]
    if first == "—":
        return (Head("dash", (), 2),) if _DASHES.match(line) else ()
    if first == "附":
        match = _worded()["attachment"].match(line)
        return (Head("attachment", (), match.end()),) if match else ()
    found = [
        Head(r.style, (*r.numbers, r.inserted) if r.inserted else r.numbers, r.end, _is_sure(r, line))
        for r in readings(line)
        if r.ordinal.style != "bare"
    ]
    found.sort(key=lambda one: not one.sure)
    if not any(one.sure for one in found) and first in BULLETS and (match := _BULLET.match(line)):
        found.append(Head("bullet", (), match.end()))
    return tuple(found)


def _is_sure(reading: Reading, line: str) -> bool:
    """Whether the form of a reading is enough at a line's head: a chapter's name may go on in the next line."""
    if reading.ordinal.style in ("chapter", "section", "volume"):
        return not _worded()["citing"].match(line[reading.end :])
    return reading.sure or (reading.style == "dot" and _YEAR.match(line, reading.end) is not None)


def head(line: str) -> Head | None:
    """What `line` opens with, as far as its form tells: the likeliest of `heads`, a bare form aside that running text
    has as often (Ⅰ, A, 任务一, 2.5米)."""
    return next((one for one in heads(line) if one.sure or _is_likely(one, line)), None)


def _is_likely(found: Head, line: str) -> bool:
    if found.style == "dot":
        return not _worded()["glued"].match(line[found.length :])
    return found.legal or found.style == "paren"


@dataclass
class Numbering:
    """The numbers seen so far of each style, so that a line's ordinal can be held against what should come."""

    last: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def follows(self, found: Head) -> bool:
        """Whether the ordinal goes on with a list: its number is the next one."""
        if not found.numbers:
            return False
        *before, value = found.numbers
        last = self.last.get(found.style, ())
        if value > 1:
            # 第四条 comes after 第三条之二 too.
            return last == (*before, value - 1) or (found.legal and not before and last[:1] == (value - 1,))
        if found.legal:
            return len(found.numbers) > 1 and last == tuple(before)  # 第三条之一 after 第三条
        # 1.1 under 1, 1.2.1 under 1.2.
        above = self.last.get(f"dotted{len(before)}" if len(before) > 1 else "dot")
        if len(found.numbers) > 1 and above == tuple(before):
            return True
        # 2.1 behind 1.3: what the first number counts has no heading of its own.
        return len(last) == len(found.numbers) > 1 and (*last[:-2], last[-2] + 1) == tuple(before)

    def take(self, found: Head) -> None:
        """Note the ordinal as seen."""
        if found.numbers:
            self.last[found.style] = found.numbers


def continued(lines: Sequence[tuple[Head, ...]]) -> list[frozenset[str]]:
    """For each line, the styles of its ordinals whose next number opens the next line that has one of that style."""
    upcoming: dict[str, tuple[int, ...]] = {}
    found = [_NONE] * len(lines)
    for at in range(len(lines) - 1, -1, -1):
        # Most lines open with no ordinal.
        if not lines[at] or not (numbered := [one for one in lines[at] if one.numbers]):
            continue
        due = {one.style: (*one.numbers[:-1], one.numbers[-1] + 1) for one in numbered}
        found[at] = frozenset(style for style, number in due.items() if upcoming.get(style) == number)
        upcoming |= {one.style: one.numbers for one in numbered}
    return found


_NONE: frozenset[str] = frozenset()
