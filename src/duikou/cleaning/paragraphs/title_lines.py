"""Titles that go over several lines (GB/T 9704-2012, 7.3.1: a title says 发文机关, 事由 and 文种).

What holds here: lines are one title only when none is whole by itself and together they end as a title does. The words
for this lie in data/cleaning/paragraphs.toml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from duikou.cleaning.paragraphs.rows import Row
from duikou.data import load
from duikou.notation.characters import CHINESE_RE, HAN, is_han
from duikou.notation.ordinals import head
from duikou.notation.patterns import pattern

TITLE_LINES = 4  # a title of more lines was never seen
_TITLE_LENGTH = 50  # characters
DATE = pattern("[0-9〇○Oo零一二三四五六七八九]{4}年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日")
DOC_NUMBER = pattern(rf"{HAN}{{1,20}}[〔\[［（【](?:19|20)\d{{2}}[〕\]］）】]第?\d+号")
_NO_TITLE = pattern(r"[。；：？！，\t]|^附件|^(?:附|附录|目录|正文|全文)\Z")
_YEARS = pattern(r"^（[^（）]{0,6}\d{4}[^（）]{0,12}）")
_NO_BODY = pattern("[，。；：、？！“《]")
_NOTICE_END = pattern("(?:通知|通报|函|批复|公告|决定|命令|报告|请示)$")


@cache
def _title_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = load("cleaning/paragraphs")
    ends = "|".join(words["title_ends"])
    bracket = words["title_brackets"]
    return (
        pattern(f"(?:{ends})(?:》)?(?:{bracket})?$"),
        pattern(f"{bracket}$"),
        pattern(words["bodies"]),
        pattern(words["title_starts"]),
        pattern(f"的[^，。；：《》]{{0,8}}(?:{ends})"),
    )


def title_length(rows: Sequence[Row]) -> int:
    """How many of the first `rows` are one title; 0 when they are none or the first is whole."""
    ends, bracket, bodies, starts, rest = _title_patterns()
    if not rows or not may_be_title(rows[0].shape):
        return 0
    first = rows[0].shape
    if ends.search(first) and not lacks_kind(first):
        if len(rows) > 1 and rows[1].shape.startswith("的") and rest.fullmatch(rows[1].shape):
            return 2
        if len(rows) > 1 and bracket.fullmatch(rows[1].shape) and not bracket.search(first):
            return 2
        return 0
    about = starts.search(first) is not None
    issued = len(rows) > 1 and starts.match(rows[1].shape) is not None
    if bodies.search(first) and not about and not issued:
        return 0
    whole = first
    for count, row in enumerate(rows[1:], 2):
        if not _goes_on(row.shape) or row.role not in (rows[0].role, "text"):
            return 0
        about = about or starts.search(row.shape) is not None
        if bodies.search(row.shape) and not about:
            return 0
        whole += row.shape
        if DOC_NUMBER.fullmatch(whole):
            return 0
        if ends.search(whole) and not lacks_kind(whole):
            if not about and not _splits_phrase(first, row.shape, count):
                return 0
            if count < len(rows) and bracket.fullmatch(rows[count].shape) and not bracket.search(whole):
                return count + 1
            return count
    return 0


def _goes_on(shape: str) -> bool:
    """Whether a line may be a later piece of a title, which the years in brackets may open, or one character be."""
    return may_be_title(_YEARS.sub("", shape)) or (len(shape) == 1 and is_han(shape))


def lacks_kind(whole: str) -> bool:
    """Whether the title of a notice that carries a text ends with that text's kind, so that 的通知 is still to come."""
    return re.search("(?:印发|转发|批转)[^《》]*(?:《.*》)?$", whole) is not None and not _NOTICE_END.search(whole)


def _splits_phrase(first: str, second: str, count: int) -> bool:
    """Whether a title without 关于 goes over two lines: the first of some length, the second no title of its own."""
    return count == 2 and len(first) >= 6 and len(second) >= 2 and "》" not in first + second


def is_body(shape: str) -> bool:
    """Whether a line ends as the name of a body does."""
    return _title_patterns()[2].search(shape) is not None


def may_sign(shape: str) -> bool:
    """Whether a line is the name of a body and nothing else."""
    return 3 < len(shape) <= _TITLE_LENGTH and is_body(shape) and not _NO_BODY.search(shape)


def is_whole_title(shape: str) -> bool:
    """Whether a line without any mark inside ends as a title does."""
    ends = _title_patterns()[0]
    return may_be_title(shape) and ends.search(shape) is not None and ("、" not in shape or "关于" in shape)


@cache
def _recipients() -> re.Pattern[str]:
    return pattern(load("cleaning/paragraphs")["recipients"])


def is_recipients(shape: str) -> bool:
    """Whether a paragraph is 主送机关 and nothing else (GB/T 9704-2012, 7.3.2)."""
    return shape.endswith("：") and head(shape) is None and _recipients().fullmatch(shape) is not None


def may_be_title(shape: str) -> bool:
    """Whether a line may be a title or a piece of one: short, without an ordinal, and not a sentence or a date."""
    return (
        1 < len(shape) <= _TITLE_LENGTH
        and not _NO_TITLE.search(shape)
        and head(shape) is None
        and not ("日" in shape and DATE.search(shape))
        and not ("号" in shape and DOC_NUMBER.search(shape))
        and not shape.endswith(("文件", "："))
        and not shape.startswith("（")
        and CHINESE_RE.search(shape) is not None
    )
