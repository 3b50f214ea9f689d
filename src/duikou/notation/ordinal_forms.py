"""The forms of ordinals: a table, a row a form, and the patterns that are made of words.

What holds here: a row says which signs count in a mark, how many of them at most, and what opens and closes it; its
pattern and the characters it may begin with follow from that, so that a new form is a new row. A pattern never covers
more than the mark itself. The words lie in data/notation/ordinals.toml.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from duikou.data import load
from duikou.notation.numerals import CAPITALS, CIRCLED, CIRCLED_ELSE, HAN, ROMAN, SMALL_ROMAN, STEMS
from duikou.notation.patterns import pattern

FIGURES = "0123456789"
# A hyphen of any width between 第 and 条 is a misread 一.
DASH = "－—–─‐‑-"
# A scan's （ is often read as 〈 or 《, and ） as 〉 or 》; no title opens or closes with a round bracket.
OPEN = "（(〈《<"
_CLOSE = "）)〉》>"
_NO_TITLE = rf"(?![〈《<][{HAN}\d]{{1,5}}[〉》>])"
_ROUND, _ROUND_CLOSE = "（(", "）)"
# A scan's 1 is often read as l, I, | or ].
ONE = "lI|]"
# What stands before the ordinal of an item that is marked as a key task, or before an item without a number.
BULLETS = "★☆▲△●◆■※◇□◎•➢►"
LIST_MARKS = BULLETS + "*#"
DASHES = "—"


class Form(NamedTuple):
    """A form of an ordinal: signs of `counts` stand in it, `most` at most, behind one of `opening_signs` (where there
    are any; they may be left out where `bare` says so) and before one of `closing_signs` (which may be left out where
    `open_ended` says so). `no_dot_before` is a pattern of what may not stand behind a closing dot, `more` one of what
    the mark may take besides."""

    style: str
    counts: str
    most: int
    closing_signs: str
    opening_signs: str = ""
    bare: bool = False
    open_ended: bool = False
    no_dot_before: str = ""
    more: str = ""

    @property
    def begins(self) -> str:
        """The characters that it may begin with."""
        return self.opening_signs + self.counts if self.bare or not self.opening_signs else self.opening_signs

    @property
    def follows(self) -> str:
        """The characters that may stand behind its bracket, or behind its figures."""
        return self.counts if self.opening_signs else self.closing_signs if self.counts == FIGURES else ""

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds it at the head of a text; the group n is what counts."""
        lead = _NO_TITLE if self.opening_signs == OPEN else ""
        opened = f"[{self.opening_signs}]{'?' * self.bare}" if self.opening_signs else ""
        counted = rf"\d{{1,{self.most}}}" if self.counts == FIGURES else f"[{self.counts}]{{1,{self.most}}}"
        closed = f"[{self.closing_signs}]{'?' * self.open_ended}"
        dot = rf"(?:(?<!\.)|(?!{self.no_dot_before}))" if self.no_dot_before else ""
        return pattern(f"{lead}{opened}(?P<n>{counted}){closed}{dot}{self.more}")


# Latin letters open Latin text too: its dot stands before Chinese.
_LATIN_GOES_ON = r"[\x00-\x7f]|\Z"
FORMS = (
    Form("dun", HAN, 5, "、.．", no_dot_before=r"\d"),
    Form("paren", HAN, 5, _CLOSE, opening_signs=OPEN, more="[、.．]?"),
    Form("dot", FIGURES, 4, ".．﹒"),
    Form("comma", FIGURES, 4, "、"),
    Form("number_paren", FIGURES, 3, _CLOSE, opening_signs=OPEN, more=r"(?:[、.．](?!\d))?"),
    Form("half_paren", FIGURES, 3, _ROUND_CLOSE, more="、?"),
    Form("half_paren_han", HAN, 3, _ROUND_CLOSE, more="、?"),
    Form("order", HAN, 2, "，、：", opening_signs="第"),
    Form("circled", CIRCLED + "".join(CIRCLED_ELSE), 1, ".、", open_ended=True),
    Form("roman", ROMAN + SMALL_ROMAN, 1, "）).．、", opening_signs=_ROUND, bare=True),
    Form("roman", "IVX", 5, "）)、．.", no_dot_before=_LATIN_GOES_ON, opening_signs=_ROUND, bare=True),
    Form("roman", "ivx", 5, "）)、．.", no_dot_before=_LATIN_GOES_ON, opening_signs=_ROUND, bare=True),
    Form("stem", STEMS, 1, "、.．"),
    Form("stem", STEMS, 1, _ROUND_CLOSE, opening_signs=_ROUND),
    Form("capital", CAPITALS, 1, "、.．"),
    Form("capital", CAPITALS, 1, _ROUND_CLOSE, opening_signs=_ROUND),
    Form("latin", "ABCDEFGHabcdefgh", 1, "）)、．.", no_dot_before=_LATIN_GOES_ON, opening_signs=_ROUND, bare=True),
)
_PATTERNS = tuple((form, form.pattern) for form in FORMS)
_FOLLOWING = frozenset(("", *ONE, *(char for form in FORMS for char in form.follows)))
_ELSE = "\n"  # stands for what no form needs
_MOST_DIGITS = 6  # more open no ordinal
# A number of an item in several parts (1.2), one that a scan misread, and one without a mark of any kind.
DOTTED = pattern(r"(?P<n>\d{1,2}(?:[.．]\d{1,2}){1,3})[.．、]?(?=[^\d.．%％])")
MISREAD = pattern(r"(?P<n>[\dlI|\]]{1,3})[.．]")
STARRED = pattern(rf"[{LIST_MARKS}][{LIST_MARKS}\s]*(?=\S)")
# 01 to 09 without a mark, as posts number their items; what follows them to 99 goes on with their list.
PADDED = pattern(r"(?P<n>0[1-9]|[1-9]\d)(?=[一-鿿“])")
BARE = pattern(r"(?P<n>[1-9]\d?)(?=[一-鿿])")


