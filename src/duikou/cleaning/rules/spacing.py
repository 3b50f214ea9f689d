"""Rules for white space inside lines (GB/T 15834-2011 sets Chinese without spaces).

What holds here: a space stays only between Latin words. A gap of two characters or more in a short line apart from
prose is a column's edge, and becomes one TAB, as between the cells of a table: columns are never run together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from duikou.cleaning.paragraphs.cells import (
    columns,
    counts_alone,
    edge_cells,
    is_row,
    mixed_gaps,
    name_gaps,
    posts,
    spaced_rows,
)
from duikou.cleaning.rules.registry import Wanted, rule
from duikou.notation import bodies, dates
from duikou.notation.characters import BLANKS, BLANKS_RE, each, is_han, width
from duikou.notation.patterns import pattern, patterns

_CELLS = patterns("cleaning/cells")

_EDGES = pattern("[\\t\\n]")
_COLUMN_GAP = 2.0  # characters
_MEMBERS = 200  # characters: a longer line is no list of names
_COLUMN_LINE = 60  # characters: a longer line is prose, where several wide gaps don't show that it is a row
_DEED = 4  # characters: what was done to a text on a day
_DAY = 24  # characters: a day, and what stands before it
_ROW_LINE = 300  # characters: a longer line is no row


@rule(
    "blank-tables",
    "characters",
    "The cells of a table that was laid out with blanks get a TAB between them, and those that go over lines are one.",
    skips=(),
)
def blank_tables(text: str) -> Iterator[Wanted]:
    """Tables are rare: what reads them is loaded where a line may be the head of one."""
    if "  " in text and _CELLS.blank_head.search(text):
        from duikou.cleaning.paragraphs.blank_tables import on_one_line

        yield from on_one_line(text)


@rule(
    "stacked-tables",
    "characters",
    "A table of which every cell stands on a line of its own, as a copy of a page gives it, gets its rows back.",
    skips=(),
)
def stacked_tables(text: str) -> Iterator[Wanted]:
    """Such tables are rare: what reads them is loaded where a line may be the first of their head."""
    if counts_alone(text):
        from duikou.cleaning.paragraphs.stacked_tables import on_one_line

        yield from on_one_line(text)


@rule(
    "spaces",
    "text",
    "Spaces go, except one between Latin words; a wide gap between columns becomes a TAB.",
)
def spaces(text: str) -> Iterator[Wanted]:
    """Spaces inside lines; `1.` at a line's start has none after it."""
    runs = list(each(BLANKS_RE, text))
    if not runs:
        return
    gaps = _TableGaps(text)
    padded = _label_gaps(text) | _ordinal_gaps(text) | _sum_gaps(text)
    for m in runs:
        start, end = m.span()
        before = text[start - 1] if start else "\n"
        after = text[end] if end < len(text) else "\n"
        if before == "\n" or after == "\n":
            yield start, end, gaps.edge(start, end, before, after)
        elif "\t" in m.group():
            yield start, end, "\t" * m.group().count("\t")
        elif m.start() in padded:
            yield start, end, ""
        elif gaps.parts(start) or _is_column_gap(text, m):
            yield start, end, "\t"
        elif start in gaps.named or _parts_fields(text, m) or _parts_bodies(text, m) or _parts_history(text, m):
            yield start, end, " "
        else:
            apart = _is_latin(before) and _is_latin(after) and not _is_one(text, start, end)
            yield start, end, " " if apart else ""


def _label_gaps(text: str) -> frozenset[int]:
    """Where the white space begins that pads a label to the width of the others (成　　员：)."""
    found = (
        gap.start() for m in _CELLS.padded_label.finditer(text) for gap in BLANKS_RE.finditer(text, *m.span("label"))
    )
    return frozenset(found)


def _ordinal_gaps(text: str) -> frozenset[int]:
    """Where the white space begins that stands in the number of an article (第1 0条)."""
    numbers = _CELLS.article_number.finditer(text) if "第" in text else ()
    return frozenset(gap.start() for m in numbers for gap in BLANKS_RE.finditer(text, *m.span()))


def _sum_gaps(text: str) -> frozenset[int]:
    """Where the white space begins that stands around the + of a sum that is a name (“3 + 1 + N”体系)."""
    found = _CELLS.named_sum.finditer(text) if "+" in text else ()
    return frozenset(gap.start() for m in found for gap in BLANKS_RE.finditer(text, *m.span()))


def _parts_history(text: str, gap: re.Match[str]) -> bool:
    """Whether white space parts what was done to a text on one day from the next (…通过　根据2018年…修正)."""
    if not _CELLS.day_ahead.match(text, gap.end()):
        return False
    from duikou.notation import history

    before = text[max(0, gap.start() - _DEED) : gap.start()]
    return history.ends_history(before) and history.begins_history(text[gap.end() : gap.end() + _DAY])


