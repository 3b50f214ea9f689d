"""What a page prints beside its text: the numbers of its lines, and a word set downwards, character by character.

What holds here: numbers of lines stand in one column outside the text, level with its lines, and count them all, or
each second, fifth or tenth; what they stand beside is prose, so that the numbers of a list or of a table's rows are
none. Only what is level with the text, or parted from it by white, is looked at; ruled tables were taken before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from duikou.reading.pdf.lines import PageLine
from duikou.reading.pdf.runs import Aside, Run

_NUMBER = 4  # digits
_APART = 0.4  # em: numbers of lines stand so far from the text
_ALIGNED = 0.5  # em: their edges differ by no more
_STEPS = (1, 2, 3, 5, 10)
_LEAST = 4  # of them on a page; where an earlier page had some there, one will do
_LEVEL = 0.5  # em: so near in height a number is level with its line
_FULL = 2.5  # em: a line that ends so near the text's edge is a full one
_PROSE = 0.4  # of the lines beside the numbers are full
_MARGIN = 0.16  # of the page's width: words beside the text stand in it
_LETTERS, _SAME = 4, 0.3  # so many characters, the middles so many em apart, are a word set downwards
_COUNTING = "一二三四五六七八九十"


@dataclass(slots=True)
class Sides:
    """What stood beside the text of the pages so far: the edges of the columns of numbers (x)."""

    seen: list[float] = field(default_factory=list)

    def take(self, runs: list[Run], width: float) -> tuple[list[Run], list[PageLine], list[Aside]]:
        """The runs of a page without what stands beside its text; the numbers of its lines as one line for each column
        of them, and words set downwards as asides."""
        short = [run for run in runs if len(run.texts) <= _NUMBER]
        numbers = [run for run in short if run.text.strip().isdecimal()]
        letters = [run for run in short if len(run.texts) == 1 and run.text.strip() not in _COUNTING]
        if not numbers and len(letters) < _LETTERS:
            return runs, [], []
        taken: list[list[Run]] = []
        gone: set[int] = set()
        for column in _aligned(numbers):
            for counted in _counted([run for run in column if id(run) not in gone]):
                if counted and self._are_of_lines(counted, runs):
                    taken.append(counted)
                    gone |= {id(run) for run in counted}
                    self.seen += [counted[0].lefts[0], counted[0].rights[-1]]
        lines = [_line(column) for column in taken]
        words = list(_words(letters, runs, width))
        gone |= {id(run) for word in words for run in word}
        return [run for run in runs if id(run) not in gone] if gone else runs, lines, [_aside(word) for word in words]

    def _are_of_lines(self, numbers: Sequence[Run], runs: Sequence[Run]) -> bool:
        """Whether numbers that count on, one below the other, are those of the lines of the text."""
        size = median(run.size for run in numbers)
        ours = {id(run) for run in numbers}
        known = any(abs(x - edge) < size for x in self.seen for edge in (numbers[0].lefts[0], numbers[0].rights[-1]))
        if len(numbers) < (1 if known else _LEAST):
            return False
        x0, x1 = min(run.lefts[0] for run in numbers), max(run.rights[-1] for run in numbers)
        top, bottom = numbers[0].baseline - size, numbers[-1].baseline + size
        text = [run for run in runs if id(run) not in ours and top <= run.baseline <= bottom]
        if not text or any(run.lefts[0] < x1 + _APART * size and run.rights[-1] > x0 - _APART * size for run in text):
            return False
        sides = {run.lefts[0] >= x1 for run in text}
        if len(sides) > 1 and not known:
            return False
        baselines = sorted(run.baseline for run in text)
        step = 1 if len(numbers) < 2 else int(numbers[1].text) - int(numbers[0].text)
        for above, below in pairwise(numbers):
            between = _levels(baselines, above.baseline + _LEVEL * size, below.baseline - _LEVEL * size)
            if between > step - 1 or (step > 1 and between < step - 1):
                return False
        if known:
            return True
        edge = max(run.rights[-1] for run in text)
        beside = [run.rights[-1] for run in text]
        return sum(right >= edge - _FULL * size for right in beside) >= _PROSE * len(beside)


def _aligned(numbers: Sequence[Run]) -> Iterator[list[Run]]:
    """Numbers one below the other, their left or their right edges aligned."""
    edges: tuple[Callable[[Run], float], ...] = (lambda run: run.rights[-1], lambda run: run.lefts[0])
    for edge in edges:
        for column in _columns(numbers, edge, _ALIGNED):
            yield sorted(column, key=lambda run: run.baseline)


def _columns(runs: Sequence[Run], place: Callable[[Run], float], reach: float) -> list[list[Run]]:
    """Runs in columns from left to right: of one column are those whose `place` is within `reach` (em) of its first."""
    columns: list[list[Run]] = []
    for run in sorted(runs, key=place):
        if columns and place(run) - place(columns[-1][0]) <= reach * run.size:
            columns[-1].append(run)
        else:
            columns.append([run])
    return columns


def _counted(column: Sequence[Run]) -> Iterator[list[Run]]:
    """The stretches of a column whose numbers rise by the same step."""
    begin = 0
    for at in range(1, len(column) + 1):
        steps = [int(column[k + 1].text) - int(column[k].text) for k in range(begin, min(at, len(column) - 1))]
        if at < len(column) and steps and steps[0] in _STEPS and steps[-1] == steps[0]:
            continue
        yield list(column[begin:at])
        begin = at


def _levels(baselines: Sequence[float], top: float, bottom: float) -> int:
    """How many lines of text stand between two heights."""
    inside = baselines[bisect_left(baselines, top) : bisect_left(baselines, bottom)]
    return sum(1 for k, y in enumerate(inside) if k == 0 or y - inside[k - 1] > 2)


def _words(letters: Sequence[Run], runs: Sequence[Run], width: float) -> Iterator[list[Run]]:
    """Characters one below the other in the margin, outside all other text."""
    outer = [run for run in letters if run.rights[-1] < _MARGIN * width or run.lefts[0] > (1 - _MARGIN) * width]
    for column in _columns(outer, _middle, _SAME):
        ours = {id(run) for run in column}
        x0, x1 = min(run.lefts[0] for run in column), max(run.rights[-1] for run in column)
        apart = column[0].size
        rest = [run for run in runs if id(run) not in ours]
        if (
            sum(run.text.strip().isalpha() for run in column) >= _LETTERS
            and len({run.text.strip() for run in column}) > 1
            and all(run.rights[-1] < x0 - apart or run.lefts[0] > x1 + apart for run in rest)
        ):
            yield sorted(column, key=lambda run: run.baseline)


def _middle(run: Run) -> float:
    return (run.lefts[0] + run.rights[-1]) / 2


def _line(numbers: Sequence[Run]) -> PageLine:
    boxes = [run.box for run in numbers]
    box = (min(b[0] for b in boxes), boxes[0][1], max(b[2] for b in boxes), boxes[-1][3])
    return PageLine(" ".join(run.text.strip() for run in numbers), box, numbers[0].size, "header")


def _aside(letters: Sequence[Run]) -> Aside:
    aside = Aside("", "downwards", letters[0].box, letters[0].size)
    for run in letters:
        aside.add(run.text.strip(), run.box)
    return aside
