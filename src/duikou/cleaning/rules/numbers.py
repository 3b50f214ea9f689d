"""Rules for numbers that are bracketed or set in groups: 发文字号, and groups of three digits apart by a space.

What holds here: digits are brought together only where they can't be two numbers: by what they count, by a group that
begins with 0, and by what stands before. The patterns lie in data/cleaning/numbers.toml, the words that they are made
of in data/notation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duikou.cleaning.rules.registry import Wanted, rule
from duikou.data import load
from duikou.notation.characters import BLANK_RE, near
from duikou.notation.patterns import patterns
from duikou.notation.units import counts

_NUMBERS = patterns("cleaning/numbers")
_NEAR = 16  # characters that are looked at before a number


@rule(
    "misread-year",
    "text",
    "The brackets around the year of a 发文字号 are made whole: a j read for 〕, one of the two lost.",
)
def misread_year(text: str) -> Iterator[Wanted]:
    """`〔2016j62号`, `〔2016〕j62号`, `2016〕62号`: the year and 号 leave one reading (GB/T 9704-2012, 7.2.5)."""
    for m in near(_NUMBERS.hao, _NUMBERS.bad_bracket, text):
        opened, closed, j = m["a"].strip(), m["b"], m["j"]
        if _NUMBERS.house_number.match(text, m.end()) or not (opened or closed in tuple("〕】］]")):
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
    for m in near(_NUMBERS.hao, _NUMBERS.doc_number, text):
        if _NUMBERS.house_number.match(text, m.end()):
            continue
        yield m.start("a"), m.end("a"), "〔"
        yield m.start("b"), m.end("b"), "〕"
        yield m.start("c"), m.end("c"), ""
        for gap in BLANK_RE.finditer(text, *m.span("number")):
            yield gap.start(), gap.end(), ""


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
    for m in near(_NUMBERS.group, _NUMBERS.grouped, text):
        if m["range"] is None and not counts(text, m.start("after")):
            continue
        line = text[max(0, m.start() - 60, text.rfind("\n", max(0, m.start() - 60), m.start()) + 1) : m.start()]
        after = text[m.end() : m.end() + 60].split("\n", 1)[0]
        joined = m["range"] or line.endswith(("-", "－", "—", "~", "～"))  # one end of a range
        sure = _NUMBERS.group_of_zeros.search(m["groups"]) or (not joined and _NUMBERS.mark.search(line + after))
        if sure and "\t" not in line + after and not labels(_NUMBERS.single, line):
            for gap in BLANK_RE.finditer(text, *m.span("groups")):
                yield gap.start(), gap.end(), ""
    for m in near(_NUMBERS.digit_apart, _NUMBERS.apart, text):
        if _is_one_number(text, m):
            for gap in BLANK_RE.finditer(text, *m.span()):
                yield gap.start(), gap.end(), ""
    for m in near(_NUMBERS.comma_ahead, _NUMBERS.commas, text):
        if _NUMBERS.comma_zero.search(m[1]) or _in_groups(text, m):
            for comma in _NUMBERS.comma.finditer(m[1]):
                yield m.start(1) + comma.start(), m.start(1) + comma.end(), ","


def labels(form: re.Pattern[str], before: str) -> bool:
    """Whether `before`, the text up to a number, ends with a word that makes the number a code or one of a series (表,
    附件). `form` finds it as its group `label`, or a word that only ends so (代表) without one."""
    found = form.search(before)
    return found is not None and found["label"] is not None


def _in_groups(text: str, m: re.Match[str]) -> bool:
    """Whether commas part the groups of a number: 1，500万元, 82，225.00元; before a plain unit it may be a
    list as well (50，100个)."""
    before = text[max(0, m.start() - _NEAR) : m.start()]
    several = any(word in before for word in load("notation/numbers")["several"])
    return _NUMBERS.grouped_on.match(text, m.end()) is not None and not several and not labels(_NUMBERS.single, before)


def _is_one_number(text: str, m: re.Match[str]) -> bool:
    """Whether digits that a scan set apart are one number: a year, the day of a month, a count with a 0 in it."""
    digits = BLANK_RE.sub("", m.group())
    after = m["after"].strip()
    before = text[max(0, m.start() - 1) : m.start()]
    if after == "年":
        return _NUMBERS.year.fullmatch(digits) is not None
    if len(digits) == 2:
        return before == "月" and after == "日" and 10 <= int(digits) <= 31
    line = text[max(0, m.start() - 60, text.rfind("\n", max(0, m.start() - 60), m.start()) + 1) : m.start()]
    counted = counts(text, m.end("after") - 1) and "0" in digits[1:] and digits[0] != "0"
    return counted and len(digits) <= 5 and _NUMBERS.mark.search(line) is not None and not labels(_NUMBERS.single, line)
