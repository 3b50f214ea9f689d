"""What a line of a title looks like, and which lines are one title (GB/T 9704-2012, 7.3.1: 发文机关, 事由 and 文种).

What holds here: this is the one answer to what a title is; every floor asks it. A line is looked at as a shape: without
white space, with full-width punctuation. Lines are one title only when none is whole by itself and together they end
as a title does; a line is not whole where its phrase is cut. The words lie in data/notation/titles.toml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from duikou.data import load
from duikou.notation.characters import CHINESE_RE, HAN, is_han
from duikou.notation.ordinals import head
from duikou.notation.patterns import pattern
from duikou.notation.scripts import either, words

TITLE_LINES = 4  # a title of more lines was never seen
TITLE_LENGTH = 50  # characters of a line of a title
_PIECE = 30  # characters: a later line of an attachment's title is no longer
DATE = pattern("[0-9〇○Oo零一二三四五六七八九]{4}年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日")
DOC_NUMBER = pattern(rf"{HAN}{{1,20}}[〔\[［（【](?:19|20)\d{{2}}[〕\]］）】]第?\d+号")
_NUMBERED = pattern(rf"（{HAN}{{1,20}}[〔\[［【](?:19|20)\d{{2}}[〕\]］】]第?\d{{1,6}}号）$")
_NO_TITLE = pattern(r"[。；：？！，\t]|^附件|^(?:附|附录|目录|正文|全文)\Z")
_YEARS = pattern(r"^（[^（）]{0,6}\d{4}[^（）]{0,12}）")


@cache
def kinds() -> tuple[str, ...]:
    """What documents call themselves at the end of their titles, in both scripts, the longest first."""
    return tuple(sorted(words("notation/titles")["kinds"], key=len, reverse=True))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    data = load("notation/titles")
    ends = "|".join(kinds())
    bracket = data["brackets"]
    return {
        "ends": pattern(f"(?:{ends})(?:》)?(?:{bracket})?$"),
        "bracket": pattern(f"{bracket}$"),
        "bodies": pattern(data["bodies"]),
        "starts": pattern(either(data["starts"])),
        "joins": pattern(data["joins"]),
        "cuts": pattern(f"(?:{'|'.join(data['cuts'])})$"),
        "rest": pattern(f"的[^，。；：《》]{{0,8}}(?:{ends})"),
        "of": pattern(f"的[^，。；：《》的]{{0,6}}(?:{ends})(?:{bracket})?$"),
        "notice": pattern(f"(?:{either(data['hands_on'])})$"),
    }


def title_length(lines: Sequence[str], marked: bool = False) -> int:
    """How many of the first `lines` are one title; 0 when they are none or the first is whole. `marked` says that the
    mark of an attachment stands right above, so that the first is a title, whole or not."""
    if not lines or not may_be_title(lines[0]):
        return 0
    found = _patterns()
    first = lines[0]
    following = lines[1] if len(lines) > 1 else ""
    if ends_title(first) and not _is_half_said(first, following):
        if following.startswith("的") and found["rest"].fullmatch(following):
            return 2
        if found["bracket"].fullmatch(following) and not found["bracket"].search(first):
            return 2
        return 2 if _goes_on_phrase(following) else 0
    about = found["starts"].search(first) is not None
    issued = found["starts"].match(following) is not None
    if found["bodies"].search(first) and not about and not issued:
        return 0
    whole = first
    for count, line in enumerate(lines[1:], 2):
        if not _goes_on(line):
            break
        about = about or found["starts"].search(line) is not None
        if found["bodies"].search(line) and not about:
            return 0
        whole += line
        if DOC_NUMBER.fullmatch(whole):
            return 0
        below = lines[count] if count < len(lines) else ""
        if ends_title(whole) and not _is_half_said(whole, below):
            if not about and not _splits_phrase(first, line, count):
                return 0
            return count + (found["bracket"].fullmatch(below) is not None and not found["bracket"].search(whole))
    return 2 if marked and _is_cut(first, following, lines[2] if len(lines) > 2 else "") else 0


def ends_title(line: str) -> bool:
    """Whether a line, or several as one, ends as a title does, and not with the kind of a text that it hands on."""
    return _patterns()["ends"].search(_NUMBERED.sub("", line)) is not None and not lacks_kind(line)


def _is_half_said(whole: str, below: str) -> bool:
    """Whether what says what a title is about (关于全面推行甲制度) has still to come to its own kind, which the line
    below ends with (乙制度的意见)."""
    at = whole.rfind("关于")
    if at < 0 or _patterns()["of"].search(whole, at) or not may_be_title(below) or _patterns()["starts"].search(below):
        return False
    return _patterns()["of"].search(below) is not None and not below.startswith("的")


def _goes_on_phrase(line: str) -> bool:
    """Whether a line goes on the phrase of a title that is whole without it: 及实施细则."""
    opens = _patterns()["joins"].match(line)
    return opens is not None and opens.group() not in "的" and may_be_title(line) and ends_title(line)


def _is_cut(first: str, following: str, below: str) -> bool:
    """Whether the first line of an attachment's title is cut in its phrase, and the next ends it: the text follows."""
    if not _patterns()["cuts"].search(first) or not may_be_title(following) or len(following) > _PIECE:
        return False
    return head(below) is not None or below.startswith("（") or below.endswith("。")


def _goes_on(line: str) -> bool:
    """Whether a line may be a later piece of a title, which the years in brackets may open, or one character be."""
    return may_be_title(_YEARS.sub("", line)) or (len(line) == 1 and is_han(line))


def lacks_kind(whole: str) -> bool:
    """Whether the title of a notice that carries a text ends with that text's kind, so that 的通知 is still to come."""
    whole = _NUMBERED.sub("", whole)
    return re.search("(?:印发|转发|批转)[^《》]*(?:《.*》)?$", whole) is not None and not _patterns()["notice"].search(
        whole
    )


def _splits_phrase(first: str, second: str, count: int) -> bool:
    """Whether a title without 关于 goes over two lines: the first of some length, the second no title of its own."""
    return count == 2 and len(first) >= 6 and len(second) >= 2 and "》" not in first + second


def is_body(line: str) -> bool:
    """Whether a line ends as the name of a body does."""
    return _patterns()["bodies"].search(line) is not None


def is_whole_title(line: str) -> bool:
    """Whether a line without any mark inside ends as a title does."""
    bare = _NUMBERED.sub("", line)
    ends = _patterns()["ends"].search(bare) is not None
    return may_be_title(bare) and ends and ("、" not in bare or "关于" in bare)


def may_be_title(line: str) -> bool:
    """Whether a line may be a title or a piece of one: short, without an ordinal, and not a sentence or a date."""
    bare = _NUMBERED.sub("", line)
    return (
        1 < len(bare) <= TITLE_LENGTH
        and not _NO_TITLE.search(bare)
        and head(bare) is None
        and not ("日" in bare and DATE.search(bare))
        and not ("号" in bare and DOC_NUMBER.search(bare))
        and not bare.endswith("：")
        and not is_red_head(bare)
        and not bare.startswith("（")
        and CHINESE_RE.search(bare) is not None
    )


def is_red_head(line: str) -> bool:
    """Whether a line that says nothing of a matter ends as a 发文机关标志 does: 某省人民政府文件."""
    return line.endswith("文件") and "关于" not in line
