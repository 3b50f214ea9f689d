"""Rules for numbers that are bracketed or set in groups: 发文字号, and groups of three digits apart by a space.

What holds here: digits are brought together only where they can't be two numbers: by what they count, by a group that
begins with 0, and by what stands before. The words for this lie in data/notation/numbers.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from duikou.cleaning.rules.registry import Wanted, rule
from duikou.data import load
from duikou.notation.characters import HAN, SPACE, near
from duikou.notation.patterns import pattern
from duikou.notation.units import counts

_S = f"[{SPACE}]*"
_BEFORE_HAO = rf"(?P<number>第?\d(?:[{SPACE}]?\d){{0,4}})(?P<c>{_S})(?=号)"
_DOC_NUMBER = pattern(
    rf"(?<={HAN})(?P<a>{_S}[\[［【〖(（〔﹝「]{_S})(?P<year>(?:19|20)\d{{2}})(?P<b>{_S}[\]］】〗)）〕﹞」]{_S}){_BEFORE_HAO}"
)
_BAD_BRACKET = pattern(
    rf"(?<={HAN})(?P<a>{_S}[\[［【〖(（〔﹝「]?{_S})(?P<year>(?:19|20)\d{{2}})"
    rf"(?:{_S}(?P<b>[\]］】〗)）〕﹞」])?{_S}(?P<j>[jJ])?){_S}{_BEFORE_HAO}"
)
_HAO = pattern(rf"号(?<=[\d{SPACE}]号)")
_NEAR = 16  # characters that are looked at before a number
_MARK = pattern("[。，；：、,;]")


@cache
def _house() -> re.Pattern[str]:
    return pattern(f"号(?:{load('notation/numbers')['after_house']})")


@rule(
    "misread-year",
    "text",
    "The brackets around the year of a 发文字号 are made whole: a j read for 〕, one of the two lost.",
)
def misread_year(text: str) -> Iterator[Wanted]:
    """`〔2016j62号`, `〔2016〕j62号`, `2016〕62号`: the year and 号 leave one reading (GB/T 9704-2012, 7.2.5)."""
    for m in near(_HAO, _BAD_BRACKET, text):
        opened, closed, j = m["a"].strip(), m["b"], m["j"]
        if _house().match(text, m.end()) or not (opened or closed in tuple("〕】］]")):
            continue
        if not opened:
            yield m.start("a"), m.end("a"), "〔"
        if j:
            yield m.start("j"), m.end("j"), "" if closed else "〕"


@rule(
    "document-number",
    "text",
    "The year of a 发文字号 stands in 〔〕 and nothing in it is apart.",
)
def document_number(text: str) -> Iterator[Wanted]:
    """发文字号 as GB/T 9704-2012, 7.2.5 writes it: 机关代字〔年份〕序号号."""
    for m in near(_HAO, _DOC_NUMBER, text):
        if _house().match(text, m.end()):
            continue
        yield m.start("a"), m.end("a"), "〔"
        yield m.start("b"), m.end("b"), "〕"
        yield m.start("c"), m.end("c"), ""
        for gap in _GAP.finditer(text, *m.span("number")):
            yield gap.start(), gap.end(), ""


_GROUPED = pattern(
    rf"[1-9](?<![\d.A-Za-z][1-9])(?<!\d[,，][1-9])\d{{0,2}}(?P<groups>(?:[{SPACE}]\d{{3}}){{1,6}})(?:\.\d+)?"
    rf"(?=[{SPACE}]?(?:(?P<range>[-－—~～])[{SPACE}]?[1-9]|[余多]?(?P<after>[^\d\s余多])))"
)


@cache
def _single() -> re.Pattern[str]:
    return pattern(rf"(?:{'|'.join(load('notation/numbers')['before_single'])})[{SPACE}：:]*\Z")


_COMMAS = pattern(rf"[1-9](?<![\d.][1-9])(?<!\d[,，][1-9])\d{{0,2}}((?:{_S}[,，]{_S}\d{{3}})+)(?![\d])")
_ONE = "[ \u00a0]"
_APART = pattern(rf"\d(?<![\d.A-Za-z{SPACE}]\d)(?:{_ONE}\d)+(?=(?P<after>{_ONE}?[^\d\s]))")
_DIGITS = pattern(rf"{_ONE}(?<=\d.)\d(?!\d)")
_GROUP = pattern(rf"[{SPACE}](?<=\d.)\d\d\d")
_COMMA = pattern(rf"[,，](?={_S}\d\d\d)")
_GROUPED_ON = pattern(r"(?:\.\d{1,2})?[万亿]|\.\d\d元")
_GAP = pattern(f"[{SPACE}]")


@rule(
    "thousands",
    "text",
    "A number in groups of three digits is brought together: no space in it, and its commas are half-width.",
)
def thousands(text: str) -> Iterator[Wanted]:
    """Groups by spaces in a sentence, before what is counted; groups by commas where one begins with 0.

    GB/T 15835-2011 parts groups by a quarter of a character, which in plain text is nothing. Two numbers side by side
    (2018 2019年, columns) stay two.
    """
    for m in near(_GROUP, _GROUPED, text):
        if m["range"] is None and not counts(text, m.start("after")):
            continue
        line = text[max(0, m.start() - 60, text.rfind("\n", max(0, m.start() - 60), m.start()) + 1) : m.start()]
        after = text[m.end() : m.end() + 60].split("\n", 1)[0]
        joined = m["range"] or line.endswith(("-", "－", "—", "~", "～"))  # one end of a range
        sure = re.search(f"[{SPACE}]0", m["groups"]) or (not joined and _MARK.search(line + after))
        if sure and "\t" not in line + after and not _single().search(line):
            for gap in _GAP.finditer(text, *m.span("groups")):
                yield gap.start(), gap.end(), ""
    for m in near(_DIGITS, _APART, text):
        if _is_one_number(text, m):
            for gap in _GAP.finditer(text, *m.span()):
                yield gap.start(), gap.end(), ""
    for m in near(_COMMA, _COMMAS, text):
        if re.search(f"[,，{SPACE}]0", m[1]) or _in_groups(text, m):
            for comma in re.finditer(f"{_S}[,，]{_S}", m[1]):
                yield m.start(1) + comma.start(), m.start(1) + comma.end(), ","


def _in_groups(text: str, m: re.Match[str]) -> bool:
    """Whether full-width commas part the groups of a number: 1，500万元, 82，225.00元; before a plain unit it may be a
    list as well (50，100个)."""
    before = text[max(0, m.start() - _NEAR) : m.start()]
    several = any(word in before for word in load("notation/numbers")["several"])
    return (
        " " not in m[1]
        and _GROUPED_ON.match(text, m.end()) is not None
        and not several
        and not _single().search(before)
    )


def _is_one_number(text: str, m: re.Match[str]) -> bool:
    """Whether digits that a scan set apart are one number: a year, the day of a month, a count with a 0 in it."""
    digits = _GAP.sub("", m.group())
    after = m["after"].strip()
    before = text[max(0, m.start() - 1) : m.start()]
    if after == "年":
        return re.fullmatch("(?:19|20)[0-9]{2}", digits) is not None
    if len(digits) == 2:
        return before == "月" and after == "日" and 10 <= int(digits) <= 31
    line = text[max(0, m.start() - 60, text.rfind("\n", max(0, m.start() - 60), m.start()) + 1) : m.start()]
    counted = counts(text, m.end("after") - 1) and "0" in digits[1:] and digits[0] != "0"
    return counted and len(digits) <= 5 and _MARK.search(line) is not None and not _single().search(line)
