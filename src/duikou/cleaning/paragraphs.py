"""Which lines are one paragraph.

What holds here: lines stay apart unless there is evidence that they are one; what clean text gives no evidence for is never
joined, so that cleaning twice is cleaning once. The evidence, in the order in which it is asked:

1. Roles: table rows and headings of the format stay alone (but a title may go over two lines).
2. Pieces: a mark that can't open a line (，。）” …) or can't end one (（ “ 、) joins; so does a date over several lines.
3. Ordinals: a line that opens with an ordinal which fits the sequence begins a paragraph.
4. Titles: lines that only together read as a title are one.
5. Hard-wrapped text: most lines are as wide as the page, and most of these end in mid-sentence. A full line goes on in the next.
   One that ends in 。 goes on only if the next is as full as a line can be that is not a paragraph's first.
6. Prose that breaks off: a long line with sentences in it that ends without a mark goes on in the next, whatever stands between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from duikou.cleaning.chars import CHINESE_RE, HAN
from duikou.cleaning.layout import Row
from duikou.cleaning.rules import lines_rule
from duikou.cleaning.starts import Sequence as Numbering
from duikou.cleaning.starts import Start, start_of
from duikou.data import load

REJOIN = lines_rule(
    "rejoin",
    "A paragraph broken by lines, blank lines, pages or page numbers is made whole.",
    (
        "为深入实施新一轮东北地区等老工业基地振兴战略，按照国务院有关\n要求，结合两省实际，共同制定本实施方案，并请各有关方面认真贯\n彻落实。",
        "为深入实施新一轮东北地区等老工业基地振兴战略，按照国务院有关要求，结合两省实际，共同制定本实施方案，并请各有关方面认真贯彻落实。",
    ),
)
BLANK = lines_rule("blank-lines", "Lines without text go.", ("一、总则\n\n二、附则", "一、总则\n二、附则"))
INDENT = lines_rule(
    "indents", "White space at the head and the end of a line goes.", ("　　一、总则 ", "一、总则")
)

_CANNOT_OPEN = "，。、；：？！）》〉”’〕】」』…％%"
_CANNOT_END = "，、（《〈“‘〔【「『—"
_TERMINAL = "。！？；：…"
_CLOSERS = "”’）》〉〕】」』"
_PROSE_LENGTH = 45  # characters: a line as long as this with a comma in it is no heading
_TITLE_LENGTH = 40  # characters
_TITLE_LINES = 4
_DATE_PIECE = re.compile("[0-9〇○零一二三四五六七八九十]{1,4}[年月日]?|[年月日]")
_DATE = re.compile("[0-9〇○零一二三四五六七八九]{4}年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日")
_DOC_NUMBER = re.compile(rf"[{HAN}]{{1,20}}[〔\[［（【](?:19|20)\d{{2}}[〕\]］）】]第?\d+号")


@dataclass(frozen=True, slots=True)
class Wrap:
    """How a hard-wrapped text is set: the width of a full line in characters (em), and whether first lines are indented."""

    full: float
    indented: bool


def join_rows(rows: Sequence[Row], gone: dict[int, str]) -> list[list[int]]:
    """The rows that are left, grouped into paragraphs: lists of row indexes in order."""
    left = [i for i, row in enumerate(rows) if not row.blank and i not in gone]
    wraps = find_wraps([rows[i] for i in left])
    numbering = Numbering()
    groups: list[list[int]] = []
    at = 0
    while at < len(left):
        opened = start_of(rows[left[at]].shape)
        if opened and not groups:
            numbering.take(opened)
        pieces = _title_length([rows[i] for i in left[at : at + _TITLE_LINES]]) or _date_length(rows, left, at)
        if pieces > 1 and not (groups and _goes_on(rows, groups[-1], left[at], wraps[at - 1], wraps[at], numbering)):
            groups.append(left[at : at + pieces])
            at += pieces
            continue
        if groups and _goes_on(rows, groups[-1], left[at], wraps[at - 1], wraps[at], numbering):
            groups[-1].append(left[at])
        else:
            groups.append([left[at]])
            if opened:
                numbering.take(opened)
        at += 1
    return groups


def joint(before: str, after: str) -> str:
    """What stands between two lines that are one paragraph: a space between Latin words, else nothing."""
    latin = re.compile(r"[A-Za-z,;:.!?]$").search(before) and re.compile("[A-Za-z]").match(after)
    return " " if latin else ""


def _goes_on(
    rows: Sequence[Row], group: list[int], i: int, wrap: Wrap | None, next_wrap: Wrap | None, numbering: Numbering
) -> bool:
    """Whether row `i` goes on with the paragraph that `group` holds so far."""
    last, row = rows[group[-1]], rows[i]
    if "row" in (last.role, row.role) or "\t" in last.text or "\t" in row.text:
        return False
    if row.role == "heading" or last.role == "heading" or row.role == "footnote" or last.role == "footnote":
        return last.shape[-1] in _CANNOT_END and row.role == last.role
    if row.shape[0] in _CANNOT_OPEN and not _stands_alone(row.shape):
        return True
    start = start_of(row.shape)
    if start and _opens(start, last, numbering, wrap):
        return False
    if last.shape[-1] in _CANNOT_END and not _is_dash_heading(last.shape):
        return True
    if _DATE.fullmatch(row.shape) or _DOC_NUMBER.fullmatch(row.shape) or _is_note(row.shape):
        return False
    if wrap and _is_wrapped(last, row, len(group) == 1, wrap, next_wrap):
        return True
    return _breaks_off("".join(rows[k].shape for k in group), last.shape, row.shape, start)


def _opens(start: Start, last: Row, numbering: Numbering, wrap: Wrap | None) -> bool:
    """Whether the ordinal begins a paragraph. One that fits no sequence, after a line in mid-sentence, is a reference."""
    ended = last.shape[-1] in _TERMINAL + _CLOSERS
    if numbering.fits(start):
        # 第三条 in mid-sentence at a line's head is a reference unless the line before has ended.
        return ended or start.form not in ("article", "clause", "glued") or not _is_full(last, False, wrap)
    if start.form == "glued":
        return False
    return ended or not _is_full(last, False, wrap)


def _stands_alone(shape: str) -> bool:
    """Whether a line that opens with a closing mark is a paragraph all the same: —— 《…》 is not, ”” is."""
    return False if shape else True


def _is_dash_heading(shape: str) -> bool:
    return shape in ("—", "——")


def _is_note(shape: str) -> bool:
    """附注 such as （此件公开发布）, or a tail of units, on a line of its own."""
    return re.fullmatch("（[^（）]{2,40}）", shape) is not None and not re.fullmatch("（[^，、]*年[^，、]*）", shape)


def _is_full(row: Row, first: bool, wrap: Wrap | None) -> bool:
    """Whether the line is as wide as the text allows; a paragraph's first line has an indent of two characters."""
    if wrap is None:
        return False
    measured = row.width + (row.indent if wrap.indented else 0)
    slack = 2.0 if wrap.indented or not first else 4.0
    return measured >= wrap.full - slack


