"""A page's picture made ready to be read: without red, with even contrast, straight.

What holds here: the red channel shows a red seal as paper and black text under it as black. What is printed in red
itself (发文机关标志 in a red head, GB/T 9704-2012 7.2.4) is a picture of its own. Nothing else is changed that an
engine does better by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from duikou.reading.ocr.seals import print_under

_RED = 60  # how far red stands above green and blue
_PALE = 140  # the red channel of a red dot without black in it
_SMEAR = 2  # dots
_LEAST_RED = 0.0008  # of the page
_SMALL = 720  # dots: the width at which the skew is measured, roughly at half of it
_THUMB = 480  # dots: the longer side at which the way of the lines is seen
_ASIDE = 1.5  # times as much unlike each other as the rows: then columns are lines
_MOST_SKEW = 4.0  # degrees
_LEAST_SKEW = 0.15
_AROUND = 5.0  # points around a dot of ink in which more ink is looked for
_COARSE = 4  # dots to a side of what is looked at
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


def turns(picture: Any) -> tuple[int, int]:
    """The angles, counter-clockwise in degrees, by which a page may have to be turned to stand upright, the likelier
    first: rows of text differ from the paper between them, also where they run down the page."""
    from PIL import Image, ImageOps

    scale = _THUMB / max(picture.size)
    size = (max(1, round(picture.size[0] * scale)), max(1, round(picture.size[1] * scale)))
    grey = _stretched(_parted(picture.resize(size, Image.Resampling.BOX))[0])
    small = ImageOps.invert(grey).point(lambda v: 255 if v > 60 else 0)
    across = _score(small, 0) / size[1]
    down = _score(small.transpose(Image.Transpose.ROTATE_90), 0) / size[0]
    return (90, 270) if down > _ASIDE * across else (0, 180)


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
    # At a quarter of the dots, which is as exact as this needs and takes a fifth of the time.
    around = ink.reduce(_COARSE).filter(ImageFilter.BoxBlur(_AROUND * dpi / 72 / _COARSE))
    dirt = around.point(lambda v: 255 if v < _SPECK * 255 else 0).resize(grey.size, Image.Resampling.NEAREST)
    return Image.composite(Image.new("L", grey.size, 255), grey, dirt)


def _rotated(picture: Any, angle: float) -> Any:
    from PIL import Image

    return picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)


def _parted(picture: Any) -> tuple[Any, Any]:
    """The picture without what is red, and what is red as black on white."""
    from PIL import ImageChops, ImageFilter

    if picture.mode != "RGB":
        return picture.convert("L"), None
    r, g, b = picture.split()
    redness = ImageChops.subtract(r, ImageChops.lighter(g, b))
    mask = redness.point(lambda v: 255 if v > _RED else 0)
    box, count = mask.getbbox(), mask.histogram()[255]
    if box is None:
        return r, None
    edges = _widened(box, _SMEAR, picture.size)
    inside = r.crop(edges)
    # JPEG smears the colour over the dots around it.
    around = mask.crop(edges).filter(ImageFilter.MaxFilter(2 * _SMEAR + 1))
    pale = ImageChops.multiply(around, inside.point(lambda v: 255 if v > _PALE else 0))
    grey = r.copy()
    grey.paste(255, edges, pale)
    under = print_under(g, mask)
    if under is not None:
        grey.paste(0, (0, 0), under)
    if count < _LEAST_RED * picture.size[0] * picture.size[1]:
        return grey, None
    return grey, redness.point(lambda v: 255 - min(255, v * 2))


def _widened(box: tuple[int, int, int, int], by: int, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The box with `by` dots around it, within a picture of that size."""
    return max(0, box[0] - by), max(0, box[1] - by), min(size[0], box[2] + by), min(size[1], box[3] + by)


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
    half = small.reduce(2)
    rough = {angle / 10: _score(half, angle / 10) for angle in range(-40, 41, 5)}
    best = max(rough, key=lambda angle: (rough[angle], -abs(angle)))
    scores = {angle: _score(small, angle) for angle in (0.0, *(round(best + step / 10, 2) for step in range(-4, 5)))}
    best = max(scores, key=lambda angle: (scores[angle], -abs(angle)))
    for angle in (round(best - 0.05, 2), round(best + 0.05, 2)):
        scores[angle] = _score(small, angle)
    best = max(scores, key=lambda angle: (scores[angle], -abs(angle)))
    # A page of a picture or a few words has no angle that stands out.
    return best if abs(best) < _MOST_SKEW and scores[best] > 1.05 * scores[0.0] else 0.0


def _score(small: Any, angle: float) -> float:
    from PIL import Image

    turned = small.rotate(angle, Image.Resampling.NEAREST, fillcolor=0) if angle else small
    rows = turned.resize((1, turned.size[1]), Image.Resampling.BOX).tobytes()
    return float(sum((a - b) * (a - b) for a, b in pairwise(rows)))
