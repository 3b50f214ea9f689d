"""Two lines that follow each other, and each thing that may be true of them.

What holds here: every function looks at one pair and says whether one thing holds; what follows from it, and in which
order they are asked, stands in `evidence`. Widths and indents are in characters (em).
"""

from __future__ import annotations

from typing import NamedTuple

from duikou.cleaning.paragraphs.opening_words import follows_name, opens_by_words, stands_beside
from duikou.cleaning.paragraphs.rows import Row
from duikou.cleaning.paragraphs.split_numbers import halved
from duikou.cleaning.paragraphs.title_lines import is_recipients
from duikou.cleaning.paragraphs.wrapping import CLOSERS, FIRST_INDENT, Wrap
from duikou.notation import history
from duikou.notation.bodies import is_unit, split
from duikou.notation.characters import STOPS, is_han, width
from duikou.notation.line_heads import Head, head
from duikou.notation.patterns import patterns
from duikou.notation.tail_words import labelled
from duikou.notation.title_lines import (
    ends_title,
    is_body,
    is_date,
    is_doc_number,
    is_whole_title,
    may_be_title,
    says_matter,
)

_LINES = patterns("cleaning/paragraphs")

CANNOT_OPEN = "，。、；：？！）》〉”’〕】」』…"
CANNOT_END = "，、（《〈“‘〔【「『—"
ENDS_ALONE = "日号號）"  # a date, a 发文字号 or a note
_TERMINAL = f"{STOPS}…"
_BRACKETS = (("（", "）"), ("《", "》"), ("“", "”"), ("〔", "〕"))
_PROSE_LENGTH = 45  # characters: a line as long as this with a comma in it is no heading
_FLUSH = 0.6  # characters: a line that is set in by less is not set in
_LABEL = 7  # characters: the last word of a line that may be a label's half, its colon and the mark before it
_SHORT_LABEL = 4  # characters: 抄送： is no longer
_CENTRED = 4.0  # characters: a line that is set in further is centred or set to the right


class Opening(NamedTuple):
    """The ordinal that a line opens with. `fits` says that it opens a list or goes on with one, `follows` that a line
    above has the number before it, or one below the number after it."""

    head: Head
    fits: bool
    follows: bool


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
    opening: Opening | None


def may_go_on(pair: Joint) -> bool:
    """Whether two lines that nothing is known of may be one paragraph: neither a heading, nor parted by a blank line
    behind a full sentence. It decides only where the user asked for it."""
    ends = pair.last.shape[-1] in _TERMINAL + CLOSERS
    if pair.opening or "heading" in (pair.last.role, pair.row.role) or (ends and pair.blank):
        return False
    heading = head(pair.whole) is not None or may_be_title(pair.whole)
    return not (pair.first and heading and not any(mark in pair.whole for mark in _TERMINAL))


def cannot_open(pair: Joint) -> bool:
    """Whether the line opens with a mark that no paragraph opens with."""
    return pair.row.shape[0] in CANNOT_OPEN


def is_percentage(pair: Joint) -> bool:
    """Whether the line opens with the sign of a number in a sentence. A number alone is a cell of its own."""
    return pair.row.shape[0] in "％%" and _LINES.number_end.search(pair.whole) is not None


def splits_number(pair: Joint) -> bool:
    """Whether the two lines are halves of one number or of one list of articles."""
    return halved(pair.whole, pair.row.shape, pair.opening and pair.opening.head)


def opens_item(pair: Joint) -> bool:
    """Whether an ordinal begins a paragraph. In mid-sentence, one that fits no sequence is a reference."""
    opening = pair.opening
    if opening is None:
        return False
    doubtful = not (opening.head.sure or opening.follows)
    in_sentence = pair.last.shape[-1] not in _TERMINAL + CLOSERS and (doubtful or is_full(pair))
    if not in_sentence:
        return True
    if (
        opening.fits
        and opening.follows
        and ends_title(pair.whole)
        and (pair.whole[0] == "附" or head(pair.whole) is not None)
    ):
        return True  # the next of a list of attachments, each named by its title
    if not opening.fits or (pair.wrap and pair.wrap.indented and pair.row.indent < _FLUSH):
        return False  # where first lines are set in, what begins a paragraph is set in too
    if opening.head.legal:
        # 第三条 at a line's head in mid-sentence is mostly a reference, wherever the numbering stands.
        return opening.head.sure and opening.follows
    return opening.head.sure or (opening.follows and opening.head.style != "dot")


