"""The same date, or the same number of the same thing, written in the other numerals.

What holds here: 2020年 and 二〇二〇年, 2021年1月8日 and 二〇二一年一月八日, 50% and 百分之五十, 3次 and 三次, 18:00 and
下午6时 have one value each, so they differ in form alone (GB/T 15835-2011 lets a text have either). Only numerals are
read for their value: units, bounds (约, 以上), 底, 前, and every other word must be the same, and a numeral that can't
be read is like no other, nor is an hour that may be another (晚上12时). 15000亩 and 1.5万亩 are not one: the scale is a
word that the versions may have chosen.
"""

from __future__ import annotations

import re
from decimal import Decimal

from duikou.comparing.aligning.folding import fold
from duikou.notation import clock, number_forms
from duikou.notation.numerals import number
from duikou.notation.patterns import pattern

_HAN, _DIGITS = number_forms.HANZI_SIGNS, number_forms.HANZI_DIGITS
_NUMERAL = pattern(rf"(?P<figures>\d+(?:\.\d+)?)|(?P<hanzi>(?=[^万亿点])[{_HAN}]+(?:点[{_DIGITS}]+[万亿]*)?)")
_PERCENT = pattern(rf"百分之([{_HAN}]+(?:点[{_DIGITS}]+)?|\d+(?:\.\d+)?)")
_YEAR = pattern(f"[{_DIGITS}]{{4}}")
# What stands for these between figures in a folded text.
_MARKS = {1: ".", 2: ":"}
_SIGN = pattern(rf"[\d{_HAN}]")


def same_value(old: str, new: str) -> bool:
    """Whether two pieces say the same in other numerals; False where they are written alike or hold no number."""
    if not _SIGN.search(old) or not _SIGN.search(new):
        return False
    a, b = (_read(side) for side in (old, new))
    return a is not None and a == b


def are_hours(old: str, new: str) -> bool:
    """Whether two pieces are each an hour of the day and nothing else, and one of them can be nothing else (3点)."""
    sides = [_plain(side) for side in (old, new)]
    return all(map(clock.is_hour, sides)) and not all(map(clock.is_bare, sides))


def _plain(text: str) -> str:
    """A piece without how it is set, its points and colons as such."""
    return fold(text).translate(_MARKS)


def _read(text: str) -> list[object] | None:
    """The text as words and values in turn; None where a numeral can't be read."""
    # Each h:mm has a value of its own, so a ratio is like no other ratio.
    text = clock.replaced(_PERCENT.sub(r"\1%", _plain(text)), lambda minutes: f"\x0e{minutes}")
    found: list[object] = []
    at = 0
    for match in _NUMERAL.finditer(text):
        read = _value(match)
        if read is None:
            return None
        found += [text[at : match.start()], read[0]]
        at = match.end() - len(read[1])
    return [*found, text[at:]]


def _value(match: re.Match[str]) -> tuple[Decimal, str] | None:
    """The value of a numeral, and the scale that it is given in, which is a word of its own: 三万 is 3 and 万."""
    if figures := match["figures"]:
        led = figures[0] == "0" and figures[1:2].isdigit()
        if led and match.string[match.end() : match.end() + 1] not in ("月", "日"):
            return None  # a code, such as 007
        return Decimal(figures), ""
    if _YEAR.fullmatch(match["hanzi"]):
        return Decimal(number(match["hanzi"]) or 0), ""
    read = number_forms.read(match["hanzi"])
    # 三五个 is from three to five.
    return (read[0].low, read[1]) if read and read[0].exact else None