def _is_wrapped(last: Row, row: Row, first: bool, wrap: Wrap, next_wrap: Wrap | None) -> bool:
    if not _is_full(last, first, wrap):
        return False
    if last.width > wrap.full + 3:
        return False
    ended = last.shape.rstrip(_CLOSERS)[-1:] in tuple("。！？；：…")
    if wrap.indented:
        # First lines are set in: the indent tells.
        if row.indent >= 1.5:
            return False
        return not ended or last.width >= wrap.full - 1
    if not ended:
        return not (first and start_of(last.shape) and _is_short_head(last, row, wrap))
    return last.width >= wrap.full - 1 and next_wrap == wrap and row.width >= wrap.full - 0.9 and not _is_heading(last.shape)


def _is_short_head(last: Row, row: Row, wrap: Wrap) -> bool:
    """Whether an item's line is a heading that only looks full: it has no mark inside and the next is no full line."""
    return not re.search("[，。；：、]", last.shape) and last.width < wrap.full - 2.5


def _is_heading(shape: str) -> bool:
    """`（一）对标先进经验做法，推进体制机制创新。`: an ordinal and one sentence."""
    return start_of(shape) is not None and shape.count("。") == 1 and shape.endswith("。")


def _breaks_off(whole: str, last: str, row: str, start: Start | None) -> bool:
    """Whether prose ends in the middle: long or with a sentence in it, no mark at its end, and text after it."""
    if start or last[-1] in _TERMINAL + _CLOSERS or not re.match(f"[{HAN}A-Za-z0-9《“（]", row):
        return _closes_bracket(whole, row)
    if not re.search(f"[{HAN}A-Za-z0-9%]$", last):
        return False
    prose = "。" in whole or (len(whole) >= _PROSE_LENGTH and "，" in whole)
    return (prose and re.search("[，。；、]", row) is not None) or _closes_bracket(whole, row)


def _closes_bracket(whole: str, row: str) -> bool:
    """Whether the paragraph so far has an open bracket that the line closes first of all."""
    for opening, closing in ("（）", "《》", "“”", "〔〕"):
        if whole.count(opening) > whole.count(closing):
            first = re.search(f"[{opening}{closing}]", row)
            if first and first.group() == closing:
                return True
    return False