def is_contents(pair: Joint) -> bool:
    """Whether the line above is an entry of a table of contents."""
    return pair.last.shape[-1].isdecimal() and _LINES.leader_end.search(pair.last.shape) is not None


def speaks_of_name(pair: Joint) -> bool:
    """Whether the line says something of a text that the line above names."""
    return pair.last.shape.endswith("》") and follows_name(pair.row.shape)


def cannot_end(pair: Joint) -> bool:
    """Whether the line above ends with a mark that no paragraph ends with."""
    return pair.last.shape[-1] in CANNOT_END and pair.last.shape not in ("—", "——")


def is_tail(pair: Joint) -> bool:
    """Whether a tail of units found no room on the full line above."""
    return pair.row.shape.startswith("（") and pair.opening is None and is_full(pair) and _is_flush(pair)


def ends_attachment(pair: Joint) -> bool:
    """Whether the line above names an attachment (附件：1.某市…) with a title that only the two lines make whole."""
    named = _LINES.attachment.match(pair.whole) if pair.whole[0] == "附" else None
    if named is None or pair.opening is not None or not may_be_title(named["title"]) or ends_title(named["title"]):
        return False
    rest = pair.row.shape
    return (
        may_be_title(rest) and not is_body(rest) and len(rest) < len(named["title"]) and ends_title(pair.whole + rest)
    )


def halves_label(pair: Joint) -> bool:
    """Whether the line above ends with the label of a tail, or with half of one, behind a sentence, and the line goes
    on with the units (…。责任单位： / 市财政局) or with the rest of the label (…。配合 / 单位：市财政局)."""
    last, row = pair.last.shape, pair.row.shape
    whole = last.endswith("：")
    if pair.opening or not (whole or _LINES.labels_soon.match(row)):
        return False
    half = _LINES.last_word.search(last[-_LABEL:])
    if half is None or not labelled(half.group() + row):
        return False
    return is_unit(split(row.rstrip("。"))[0]) if whole else not labelled(row)


def begins_by_words(pair: Joint) -> bool:
    """Whether the line begins a paragraph by its words."""
    return pair.opening is None and opens_by_words(pair.row.shape)


def stands_alone(pair: Joint) -> bool:
    """Whether the line is a date, a 发文字号 or a note and nothing else."""
    shape = pair.row.shape
    if shape[-1] not in ENDS_ALONE:
        return False
    return is_date(shape) or is_doc_number(shape) or _is_note(shape)


def _is_note(shape: str) -> bool:
    """附注 such as （此件公开发布）, or a tail of units, on a line of its own."""
    return _LINES.note.fullmatch(shape) is not None and not _LINES.years.fullmatch(shape)


def is_history(pair: Joint) -> bool:
    """Whether both lines tell what became of a statute, and when."""
    return history.begins_history(pair.row.shape) and history.ends_history(pair.last.shape)


def ends_addressees(pair: Joint) -> bool:
    """Whether a list of 主送机关 breaks off and the line closes it: 省直有关 / 单位：. A line that names addressees by
    itself (各县人民政府：) is the list's end too, but not below a title."""
    row, whole = pair.row.shape, pair.whole
    if not row.endswith("：") or pair.opening or whole[-1] in _TERMINAL + CLOSERS or not _LINES.several.search(whole):
        return False
    return not says_matter(whole) and not ends_title(whole) and is_recipients(whole + row)


def closes_bracket(pair: Joint) -> bool:
    """Whether the paragraph so far has an open bracket that the line closes first of all."""
    shape = pair.row.shape
    for opening, closing in _BRACKETS:
        until = shape.find(closing)
        if until >= 0 and shape.find(opening, 0, until) < 0 and pair.whole.count(opening) > pair.whole.count(closing):
            return True
    return False


