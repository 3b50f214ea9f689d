"""Rules for numbers that a text layer or an OCR tool has taken apart: gaps in a decimal or a time, formulas in TeX.

What holds here: a gap closes only where what stands around it leaves one reading; `2. 5个园区` after a mark may be item
2, and stays. The words for this lie in data/notation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from duikou.cleaning.rules.registry import Wanted, rule
from duikou.data import load
from duikou.notation import units
from duikou.notation.characters import HAN_RE, SPACE
from duikou.notation.numerals import CIRCLED
from duikou.notation.patterns import pattern

_S = f"[{SPACE}]*"
_NEAR = 16  # characters that are looked at before a number
_POINT = pattern(
    rf"(?<=\d)(?P<point>[{SPACE}]+[.．·•][{SPACE}]*|[.．][{SPACE}]+|[·•][{SPACE}]*)(?P<part>\d{{1,4}})(?![\d.])"
)
_WHOLE = pattern(r"(?<![\d.A-Za-z,，])\d{1,4}$")
_CLOCK = pattern(
    rf"(?<![\d:：.])(?:[01]?\d|2[0-4])(?P<first>{_S}[:：]{_S})[0-5]\d(?P<second>{_S}[:：]{_S})[0-5]\d(?![\d:：])"
)
_YEAR = pattern(r"(?:19|20)\d\d")
_CLOSED = "，。；、）"


@rule(
    "number-gaps",
    "text",
    "A gap that a text layer left in a decimal or in a time with seconds closes, and a decimal's point is a full stop.",
    signs=".．·•:：",
)
def number_gaps(text: str) -> Iterator[Wanted]:
    """`1. 5亿元`, `0. 30吨`, `1·5亿元`, `06: 10: 28`; not an ordinal (`2. 5个` behind a mark) nor a name (`3·15`)."""
    for m in _POINT.finditer(text):
        if _is_decimal(text, m):
            yield m.start("point"), m.end("point"), "."
    for m in _CLOCK.finditer(text):
        for gap in ("first", "second"):
            if len(m[gap]) > 1 or m["first"] != m["second"] or m[gap] == "：":
                yield m.start(gap), m.end(gap), ":"


def _is_decimal(text: str, m: re.Match[str]) -> bool:
    """Whether the digits on both sides of a point are one number: it is counted, or begins with 0, and no ordinal or
    code ends before the point."""
    line = text[max(0, m.start() - _NEAR, text.rfind("\n", 0, m.start()) + 1) : m.start()]
    whole = _WHOLE.search(line)
    if whole is None:
        return False
    before = line[: whole.start()].rstrip(SPACE)
    after = text[m.end() : m.end() + _NEAR].lstrip(SPACE)
    counted = units.counts(after, 0) or _latin().match(after) is not None
    if whole.group() == "0":
        return counted or not after or after[0] in _CLOSED
    if not counted or _codes().search(before) or _YEAR.fullmatch(whole.group()):
        return False
    # Before an ordinal stands a mark or nothing, before a number that counts a word; 1·5 is no ordinal.
    return HAN_RE.match(before[-1:]) is not None or (not before and "·" in m["point"])


@cache
def _latin() -> re.Pattern[str]:
    return pattern(f"(?:{'|'.join(units.listed('latin.plain', 'latin.rated'))})(?![A-Za-z0-9])")


@cache
def _codes() -> re.Pattern[str]:
    words = load("notation/numbers")
    return pattern(f"(?:{'|'.join([*words['before_codes'], *words['before_single']])})[：:]?$")


_FORMULA = pattern(r"\$(?P<inside>[^$\n]{1,120})\$")
_PIECE = pattern(
    rf"(?P<circled>\\textcircled{_S}\{{{_S}(?P<n>\d{{1,2}}){_S}\}})"
    rf"|\\(?:mathrm|mathbf|text|textrm|rm|mathsf){_S}\{{{_S}(?P<letters>[A-Za-z0-9μΩ%/{SPACE}~]{{1,20}})\}}"
    rf"|\^{_S}\{{?{_S}(?P<degree>\\circ){_S}\}}?|\^{_S}\{{?{_S}(?P<power>[23]){_S}\}}?"
    rf"|\\(?P<sign>[A-Za-z]{{2,9}}|[%~])|(?P<plain>[\d.,:%/+=()<>-])|(?P<gap>[{SPACE}~]+)"
)


@rule(
    "tex-numbers",
    "characters",
    "A number, a per cent or a circled number that an OCR tool has set as a formula in TeX is plain text.",
    skips=(),
    signs="$",
)
def tex_numbers(text: str) -> Iterator[Wanted]:
    r"""`$2 0 2 5$`, `$10\%$`, `$5 0 0 \mathrm { m } ^ { 2 }$`; a formula with anything else in it stays, and so do
    prices (`$5, $10`)."""
    for m in _FORMULA.finditer(text):
        said = _plain_text(m["inside"])
        if said:
            yield m.start(), m.end(), said


def _plain_text(formula: str) -> str | None:
    """What a formula says where it is nothing but a number with its unit; None for any other."""
    signs = load("notation/numbers")["tex"]
    said, at = "", 0
    while at < len(formula):
        m = _PIECE.match(formula, at)
        if m is None or (m["sign"] and m["sign"] not in signs):
            return None
        if m["circled"]:
            if not 1 <= int(m["n"]) <= len(CIRCLED):
                return None
            said += CIRCLED[int(m["n"]) - 1]
        elif m["letters"]:
            said += re.sub(rf"[{SPACE}~]+", "", m["letters"])
        elif m["sign"]:
            said += signs[m["sign"]]
        else:
            said += "°" if m["degree"] else {"2": "²", "3": "³"}.get(m["power"], "") or m["plain"] or ""
        at = m.end()
    told = "\\" in formula or formula.strip(SPACE) == formula
    return said if told and said and said[-1] not in ".,:/+=(<>-" and re.search(rf"[\d{CIRCLED}]", said) else None