def behind(text: str) -> str:
    """What stands behind the bracket that `text` begins with, or behind its digits, as far as it tells which forms the
    head can have; "" where it has neither or that can't be told."""
    first = text[:1]
    found = text[1:2] if first in OPEN else text[:_MOST_DIGITS].lstrip(FIGURES)[:1] if first in FIGURES else ""
    return found if found in _FOLLOWING else "" if found.isdecimal() else _ELSE


@cache
def tried(first: str, follows: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The forms that a head may have which begins with `first`, where `follows` stands `behind`: style and pattern."""
    return tuple(
        (form.style, mark)
        for form, mark in _PATTERNS
        if first in form.begins and (not follows or not form.follows or follows in form.follows)
    )


@cache
def openings() -> frozenset[str]:
    """Every character that an ordinal may open with."""
    named = "".join(word[0] for word in (*words()["named"], *words()["named_kinds"]))
    return frozenset("第笫【" + box() + named + ONE + "".join(form.begins for form in FORMS))


def box() -> str:
    """The character that the head of a box opens with."""
    return words()["box"][0]


def words() -> dict[str, str]:
    """The words around ordinals."""
    found: dict[str, str] = load("notation/ordinals")["words"]
    return found


@cache
def worded() -> dict[str, re.Pattern[str]]:
    """The patterns that are made of words."""
    said = words()
    kinds = "|".join(sorted(load("notation/ordinals")["statute"], key=len, reverse=True))
    counted = f"(?:{'|'.join(said['named_kinds'])})?(?:{'|'.join(said['named'])})"
    return {
        "legal": pattern(
            rf"[第笫](?P<n>[{HAN}{DASH}]{{1,6}}|\d{{1,4}})(?P<minor>(?<=\d)-\d{{1,2}})?(?P<kind>{kinds})(?P<sub>之(?:[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]))?"
        ),
        # A box beside the text, with numbering of its own: 专栏1 重点工程.
        "box": pattern(
            rf"{said['box']}\s*(?P<n>[{HAN}]{{1,3}}|\d{{1,2}})(?:[:：、.]\s*|\s+|(?=[一-鿿“《]))"
            rf"(?![{said['box_cited']}])(?=.{{2,40}}$)"
        ),
        "named": pattern(
            rf"(?P<boxed>【)?(?P<label>{counted}[（(]?(?P<n>[{HAN}]{{1,3}}|\d{{1,2}})[）)]?)"
            rf"(?(boxed)】|(?:[:：、.]|(?=[一-鿿“])(?![{said['named_cited']}])))\s*"
        ),
        "measured": pattern(rf"[.．]?\d{{0,2}}(?:{'|'.join(said['decimal_units'])})"),
        # 2.5米 is an amount, 2.1.2的标准 cites a heading.
        "no_dotted": pattern(rf"[.．]?\d{{0,2}}(?:{'|'.join(said['decimal_units'])})|{said['dotted_cited']}"),
        "timed": pattern(said["timed"]),
        "glued": pattern(rf"\d{{1,12}}(?:{'|'.join(said['glued_units'])})"),
        "neighbour": pattern(rf"(?P<n>[{HAN}]|\d{{1,2}})(?:{'|'.join(said['neighbours'])})"),
        "citing": pattern(rf"第[{HAN}\d]+[{said['clauses']}]|{said['citing']}|[{HAN}]款"),
        "paren_cited": pattern(said["paren_cited"]),
        "attachment": pattern(said["attachment"]),
    }
