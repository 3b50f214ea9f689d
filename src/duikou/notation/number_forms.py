"""Where a number stands in a text: from its first character to its last, and what it is worth.

What holds here: a number is found whole, in Arabic or Chinese numerals or both (3万5千, 1亿5000万), with groups of
thousands, a decimal part, as an estimate (三五, 十几), or as a sum of money with its parts (十二元五角). A part of a
numeral is never given for it: what can't be read has the value None. `numeral` is the one pattern of a numeral that
other patterns are made of; it takes all characters of one or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from duikou.data import load
from duikou.notation import marks, units
from duikou.notation.number_values import ARABIC, FORMAL_DIGITS, FORMAL_UNITS, Value, plain, value
from duikou.notation.patterns import pattern

# The signs of numerals in hanzi, zero to nine and all, as the insides of classes.
HANZI_DIGITS = f"零〇○一二三四五六七八九{FORMAL_DIGITS}"
HANZI_SIGNS = f"{HANZI_DIGITS}十百千万亿两廿卅{FORMAL_UNITS}"
# No numeral is longer; a run of such signs (the ends of scanned tables) is looked through once from its beginning.
_LONGEST = 40
# The inside of a class of every sign that a numeral may begin with.
SIGNS = rf"\d{HANZI_SIGNS}几数负半"
# One of these is in every numeral: what may lead one (数十, 负三) is in most texts.
GATE = pattern(rf"[\d{HANZI_SIGNS}半]")


@cache
def _sign(signs: str) -> str:
    """A pattern for one of these signs, but for 千 that is part of a unit."""
    return f"(?:(?!{'|'.join(load('notation/numerals')['kilo'])})[{signs}])"


@cache
def hanzi() -> str:
    """A pattern for a numeral in Chinese signs: all of a run of them, with the digits behind 点. 数 begins one only
    where it is no noun (人数五千)."""
    nouns = load("notation/numerals")["nouns_of_number"]
    sign = _sign(f"{HANZI_SIGNS}几")
    decimals = f"(?:点[{HANZI_DIGITS}]{{1,20}}{_sign(units.SCALE_SIGNS)}{{0,3}})?"
    return (
        rf"(?:(?<![{HANZI_SIGNS}\d几])(?:负|数(?<![{nouns}]数)(?=[{units.SCALE_SIGNS}]))?"
        rf"{sign}{{1,{_LONGEST}}}{decimals}(?!{sign}))"
    )


@cache
def mixed() -> str:
    """A pattern for Arabic figures, with more of them behind scales: 5000, 1亿5000(万), 3万5(千)."""
    return rf"(?:(?:{ARABIC})(?:{_sign(units.SCALE_SIGNS)}{{1,3}}零?\d[\d.]{{0,12}}){{0,4}})"


@cache
def numeral() -> str:
    """A pattern for a numeral of any form; scales behind Arabic figures are not taken."""
    return f"(?:{mixed()}|{hanzi()})"


class Number(NamedTuple):
    """A number in a text: its value, None where it can't be read for sure, and how it is written (arabic, hanzi,
    money)."""

    value: Value | None
    form: str


@lru_cache(4096)
def read(text: str) -> tuple[Value, str] | None:
    """The value of a numeral as written and the scale it is given in: 三万亿 is 3 and 万亿, 3万5千 is 35 and 千; the
    scale is "" where it ends in none. None for what can't be read."""
    if text.isascii() and text.isdigit():
        exact = Decimal(text)
        return Value(exact, exact), ""
    whole = value(text)
    bare = plain(text)
    if whole is None:
        return None
    scale = bare[len(bare.rstrip(units.SCALE_SIGNS)) :]
    if not bare[:1].isdigit():
        scale = scale.lstrip("十百千")
    if not scale or scale == bare:
        return whole, ""
    times = Decimal(1)
    for sign in scale:
        times *= _WORTH[sign]
    return Value(whole.low / times, whole.high / times), scale


_WORTH = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, "萬": 10_000, "億": 100_000_000}


def worth(scale: str) -> Decimal:
    """What a word such as 万, 亿 or 千万 stands for; 1 for the empty word."""
    total = Decimal(1)
    for sign in scale:
        total *= _WORTH[sign]
    return total


@cache
def parts() -> str:
    """A pattern for the parts of a 元 behind it, perhaps none: 8角, 五角二分, 零五分."""
    words, table = load("notation/units")["sums"], load("notation/numerals")
    jiao, fen = ("".join(words[name]) for name in ("jiao", "fen"))
    return (
        rf"(?P<parts>(?:零?(?P<jiao>[\d{HANZI_DIGITS}])[{jiao}])?"
        rf"(?:零?(?P<fen>[\d{HANZI_DIGITS}])[{fen}](?![{table['words_of_fen']}]))?)"
    )


def with_parts(written: str, jiao: str | None, fen: str | None) -> tuple[Value, str] | None:
    """The value in 元 of a sum: so many 元 as `written`, and its parts; None where it can't be read."""
    whole = value(written)
    if whole is None or not whole.exact:
        return None
    total = whole.low
    for digit, part in ((jiao, Decimal("0.1")), (fen, Decimal("0.01"))):
        read_ = value(digit) if digit else None
        total += read_.low * part if read_ else 0
    return Value(total, total), ""


_RUNS = pattern(rf"[{HANZI_SIGNS}几\d]{{2,{_LONGEST}}}")


def runs(text: str) -> Iterator[re.Match[str]]:
    """Every run of two and more signs that numerals are written with, whether it is a numeral or not."""
    return _RUNS.finditer(text)


@marks.kind("number", GATE)
def numbers(text: str) -> Iterator[tuple[int, int, Number]]:
    """Every number of `text` with its value."""
    for match in _anywhere().finditer(text):
        form = "arabic" if match.group()[0].isdigit() else "hanzi"
        yield match.start(), match.end(), Number(value(match.group()), form)


@cache
def _anywhere() -> re.Pattern[str]:
    return pattern(f"{mixed()}{_sign(units.SCALE_SIGNS)}{{0,3}}|{hanzi()}")
