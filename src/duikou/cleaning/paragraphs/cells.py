"""Which white space parts the cells of a row.

What holds here: a TAB inside a line parts two cells. A TAB at a line's edge is an empty cell only where the line stands
among rows of as many TABs: alone it is an indent. A table set with spaces shows in several lines that are cut alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from duikou.notation import bodies
from duikou.notation.characters import BLANKS, BLANKS_RE
from duikou.notation.line_heads import head, heads
from duikou.notation.patterns import patterns

_CELLS = patterns("cleaning/cells")
_COLUMNS = patterns("notation/columns")

ALIKE = 3  # lines cut alike, one below the other, make a table
_ROW_GAPS = 3  # so many wide gaps, at least, make a line one of a table set with spaces, whatever its length
_LONGEST = 40  # characters: a longer line is no row of a table set with spaces
_POST_ENDS = "长记任席员理人师委）)"


def counts_alone(text: str) -> bool:
    """Whether a line of `text` is the head of the column of numbers and nothing else, as where each cell of a table
    stands on a line of its own."""
    return _COLUMNS.number_alone.search(f"\n{text}") is not None


def edge_cells(lines: Sequence[str]) -> frozenset[int]:
    """The lines whose TABs at the edge are empty cells: those in a run of lines with as many TABs, one a row."""
    found: set[int] = set()
    run: list[int] = []
    row = False
    count = 0
    for i, line in enumerate((*lines, "")):
        tabs = 0 if _is_set_in(line) else line.count("\t")
        if run and (tabs != count or not line.strip(BLANKS)):
            if row:
                found.update(run)
            run, row = [], False
        if tabs and line.strip(BLANKS):
            run.append(i)
            count = tabs
            row = row or "\t" in line.strip(BLANKS)
    return frozenset(found)


def _is_set_in(line: str) -> bool:
    """Whether the only TAB of a line sets in a paragraph: an item or a sentence."""
    text = line.strip(BLANKS)
    return "\t" not in text and line.count("\t") == 1 and (head(text) is not None or "。" in text)


def spaced_rows(lines: Sequence[str]) -> frozenset[int]:
    """The lines that are rows of a table or a list of names set with single spaces: three or more cut alike."""
    found: set[int] = set()
    run: list[int] = []
    shape: tuple[str, ...] = ()
    for i, line in enumerate((*lines, "")):
        cut = _cells(line)
        if run and (cut is None or len(cut) != len(shape) or _form(cut) != _form(shape)):
            found.update(_table(lines, run))
            run = []
        if cut is not None:
            run.append(i)
            shape = cut
    return frozenset(found)


def _table(lines: Sequence[str], run: list[int]) -> list[int]:
    if len(run) < ALIKE:
        return []
    rows = [cut for i in run if (cut := _cells(lines[i]))]
    if _form(rows[0]) == "numbered":
        numbers = [int(row[0]) for row in rows]
        if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            return []
        return [run[0] - 1, *run] if numbers[0] == 1 and run[0] and _heads(lines[run[0] - 1], len(rows[0])) else run
    return run


def _heads(line: str, count: int) -> bool:
    """Whether a line names `count` columns, a word for each."""
    words = line.split()
    return len(line) <= _LONGEST and len(words) == count and all(map(_CELLS.heading.fullmatch, words))


def _form(cells: tuple[str, ...]) -> str:
    return "numbered" if cells[0].isdecimal() else "named"


def _cells(line: str) -> tuple[str, ...] | None:
    """The pieces of a line that may be such a row: a number and two cells or more, or a name and a post; else None."""
    line = line.strip(BLANKS)
    if (
        len(line) > _LONGEST
        or len(line.split(None, 1)) < 2
        or "\t" in line
        or _CELLS.mark.search(line)
        or _is_counted(line)
    ):
        return None
    pieces = tuple(BLANKS_RE.split(line))
    if len(pieces) < 2 or not all(_CELLS.cell.fullmatch(piece) for piece in pieces):
        return None
    if pieces[0].isascii() and pieces[0].isdecimal():
        row = len(pieces[0]) <= 3 and len(pieces) >= 3 and not all(map(str.isdecimal, pieces))
        return pieces if row and all(map(_is_cell, pieces[1:])) else None
    if len(pieces) == 2 and _CELLS.name.fullmatch(pieces[0]) and _CELLS.post_alone.fullmatch(pieces[1]):
        return pieces
    return None


def _is_counted(line: str) -> bool:
    """Whether an ordinal opens the line, one counted by a word (任务一　改造管网) too: its gap parts no cells."""
    return head(line) is not None or any(one.style.startswith("named") for one in heads("".join(line.split())))


def _is_cell(piece: str) -> bool:
    return len(piece) >= 2 and (piece.isdecimal() or _CELLS.date_piece.fullmatch(piece) is None)


def mixed_gaps(line: str) -> Iterator[tuple[int, int]]:
    """The wide gaps of a line that has narrow ones too: there the narrow ones set letters apart (赵　六), the wide ones
    columns."""
    runs = [m for m in BLANKS_RE.finditer(line) if m.start() > 0 and m.end() < len(line)]
    narrow = [m for m in runs if m.group() in ("\u3000", " ", "  ")]
    wide = [m for m in runs if m.group().count("\u3000") >= 2 or len(m.group()) >= 4]
    if narrow and wide and head("".join(line.split())) is None:
        yield from (m.span() for m in wide)


def columns(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The gaps (line, where it begins) of columns that two lines, one below the other, show alike.

    Names with letters set apart in columns (张  三    王  五), and a table with a head that its wide columns crowd.
    """
    found: set[tuple[int, int]] = set()
    for i, line in enumerate(lines[1:], 1):
        above = lines[i - 1]
        if "  " not in line and "\u3000" not in line:
            continue
        for cut in (_wide_cut, _head_cut, _row_cut):
            starts, below = cut(above), cut(line)
            if not starts or len(starts) != len(below):
                continue
            if cut is _row_cut and not (is_row(above) or is_row(line)):
                continue
            if cut is _head_cut and len(_wide_gaps(line)) != len(below) and not _is_numbered(line):
                continue
            found |= {(i - 1, at) for at in starts} | {(i, at) for at in below}
            break
    yield from found


