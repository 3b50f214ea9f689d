"""What is left on a page when the lines that were read are painted over: lines that an engine skipped.

What holds here: a band of ink as high as a line and wider than a character is a strip to read again. Rules, pictures,
seals, the shadow at a page's edge and dirt are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from duikou.reading.ocr.text_boxes import TextBox

_FINE = 4  # dots of the picture in one of the map
_DARK = 0.22  # of a dot of the map inked: ink and no speck
_LOWEST, _HIGHEST = 0.45, 2.2  # em: the height of a line's ink
_NARROWEST = 1.6  # em: a lone mark is none
_LEAST_INK = 0.12  # of the strip
_EDGE = 0.02  # of the page: a scanner's shadow
_MOST = 12  # strips a page: more is no text

Box = tuple[float, float, float, float]


def strips(grey: Any, pieces: Sequence[TextBox], em: float) -> list[Box]:
    """The boxes, in dots, of what looks like lines and is in none of the pieces. `em` is the usual size of type."""
    from PIL import Image, ImageDraw, ImageOps

    width, height = grey.size
    ink = ImageOps.invert(grey).point(lambda v: 255 if v > 110 else 0)
    pen = ImageDraw.Draw(ink)
    pad = 0.2 * em
    for p in pieces:
        left, top, right, bottom = p.box
        pen.rectangle((left - 2 * pad, top - pad, right + 2 * pad, bottom + pad), fill=0)
    small = ink.resize((max(1, width // _FINE), max(1, height // _FINE)), Image.Resampling.BOX)
    small = small.point(lambda v: 255 if v > _DARK * 255 else 0)
    found = []
    for top, bottom in _runs(small.resize((1, small.size[1]), Image.Resampling.BOX).tobytes(), em / _FINE * 0.12):
        if not _LOWEST * em <= (bottom - top) * _FINE <= _HIGHEST * em:
            continue
        band = small.crop((0, top, small.size[0], bottom))
        for left, right in _runs(band.resize((band.size[0], 1), Image.Resampling.BOX).tobytes(), 1.5 * em / _FINE):
            box = (left * _FINE, top * _FINE, right * _FINE, bottom * _FINE)
            if _is_line(box, band.crop((left, 0, right, bottom - top)), width, height, em):
                found.append((float(box[0]), float(box[1]), float(box[2]), float(box[3])))
    return found[:_MOST]


def ink_stretches(band: Any, gap: float) -> list[tuple[int, int]]:
    """The stretches across a strip of a picture that have ink, those less than `gap` dots apart being one."""
    from PIL import Image, ImageOps

    ink = ImageOps.invert(band).point(lambda v: 255 if v > 110 else 0)
    # A column of dots with any ink in it counts, however high the strip is.
    return _runs(ink.resize((ink.size[0], 1), Image.Resampling.BOX).tobytes(), gap)


def _is_line(box: tuple[int, int, int, int], part: Any, width: int, height: int, em: float) -> bool:
    left, top, right, bottom = box
    if right - left < _NARROWEST * em:
        return False
    inside = part.getbbox()
    if inside is None or (inside[3] - inside[1]) * _FINE < _LOWEST * em:
        return False
    counts = part.histogram()
    inked = counts[255] / max(1, sum(counts))
    near_edge = left < _EDGE * width or right > (1 - _EDGE) * width or top < _EDGE * height
    return _LEAST_INK < inked < 0.75 and not near_edge and bottom < (1 - _EDGE) * height


def _runs(profile: bytes, gap: float) -> list[tuple[int, int]]:
    """The stretches of a profile with ink, those less than `gap` apart being one."""
    found: list[tuple[int, int]] = []
    start = None
    for i, value in enumerate([*profile, 0]):
        if value and start is None:
            start = i
        elif not value and start is not None:
            if found and start - found[-1][1] < gap:
                found[-1] = (found[-1][0], i)
            else:
                found.append((start, i))
            start = None
    return found