def _date_length(rows: Sequence[Row], left: Sequence[int], at: int) -> int:
    """How many lines from `at` on are one date in pieces (`2018`, `年`, `3`, `月`, `17`, `日`); 0 for none."""
    whole = ""
    for count, i in enumerate(left[at : at + 8], 1):
        shape = rows[i].shape
        if not _DATE_PIECE.fullmatch(shape):
            return 0
        whole += shape
        if _DATE.fullmatch(whole):
            return count if count > 1 else 0
    return 0


@cache
def _title_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = load("paragraphs")
    ends = "|".join(words["title_ends"])
    bracket = words["title_brackets"]
    return (
        re.compile(f"(?:{ends})(?:》)?(?:{bracket})?$"),
        re.compile(f"{bracket}$"),
        re.compile(words["bodies"]),
        re.compile(words["title_starts"]),
    )


def _title_length(rows: Sequence[Row]) -> int:
    """How many of the first `rows` are one title; 0 when they are none or the first is whole."""
    ends, bracket, bodies, starts = _title_patterns()
    if not rows or not _may_be_title(rows[0].shape):
        return 0
    first = rows[0].shape
    if ends.search(first):
        if len(rows) > 1 and bracket.fullmatch(rows[1].shape) and not bracket.search(first):
            return 2
        return 0
    about = starts.search(first) is not None
    if bodies.search(first) and not about:
        return 0
    whole = first
    for count, row in enumerate(rows[1:], 2):
        if not _may_be_title(row.shape) or row.role not in (rows[0].role, "text") or (bodies.search(row.shape) and not about):
            return 0
        whole += row.shape
        about = about or starts.search(row.shape) is not None
        if ends.search(whole):
            if not about and not _splits_phrase(first, row.shape, count):
                return 0
            if count < len(rows) and bracket.fullmatch(rows[count].shape) and not bracket.search(whole):
                return count + 1
            return count
    return 0


def _splits_phrase(first: str, second: str, count: int) -> bool:
    """Whether a title without 关于 goes over two lines: both halves of some length, the second no title of its own."""
    return count == 2 and len(first) >= 6 and len(second) >= 4 and "》" not in first + second


def _may_be_title(shape: str) -> bool:
    return (
        1 < len(shape) <= _TITLE_LENGTH
        and start_of(shape) is None
        and not re.search("[。；：？！，]|^附件|\t", shape)
        and not re.fullmatch("附|附件|附录|目录|正文|全文", shape)
        and not _DATE.search(shape)
        and not _DOC_NUMBER.search(shape)
        and not shape.endswith(("文件", "："))
        and CHINESE_RE.search(shape) is not None
    )


def find_wraps(rows: Sequence[Row]) -> list[Wrap | None]:
    """For each row, how the text around it is hard-wrapped; None where it is not.

    The whole text is tried first; stretches that are set narrower are then tried on their own.
    """
    found: list[Wrap | None] = [None] * len(rows)
    _find_wraps(rows, 0, len(rows), found)
    return found


def _find_wraps(rows: Sequence[Row], first: int, end: int, found: list[Wrap | None]) -> None:
    wrap = _wrap_of(rows[first:end])
    if wrap is None:
        return
    narrow_from = None
    for i in range(first, end + 1):
        full = i < end and rows[i].width + (rows[i].indent if wrap.indented else 0) >= wrap.full - 4
        if i < end:
            found[i] = wrap
        if i == end or full:
            if narrow_from is not None and i - narrow_from >= 8:
                _find_wraps(rows, narrow_from, i, found)
            narrow_from = None
        elif narrow_from is None:
            narrow_from = i


_LEAST_WIDTH = 16.0  # characters: narrower lines are columns or names
_MOST_WIDTH = 62.0


def _wrap_of(rows: Sequence[Row]) -> Wrap | None:
    texts = [row for row in rows if row.role == "text" and "\t" not in row.text]
    indented = sum(row.indent >= 1.5 for row in texts) >= 0.08 * len(texts) and any(row.indent < 0.6 for row in texts)
    widths = [row.width + (row.indent if indented else 0) for row in texts]
    wide = [w for w in widths if w >= _LEAST_WIDTH]
    if len(wide) < 2:
        return None
    best, full = 0, 0.0
    for candidate in sorted({round(w * 2) / 2 for w in wide if w <= _MOST_WIDTH}, reverse=True):
        count = sum(candidate - 1.5 <= w <= candidate + 1.0 for w in wide)
        if count > best:
            best, full = count, candidate
    if best < max(2, 0.35 * len(wide)) or sum(w > full + 3 for w in wide) > 0.03 * len(wide):
        return None
    filled = [row for row, w in zip(texts, widths, strict=True) if abs(w - full) <= 1.5]
    open_ended = sum(row.shape.rstrip(_CLOSERS)[-1:] not in tuple("。！？；：") for row in filled[:-1] or filled)
    if open_ended < 0.5 * len(filled[:-1] or filled):
        return None
    return Wrap(full, indented)
