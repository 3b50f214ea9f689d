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
from functools import cache

from duikou.comparing.aligning.folding import fold
from duikou.data import load
from duikou.notation import number_forms
from duikou.notation.numerals import number
from duikou.notation.patterns import pattern

_HAN, _DIGITS = number_forms.HANZI_SIGNS, number_forms.HANZI_DIGITS
_NUMERAL = pattern(rf"(?P<figures>\d+(?:[.\x01]\d+)?)|(?P<hanzi>(?=[^万亿点])[{_HAN}]+(?:点[{_DIGITS}]+[万亿]*)?)")
_PERCENT = pattern(rf"百分之([{_HAN}]+(?:点[{_DIGITS}]+)?|\d+(?:[.\x01]\d+)?)")
_YEAR = pattern(f"[{_DIGITS}]{{4}}")
_SIGN = pattern(rf"[\d{_HAN}]")


def same_value(old: str, new: str) -> bool:
    """Whether two pieces say the same in other numerals; False where they are written alike or hold no number."""
    if not _SIGN.search(old) or not _SIGN.search(new):
        return False
    a, b = (_read(side) for side in (old, new))
    return a is not None and a == b


def are_hours(old: str, new: str) -> bool:
    """Whether two pieces are each an hour of the day and nothing else, and one of them can be nothing else (3点)."""
    found = [_clock().fullmatch(fold(side)) for side in (old, new)]
    return all(m and _in_a_day(m) for m in found) and any(m and (m["half"] or m["m"] or m["minute"]) for m in found)


def _read(text: str) -> list[object] | None:
    """The text as words and values in turn; None where a numeral can't be read."""
    text = _clock().sub(_minutes, _PERCENT.sub(r"\1%", fold(text)))
    found: list[object] = []
    at = 0
    for match in _NUMERAL.finditer(text):
        read = _value(match)
        if read is None:
            return None
        found += [text[at : match.start()], read[0]]
        at = match.end() - len(read[1])
    return [*found, text[at:]]


@cache
def _clock() -> re.Pattern[str]:
    """An hour of the day: 18:00, 下午6时, 6点半."""
    halves = "|".join(load("notation/words")["day_parts"])
    return pattern(
        rf"(?P<half>{halves})?(?<![\d\x01\x02])(?:(?P<h>\d{{1,2}})\x02(?P<m>\d{{2}})(?![\d\x01\x02])"
        rf"|(?P<hour>\d{{1,2}}|[{_HAN}]{{1,3}})[时点](?:(?P<minute>\d{{1,2}}|[{_HAN}]{{1,3}})分|(?P<thirty>半)|整|(?![\d{_DIGITS}])))"
    )


def _in_a_day(match: re.Match[str]) -> tuple[int, int] | None:
    """The hour (0 to 24) and the minute as written; None for what is none, such as a ratio of 1:75."""
    hour, minute = number(match["h"] or match["hour"]), number(match["m"] or match["minute"] or "0")
    if hour is None or minute is None or hour > 24 or minute > 59:
        return None
    return hour, 30 if match["thirty"] else minute


def _minutes(match: re.Match[str]) -> str:
    """An hour of the day as the minutes since midnight, marked as such; as it stands where it is none, or where its
    half of the day leaves it open (晚上12时). Each h:mm has a value of its own, so a ratio is like no other ratio."""
    said = _in_a_day(match)
    if said is None:
        return match[0]
    hour, minute = said
    if half := match["half"]:
        first, last = load("notation/words")["day_parts"][half]
        sure = [each for each in (hour, hour + 12) if first <= each <= last]
        if len(sure) != 1:
            return match[0]
        hour = sure[0]
    return f"\x0e{60 * hour + minute}"


def _value(match: re.Match[str]) -> tuple[Decimal, str] | None:
    """The value of a numeral, and the scale that it is given in, which is a word of its own: 三万 is 3 and 万."""
    if figures := match["figures"]:
        led = figures[0] == "0" and figures[1:2].isdigit()
        if led and match.string[match.end() : match.end() + 1] not in ("月", "日"):
            return None  # a code, such as 007
        return Decimal(figures.replace("\x01", ".")), ""
    if _YEAR.fullmatch(match["hanzi"]):
        return Decimal(number(match["hanzi"]) or 0), ""
    read = number_forms.read(match["hanzi"])
    # 三五个 is from three to five.
    return (read[0].low, read[1]) if read and read[0].exact else None
