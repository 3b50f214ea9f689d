"""Single characters with their places on a page become lines.

What holds here: characters whose boxes share most of their height are one line, read from left to right. A character
drawn twice in one place (a bold or a shadow made by hand) is read once. Where the gap between two characters is wider
than the gaps of that line are, white space stands for it: an ideographic space for each em. A character that is
turned against most of the page (a watermark, a note along the edge) is kept apart.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from duikou.reading.placed import Box, Placed

_ABOVE, _BELOW = 0.88, 0.12  # the part of a character's em above and below its base line
_SAME_LINE = 0.5  # of the lower one's height shared
_ALIKE = 0.75  # of the larger one's size: about one size
_DOUBLE = 0.25  # em between two drawings of one character
_GAP = 0.8  # em more than the line's own gaps: white space
_WIDEST_GAP = 40  # ideographic spaces for one gap at most


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


def is_wide(char: str) -> bool:
    """Whether a character takes a whole em: hanzi, kana, full-width marks. “ ” ‘ ’ — … are whole in Chinese type."""
    return (char >= "\u2e80" and not "\uff61" <= char <= "\uffdc") or char in "“”‘’—…·〇①②③④⑤⑥⑦⑧⑨⑩×÷℃§"


def lines_of_glyphs(
    glyphs: Sequence[Glyph], page: int, width: float, height: float
) -> tuple[list[Placed], list[Placed]]:
    """The lines of a page from top to bottom, and the pieces of text that are turned against it.

    `width` and `height` are the page's, in the unit of the glyphs. A page whose text is all turned (a wide table) is
    turned back first.
    """
    seen = [g for g in glyphs if g.size > 0 and math.isfinite(g.x + g.y + g.size + g.wide)]
    if not seen:
        return [], []
    main = _main_angle(seen)
    straight = [_turned(g, main, width, height) for g in seen if g.upright and _apart(g.angle, main) <= 2]
    others = [g for g in seen if not (g.upright and _apart(g.angle, main) <= 2)]
    lines = [line for group in _rows(straight) for line in _line(group, page)]
    aside = [piece for _, run in groupby(others, lambda g: g.run) for piece in _piece(list(run), page)]
    return lines, aside


def _apart(one: int, other: int) -> int:
    return abs((one - other + 180) % 360 - 180)


def _main_angle(glyphs: Sequence[Glyph]) -> int:
    """The right angle in which most characters are set."""
    counts = {angle: sum(_apart(g.angle, angle) <= 2 for g in glyphs) for angle in (0, 90, 180, 270)}
    best = max(counts, key=lambda angle: (counts[angle], angle == 0))
    return best if counts[best] > 0.8 * len(glyphs) else 0


def _turned(g: Glyph, angle: int, width: float, height: float) -> Glyph:
    if angle == 0:
        return g
    x, y = {90: (g.y, width - g.x), 180: (width - g.x, height - g.y), 270: (height - g.y, g.x)}[angle]
    return replace(g, x=x, y=y, angle=0)


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The characters of each line, the lines from top to bottom.

    Characters of about one size make the lines. A line of smaller type that stands within a larger one's height (a
    raised mark, a word set small) goes into it, unless several stand there one above the other: the issuers of a
    joint document beside its large 文件 (GB/T 9704-2012, 7.2.4).
    """
    rows: list[_Row] = []
    for g in sorted(glyphs, key=lambda g: (-round(g.size, 3), g.y, g.x)):
        top, bottom = g.y - _ABOVE * g.size, g.y + _BELOW * g.size
        fits = [r for r in rows if g.size > _ALIKE * r.size and r.shares(top, bottom) > _SAME_LINE * g.size]
        if fits:
            max(fits, key=lambda r: r.shares(top, bottom)).glyphs.append(g)
        else:
            rows.append(_Row(top, bottom, g.size, [g]))
    for small in sorted(rows, key=lambda r: r.size):
        larger = [r for r in rows if r.size * _ALIKE >= small.size and r.holds(small)]
        if larger and not any(r is not small and larger[0].holds(r) and r.stacked(small) for r in rows):
            larger[0].glyphs += small.glyphs
            rows.remove(small)
    return [r.glyphs for r in sorted(rows, key=lambda r: statistics.median(g.y for g in r.glyphs))]


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

    def holds(self, other: _Row) -> bool:
        """Whether most of a smaller line's height lies within this one's."""
        return other.size < self.size and self.shares(other.top, other.bottom) > _SAME_LINE * other.size

    def stacked(self, other: _Row) -> bool:
        """Whether the two stand one above the other."""
        over = min(max(g.x for g in r.glyphs) for r in (self, other)) - max(
            min(g.x for g in r.glyphs) for r in (self, other)
        )
        return over >= 0 and self.shares(other.top, other.bottom) <= _SAME_LINE * min(self.size, other.size)


def _line(row: Sequence[Glyph], page: int) -> list[Placed]:
    inked = _once(sorted(row, key=lambda g: (g.x, g.y)))
    while inked and inked[0].char.isspace():
        inked = inked[1:]
    while inked and inked[-1].char.isspace():
        inked = inked[:-1]
    if not inked:
        return []
    gaps = [b.x - a.x - a.wide for a, b in pairwise(inked)]
    em = statistics.median(g.size for g in inked)
    usual = statistics.median(gaps) if len(gaps) > 2 else min(gaps, default=0.0) if len(gaps) == 2 else 0.0
    text = inked[0].char
    for (before, after), gap in zip(pairwise(inked), gaps, strict=True):
        blank = before.char.isspace() or after.char.isspace()
        if not blank and gap > max(usual, 0.0) + _GAP * em:
            text += "\u3000" * min(max(1, round((gap - max(usual, 0.0)) / em)), _WIDEST_GAP)
        elif not blank and gap > max(usual, 0.0) + 0.2 * em and before.char.isascii() and after.char.isascii():
            text += " "
        text += after.char
    return [Placed(text, page, _box(inked), em)]


def _once(row: Sequence[Glyph]) -> list[Glyph]:
    """The characters of a line, each drawn once."""
    kept: list[Glyph] = []
    for g in row:
        near = (k for k in reversed(kept[-6:]) if abs(k.x - g.x) < _DOUBLE * min(k.wide, g.wide))
        if not any(k.char == g.char and k.run != g.run for k in near):
            kept.append(g)
    return kept


def _box(glyphs: Sequence[Glyph]) -> Box:
    return (
        min(g.x for g in glyphs),
        min(g.y - _ABOVE * g.size for g in glyphs),
        max(g.x + g.wide for g in glyphs),
        max(g.y + _BELOW * g.size for g in glyphs),
    )


def _piece(run: Sequence[Glyph], page: int) -> list[Placed]:
    """A run of turned text as one line, in the order in which it was set."""
    text = "".join(g.char for g in run).strip()
    if not text:
        return []
    pad = max(g.size for g in run)
    xs, ys = [g.x for g in run], [g.y for g in run]
    box = (min(xs) - pad, min(ys) - pad, max(xs) + pad, max(ys) + pad)
    return [Placed(text, page, box, pad)]
