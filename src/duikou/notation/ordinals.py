"""The ordinals at a paragraph's or a line's head: 结构层次序数 of GB/T 9704-2012, 7.3.3, and the forms seen besides.

What holds here: this is the one grammar of ordinals; every floor asks it. All readings of one head are given, each with
how sure its form alone makes it. Which of them holds is decided where the numbers before and after are known: for a
line in `line_heads`, for a document by its outline. A reading never covers more than the mark itself. Inline counting
(一是, 其一) is no ordinal. Their forms are a table in `ordinal_forms`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from duikou.data import load
from duikou.model import Ordinal
from duikou.notation import ordinal_forms as forms
from duikou.notation.numerals import HAN, number, ordinal_number
from duikou.notation.patterns import pattern, patterns

_FORMS = patterns("notation/ordinals")
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
_DASH_ONE = str.maketrans(dict.fromkeys(forms.DASH, "一"))
_MISREAD_ONE = str.maketrans(forms.ONE, "1" * len(forms.ONE))
# What opens running text too, so that only a sequence makes it an ordinal: （A）股, Ⅰ级, 甲、乙两类, 一）和二）.
DOUBTFUL = frozenset(("roman", "latin", "stem", "capital", "half_paren_han", "order"))
_BEHIND_FIGURES = ".．﹒、）)"
_LIKE_A_YEAR = pattern(r"(?:19|20)\d\d")
_SURE_FIGURES = 3  # of a number that opens an item, whatever follows it
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
    return _readings(text) if first in forms.openings() or first in forms.LIST_MARKS or first in forms.DASHES else ()


@lru_cache(maxsize=1024)
def _readings(text: str) -> tuple[Reading, ...]:
    if text[:1] in forms.openings():
        return tuple(_plain(text))
    if text[:1] in forms.LIST_MARKS and (starred := forms.STARRED.match(text)):
        return tuple(_behind(starred.group(), reading) for reading in _plain(text[starred.end() :]))
    if dashes := len(text) - len(text.lstrip(forms.DASHES)):
        # ——任务1：协同开展: a dash before a word with a number is its mark; before another ordinal it is no item's.
        named = (reading for reading in _plain(text[dashes:]) if reading.ordinal.style == "named")
        return tuple(_behind(text[:dashes], reading) for reading in named)
    return ()


def _plain(text: str) -> list[Reading]:
    """The readings of a head before which no mark stands."""
    first, worded = text[:1], forms.worded()
    follows = forms.behind(text)
    found = []
    if first in "第笫" and (reading := _legal(text)):
        found.append(reading)
    boxed = worded["box"].match(text) if first == forms.box() and not text.endswith(("。", "；", "，")) else None
    if boxed and (value := number(boxed["n"])):
        ordinal = Ordinal(boxed.group(), f"{forms.words()['box']}{boxed['n']}", "box", value)
        found.append(Reading(ordinal, boxed.end(), (value,)))
    if (
        first in forms.FIGURES
        and follows in ".．"
        and (match := forms.DOTTED.match(text))
        and not worded["no_dotted"].match(text, match.end())
    ):
        parts = tuple(int(n) for n in match["n"].replace("．", ".").split("."))
        if all(parts):
            label = ".".join(map(str, parts))
            ordinal = Ordinal(match.group(), label, f"dotted{len(parts)}", parts[-1])
            found.append(Reading(ordinal, match.end(), parts, sure=False))
    for style, mark in forms.tried(first, follows):
        if (match := mark.match(text)) and (value := _value(style, match["n"])):
            found.append(_reading(style, match, value, text))
    if (
        (first in forms.ONE or (first in forms.FIGURES and follows in forms.ONE))
        and (match := forms.MISREAD.match(text))
        and not match["n"].isdigit()
    ):
        n = match["n"].translate(_MISREAD_ONE)
        found.append(Reading(Ordinal(match.group(), n, "dot", int(n)), match.end(), (int(n),), sure=False))
    if (is_word(first) or first == "【") and (match := worded["named"].match(text)) and (value := number(match["n"])):
        ordinal = Ordinal(match.group(), match["label"], "named", value)
        found.append(Reading(ordinal, match.end(), (value,), sure=False))
    unmarked = first in forms.FIGURES and (not follows or follows not in _BEHIND_FIGURES)
    if unmarked and (match := forms.BARE.match(text)):
        ordinal = Ordinal(match["n"], match["n"], "bare", int(match["n"]))
        found.append(Reading(ordinal, match.end(), (ordinal.value,), sure=False))
    if unmarked and (match := forms.PADDED.match(text)):
        ordinal = Ordinal(match["n"], match["n"], "padded", int(match["n"]))
        sure = first == "0" and not worded["timed"].match(text, match.end())
        found.append(Reading(ordinal, match.end(), (ordinal.value,), sure))
    return found


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


def _value(style: str, n: str) -> int | None:
    return ord(n.lower()) - ord("a") + 1 if style == "latin" else number(n) or ordinal_number(n)


def _reading(style: str, match: re.Match[str], value: int, text: str) -> Reading:
    rest, worded = text[match.end() :], forms.worded()
    sure = style not in DOUBTFUL
    if style in ("dun", "comma", "dot") and (near := worded["neighbour"].match(rest)):
        following = number(near["n"])
        # 一、二类 and 1、2号线 name two neighbours.
        sure = following is None or not value < following <= value + 2 or style == "dot"
    amount = rest[:1].isdigit() and (style == "dot" or len(match["n"]) > _SURE_FIGURES)
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
    n = match["n"]
    if style in ("paren", "number_paren"):
        return f"（{n}）"
    if style in ("half_paren", "half_paren_han"):
        return f"{n}）"
    return f"第{n}" if style == "order" else n


def _legal(text: str) -> Reading | None:
    match = forms.worded()["legal"].match(text)
    if match is None:
        return None
    n = match["n"].translate(_DASH_ONE)
    value = number(n)
    if not value:
        return None
    rest = text[match.end() :]
    sure = not forms.worded()["citing"].match(rest)
    kind = match["kind"]
    style = load("notation/ordinals")["statute"][kind]
    if style != "article" and (len(rest) > _TITLE or rest.endswith(("。", "；"))):
        sure = False
    label = f"第{n}{match['minor'] or ''}{kind}{match['sub'] or ''}"
    # 第二条之一, and 第2-1条 in figures.
    inserted = number(match["sub"][1:]) if match["sub"] else int(match["minor"][1:]) if match["minor"] else None
    return Reading(Ordinal(match.group(), label, style, value), match.end(), (value,), sure, inserted)


def without_before_names(text: str) -> str:
    """`text`, a list of names, without the ordinals before them (1.市甲局 2.市乙局), ； in the place of each."""
    return _FORMS.before_names.sub("；", text)


def measured(text: str) -> bool:
    """Whether `text`, what follows a number and a dot, goes on as a decimal with its unit (`5米`, `3%`)."""
    return bool(forms.worded()["measured"].match(text))
