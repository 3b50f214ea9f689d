"""Single characters with their places on a page become runs, of which lines and tables are made.

What holds here: characters whose boxes share most of their height are one line, read from left to right, in whatever
order the file draws them. A character drawn twice in one place (a bold or a shadow made by hand) is read once. A
line is cut where white space parts it. A character that is turned against most of the page (a watermark, a note along
the edge) is kept apart.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from duikou.reading.pages.accounts import letters
from duikou.reading.pages.downwards import MIDDLE, ON_ITS_SIDE, flat, is_set_downwards
from duikou.reading.pages.placed import Placed
from duikou.reading.pdf.runs import ABOVE as _ABOVE
from duikou.reading.pdf.runs import BELOW as _BELOW
from duikou.reading.pdf.runs import Run

_SAME_LINE = 0.5  # of the lower one's height shared
_ALIKE = 0.75  # of the larger one's size: about one size
_DOUBLE = 0.25  # em between two drawings of one character
_GAP = 0.8  # em more than the line's own gaps: a run of its own
_WORD_GAP = 0.2  # the same, between letters: a space
_DROP = 0.12  # em: a base line further off is another run's
_FURTHEST = 1e6  # points: a character that stands further off has no place
_GRID = (0.55, 1.1)  # em: so far apart stand the letters and digits of a line that is set on a grid
_ALIKE_STEPS = 0.05  # em: steps that differ by less are alike
_IN_NUMBERS = frozenset("0123456789.,:%+-/")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character: the start of its base line (x, y from the page's top left), its size and its advance.

    `angle` is the direction of its base line in degrees clockwise, `run` the number of the text run that it belongs
    to, `upright` False when the run goes down or up the page although its characters stand upright.
    """

    char: str
    x: float
    y: float
    size: float
    wide: float
    angle: int = 0
    run: int = 0
    upright: bool = True


def hanzi_middles(glyphs: Sequence[Glyph]) -> list[tuple[float, float, float]]:
    """The middles of the hanzi among `glyphs`, in the order of the file, for `is_set_downwards`."""
    return [
        (g.x + g.wide / 2, g.y - MIDDLE * g.size, g.size)
        for g in glyphs
        if "\u3400" <= g.char <= "\u9fff" and g.angle in (0, 360)
    ]


def is_wide(char: str) -> bool:
    """Whether a character takes a whole em: hanzi, kana, full-width marks. “ ” ‘ ’ — … are whole in Chinese type."""
    return (char >= "\u2e80" and not "\uff61" <= char <= "\uffdc") or char in "“”‘’—…·〇①②③④⑤⑥⑦⑧⑨⑩×÷℃§"


@dataclass(frozen=True, slots=True)
class Laid:
    """The runs of a page, the pieces of text that are turned against it, the angle that the page is turned back by,
    and how many letters, digits and hanzi are printed twice."""

    runs: list[Run]
    aside: list[Placed]
    angle: int
    doubled: int


def runs_of_glyphs(glyphs: Sequence[Glyph], page: int, width: float, height: float) -> Laid:
    """The characters of a page as runs.

    `width` and `height` are the page's, in the unit of the glyphs. A page whose text is all turned (a wide table) is
    turned back, and one that is set from top to bottom is laid on its side; `turned_back` does the same for a point.
    """
    seen = [g for g in glyphs if has_place(g)]
    if not seen:
        return Laid([], [], 0, 0)
    if is_set_downwards(hanzi_middles(seen)):
        straight = [_flat(g, width, height) for g in seen]
        runs = [run for row in _rows(straight) for run in _runs(row)]
        return Laid(runs, [], ON_ITS_SIDE, _doubled(straight, runs))
    main = _main_angle(seen)
    straight = [_turned(g, main, width, height) for g in seen if g.upright and _degrees_between(g.angle, main) <= 2]
    others = [g for g in seen if not (g.upright and _degrees_between(g.angle, main) <= 2)]
    runs = [run for row in _rows(straight) for run in _runs(row)]
    aside = _pieces([g for g in others if g.upright and g.angle % 90 == 0], width, height, page)
    askew = [g for g in others if not (g.upright and g.angle % 90 == 0)]
    aside += [piece for _, run in groupby(askew, lambda g: g.run) for piece in _piece(list(run), page)]
    return Laid(runs, aside, main, _doubled(straight, runs))


def _doubled(glyphs: Sequence[Glyph], runs: Sequence[Run]) -> int:
    """How many letters, digits and hanzi were left out because they are printed twice."""
    return sum(g.char.isalnum() for g in glyphs) - sum(letters(run.text) for run in runs)


def has_place(g: Glyph) -> bool:
    """Whether a character has a size and a place that a page can have."""
    return g.size > 0 and math.isfinite(g.wide) and abs(g.x) < _FURTHEST and abs(g.y) < _FURTHEST


def _flat(g: Glyph, width: float, height: float) -> Glyph:
    """A character of a page that is laid on its side; one that is turned already (a number) turns back."""
    if _degrees_between(g.angle, ON_ITS_SIDE) <= 2:
        return _turned(g, ON_ITS_SIDE, width, height)
    x, y, wide = flat((g.x, g.y - _ABOVE * g.size, g.x + g.wide, g.y + _BELOW * g.size), g.size, width)
    return replace(g, x=x, y=y, wide=wide, angle=0, upright=True)


def turned_back(angle: int, width: float, height: float, x: float, y: float) -> tuple[float, float]:
    """A point of a page that is turned back by a right angle; `width` and `height` are the page's before."""
    return {0: (x, y), 90: (y, width - x), 180: (width - x, height - y), 270: (height - y, x)}[angle]


def _degrees_between(one: int, other: int) -> int:
    return abs((one - other + 180) % 360 - 180)


