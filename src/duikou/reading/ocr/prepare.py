"""A page's picture made ready to be read: without red, with even contrast, straight.

What holds here: the red channel shows a red seal as paper and black text under it as black. What is printed in red
itself (发文机关标志 in a red head, GB/T 9704-2012 7.2.4) is a picture of its own. Nothing else is changed that an
engine does better by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

_RED = 60  # how far red stands above green and blue
_PALE = 140  # the red channel of a red dot without black in it
_LEAST_RED = 0.0008  # of the page
_SMALL = 720  # dots: the width at which the skew is measured
_MOST_SKEW = 4.0  # degrees
_LEAST_SKEW = 0.15
_AROUND = 5.0  # points around a dot of ink in which more ink is looked for
_SPECK = 0.03  # of that square: a dot of dirt alone fills less, a full stop more
_LEAST_CONTRAST = 25  # between ink and paper: below, there is no telling them apart
_WEAK = 150  # below, ink is made black
_GRAIN = 15  # hundredths of the way from paper to ink that count as paper


@dataclass(frozen=True, slots=True)
class Ready:
    """A page ready to be read: its picture in grey, the picture of what is red (None without any), and its skew."""

    grey: Any
    red: Any
    skew: float


def ready(picture: Any) -> Ready:
    """Make a page's picture (PIL, grey or RGB) ready."""
    grey, red = _parted(picture)
    grey = _stretched(grey)
    angle = skew(grey)
    if abs(angle) >= _LEAST_SKEW:
        grey = _rotated(grey, angle)
        red = _rotated(red, angle) if red is not None else None
    return Ready(grey, red, angle)


def scaled(picture: Any, dpi: float, wanted: float) -> tuple[Any, float]:
    """The picture at about the dots in an inch that an engine reads best, and how many it has then."""
    from PIL import Image

    times = wanted / dpi
    if 0.87 < times < 1.15:
        return picture, dpi
    size = (max(1, round(picture.size[0] * times)), max(1, round(picture.size[1] * times)))
    return picture.resize(size, Image.Resampling.LANCZOS if times < 1 else Image.Resampling.BICUBIC), wanted


def without_specks(grey: Any, dpi: float) -> Any:
    """The picture without dots of dirt: ink with next to no other ink around it is paper."""
    from PIL import Image, ImageFilter, ImageOps

    ink = ImageOps.invert(grey).point(lambda v: 255 if v > 60 else 0)
    around = ink.filter(ImageFilter.BoxBlur(_AROUND * dpi / 72))
    dirt = around.point(lambda v: 255 if v < _SPECK * 255 else 0)
    return Image.composite(Image.new("L", grey.size, 255), grey, dirt)


def _rotated(picture: Any, angle: float) -> Any:
    from PIL import Image

    return picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)


def _parted(picture: Any) -> tuple[Any, Any]:
    """The picture without what is red, and what is red as black on white."""
    from PIL import Image, ImageChops, ImageFilter

    if picture.mode != "RGB":
        return picture.convert("L"), None
    r, g, b = picture.split()
    redness = ImageChops.subtract(r, ImageChops.lighter(g, b))
    mask = redness.point(lambda v: 255 if v > _RED else 0)
    count = mask.histogram()[255]
    if count == 0:
        return r, None
    # JPEG smears the colour over the dots around it.
    around = mask.filter(ImageFilter.MaxFilter(5))
    pale = ImageChops.multiply(around, r.point(lambda v: 255 if v > _PALE else 0))
    grey = Image.composite(Image.new("L", picture.size, 255), r, pale)
    if count < _LEAST_RED * picture.size[0] * picture.size[1]:
        return grey, None
    return grey, redness.point(lambda v: 255 - min(255, v * 2))


def _stretched(grey: Any) -> Any:
    """The picture with white paper and, where the ink is pale, black ink.

    The grain of paper that is nearly white is enough to make an engine see letters in an empty strip.
    """
    counts = grey.histogram()
    total = sum(counts)
    ink, paper = _level(counts, 0.01 * total), _level(counts, 0.5 * total)
    if paper - ink < _LEAST_CONTRAST:
        return grey
    low = ink if paper - ink < _WEAK else 0
    high = paper - (paper - ink) * _GRAIN // 100
    return grey.point(lambda v: max(0, min(255, (v - low) * 255 // (high - low))))


def _level(counts: list[int], wanted: float) -> int:
    seen = 0
    for value, count in enumerate(counts):
        seen += count
        if seen > wanted:
            return value
    return 255


def skew(grey: Any) -> float:
    """The angle, in degrees counter-clockwise, by which the page must be turned for its lines to lie level.

    It is the angle at which the page's rows differ most from each other: rows of text and rows of paper. 0 for a page
    without lines.
    """
    from PIL import Image, ImageOps

    width, height = grey.size
    small = ImageOps.invert(grey).resize((_SMALL, max(1, round(height * _SMALL / width))), Image.Resampling.BOX)
    small = small.point(lambda v: 255 if v > 60 else 0)
    if not small.getbbox():
        return 0.0
    scores = {angle / 10: _score(small, angle / 10) for angle in range(-40, 41, 5)}
    best = max(scores, key=lambda angle: (scores[angle], -abs(angle)))
    for angle in (best + step / 20 for step in range(-8, 9, 1)):
        scores.setdefault(round(angle, 2), _score(small, angle))
    best = max(scores, key=lambda angle: (scores[angle], -abs(angle)))
    # A page of a picture or a few words has no angle that stands out.
    return best if abs(best) < _MOST_SKEW and scores[best] > 1.05 * scores[0.0] else 0.0


def _score(small: Any, angle: float) -> float:
    from PIL import Image

    turned = small.rotate(angle, Image.Resampling.NEAREST, fillcolor=0) if angle else small
    rows = turned.resize((1, turned.size[1]), Image.Resampling.BOX).tobytes()
    return float(sum((a - b) * (a - b) for a, b in pairwise(rows)))
