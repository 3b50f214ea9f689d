"""An amount in a cell of a table: the number stands in the cell, its unit in the head of the column.

What holds here: a cell that is a number and nothing else (1,200.5, 300—500, 三百二十, 1.5亿, -3) has the unit of its
head (投资额（万元）, 面积/亩, 产量（单位：吨）). A cell with a unit or with words of its own is text like any other.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from duikou.notation import number_forms, units
from duikou.notation.number_values import Value
from duikou.notation.patterns import pattern

_UNIT_LENGTH = 8  # characters of the longest unit in the head of a column


class Amount(NamedTuple):
    """A number with its unit: the lowest and the highest value, both counted in `unit`; `noun` is what the head of the
    column says that is counted, "" where it says nothing."""

    low: float
    high: float
    unit: str
    noun: str


def in_cell(cell: str, head: str) -> Amount | None:
    """The amount that `cell` is, with the unit of its `head`; None where the cell is no bare number, or the head names
    no unit."""
    number, named = _number().fullmatch(cell.strip()), _head().fullmatch(head.strip())
    if number is None or named is None:
        return None
    scale = number["scale"] or ""
    high = number_forms.read((number["high"] or number["low"]) + scale)
    low = number_forms.read(number["low"]) if number["high"] else high
    if low is None or high is None:
        return None
    # 2—3亿: both are counted in what the second is.
    ends = Value(low[0].low * (number_forms.worth(low[1]) / number_forms.worth(high[1]) if low[1] else 1), high[0].high)
    first, last = (-ends.high, -ends.low) if number["minus"] else ends
    unit = named["bracketed"] or named["unit"]
    return Amount(float(first), float(last), high[1] + unit, named["noun"] or "")


@cache
def _number() -> re.Pattern[str]:
    numeral = number_forms.numeral()
    return pattern(
        rf"(?P<minus>[-－−])?[+＋]?(?P<low>{numeral})(?:[—–~～至-](?P<high>{numeral}))?(?P<scale>[{units.SCALE_SIGNS}]{{1,3}})?"
    )


@cache
def _head() -> re.Pattern[str]:
    """The head of a column with its unit in brackets, or a known one behind a stroke."""
    known = "|".join(map(re.escape, units.listed("measured", "counted.plain", "times.spans", "latin")))
    return pattern(
        rf"(?P<noun>[^（()）/:：]{{0,40}})(?:[（(](?:单位[:：])?(?P<bracketed>[^\d（）()：:、，]{{1,{_UNIT_LENGTH}}})[）)]"
        rf"|[/／](?P<unit>[{units.SCALE_SIGNS}]{{0,2}}(?:{known})))"
    )
