"""Rules for numbers that are joined or bracketed: 发文字号 and ranges.

What holds here: dates (2021-01-08), standards (GB/T 9704-2012), telephones and codes are never taken for ranges.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duikou.cleaning.chars import BLANKS, HAN, SPACE
from duikou.cleaning.rules import Wanted, rule
from duikou.patterns import pattern

_S = f"[{SPACE}]*"
_DOC_NUMBER = pattern(
    rf"(?<={HAN})(?P<a>{_S}[\[［【〖(（〔]{_S})(?P<year>(?:19|20)\d{{2}})(?P<b>{_S}[\]］】〗)）〕]{_S})(?P<number>\d{{1,5}})(?P<c>{_S})(?=号)"
)


@rule(
    "document-number",
    "text",
    "The year of a 发文字号 stands in 〔〕 and nothing in it is apart.",
    ("国发[2016]62 号", "国发〔2016〕62号"),
)
def document_number(text: str) -> Iterator[Wanted]:
    """发文字号 as GB/T 9704-2012, 7.2.5 writes it: 机关代字〔年份〕序号号."""
    for m in _DOC_NUMBER.finditer(text):
        yield m.start("a"), m.end("a"), "〔"
        yield m.start("b"), m.end("b"), "〕"
        yield m.start("c"), m.end("c"), ""


_JOIN = rf"{_S}[-－—–―‑‐‒─~～〜∼]{{1,2}}{_S}"
_UNIT = "年月日亿万千百个元倍"
_RANGE = pattern(
    rf"(?<![A-Za-z0-9./／\-－—–_第])(?P<low>\d+(?:\.\d+)?)(?P<unit>[%‰℃{_UNIT}]?)(?P<join>{_JOIN})(?P<high>\d+(?:\.\d+)?)(?P<rest>[^\n]?)(?![-－—–]\d)"
)


@rule(
    "ranges",
    "text",
    "Two numbers joined by a hyphen or dash become a range with —.",
    ("每年1 -2个，2016-2020年", "每年1—2个，2016—2020年"),
)
def ranges(text: str) -> Iterator[Wanted]:
    """Ranges (GB/T 15834-2011, 4.13.3). A wave ～ between numbers is a range already, and stays."""
    for m in _RANGE.finditer(text):
        join = m["join"].strip(BLANKS)
        if set(join) <= set("～"):
            continue
        if _is_range(m):
            yield m.start("join"), m.end("join"), "～" if set(join) <= set("~〜∼～") else "—"


def _is_range(m: re.Match[str]) -> bool:
    low, high, rest = m["low"], m["high"], m["rest"]
    both_years = all(re.fullmatch(r"(?:19|20)\d{2}", x) for x in (low, high))
    if both_years:
        return int(low) <= int(high)
    if re.match(r"0\d", low) or (re.match(r"0\d", high) and "." not in high) or len(high) > 6 or len(low) > 6:
        return False  # telephones, codes, dates without a day
    if not (m["unit"] or (rest and (rest in "%‰℃+" or re.match(f"{HAN}", rest)))):
        return False
    return (rest != "号" and float(low) < float(high)) or m["unit"] in tuple("年月日")
