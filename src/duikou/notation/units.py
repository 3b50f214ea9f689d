"""Units of measure and measure words: the one list, by what they measure.

What holds here: a floor asks for the headings of data/notation/units.toml that it means, and gets the longest words
first, so that 平方公里 is found before 平方.
"""

from __future__ import annotations

from functools import cache

from duikou.notation.scripts import words

# What stands for a number of units.
SCALE_SIGNS = "十百千万亿萬億"


@cache
def listed(*headings: str) -> tuple[str, ...]:
    """The units under these headings (`measured`, or `counted.plain` for one line of it), longest first."""
    table = words("notation/units")
    found: list[str] = []
    for heading in headings:
        name, _, line = heading.partition(".")
        found += table[name][line] if line else [unit for units in table[name].values() for unit in units]
    return tuple(sorted(dict.fromkeys(found), key=lambda unit: (-len(unit), unit)))


@cache
def with_scales() -> tuple[str, ...]:
    """Sums of money with their scale: 万元, 万亿美元."""
    money, scales = listed("measured.money"), [scale for scale in listed("scales") if scale.strip("十百千")]
    return tuple(scale + unit for scale in scales for unit in money)


@cache
def _counting() -> tuple[str, ...]:
    """What can stand right after figures that count: every unit but those that are also the beginning of words."""
    headings = ("measured", "counted.plain", "counted.ranked", "times.spans", "times.parts", "times.hours")
    return (*listed(*headings), *SCALE_SIGNS.removeprefix("十"), "℃", "㎡", "㎞", "㎏")


def counts(text: str, at: int) -> bool:
    """Whether a unit of measure or a measure word stands in `text` at `at`."""
    return text.startswith(_counting(), at)


def is_unit(word: str) -> bool:
    """Whether `word` is a unit, with 万 or 亿 before it or without: 个, 万元, 万."""
    return word in _counting() or word.lstrip(SCALE_SIGNS) in _counting()
