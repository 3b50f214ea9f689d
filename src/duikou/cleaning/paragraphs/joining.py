"""Lines become paragraphs: each line is held against the paragraph before it by the table of evidence.

What holds here: this module only walks: what decides stands in `evidence`. Rows of a table, lines cut into columns and
bodies that sign stay alone; lines that only together are a title, or a date in pieces, are taken together first.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from duikou.cleaning.paragraphs.centred_lines import MOST_LINES, centred_length
from duikou.cleaning.paragraphs.evidence import Evidence, decide
from duikou.cleaning.paragraphs.joints import Joint, Opening, may_go_on
from duikou.cleaning.paragraphs.rows import Row
from duikou.cleaning.paragraphs.title_lines import may_sign, title_length
from duikou.cleaning.paragraphs.wrapping import find_wraps
from duikou.cleaning.rules.registry import lines_rule
from duikou.notation.line_heads import Head, Numbering, continued, heads
from duikou.notation.patterns import patterns
from duikou.notation.title_lines import TITLE_LINES, is_body, is_date, may_be_title

_LINES = patterns("cleaning/paragraphs")

REJOIN = lines_rule(
    "rejoin",
    "A paragraph broken by lines, blank lines, pages or page numbers is made whole.",
)
BLANK = lines_rule("blank-lines", "Lines without text go.")
INDENT = lines_rule("indents", "White space at the head and the end of a line goes.")

# What decides where there is no evidence and --join was given.
_AS_ASKED = Evidence("as-asked", True, "The user asked for one paragraph where nothing else decides.", may_go_on)
_PIECE_OF_DATE = 5  # characters: 二〇一八年
_LONGEST_SHORT_FORM = 5  # letters: PPP, QFLP
_PAGE_RULES = frozenset(["page-numbers", "running-heads"])  # what goes in their name stood between two pages


class Decision(NamedTuple):
    """What was decided on a row and the one before it: by which evidence, and whether the two are one paragraph."""

    row: int
    evidence: str
    one: bool


class Joined(NamedTuple):
    """The rows that are left, grouped into paragraphs (lists of row indexes in order), and what decided."""

    groups: list[list[int]]
    decisions: list[Decision]


def join_rows(rows: Sequence[Row], gone: dict[int, str], asked: bool = False) -> Joined:
    """The rows that are left, grouped into paragraphs. Rows that nothing tells about stay apart, without a decision;
    with `asked`, they are one where they may be."""
    left = [i for i, row in enumerate(rows) if row.text and i not in gone]
    blanks = _blanks(rows, left, gone)
    wraps = find_wraps([rows[i] for i in left], blanks)
    openings = [heads(rows[i].shape) for i in left]
    continuing = continued(openings)
    signed = _signed(rows, left)
    # A reader that knows of notes gives each as one line.
    cut = [rows[i].role in ("row", "footnote") or _has_columns(rows[i]) for i in left]
    numbering = Numbering()
    groups: list[list[int]] = []
    decisions: list[Decision] = []
    whole = ""
    at = 0
    while at < len(left):
        row = rows[left[at]]
        opening = _opening(openings[at], continuing[at], numbering) if openings[at] else None
        if groups and not cut[at - 1] and not cut[at] and at not in signed:
            pair = Joint(
                whole,
                rows[groups[-1][-1]],
                row,
                len(groups[-1]) == 1,
                blanks[at],
                at + 1 == len(left) or bool(openings[at + 1]),
                wraps[at - 1],
                wraps[at],
                opening,
            )
            decided = decide(pair) or (_AS_ASKED if asked and may_go_on(pair) else None)
            if decided:
                decisions.append(Decision(left[at], decided.name, decided.one))
            if decided and decided.one:
                groups[-1].append(left[at])
                whole += row.shape
                at += 1
                continue
        pieces, name = _pieces(rows, left, at, opening)
        groups.append(left[at : at + pieces])
        decisions += [Decision(i, name, True) for i in groups[-1][1:]]
        whole = "".join(rows[i].shape for i in groups[-1])
        if opening:
            numbering.take(opening.head)
            if opening.head.style == "attachment":
                listed = heads(row.shape[opening.head.length :].lstrip("："))
                if listed and listed[0].sure:
                    numbering.take(listed[0])
        at += pieces
    return Joined(groups, decisions)


def _opening(found: Sequence[Head], continuing: frozenset[str], numbering: Numbering) -> Opening | None:
    """The ordinal that a line is taken to open with: one that fits the numbers above before one that does not. A form
    that running text has too (A、, Ⅰ, 1.1, 任务一) is one only where the numbers around bear it out."""
    best: Opening | None = None
    for one in found:
        follows = numbering.follows(one)
        fits = follows or not one.numbers or one.numbers[-1] == 1
        borne = follows or (fits and one.style in continuing)
        if not (one.sure or one.legal or one.style == "paren" or borne):
            continue
        if best is None or (fits and not best.fits):
            best = Opening(one, fits, borne)
    return best


def _pieces(rows: Sequence[Row], left: Sequence[int], at: int, opening: Opening | None) -> tuple[int, str]:
    """How many lines from `at` on are one by themselves, and what they are together. An item of a list is no title."""
    if rows[left[at]].centred and (count := centred_length([rows[i] for i in left[at : at + MOST_LINES]])):
        return count, "centred-title"
    if not (opening and opening.follows) and (count := _title_length(rows, left, at)):
        return count, "title"
    if count := _date_length(rows, left, at):
        return count, "date"
    return 1, ""


def _signed(rows: Sequence[Row], left: Sequence[int]) -> set[int]:
    """Where in `left` the bodies stand that sign above a date (GB/T 9704-2012, 7.3.5)."""
    found: set[int] = set()
    for at in range(len(left) - 2, -1, -1):
        below = rows[left[at + 1]].shape
        if (at + 1 in found or is_date(below)) and may_sign(rows[left[at]].shape):
            found.add(at)
    return found


def _blanks(rows: Sequence[Row], left: Sequence[int], gone: dict[int, str]) -> list[bool | None]:
    """For each row that is left, whether a blank line or a gap stands before it; None where a page ends between, which
    tells nothing. The words of a site stand in a gap of the text."""
    leading = _leading([rows[i] for i in left])
    found: list[bool | None] = [None]
    if leading is None and not gone and all(row.page is None for row in rows):
        return found + [i - before > 1 for before, i in pairwise(left)]
    for before, i in pairwise(left):
        between = {gone[k] for k in range(before + 1, i) if k in gone}
        if between & _PAGE_RULES or rows[before].page != rows[i].page:
            found.append(None)
        elif between:
            found.append(True)
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
    # Most lines end and begin in Chinese.
    if not (before[-1:].isascii() and after[:1].isascii()):
        return ""
    if (above := _LINES.capitals_end.search(before)) and (below := _LINES.capitals.match(after)):
        return "" if len(above.group()) + len(below.group()) <= _LONGEST_SHORT_FORM else " "
    words = _LINES.latin.match(after) and _LINES.latin_end.match(before[-1:])
    return " " if words and not _LINES.address_end.search(before) else ""


def _is_row(row: Row) -> bool:
    """Whether the line is a row of a table."""
    return row.role == "row" or "\t" in row.text


def _heads_columns(row: Row) -> bool:
    """Whether the line is cut into three columns or more that are not bodies side by side: no piece of a title."""
    cells = _LINES.gap.split(row.text) if _has_columns(row) else []
    return len(cells) > 2 and not all(is_body(cell) for cell in cells)


def _has_columns(row: Row) -> bool:
    """Whether the line is cut into columns: by a TAB, or by a wide gap where it is no prose."""
    if len(row.shape) == len(row.text):
        return False  # no white space
    if "\t" in row.text:
        return True
    return _LINES.gap.search(row.text) is not None and not _LINES.stop.search(row.shape)


def _title_length(rows: Sequence[Row], left: Sequence[int], at: int) -> int:
    """How many lines from `at` on are one title; 0 for none. Rows of a table are none."""
    if not may_be_title(rows[left[at]].shape):
        return 0
    above = rows[left[at - 1]].shape if at else ""
    opening = next(iter(heads(above)), None)
    marked = opening is not None and opening.style == "attachment" and not above[opening.length :].strip("：0123456789")
    first = [rows[i] for i in left[at : at + TITLE_LINES]]
    pieces = list(takewhile(lambda row: not _heads_columns(row), first))
    return title_length(pieces, marked) if pieces else 0


def _date_length(rows: Sequence[Row], left: Sequence[int], at: int) -> int:
    """How many lines from `at` on are one date in pieces (`2018`, `年`, `3`, `月`, `17`, `日`); 0 for none."""
    whole = ""
    if len(rows[left[at]].shape) > _PIECE_OF_DATE:
        return 0
    for count, i in enumerate(left[at : at + 8], 1):
        shape = rows[i].shape
        if not _LINES.date_piece.fullmatch(shape):
            return 0
        whole += shape
        if is_date(whole):
            return count if count > 1 else 0
    return 0