def breaks_off(pair: Joint) -> bool:
    """Whether prose ends in the middle: long or with a sentence in it, no mark at its end, and text after it."""
    whole, last, row = pair.whole, pair.last.shape, pair.row.shape
    if _begins(pair.opening) or last[-1] in _TERMINAL + CLOSERS or not (is_word(row[0]) or row[0] in "《“（"):
        return False
    if not (is_word(last[-1]) or last[-1] == "%"):
        return False
    # No paragraph opens with 第三条的规定, however short the one before is.
    prose = "。" in whole or ("，" in whole and (len(whole) >= _PROSE_LENGTH or pair.opening is not None))
    if prose and _LINES.leads_on.search(whole):
        return True
    if "：" in whole[:_SHORT_LABEL] and "：" not in row and any(mark in row for mark in "，、。"):
        from duikou.notation.closing_lines import is_imprint  # few lines begin with a short label

        if is_imprint(whole) and not is_imprint(row):
            return True  # those who get a copy go on to their stop
    return prose and _LINES.no_colon.search(row) is not None and not stands_beside(whole, row)


def _begins(opening: Opening | None) -> bool:
    """Whether an ordinal may begin an item: not 第三条的规定, which no article of the text goes before."""
    return opening is not None and not (opening.head.legal and not opening.head.sure and not opening.follows)


def is_word(char: str) -> bool:
    """Whether a character is one of a word or a number, and no mark."""
    return is_han(char) or (char.isascii() and char.isalnum())


def is_title(pair: Joint) -> bool:
    """Whether a full line is a title. One that ends with the name of a text is the beginning of a sentence, but where
    another title follows."""
    shape, following = pair.last.shape, pair.row.shape
    if not pair.first or not is_full(pair) or not is_whole_title(shape) or _opens_as_prose(pair):
        return False
    return not shape.endswith("》") or ("关于" in following and may_be_title(following))


def _opens_as_prose(pair: Joint) -> bool:
    """Whether a line is set in as first lines are, and the one below it, which is not, has a sentence's mark within:
    a title stands in the middle or at the edge."""
    wrap = pair.wrap
    if wrap is None or not wrap.indented or not _is_flush(pair) or not wrap.least <= pair.last.indent < _CENTRED:
        return False
    return any(mark in pair.row.shape[:-1] for mark in "，；。")


def is_addressed(pair: Joint) -> bool:
    """Whether the paragraph so far is 主送机关."""
    return is_full(pair) and is_recipients(pair.whole)


def is_gap(pair: Joint) -> bool:
    """Whether the page shows the gap that parts its paragraphs."""
    wrap = pair.wrap
    return wrap is not None and is_full(pair) and wrap.spaced and pair.blank is True and pair.row.top is not None


def is_set_in(pair: Joint) -> bool:
    """Whether the line is set in, as first lines are, below a full one."""
    return pair.wrap is not None and pair.wrap.indented and is_full(pair) and not _is_flush(pair)


def goes_on_flush(pair: Joint) -> bool:
    """Whether the line is not set in, as first lines are, below a full one."""
    return pair.wrap is not None and pair.wrap.indented and is_full(pair) and _is_flush(pair)


def ends_open(pair: Joint) -> bool:
    """Whether a full line ends in mid-sentence, and is no heading without a mark that just fills its line."""
    if not is_full(pair) or _has_ended(pair.whole):
        return False
    return not (pair.first and _is_bare_head(pair.last.shape) and not _is_brimful(pair))


def goes_on_close(pair: Joint) -> bool:
    """Whether no blank line stands between, where these part paragraphs."""
    wrap = pair.wrap
    if wrap is None or not wrap.spaced or pair.blank is None or not _is_brimful(pair):
        return False
    return not pair.blank