def posts(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The gaps (line, where it begins) between the names of a group's members and their posts: 组  长：张  三  副省长.

    One line is enough where it says what its member is in the group; without that the line above or below is alike.
    """
    before: tuple[int, re.Match[str]] | None = None
    for i, line in enumerate(lines):
        stripped = line.rstrip(BLANKS)
        if stripped[-1:] not in _POST_ENDS or len(stripped) > 2 * _LONGEST:
            before = None if stripped else before
            continue
        m = _CELLS.posted.fullmatch(line, len(line) - len(line.lstrip(BLANKS)), len(stripped))
        if m is None:
            before = None
            continue
        labelled = "：" in m.group() or ":" in m.group()
        if before and not labelled:
            yield before[0], before[1].start("gap")
        if before or labelled:
            yield i, m.start("gap")
        before = (i, m)


def _is_numbered(line: str) -> bool:
    """Whether the first cell of a row is its number."""
    return line.split(None, 1)[0].isdecimal()


def name_gaps(line: str) -> Iterator[int]:
    """Where the gaps of a line begin between the names of persons (出席：张三　李四), and between a body and who comes
    from it (市财政局 张三)."""
    from duikou.notation.persons import is_person  # few texts list persons so

    for segment in _CELLS.segment.finditer(line):
        tokens = list(_CELLS.solid.finditer(line, *segment.span()))
        if len(tokens) < 2:
            continue
        labelled = line[: segment.start()].rstrip(BLANKS).endswith(("：", ":"))
        persons = all(is_person(token.group()) for token in tokens) and (labelled or len(tokens) >= ALIKE)
        body, person = tokens[0].group(), tokens[1].group()
        if persons or (len(tokens) == 2 and len(body) > 2 and bodies.signs(body) and is_person(person)):
            yield from (token.end() for token in tokens[:-1])


def _inner(line: str, gap: re.Pattern[str]) -> list[re.Match[str]]:
    return [m for m in gap.finditer(line) if line[: m.start()].strip(BLANKS) and line[m.end() :].strip(BLANKS)]


def _wide_gaps(line: str) -> list[int]:
    return [m.start() for m in _inner(line, _CELLS.wide)]


def _wide_cut(line: str) -> list[int]:
    """Where the wide gaps of a line of names begin; none when it is no such line."""
    if len(line) > 2 * _LONGEST or "\t" in line:
        return []
    names = _CELLS.wide.split(line.strip(BLANKS))
    return _wide_gaps(line) if len(names) >= 2 and all(map(_CELLS.spaced_name.fullmatch, names)) else []


def is_row(line: str) -> bool:
    """Whether a line, however long, is cut into four cells or more by wide gaps, and no sentence ends in it."""
    return len(_wide_gaps(line)) >= _ROW_GAPS and not _CELLS.ends_sentence.search(line)


def _row_cut(line: str) -> list[int]:
    """Where the gaps of a row of four cells or more begin, of which some may hold a list (市甲局、市乙局)."""
    if "\t" in line or _CELLS.ends_sentence.search(line):
        return []
    pieces = _CELLS.column_gap.split(line.strip(BLANKS))
    apart = any(len(a) == len(b) == 1 and not (a + b).isascii() for a, b in pairwise(pieces))
    return [m.start() for m in _inner(line, _CELLS.column_gap)] if len(pieces) > _ROW_GAPS and not apart else []


def _head_cut(line: str) -> list[int]:
    """Where the gaps of a row of three cells or more begin; none when letters may be set apart in it."""
    if len(line) > 2 * _LONGEST or "\t" in line or _CELLS.mark.search(line):
        return []
    pieces = _CELLS.column_gap.split(line.strip(BLANKS))
    apart = any(len(a) == len(b) == 1 and not (a + b).isascii() for a, b in pairwise(pieces))
    return [m.start() for m in _inner(line, _CELLS.column_gap)] if len(pieces) >= 3 and not apart else []