def _parts_fields(text: str, gap: re.Match[str]) -> bool:
    """Whether white space parts a field from the next, the name of a usual one (联系人：张三 电话：…) or one of a line
    that is nothing but fields."""
    first = max(text.rfind("\n", 0, gap.start()) + 1, gap.start() - _COLUMN_LINE)
    if _CELLS.colon.search(text, first, gap.start()) is None:
        return False
    if _CELLS.field.match(text, gap.end()):
        return True
    line = text[first : min(_line_end(text, gap.end()), gap.end() + _COLUMN_LINE)]
    return _CELLS.fields.fullmatch(line.strip(BLANKS)) is not None


def _parts_bodies(text: str, gap: re.Match[str]) -> bool:
    """Whether white space parts two of the bodies that are the whole of a table's cell (市教育局 市财政局)."""
    before = text[max(0, gap.start() - _COLUMN_LINE) : gap.start()]
    after = text[gap.end() : gap.end() + _COLUMN_LINE]
    left, right = _EDGES.split(before)[-1], _EDGES.split(after)[0]
    edges = before[-len(left) - 1 : -len(left)], after[len(right) : len(right) + 1]
    return "\t" in edges and len(left) < _COLUMN_LINE and _bodies(left + gap.group() + right)


class _TableGaps:
    """Which white space of a text parts cells, as far as the lines around it tell."""

    def __init__(self, text: str) -> None:
        self.text = text
        lines = text.split("\n")
        self.rows = edge_cells(lines) if "\t" in text else frozenset()
        spaced = spaced_rows(lines)
        self.starts = list(accumulate((len(line) + 1 for line in lines[:-1]), initial=0))
        crowded = columns(lines) if "  " in text or "\u3000\u3000" in text else ()
        self.named = {
            begin + at
            for begin, line in zip(self.starts, lines, strict=True)
            if len(line) <= _MEMBERS and _CELLS.names_apart.search(line)
            for at in name_gaps(line)
        }
        self.gaps = {self.starts[i] + at for i, at in (*crowded, *posts(lines))}
        for i, line in enumerate(lines):
            if i in spaced:
                self.gaps.update(self.starts[i] + m.start() for m in BLANKS_RE.finditer(line))
            elif len(line) <= _COLUMN_LINE and "\u3000" in line and not _CELLS.ends_sentence.search(line):
                self.gaps.update(self.starts[i] + start for start, _ in mixed_gaps(line))

    def parts(self, start: int) -> bool:
        """Whether the gap that begins at `start` parts two columns."""
        return start in self.gaps

    def edge(self, start: int, end: int, before: str, after: str) -> str:
        """At a line's edge a TAB is an empty first or last cell, if the line is a row; else nothing stays."""
        run = self.text[start:end]
        if "\t" not in run or before == after == "\n":
            return ""
        return "\t" * run.count("\t") if bisect_right(self.starts, start) - 1 in self.rows else ""


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _is_latin(char: str) -> bool:
    return "!" <= char <= "~" or ("\u00c0" <= char <= "\u024f" and char not in "×÷")


def _is_one(text: str, start: int, end: int) -> bool:
    """Whether white space stands inside what Chinese writes as one: 50 %, 4 A级, a + or = beside a Chinese word."""
    before, after, beyond = text[start - 1], text[end], text[end + 1 : end + 2]
    if before.isdigit() and (after == "%" or ("A" <= after <= "Z" and is_han(beyond))):
        return True
    return (after in "+=" and is_han(beyond)) or (before in "+=" and is_han(text[start - 2 : start - 1]))


def _is_column_gap(text: str, gap: re.Match[str]) -> bool:
    """Whether the gap parts two columns: wide, in a line without prose that is short or has several such gaps, and not
    letter-spacing; or the printing office from its date."""
    if _CELLS.printed.match(text, gap.end()):
        return True
    start = text.rfind("\n", max(0, gap.start() - _ROW_LINE - 1), gap.start()) + 1
    if not start and gap.start() > _ROW_LINE:
        return False  # the line is longer than a row
    end = _line_end(text, gap.end())
    line = text[start:end]
    if width(gap.group()) < _COLUMN_GAP:
        return len(line) <= _COLUMN_LINE and _bodies(line)
    if len(line) > _COLUMN_LINE and (len(line) > _ROW_LINE or not is_row(line)):
        return False
    if _CELLS.ends_sentence.search(line) or _CELLS.statute_head.match(line.strip(BLANKS)):
        return False
    left = BLANKS_RE.split(text[start : gap.start()])[-1]
    right = BLANKS_RE.split(text[gap.end() : end])[0]
    if len(left) == len(right) == 1 and _CELLS.two_letters.fullmatch(left + right):
        return False
    return not (left[-1:] in "年月" and _CELLS.date_pieces.fullmatch(right))


def _bodies(line: str) -> bool:
    """Whether a line is nothing but the names of bodies that sign or issue together, perhaps with the date in brackets:
    财政部 税务总局."""
    if dated := dates.bracketed(line):
        line, _ = dated
    names = BLANKS_RE.split(line.strip(BLANKS))
    return len(names) > 1 and all(_CELLS.word_of_three.fullmatch(name) and bodies.signs(name) for name in names)
