"""Which lines are one paragraph.

What holds here: lines stay apart unless there is evidence that they are one; what clean text gives no evidence for is
never joined, so that cleaning twice is cleaning once. The evidence, in the order in which it is asked:

1. Roles: table rows stay alone.
2. Pieces: a mark that can't open a line (，。）” …) or can't end one (（ “ 、) joins; so do the pieces of a date.
3. Ordinals: a line that opens with an ordinal which fits the sequence begins a paragraph.
4. Titles: lines that only together read as a title are one.
5. Hard-wrapped text: most lines are as wide as the page, and most of these end in mid-sentence. A full line goes on
   in the next. One that ends in 。 goes on if the indents, the blank lines or the width of the next line say so.
6. Prose that breaks off: a long line with sentences in it that ends without a mark goes on in the next, whatever
   stands between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from duikou.cleaning.paragraphs.line_ordinals import Sequence as Numbering
from duikou.cleaning.paragraphs.line_ordinals import Start, start_of
from duikou.cleaning.paragraphs.opening_words import follows_name, opens_by_words, stands_beside
from duikou.cleaning.paragraphs.rows import Row
from duikou.cleaning.paragraphs.split_numbers import halved
from duikou.cleaning.paragraphs.title_lines import (
    DATE,
    DOC_NUMBER,
    TITLE_LINES,
    is_recipients,
    is_whole_title,
    may_be_title,
    may_sign,
    title_length,
)
from duikou.cleaning.paragraphs.wrapping import CLOSERS, Wrap, find_wraps
from duikou.cleaning.rules.registry import lines_rule
from duikou.notation.characters import is_han, width
from duikou.notation.patterns import pattern

REJOIN = lines_rule(
    "rejoin",
    "A paragraph broken by lines, blank lines, pages or page numbers is made whole.",
    (
        "为深入实施区域协调发展战略，按照国务院有关\n要求，结合两地实际，制定本方案，并请各有关方\n面认真贯彻落实。",
        "为深入实施区域协调发展战略，按照国务院有关要求，结合两地实际，制定本方案，并请各有关方面认真贯彻落实。",
    ),
)
BLANK = lines_rule("blank-lines", "Lines without text go.", ("一、总则\n\n二、附则", "一、总则\n二、附则"))
INDENT = lines_rule("indents", "White space at the head and the end of a line goes.", ("　　一、总则 ", "一、总则"))

_CANNOT_OPEN = "，。、；：？！）》〉”’〕】」』…"
_CANNOT_END = "，、（《〈“‘〔【「『—"
_TERMINAL = "。！？；：…"
_PROSE_LENGTH = 45  # characters: a line as long as this with a comma in it is no heading
_FLUSH = 0.6  # characters: a line that is set in by less is not set in
_CENTRED = 4.0  # characters: a line that is set in further is centred or set to the right
_GAP = pattern("[\u3000\u2003]{2}|[ \u00a0]{4}")
_PROSE = pattern("[，。；]")
_STOP = pattern("[，。；、]")
_DATE_PIECE = pattern("[0-9〇○零一二三四五六七八九十]{1,4}[年月日]?|[年月日]")
_TAIL = pattern("。”?（[^（）]*(?:（[^（）]*）[^（）]*)*）$")
_NUMBER_END = pattern("[^0-9.][0-9.]*[0-9]$")
_NOTE = pattern("（[^（）]{2,40}）")
_YEARS = pattern("（[^，、]*年[^，、]*）")
_LATIN, _LATIN_END = pattern("[A-Za-z]"), pattern("[A-Za-z,;:.!?]")
_ADDRESS_END = pattern("(?:[A-Za-z0-9]@|://|(?<![A-Za-z])www[.])[!-~]*$")
_LATIN_WORD = pattern("(?=[!-~]{0,30}[A-Za-z@])[!-~]{3,60}")
_HISTORY = pattern("[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日.")
_LEADER_END = pattern("(?:[.．·]{4}|…{2})[0-9]{1,4}$")  # an entry of a table of contents, with its page
_HISTORY_END = pattern("(?:公布|发布|通过|批准|修订|修正|修改|施行|废止)）?$")


class Joint(NamedTuple):
    """Two lines that follow each other, and what is known of them.

    `whole` is the paragraph so far, `first` says that `last` alone makes it; `blank` that blank lines stand between the
    two (None across a page's edge); `before_start` that the line after `row` opens with an ordinal or is none.
    """

    whole: str
    last: Row
    row: Row
    first: bool
    blank: bool | None
    before_start: bool
    wrap: Wrap | None
    next_wrap: Wrap | None


def join_rows(rows: Sequence[Row], gone: dict[int, str]) -> list[list[int]]:
    """The rows that are left, grouped into paragraphs: lists of row indexes in order."""
    left = [i for i, row in enumerate(rows) if row.text and i not in gone]
    blanks = _blanks(rows, left, gone)
    wraps = find_wraps([rows[i] for i in left], blanks)
    starts = [start_of(rows[i].shape) for i in left]
    signed = _signed(rows, left)
    # A reader that knows of notes gives each as one line.
    cut = [rows[i].role in ("row", "footnote") or _has_columns(rows[i]) for i in left]
    numbering = Numbering()
    groups: list[list[int]] = []
    whole = ""
    at = 0
    while at < len(left):
        row, start = rows[left[at]], starts[at]
        if groups and not cut[at - 1] and not cut[at] and at not in signed:
            pair = Joint(
                whole,
                rows[groups[-1][-1]],
                row,
                len(groups[-1]) == 1,
                blanks[at],
                at + 1 == len(left) or starts[at + 1] is not None,
                wraps[at - 1],
                wraps[at],
            )
            if _goes_on(pair, start, numbering):
                groups[-1].append(left[at])
                whole += row.shape
                at += 1
                continue
        pieces = _title_length(rows, left, at) or _date_length(rows, left, at) or 1
        groups.append(left[at : at + pieces])
        whole = "".join(rows[i].shape for i in groups[-1])
        if start:
            numbering.take(start)
            if start.form == "attachment" and (listed := start_of(row.shape[start.length :].lstrip("："))):
                numbering.take(listed)
        at += pieces
    return groups


def _signed(rows: Sequence[Row], left: Sequence[int]) -> set[int]:
    """Where in `left` the bodies stand that sign above a date (GB/T 9704-2012, 7.3.5)."""
    found: set[int] = set()
    for at in range(len(left) - 2, -1, -1):
        below = rows[left[at + 1]].shape
        if (at + 1 in found or (below.endswith("日") and DATE.fullmatch(below))) and may_sign(rows[left[at]].shape):
            found.add(at)
    return found


def _blanks(rows: Sequence[Row], left: Sequence[int], gone: dict[int, str]) -> list[bool | None]:
    """For each row that is left, whether a blank line or a gap stands before it; None after furniture or an edge."""
    leading = _leading([rows[i] for i in left])
    found: list[bool | None] = [None]
    for before, i in pairwise(left):
        if (i - before > 1 and any(k in gone for k in range(before + 1, i))) or rows[before].page != rows[i].page:
            found.append(None)
        else:
            found.append(i - before > 1 or (leading is not None and _step(rows[before], rows[i]) > 1.25 * leading))
    return found


def _leading(rows: Sequence[Row]) -> float | None:
    """The usual distance from line to line in points, where the format has places."""
    if all(row.top is None for row in rows):
        return None
    steps = sorted(step for a, b in pairwise(rows) if a.page == b.page and (step := _step(a, b)) > 0)
    return steps[len(steps) // 2] if steps else None


def _step(before: Row, row: Row) -> float:
    return row.top - before.top if row.top is not None and before.top is not None else 0.0


def joint(before: str, after: str) -> str:
    """What stands between two lines that are one paragraph: a space between Latin words, nothing in an address."""
    return " " if _LATIN.match(after) and _LATIN_END.match(before[-1:]) and not _ADDRESS_END.search(before) else ""


def _goes_on(pair: Joint, start: Start | None, numbering: Numbering) -> bool:
    """Whether the second line, which opens with `start`, goes on with the paragraph of the first; none has columns."""
    last, row = pair.last, pair.row
    if row.shape[0] in _CANNOT_OPEN or _is_percentage(pair) or halved(pair.whole, row.shape, start and start.form):
        return True
    if start and _opens(start, pair, numbering):
        return False
    if _LEADER_END.search(last.shape):
        return False
    if last.shape.endswith("》") and follows_name(row.shape):
        return True
    if last.shape[-1] in _CANNOT_END and last.shape not in ("—", "——"):
        return True
    if row.shape.startswith("（") and not start and _is_full(pair) and _is_flush(pair):
        return True  # a tail of units that found no room on the full line before it
    if (start is None and opens_by_words(row.shape)) or _stands_alone(row.shape):
        return False
    if _HISTORY.match(row.shape) and _HISTORY_END.search(last.shape):
        return False
    return _is_wrapped(pair) or _breaks_off(pair.whole, last.shape, row.shape, start)


def _is_percentage(pair: Joint) -> bool:
    """Whether the line opens with the sign of a number in a sentence. A number alone is a cell of its own."""
    return pair.row.shape[0] in "％%" and _NUMBER_END.search(pair.whole) is not None


def _is_row(row: Row) -> bool:
    """Whether the line is a row of a table."""
    return row.role == "row" or "\t" in row.text


def _has_columns(row: Row) -> bool:
    """Whether the line is cut into columns: by a TAB, or by a wide gap where it is no prose."""
    if len(row.shape) == len(row.text):
        return False  # no white space
    if "\t" in row.text:
        return True
    return _GAP.search(row.text) is not None and not _PROSE.search(row.shape)


def _opens(start: Start, pair: Joint, numbering: Numbering) -> bool:
    """Whether the ordinal begins a paragraph. In mid-sentence, one that fits no sequence is a reference."""
    in_sentence = pair.last.shape[-1] not in _TERMINAL + CLOSERS and _is_full(pair)
    if in_sentence and pair.wrap and pair.wrap.indented and pair.row.indent < _FLUSH:
        return False  # what begins a paragraph is set in here
    if numbering.fits(start):
        # 第三条 at a line's head in mid-sentence is a reference, wherever the numbering stands.
        return not (in_sentence and start.form in ("article", "clause", "glued"))
    return start.form != "glued" and not in_sentence


def _stands_alone(shape: str) -> bool:
    """Whether the line is a date, a 发文字号 or a note and nothing else."""
    if shape[-1] not in "日号）":
        return False
    return DATE.fullmatch(shape) is not None or DOC_NUMBER.fullmatch(shape) is not None or _is_note(shape)


def _is_note(shape: str) -> bool:
    """附注 such as （此件公开发布）, or a tail of units, on a line of its own."""
    return _NOTE.fullmatch(shape) is not None and not _YEARS.fullmatch(shape)


def _reach(row: Row, first: bool, wrap: Wrap) -> float:
    """How far the line reaches, from where lines begin, in characters (em): 0 for one that is centred or set right."""
    if not wrap.indented:
        return row.width + (wrap.short if first else 0.0)
    return row.width + row.indent if row.indent <= _CENTRED else 0.0


def _is_full(pair: Joint) -> bool:
    """Whether the first line is as wide as the text allows."""
    wrap = pair.wrap
    if wrap is None or pair.last.width > wrap.full + 3:
        return False
    return _reach(pair.last, pair.first, wrap) >= wrap.full - _shortfall(pair.row)


def _is_flush(pair: Joint) -> bool:
    """Whether the second line is set in by less than first lines are."""
    return pair.wrap is not None and pair.row.indent < pair.wrap.least


def _shortfall(row: Row) -> float:
    """How short of full a full line may be (em).

    It ends sooner where a mark that can't end it opens the next one, or a Latin word that is not broken.
    """
    if word := _LATIN_WORD.match(row.shape):
        return 2.0 + width(word.group())
    return 3.0 if row.shape[0] in _CANNOT_END else 2.0


def _is_wrapped(pair: Joint) -> bool:
    """Whether the second line goes on with the full first one of a hard-wrapped text."""
    wrap, last, row = pair.wrap, pair.last, pair.row
    if wrap is None or not _is_full(pair) or (pair.first and _is_title(last.shape, row.shape)):
        return False
    if is_recipients(pair.whole):
        return False
    if wrap.spaced and pair.blank and row.top is not None:
        return False  # the page shows the gap that parts paragraphs
    ended = _has_ended(pair.whole)
    brimful = _reach(last, pair.first, wrap) >= wrap.full - (_shortfall(row) - 1)
    if wrap.indented:
        # First lines are set in: the indent tells.
        return _is_flush(pair)
    if not ended:
        return not (pair.first and _is_bare_head(last.shape) and not brimful)
    # No indents: a paragraph's first line is two characters short of a full one.
    if not brimful:
        return False
    if wrap.spaced and pair.blank is not None:
        return not pair.blank
    if row.width >= wrap.full - (0.5 if _is_heading(last.shape) else 0.9):
        return pair.next_wrap == wrap
    # A short line before the next item: the end of this one, if items here have one paragraph each.
    opening = start_of(pair.whole)
    return pair.before_start and not pair.first and opening is not None and opening.form in ("item", "section")


def _is_title(shape: str, following: str) -> bool:
    """Whether a full line is a title. One that ends with the name of a text is the beginning of a sentence, but where
    another title follows."""
    return is_whole_title(shape) and (not shape.endswith("》") or ("关于" in following and may_be_title(following)))


def _has_ended(whole: str) -> bool:
    """Whether the paragraph so far ends as a sentence does, or with a bracket after a sentence (a tail of units)."""
    if whole.count("（") > whole.count("）"):
        return False
    if whole.rstrip(CLOSERS)[-1:] in tuple("。！？：…"):
        return True
    return whole.endswith("）") and _TAIL.search(whole[-400:]) is not None


def _is_bare_head(shape: str) -> bool:
    """Whether an item's line has no mark inside, as headings have none."""
    return start_of(shape) is not None and not re.search("[，。；：、]", shape)


def _is_heading(shape: str) -> bool:
    """`（一）对标先进经验做法，推进体制机制创新。`: an ordinal and one sentence."""
    return start_of(shape) is not None and shape.count("。") == 1 and shape.endswith("。")


def _breaks_off(whole: str, last: str, row: str, start: Start | None) -> bool:
    """Whether prose ends in the middle: long or with a sentence in it, no mark at its end, and text after it."""
    if start or last[-1] in _TERMINAL + CLOSERS or not (_is_word(row[0]) or row[0] in "《“（"):
        return _closes_bracket(whole, row)
    if not (_is_word(last[-1]) or last[-1] == "%"):
        return False
    prose = "。" in whole or (len(whole) >= _PROSE_LENGTH and "，" in whole)
    if prose and _STOP.search(row) and not stands_beside(whole, row):
        return True
    return _closes_bracket(whole, row)


def _is_word(char: str) -> bool:
    return is_han(char) or (char.isascii() and char.isalnum())


def _closes_bracket(whole: str, row: str) -> bool:
    """Whether the paragraph so far has an open bracket that the line closes first of all."""
    for opening, closing in ("（）", "《》", "“”", "〔〕"):
        if whole.count(opening) > whole.count(closing):
            first = re.search(f"[{opening}{closing}]", row)
            if first and first.group() == closing:
                return True
    return False


def _title_length(rows: Sequence[Row], left: Sequence[int], at: int) -> int:
    """How many lines from `at` on are one title; 0 for none. Rows of a table are none."""
    if not may_be_title(rows[left[at]].shape):
        return 0
    return title_length(list(takewhile(lambda line: not _is_row(line), (rows[i] for i in left[at : at + TITLE_LINES]))))


def _date_length(rows: Sequence[Row], left: Sequence[int], at: int) -> int:
    """How many lines from `at` on are one date in pieces (`2018`, `年`, `3`, `月`, `17`, `日`); 0 for none."""
    whole = ""
    for count, i in enumerate(left[at : at + 8], 1):
        shape = rows[i].shape
        if not _DATE_PIECE.fullmatch(shape):
            return 0
        whole += shape
        if DATE.fullmatch(whole):
            return count if count > 1 else 0
    return 0
