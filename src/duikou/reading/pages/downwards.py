"""Pages that are set from top to bottom, their columns from right to left, as lines.

What holds here: such a page is laid on its side: a column becomes a line, the rightmost one the first, and the
characters of a column follow each other from left to right. All that makes lines, columns and tables of a page then
reads it as any other. The order in which the file draws the characters tells such a page: most of them stand straight
below the one before.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from duikou.reading.pages.placed import Box

ON_ITS_SIDE = 90  # degrees: a page that is laid on its side is turned back by so much
_MOST = 0.7  # of the characters that stand beside or below the one before
_LEAST = 6  # characters
_STEP = (0.5, 1.9)  # em: how far below or beside the one before the next character stands
_LEVEL = 0.5  # em: how far off it may be in the other direction
MIDDLE = 0.38  # em: the middle of a hanzi stands so far above its base line


def is_set_downwards(middles: Sequence[tuple[float, float, float]]) -> bool:
    """Whether most of a page's characters stand below the one before in the file.

    `middles` are the hanzi's middles with their size: (x, y, size), y growing downwards.
    """
    below = beside = 0
    for (x, y, size), (next_x, next_y, _) in pairwise(middles):
        across, down = abs(next_x - x), next_y - y
        if across <= _LEVEL * size and _STEP[0] * size <= down <= _STEP[1] * size:
            below += 1
        elif abs(down) <= _LEVEL * size and across <= _STEP[1] * size:
            beside += 1
    return below >= _LEAST and below > _MOST * (below + beside)


def flat(box: Box, size: float, width: float) -> tuple[float, float, float]:
    """A character's cell as it stands when the page is laid on its side: where it begins, its base line, its advance.

    `box` is the cell on the page of the given width.
    """
    x0, top, x1, bottom = box
    return top, width - (x0 + x1) / 2 + MIDDLE * size, bottom - top