def _main_angle(glyphs: Sequence[Glyph]) -> int:
    """The right angle in which most characters are set."""
    counts = {angle: sum(_degrees_between(g.angle, angle) <= 2 for g in glyphs) for angle in (0, 90, 180, 270)}
    best = max(counts, key=lambda angle: (counts[angle], angle == 0))
    return best if counts[best] > 0.8 * len(glyphs) else 0


def _turned(g: Glyph, angle: int, width: float, height: float) -> Glyph:
    x, y = turned_back(angle, width, height, g.x, g.y)
    return replace(g, x=x, y=y, angle=0) if angle else g


@dataclass(slots=True)
class _Row:
    """A line in the making: the edges and the size of its first character, and its characters."""

    top: float
    bottom: float
    size: float
    glyphs: list[Glyph]

    def shares(self, top: float, bottom: float) -> float:
        """How much of its height lies between `top` and `bottom`."""
        return min(bottom, self.bottom) - max(top, self.top)


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The characters of about one size that stand on one level."""
    rows: list[_Row] = []
    for g in sorted(glyphs, key=lambda g: (-round(g.size, 3), g.y, g.x)):
        top, bottom = g.y - _ABOVE * g.size, g.y + _BELOW * g.size
        fits = [r for r in rows if g.size > _ALIKE * r.size and r.shares(top, bottom) > _SAME_LINE * g.size]
        if fits:
            max(fits, key=lambda r: r.shares(top, bottom)).glyphs.append(g)
        else:
            rows.append(_Row(top, bottom, g.size, [g]))
    return [row.glyphs for row in rows]


def _runs(row: Sequence[Glyph]) -> list[Run]:
    """The characters of a line as runs: cut where white space or a gap wider than the line's own parts them."""
    glyphs = _on_grid(_once(sorted(row, key=lambda g: (g.x, g.y))))
    gaps = [b.x - a.x - a.wide for a, b in pairwise(glyphs)]
    usual = statistics.median(gaps) if len(gaps) > 2 else min(gaps, default=0.0) if len(gaps) == 2 else 0.0
    found: list[Run] = []
    spaced = False
    last: Glyph | None = None
    for g in glyphs:
        if g.char.isspace():
            spaced = True
            continue
        gap = g.x - last.x - last.wide if last is not None else 0.0
        latin = last is not None and last.char.isascii() and g.char.isascii()
        apart = gap > max(usual, 0.0) + _GAP * g.size
        if last is None or apart or g.size != last.size or abs(g.y - last.y) > _DROP * g.size:
            found.append(Run(g.y, g.size))
        word = spaced or (latin and gap > max(usual, 0.0) + _WORD_GAP * g.size)
        found[-1].lefts.append(g.x)
        found[-1].rights.append(g.x + g.wide)
        found[-1].texts.append(" " + g.char if word and not apart and last is not None else g.char)
        last, spaced = g, False
    return found


def _on_grid(row: list[Glyph]) -> list[Glyph]:
    """The characters of a line; those of a number that stand on a grid, as hanzi do, are each as wide as its step.

    A number is on a grid when its steps are alike and either those of the line's hanzi or those of one text run: what
    a producer writes for it is one step for all characters (`DeltaX="g 34 5.6"`). A space would be a character.
    """
    hanzi = [b.x - a.x for a, b in pairwise(row) if is_wide(a.char) and is_wide(b.char)]
    pitch = statistics.median(hanzi) if hanzi else 0.0
    found = list(row)
    begin = 0
    while begin < len(row):
        end = begin + 1
        while end < len(row) and row[begin].char in _IN_NUMBERS and row[end].char in _IN_NUMBERS:
            end += 1
        number, em = row[begin:end], row[begin].size
        steps = [b.x - a.x for a, b in pairwise(number)]
        if steps and _GRID[0] * em <= min(steps) and max(steps) <= max(_GRID[1] * em, pitch + _ALIKE_STEPS * em):
            alike = max(steps) - min(steps) <= _ALIKE_STEPS * em
            if alike and (abs(steps[0] - pitch) <= _ALIKE_STEPS * em or len({g.run for g in number}) == 1):
                found[begin : end - 1] = [replace(g, wide=step) for g, step in zip(number, steps, strict=False)]
        begin = end
    return found


def _once(row: Sequence[Glyph]) -> list[Glyph]:
    """The characters of a line, each drawn once."""
    kept: list[Glyph] = []
    for g in row:
        near = (k for k in reversed(kept[-6:]) if abs(k.x - g.x) < _DOUBLE * min(k.wide, g.wide))
        if not any(k.char == g.char and k.run != g.run for k in near):
            kept.append(g)
    return kept


def _pieces(glyphs: Sequence[Glyph], width: float, height: float, page: int) -> list[Placed]:
    """Text that is set at a right angle to the page, as lines: turned back, it is read as any other."""
    found = []
    for angle in sorted({g.angle for g in glyphs}):
        shown = [(_turned(g, angle, width, height), g) for g in glyphs if g.angle == angle]
        places = {id(upright): g for upright, g in shown}
        for row in sorted(_rows(upright for upright, _ in shown), key=lambda row: row[0].y):
            text = "".join(run.text for run in _runs(row))
            found += [replace(piece, text=text) for piece in _piece([places[id(g)] for g in row], page)]
    return found


def _piece(run: Sequence[Glyph], page: int) -> list[Placed]:
    """A run of turned text as one line, in the order in which it was set."""
    text = "".join(g.char for g in run).strip()
    if not text:
        return []
    pad = max(g.size for g in run)
    xs, ys = [g.x for g in run], [g.y for g in run]
    box = (min(xs) - pad, min(ys) - pad, max(xs) + pad, max(ys) + pad)
    return [Placed(text, page, box, pad)]