def is_apart(pair: Joint) -> bool:
    """Whether a blank line stands between, where these part paragraphs."""
    return pair.wrap is not None and pair.wrap.spaced and pair.blank is True and _is_brimful(pair)


def goes_on_full(pair: Joint) -> bool:
    """Whether a full line follows a full one."""
    wrap = pair.wrap
    if wrap is None or not _is_brimful(pair) or pair.next_wrap != wrap:
        return False
    return wrap.width(pair.row) >= wrap.full - (0.5 if _is_heading(pair.last.shape) else 0.9)


def ends_item(pair: Joint) -> bool:
    """Whether a short line before the next item is the end of this one, where items have one paragraph each."""
    wrap = pair.wrap
    if wrap is None or not _is_brimful(pair) or not pair.before_start or pair.first:
        return False
    if wrap.width(pair.row) >= wrap.full - (0.5 if _is_heading(pair.last.shape) else 0.9):
        return False
    opening = head(pair.whole)
    return opening is not None and opening.style in ("dot", "paren")


def _reach(row: Row, first: bool, wrap: Wrap) -> float:
    """How far the line reaches, from where lines begin, in characters (em): 0 for one that is centred or set right."""
    if not wrap.indented:
        return wrap.width(row) + (wrap.short if first else 0.0)
    if row.indent > _CENTRED:
        return 0.0
    return wrap.width(row) + (min(row.indent, FIRST_INDENT) if wrap.plain else row.indent)


def is_full(pair: Joint) -> bool:
    """Whether the first line is as wide as the text allows. Digits alone below a digit are the number of a page, or a
    cell: what stands behind a number would have had its place beside its digits."""
    wrap = pair.wrap
    if wrap is None or wrap.width(pair.last) > wrap.full + 3:
        return False
    if pair.row.shape.isdecimal() and pair.last.shape[-1].isdecimal():
        return False
    return _reach(pair.last, pair.first, wrap) >= wrap.full - _shortfall(pair.row) - _leeway(pair, wrap)


def _leeway(pair: Joint, wrap: Wrap) -> float:
    """By how much a line of text may have been wider on the page (em): its marks, digits and letters may have been
    full-width there, and its words spaced out. Only where the indent tells what begins a paragraph, or in
    mid-sentence."""
    row = pair.last
    if row.top is not None or not (wrap.indented or (wrap.plain and not _has_ended(pair.whole))):
        return 0.0
    return max(0.0, len(row.shape) - wrap.width(row)) + (1.0 if wrap.plain else 0.0)


def _is_brimful(pair: Joint) -> bool:
    """Whether the first line has no room for one character more."""
    wrap = pair.wrap
    if wrap is None or not is_full(pair):
        return False
    return _reach(pair.last, pair.first, wrap) >= wrap.full - (_shortfall(pair.row) - 1)


def _is_flush(pair: Joint) -> bool:
    """Whether the second line is set in by less than first lines are."""
    return pair.wrap is not None and pair.row.indent < pair.wrap.least


def _shortfall(row: Row) -> float:
    """How short of full a full line may be (em).

    It ends sooner where a mark that can't end it opens the next one, or a Latin word that is not broken.
    """
    if word := _LINES.latin_word.match(row.shape):
        return 2.0 + width(word.group())
    return 3.0 if row.shape[0] in CANNOT_END else 2.0


def _has_ended(whole: str) -> bool:
    """Whether the paragraph so far ends as a sentence does, or with a bracket after a sentence (a tail of units)."""
    if whole.count("（") > whole.count("）"):
        return False
    if whole.rstrip(CLOSERS)[-1:] in tuple("。！？：…"):
        return True
    return whole.endswith("）") and _LINES.tail.search(whole[-400:]) is not None


def _is_bare_head(shape: str) -> bool:
    """Whether an item's line has no mark inside, as headings have none."""
    return head(shape) is not None and not _LINES.mark.search(shape)


def _is_heading(shape: str) -> bool:
    """`（一）对标先进经验做法，推进体制机制创新。`: an ordinal and one sentence."""
    return head(shape) is not None and shape.count("。") == 1 and shape.endswith("。")
