"""Strips of white that go down a page through several lines: the columns of a table that no lines part.

What holds here: a strip is a stretch of width (points) that no text of a region stands in. A region begins at a line in
three pieces or more, at one whose pieces are heads that name columns, or where the columns of the page before go on; it
ends where a line crosses the strips. A mark at a line's end may hang into a strip: it is taken without its white half.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from duikou.reading.pdf.runs import Run

GUTTER = 0.4  # em: a strip of white between columns is at least so wide
FEWEST, _MOST = 3, 12  # columns
_SAME_SIZE = 0.05  # of the size: type that differs by less is of one size
_MOSTLY = 0.7  # of the lines of a column
_SET_IN = 1.5  # em: a line that begins so far right of its column's edge is set in
_OFF = 1.5  # em: a lone piece so far off is no row of a table
_FAR = 3.0  # em: what stands further below is no row of the table
_MOST_LINES = 400  # lines of a page that are looked at
_FIRST_LINES = 3  # of a page: below a running head a table may go on
_HALF_WHITE = "，。、；：）》〉」』】〕！？”’"
_INK = 0.5  # of its width: the part of such a mark that is not white

Strip = tuple[float, float]
White = Sequence[Strip]  # what is white between two columns


@dataclass(frozen=True, slots=True)
class Region:
    """The lines from `begin` to before `end` and the edges between their columns (x); `known` says that heads or the
    table of the page before tell what they are."""

    begin: int
    end: int
    edges: tuple[float, ...]
    known: bool


def region(lines: Sequence[Sequence[Run]], at: int, first: int, before: Sequence[float]) -> Region | None:
    """The region around the line `at`, each line a row of runs from left to right; None where there is none.

    Lines before `first` stand in a table already. `before` are the edges of the columns of the table that the page
    before ends with.
    """
    going_on = _going_on(lines, at, before) if before and at < _FIRST_LINES else None
    if going_on is None:
        return _own_region(lines, at, first)
    # A text longer than those of the page before may cross an edge that lies in the middle of their white.
    for start in range(at, min(at + _FIRST_LINES, going_on.end)):
        own = _own_region(lines, start, first)
        if own and own.begin <= at and own.end > going_on.end:
            return own
    return going_on


def _own_region(lines: Sequence[Sequence[Run]], at: int, first: int) -> Region | None:
    """The region around the line `at` that its own white tells."""
    gaps = _gaps(lines[at])
    # Heads name all columns; of other lines the first may have fewer pieces than there are columns, or more.
    named = names_columns(lines[at], _edges(gaps))
    least = len(gaps) + 1 if named else FEWEST
    if not 2 <= least <= len(gaps) + 1 <= _MOST:
        return None
    white: list[White] = [[gap] for gap in gaps]
    end = at + 1
    while end < len(lines) and end - at < _MOST_LINES and _near(lines[end - 1], lines[end]):
        left = _through(white, lines[end])
        if len(left) + 1 < least:
            break
        white, end = left, end + 1
    begin = at
    while begin > first and _near(lines[begin - 1], lines[begin]):
        above = lines[begin - 1]
        if len(_through(white, above)) < len(white) or (named and not _is_head_above(above, lines[at])):
            break
        begin -= 1
    edges = _edges([strip for group in white for strip in group])
    while end - at > 1 and _stands_apart(lines[end - 1], lines[at : end - 1], edges):
        end -= 1
    while at > begin and _stands_apart(lines[begin], lines[at:end], edges):
        begin += 1
    if end - begin < 2:
        return None
    # What goes through all lines counts.
    every = sorted((run for line in lines[begin:end] for run in line), key=lambda run: run.lefts[0])
    edges = _edges(_gaps(every))
    return Region(begin, end, edges, named or names_columns(lines[begin], edges))


def column_of(run: Run, edges: Sequence[float]) -> int:
    """The number of the column that a run stands in."""
    middle = (run.lefts[0] + run.rights[-1]) / 2
    return sum(edge < middle for edge in edges)


def names_columns(line: Sequence[Run], edges: Sequence[float]) -> bool:
    """Whether each piece of a line names what the column below it holds."""
    texts = [""] * (len(edges) + 1)
    for run in line:
        texts[column_of(run, edges)] += run.text
    return len(texts) > 1 and all(map(is_head, texts))


def is_head(text: str) -> bool:
    """Whether a text is the head of a column of a table of tasks."""
    from duikou.notation import column_heads  # few pages have lines in pieces

    return column_heads.is_head(text)


def right_of(run: Run) -> float:
    """Where the ink of a run ends: the marks of Chinese text leave half their cell white."""
    text = run.texts[-1][-1]
    wide = run.rights[-1] - run.lefts[-1]
    return run.rights[-1] - ((1 - _INK) * wide if text in _HALF_WHITE else 0.0)


def _going_on(lines: Sequence[Sequence[Run]], at: int, before: Sequence[float]) -> Region | None:
    """The lines from `at` that stand in the columns of the table before, of which none need be filled throughout."""
    edges = tuple(before[1:-1])
    end = at
    while end < len(lines) and (end == at or _near(lines[end - 1], lines[end])):
        if any(run.lefts[0] < x < right_of(run) for run in lines[end] for x in edges):
            break
        end += 1
    while end > at and _stands_apart(lines[end - 1], lines[at : end - 1] or lines[at:end], edges):
        end -= 1
    if not any(len({column_of(run, edges) for run in line}) > 1 for line in lines[at:end]):
        return None
    return Region(at, end, edges, True)


def _edges(strips: Sequence[Strip]) -> tuple[float, ...]:
    return tuple((a + b) / 2 for a, b in strips)


def _is_head_above(line: Sequence[Run], heads: Sequence[Run]) -> bool:
    """Whether each piece of a line is the first of a head that takes two: it reaches down beside the others, or is set
    like the piece of the head below."""
    if any(run.box[3] > head.box[1] for run in line for head in heads):
        return True
    return all(
        any(
            abs(run.size - head.size) <= _SAME_SIZE * head.size
            and (abs(run.lefts[0] - head.lefts[0]) < GUTTER * run.size or _off_middle(run, head) < GUTTER * run.size)
            for head in heads
        )
        for run in line
    )


def _off_middle(run: Run, other: Run) -> float:
    return abs(run.lefts[0] + run.rights[-1] - other.lefts[0] - other.rights[-1]) / 2


def _stands_apart(line: Sequence[Run], others: Sequence[Sequence[Run]], edges: Sequence[float]) -> bool:
    """Whether a line at the edge of a region is none of its table: one piece, further off than the rows are, or of
    another size, or one that does not begin where the lines of its column do, as the first line of a paragraph."""
    columns = {column_of(run, edges) for run in line}
    if len(columns) > 1:
        return False
    size = line[0].size
    top, bottom = line[0].box[1], line[0].box[3]
    if any(run.box[1] < bottom and top < run.box[3] for other in others for run in other):
        return False
    if all(
        abs(run.box[1] - bottom) > _OFF * size and abs(top - run.box[3]) > _OFF * size
        for other in others
        for run in other
    ):
        return True
    if abs(size - median(run.size for other in others for run in other)) > _SAME_SIZE * size:
        return True
    own = [run for other in others for run in other if column_of(run, edges) in columns]
    if any(_off_middle(line[0], run) < GUTTER * size for run in own):
        return False
    edge = min((run.lefts[0] for run in own), default=line[0].lefts[0])
    level = sum(run.lefts[0] - edge < GUTTER * size for run in own)
    return level > _MOSTLY * len(own) and line[0].lefts[0] - edge > _SET_IN * size


def _gaps(line: Sequence[Run]) -> list[Strip]:
    """The white between the pieces of a line."""
    size = median(run.size for run in line)
    found = []
    right = right_of(line[0])
    for run in line[1:]:
        if run.lefts[0] - right >= GUTTER * size:
            found.append((right, run.lefts[0]))
        right = max(right, right_of(run))
    return found


def _through(groups: Sequence[White], line: Sequence[Run], least: float = GUTTER) -> list[White]:
    """What is left of the white between each two pieces of a first line when another stands in it: stretches of `least`
    em and more. Where nothing is left of it, the white is gone."""
    least *= median(run.size for run in line)
    found = []
    for group in groups:
        left = group
        for run in line:
            x0, x1 = run.lefts[0], right_of(run)
            left = [
                piece
                for a, b in left
                for piece in (((a, b),) if x1 <= a or x0 >= b else ((a, x0), (x1, b)))
                if piece[1] - piece[0] >= least
            ]
        if left:
            found.append(left)
    return found


def _near(above: Sequence[Run], below: Sequence[Run]) -> bool:
    gap = min(run.box[1] for run in below) - max(run.box[3] for run in above)
    return gap <= _FAR * max(run.size for run in above)
