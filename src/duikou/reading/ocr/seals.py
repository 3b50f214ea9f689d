"""What lies under a seal or a stamp.

What holds here: red ink is taken out of a page before it is read, and with it goes what it covers. Where a seal of a
picture is of one exact colour (a page that was made, not scanned), print under it that shines through by a few levels
is made black again. A line that red lies on is told, however sure the engine was: a 3 of which the seal hides one half
is surely a 5.
"""

from __future__ import annotations

from typing import Any

from duikou.errors import t
from duikou.reading.pages.placed import Box

MESSAGE = t("read under a seal or a stamp; compare it with the page")
_LEAST = 0.01  # of the line's box: as much red lies on it
_PLATEAU = 0.5  # of the red dots have one colour: then a darker one is print under it
_DARKER = (2, 15)  # levels: what is darker by more is another red, or black enough to be kept as it is


def lies_over(red: Any, box: Box, dots: float) -> bool:
    """Whether red lies on a line. `red` is the picture of what is red, black on white; `dots` are those in a point."""
    x0, top, x1, bottom = (round(value * dots) for value in box)
    part = red.crop((max(0, x0), max(0, top), min(red.size[0], x1), min(red.size[1], bottom)))
    if part.size[0] < 2 or part.size[1] < 2:
        return False
    counts = part.histogram()
    inked: int = sum(counts[:128])
    area: int = part.size[0] * part.size[1]
    return inked > _LEAST * area


def print_under(green: Any, mask: Any) -> Any:
    """The mask of print that shines through a seal of one exact colour; None where there is none, or no such colour.

    `green` is the page's green channel, `mask` (255 or 0) where it is red.
    """
    from PIL import ImageChops

    counts = green.histogram(mask)
    total, most = sum(counts), max(counts)
    level = counts.index(most)
    if not total or most < _PLATEAU * total or level <= _DARKER[1]:
        return None
    darker = green.point(lambda v: 255 if level - _DARKER[1] <= v <= level - _DARKER[0] else 0)
    return ImageChops.multiply(darker, mask)
