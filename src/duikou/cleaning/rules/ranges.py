"""Rules for ranges: two numbers joined by a hyphen, a dash, a tilde, or the 一 that a scanner reads for the dash.

What holds here: a range is shown to be one, by what it counts, by its years, or by the range that follows it. Codes are
none: dates (2021-01-08), standards (GB/T 9704-2012), telephones, numbers of tables, houses and formulas. The
patterns lie in data/cleaning/numbers.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duikou.cleaning.rules.numbers import labels
from duikou.cleaning.rules.registry import Wanted, rule
from duikou.notation.characters import BLANKS, near
from duikou.notation.patterns import patterns
from duikou.notation.units import counts, is_unit

_NUMBERS = patterns("cleaning/numbers")
_TILDES = set("~〜∼～")
_BEFORE = 16  # characters that are looked at before a number


@rule(
    "ranges",
    "text",
    "Two numbers joined by a hyphen or dash become a range with —, where they count something, or are years or times.",
)
def ranges(text: str) -> Iterator[Wanted]:
    """Ranges (GB/T 15834-2011, 4.13.3). A wave ～ between numbers is a range already, and stays."""
    times = near(_NUMBERS.dashed, _NUMBERS.clock_range, text)
    for m in (*_ranges_in(text, _NUMBERS.dashed, _NUMBERS.dashed_range), *times):
        join = set(m["join"].strip(BLANKS))
        if join != {"～"}:
            yield m.start("join"), m.end("join"), "～" if join <= _TILDES else "—"
    for m in _NUMBERS.ordinal_range.finditer(text):
        yield m.start("join"), m.end("join"), "—"


@rule(
    "misread-range",
    "text",
    "一 between two Arabic numbers that are a range is a misread —.",
)
def misread_range(text: str) -> Iterator[Wanted]:
    """No number is written with 一 between Arabic digits, so where both are a range there is one reading."""
    for m in _ranges_in(text, _NUMBERS.yi, _NUMBERS.yi_range):
        yield m.start("join"), m.end("join"), "—"


def _ranges_in(text: str, hint: re.Pattern[str], form: re.Pattern[str]) -> list[re.Match[str]]:
    """The ranges joined by `join`, last first. What the last of a list counts, the others count: 10—20,30—40人."""
    found: list[re.Match[str]] = []
    for m in reversed(list(near(hint, form, text))):
        if _may_be_range(text, m) and (_counts(text, m) or (found and _listed(text, m, found[-1]))):
            found.append(m)
    return found


def _may_be_range(text: str, m: re.Match[str]) -> bool:
    """Whether nothing in the numbers or before them says that they are a code."""
    low, high = m["low"], m["high"]
    if m["unit"] and not is_unit(m["unit"]):
        return False
    years = _NUMBERS.year.fullmatch(low) and _NUMBERS.year.fullmatch(high) and text.startswith("年", m.end())
    if _NUMBERS.leading_zero.match(low) or _NUMBERS.leading_zero.match(high) or max(len(low), len(high)) > 6:
        return False  # telephones, codes, dates without a day
    before = text[max(0, m.start() - _BEFORE) : m.start()]
    return not (_NUMBERS.latin_code.search(before) or (labels(_NUMBERS.code, before) and not years))


def _counts(text: str, m: re.Match[str]) -> bool:
    """Whether what stands around the numbers makes them a range."""
    low, high, own = float(m["low"]), float(m["high"]), m["unit"] or ""
    years = tuple(_NUMBERS.year.fullmatch(m[side]) is not None for side in ("low", "high"))
    after = text[m.end() : m.end() + 6].lstrip(BLANKS)
    counted = counts(after, 0) or _NUMBERS.latin_unit.match(after) is not None
    if own and own in "年月日":
        return after[:1] in tuple("年月日")
    if all(years):
        return low <= high
    if text[max(0, m.start() - 1) : m.start()] == "第":
        return low < high and _NUMBERS.clause.match(after) is not None
    if after.startswith("年"):
        short = years == (True, False) and len(m["high"]) == 2 and high > low % 100  # 2016—17年
        return short or (not any(years) and low < high)
    if set(m["join"].strip(BLANKS)) <= _TILDES and low < high:
        return True
    return counted and (low < high or (own != "" and not after.startswith(own)))


def _listed(text: str, m: re.Match[str], following: re.Match[str]) -> bool:
    between = _NUMBERS.next.match(text, m.end())
    return between is not None and between.end() == following.start() and float(m["low"]) < float(m["high"])
