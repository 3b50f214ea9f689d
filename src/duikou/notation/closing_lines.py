"""Lines that close a document or stand beside its text, and so belong to no item: 版记, notes under a table, captions,
the head of a list of members, and what is said to all at the end.

What holds here: every test looks at one paragraph's text, clean, and nothing around it; where such a line must stand
to count is decided in `outlining`. 版记 is that of GB/T 9704-2012, 7.4. Words are data (documents.toml, `closes`).
"""

from __future__ import annotations

import re
from functools import cache

from duikou.notation import bodies, dates
from duikou.notation.ordinals import Reading, opens_item, readings
from duikou.notation.patterns import pattern
from duikou.notation.scripts import words

_SPACE = pattern(r"\s+")
_GATE = pattern("印|抄|题|題|分")
_PRINTED = pattern(r"印[发發制](?:共印\d+份)?.{0,10}")
_COPIES = pattern(r"[（(]?共印\d{1,6}份.{0,40}")
# 注：1、…: the mark, and what follows it.
_NOTES = pattern(r"(?:附?注|[备備]注|[说說]明)[:：]\s*(?P<first>.*)")
# A heading over names is no longer than this, and so is a caption.
_HEADING, _CAPTION, _NAME = 30, 60, 10
_CAPTIONS = pattern(r"(?:附?[图圖表]|[专專][栏欄])\s*\d{1,3}(?:[-—.]\d{1,3})?[:：.、\s]*[^。；！？]*")
_SENTENCE = pattern("[。；！]")
# A name in front of a colon or a blank: 组长：张某, 成员：李某某市教育局局长.
_PERSON = pattern("[一-鿿\\s]{2,8}[:：].{2,60}")


def is_imprint(text: str) -> bool:
    """Whether `text` is a line of the 版记: 抄送, the office that prints and the day, in one, two or three columns, or
    how many copies are printed."""
    if not _GATE.search(text[:8] + text[-40:]):
        return False
    bare = _SPACE.sub("", text)
    if not 4 <= len(bare) <= 400:
        return False
    if bare.startswith(_opening()) or _COPIES.fullmatch(bare):
        return True
    return "印" in bare[-30:] and _printed(bare)


def is_printed_day(text: str) -> bool:
    """Whether `text` is the day of printing alone (2023年8月9日印发): the office that prints stands above it."""
    bare = _SPACE.sub("", text)
    return "印" in bare and _printed(bare) and dates.at_start(bare) == 0


def notes_head(text: str) -> Reading | None:
    """The first number of the notes that `text` opens (注：1、坐标为…); None where it opens none that are numbered."""
    match = _NOTES.match(text)
    return next((r for r in readings(match["first"]) if r.sure), None) if match else None


def is_notes_mark(text: str) -> bool:
    """Whether `text` is 注： or 说明： alone, above its notes."""
    match = _NOTES.fullmatch(text)
    return match is not None and not match["first"]


def is_caption(text: str) -> bool:
    """Whether `text` is the caption of a figure or a table (图1 空间布局示意图): no sentence."""
    return len(text) <= _CAPTION and _CAPTIONS.fullmatch(text) is not None


def heads_members(text: str) -> bool:
    """Whether `text` is the heading of a list of members or names (联席会议成员名单)."""
    return len(text) <= _HEADING and text.rstrip("：:").endswith(_members()) and not _SENTENCE.search(text)


def names_chapter(text: str) -> bool:
    """Whether `text` is one of the usual names of a chapter and nothing else (总体要求, 保障措施, 组织实施)."""
    return len(text) <= _NAME and text in _chapters()


def is_member(text: str) -> bool:
    """Whether `text` can be a line of a list of members: a label or a name, no sentence."""
    return not opens_item(text) and not _SENTENCE.search(text) and (len(text) <= _HEADING or bool(_PERSON.match(text)))


def addresses_all(text: str) -> bool:
    """Whether a sentence of `text` tells all whom the document is for to act (各地区、各部门要…, 请认真贯彻执行), says
    from when it is in force, or to whom to turn."""
    return any(_to_all().match(sentence) for sentence in _SENTENCE.split(text) if sentence)


def _printed(bare: str) -> bool:
    found = dates.ending_before(bare, _PRINTED)
    if found is None:
        return False
    body = bare[:found]
    return not body or (len(body) <= 60 and bodies.signs(bodies.core(body)))


@cache
def _opening() -> tuple[str, ...]:
    return tuple(words("notation/documents")["closes"]["copies"])


@cache
def _chapters() -> frozenset[str]:
    table = words("notation/documents")
    kinds, closes = table["kinds"], table["closes"]
    return frozenset((*kinds["principle"], *kinds["goal"], *closes["chapters"]))


@cache
def _members() -> tuple[str, ...]:
    return tuple(words("notation/documents")["closes"]["members"])


@cache
def _to_all() -> re.Pattern[str]:
    table = words("notation/documents")["closes"]
    all_, act, said = ("|".join(sorted(table[name], key=len, reverse=True)) for name in ("all", "act", "said"))
    return re.compile(f"(?:{all_})[^。；]{{0,40}}?(?:{act})|(?:{said})")
