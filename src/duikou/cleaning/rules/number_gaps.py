"""Rules for numbers that a text layer or an OCR tool has taken apart: gaps in a decimal or a time, formulas in TeX.

What holds here: a gap closes only where what stands around it leaves one reading; `2. 5个园区` after a mark may be item
2, and stays. The patterns lie in data/cleaning/numbers.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duikou.cleaning.rules.numbers import labels
from duikou.cleaning.rules.registry import Wanted, rule
from duikou.data import load
from duikou.notation import units
from duikou.notation.characters import BLANKS, HAN_RE, SPACE, near
from duikou.notation.numerals import CIRCLED
from duikou.notation.patterns import patterns

_NUMBERS = patterns("cleaning/numbers")
_NEAR = 16  # characters that are looked at before a number
_ORDINAL = 2  # digits of an ordinal
_CLOSED = "，。；、）"


@rule(
    "number-gaps",
    "text",
    "A gap that a text layer left in a decimal, a ratio or a time with seconds closes; a decimal's point is a dot.",
    signs=".．·•:：",
)
def number_gaps(text: str) -> Iterator[Wanted]:
    """`1. 5亿元`, `0. 30吨`, `1·5亿元`, `06: 10: 28`; not an ordinal (`2. 5个` behind a mark) nor a name (`3·15`)."""
    for m in near(_NUMBERS.loose_point, _NUMBERS.point, text):
        if _is_decimal(text, m):
            yield m.start("point"), m.end("point"), "."
    for m in near(_NUMBERS.second_colon, _NUMBERS.clock, text):
        for gap in ("first", "second"):
            if len(m[gap]) > 1 or m["first"] != m["second"] or m[gap] == "：":
                yield m.start(gap), m.end(gap), ":"
    for m in near(_NUMBERS.spaced_colon, _NUMBERS.ratio, text):
        before = text[max(0, m.start() - _NEAR, text.rfind("\n", 0, m.start()) + 1) : m.start()].rstrip(SPACE)
        if " :" in m.group() and before and not labels(_NUMBERS.code_or_single, before):
            for sign in _NUMBERS.ratio_gap.finditer(text, *m.span()):
                yield *sign.span(), sign.group().strip(BLANKS)


def _is_decimal(text: str, m: re.Match[str]) -> bool:
    """Whether the digits on both sides of a point are one number: it is counted, or begins with 0, and no ordinal or
    code ends before the point."""
    line = text[max(0, m.start() - _NEAR, text.rfind("\n", 0, m.start()) + 1) : m.start()]
    whole = _NUMBERS.whole_part.search(line)
    if whole is None:
        return False
    before = line[: whole.start()].rstrip(SPACE)
    after = text[m.end() : m.end() + _NEAR].lstrip(SPACE)
    counted = units.counts(after, 0) or _NUMBERS.latin_unit.match(after) is not None
    if whole.group() == "0":
        return counted or not after or after[0] in _CLOSED
    if not counted or labels(_NUMBERS.code_or_single, before) or _NUMBERS.year.fullmatch(whole.group()):
        return False
    # Before an ordinal stands a mark or nothing, before a number that counts a word; 1·5 is no ordinal, nor is 1234.
    return len(whole.group()) > _ORDINAL or HAN_RE.match(before[-1:]) is not None or (not before and "·" in m["point"])


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
    for m in _NUMBERS.formula.finditer(text):
        said = _plain_text(m["inside"])
        if said:
            yield m.start(), m.end(), said


def _plain_text(formula: str) -> str | None:
    """What a formula says where it is nothing but a number with its unit; None for any other."""
    signs = load("notation/numbers")["tex"]
    said, at = "", 0
    while at < len(formula):
        m = _NUMBERS.formula_piece.match(formula, at)
        if m is None or (m["sign"] and m["sign"] not in signs):
            return None
        if m["circled"]:
            if not 1 <= int(m["n"]) <= len(CIRCLED):
                return None
            said += CIRCLED[int(m["n"]) - 1]
        elif m["letters"]:
            said += _NUMBERS.formula_gap.sub("", m["letters"])
        elif m["sign"]:
            said += signs[m["sign"]]
        else:
            said += "°" if m["degree"] else {"2": "²", "3": "³"}.get(m["power"], "") or m["plain"] or ""
        at = m.end()
    told = "\\" in formula or formula.strip(SPACE) == formula
    return said if told and said and said[-1] not in ".,:/+=(<>-" and _NUMBERS.figure.search(said) else None
