"""发文字号 (GB/T 9704-2012, 7.2.5): alone on its line, with a date beside it, and before or behind a title.

What holds here: a number has the code of who issued it and never words of a title; a title that cites a number in its
middle keeps it. Texts are clean, so the year stands in 〔〕.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from duikou.data import lists
from duikou.notation import bodies, dates, marks, title_lines
from duikou.notation.patterns import pattern, patterns
from duikou.notation.scripts import words

_FORMS = patterns("notation/doc_number_forms")
_WORDS = lists("notation/doc_number_forms")

# No line of a title is longer.
_LONGEST = 200
# A code has two characters at least and no more than these: 国发, 工信厅联企业.
_CODE = (2, 12)
_QUOTES = str.maketrans("〈〉", "《》")
_MARKS = "：:，,、；—- "
_BRACKET = pattern("〔")
# A number in running text, with whatever stands before it.
CITED = r"[^（）()〔〕《》、，。；：\s]{1,20}〔\d{4}〕第?\d+号"


class Number(NamedTuple):
    """A 发文字号, the date beside it as ISO (None without one), and the title on its line ("" where it has none)."""

    number: str
    date: str | None = None
    title: str = ""


def alone(text: str) -> Number | None:
    """The 发文字号 when `text` is nothing but one: in brackets or not, behind a red head, with the date or who signed
    it off (签发人) beside it, behind its label (文号：); else None."""
    if not _FORMS.has.search(text) or len(text) > _LONGEST:
        return None
    bare = _bare(_FORMS.labelled.sub("", _FORMS.signed_off.sub("", _solid(text)), count=1))
    bare = _bare(_FORMS.red_head.sub("", bare))
    date = None
    if dated := dates.at_end(bare, figures=True):
        bare, date = _bare(bare[: dated[0]].rstrip(_MARKS)), dated[1]
    if not _FORMS.number.fullmatch(bare):
        return None
    code = bare.partition("〔")[0]
    if code.count("（") != code.count("）") or (code != bare and _FORMS.titled.search(code)):
        return None
    return Number(bare, date)


def is_of_order(text: str) -> bool:
    """Whether `text` is one of the lines that an order's or an announcement's number may stand on: 某市人民政府令,
    第179号, 公告2023年第12号."""
    bare = _solid(text)
    if title_lines.is_counted(text) or _FORMS.counted.fullmatch(_bare(bare)):
        return True
    orders = _FORMS.orders.fullmatch(bare)
    return orders is not None and (bodies.signs(orders["issuer"]) or bare.startswith(_WORDS.state))


def issuer(number: str) -> str | None:
    """The body that orders by this number (某市人民政府令第37号 -> 某市人民政府); None for other numbers."""
    match = _FORMS.orders.match(number)
    return match["issuer"] if match and bodies.signs(match["issuer"]) else None


def beside(text: str) -> Number | None:
    """The 发文字号 that stands before or behind the title on one line, and that title; None when `text`, a line
    without white space, has none or is nothing else."""
    if not _FORMS.has.search(text) or len(text) > _LONGEST:
        return None
    if (match := _FORMS.bracketed.fullmatch(text)) and (found := alone(match["inner"])):
        return found._replace(title=match["title"])
    return _before(text) or _behind(text)


def _before(text: str) -> Number | None:
    match = _FORMS.number.match(text)
    found = alone(match.group()) if match else None
    rest = text[match.end() :].lstrip(_MARKS) if match else ""
    if found is None or _FORMS.goes_on.match(rest):
        return None
    if quoted := _FORMS.quoted.fullmatch(rest):
        # What stood in 〈〉 inside 《》 stands in 《》 when the title stands alone (GB/T 15834, 4.15).
        return found._replace(title=quoted[1].translate(_QUOTES))
    return found._replace(title=rest) if _FORMS.about.search(rest) or rest.endswith(_kinds()) else None


def _behind(text: str) -> Number | None:
    """A number whose brackets or the blank before it are gone: what stands before it ends as a title does."""
    dated = dates.at_end(text, figures=True)
    line = text[: dated[0]].rstrip(_MARKS) if dated else text
    match = _FORMS.ends.search(line)
    if match is None:
        return None
    head = line[: match.start()]
    least, most = _CODE
    for size in range(least, min(most, len(head) - least) + 1):
        title, code = head[:-size], head[-size:]
        if not title.endswith((*_kinds(), *_WORDS.closers)) or not _FORMS.code.fullmatch(code):
            continue
        return None if _FORMS.titled.search(code) else Number(code + match.group(), dated[1] if dated else None, title)
    return None


def _solid(text: str) -> str:
    return "".join(text.split())


def _bare(text: str) -> str:
    return text[1:-1] if text[:1] in ("（", "(") and text[-1:] in ("）", ")") else text


def inline(text: str) -> Iterator[re.Match[str]]:
    """The numbers in running text, each with what leads to it (see `lead`)."""
    at = text.find("〔")
    while at >= 0:
        # None goes on over a line's end, and few lines have one.
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        end = end if end >= 0 else len(text)
        yield from _FORMS.cited.finditer(text, start, end)
        at = text.find("〔", end)


def lead(number: str) -> int:
    """How many characters before a number only lead to it: 按照 of 按照国发〔2016〕62号."""
    match = _FORMS.lead.match(number, 0, number.index("〔"))
    return match.end() if match and match.end() < number.index("〔") else 0


@marks.kind("doc_number", _BRACKET, holds=True)
def _numbers(text: str) -> Iterator[tuple[int, int, object]]:
    whole = {match.group().index("〔") + match.start(): match for match in inline(text)}
    for broken in _FORMS.broken.finditer(text):
        match = whole.get(broken.start())
        if match:
            start = match.start() + lead(match.group())
            yield start, match.end(), text[start : match.end()]
        else:
            yield broken.start(), broken.end(), None


@cache
def _kinds() -> tuple[str, ...]:
    """What documents call themselves, in two characters or more: a code may end with 函 or 令."""
    return tuple(word for word in words("notation/titles")["kinds"] if len(word) > 1)
