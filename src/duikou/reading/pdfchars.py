"""The characters of a PDF page, as runs in the direction of reading.

What holds here: lengths are points, from the page's top left as it is shown (`/Rotate` applied; a page whose text is
set sideways is turned until it stands upright). A run is characters of one size on one baseline, none further from
the last than one em. A character's cell is its loose box: it begins where the cell of （ begins, not its ink.
Characters that are not text of the page (set askew or downwards, pale, see-through) are kept apart as `aside`, never
lost without a word.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from duikou.reading.pdfium import address, calls

MOST_CHARACTERS = 200_000  # a page
ABOVE, BELOW = 0.88, 0.12  # of the size: how far a hanzi stands above its baseline and below
_GAP = 1.0  # em: a wider gap ends a run
_OBJECT_GAP = 0.3  # em: the same between two pieces of text
_WORD_GAP = 0.17  # em: between Latin letters, a space
_DROP = 0.12  # em: a baseline further off ends a run
_DOUBLE = 0.35  # em: the same character this near is printed twice to look bold
_UPRIGHT = 2.5  # degrees
_PALE = 200  # of 255: the darkest channel of a colour that is hard to see on white
_CLEAR = 0.4  # of 1: text less opaque is a watermark
_INVISIBLE = (3, 7)
_BLANK = frozenset([0, 9, 10, 11, 12, 13, 32, 0xA0, 0xAD, 0x1680, *range(0x2000, 0x2010), 0x202F, 0x205F, 0x3000, 0xFEFF])

Box = tuple[float, float, float, float]
Turn = tuple[int, float, float, float, float]  # quarter turns clockwise, and the page's box left, bottom, right, top


@dataclass(slots=True)
class Run:
    """Characters on one baseline: for each its left and right edge and its text (with a space before it, if any)."""

    baseline: float
    size: float
    hidden: bool
    lefts: list[float] = field(default_factory=list)
    rights: list[float] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """The cells' box: x0, top, x1, bottom."""
        return (
            self.lefts[0],
            self.baseline - ABOVE * self.size,
            max(self.rights),
            self.baseline + BELOW * self.size,
        )

    def cut(self, at: int, end: int) -> Run:
        """The characters [at, end) as a run of their own."""
        return Run(
            self.baseline, self.size, self.hidden, self.lefts[at:end], self.rights[at:end], self.texts[at:end]
        )


@dataclass(slots=True)
class Aside:
    """Text that is no part of the page's lines, and why (askew, downwards, pale)."""

    text: str
    why: str


@dataclass(slots=True)
class Chars:
    """What a page's characters are: runs in the order of the file, and what stands aside."""

    runs: list[Run]
    asides: list[Aside]
    turn: Turn
    width: float
    height: float
    dense: bool = False  # more characters than are read


@dataclass(slots=True)
class _Style:
    """What all characters of one text object share. `lift` is from the box's bottom to the baseline."""

    size: float
    angle: float
    lift: float
    why: str
    hidden: bool


def read_chars(page: Any) -> Chars:
    """The characters of an open `pypdfium2.PdfPage`; nothing of the page stays open but the page."""
    textpage = page.get_textpage()
    try:
        return _read(page, textpage)
    finally:
        textpage.close()


def _read(page: Any, textpage: Any) -> Chars:
    call, handle = calls(), address(textpage.raw)
    count = textpage.count_chars()
    dense = count > MOST_CHARACTERS
    count = min(count, MOST_CHARACTERS)
    get_object = call.text_object
    objects = [get_object(handle, i) for i in range(count)]
    styles: dict[int, _Style] = {}
    quarters: Counter[int] = Counter()
    for item, times in Counter(objects).items():
        if item:
            style = styles[item] = _style(call, handle, objects.index(item), item)
            quarters[round(style.angle / 90) % 4] += times
    left, bottom, right, top = page.get_bbox()
    rotation = page.get_rotation() // 90 % 4
    # A page that is set sideways as a whole is read as its text stands.
    sideways = quarters.most_common(1)[0][0] if quarters else 0
    turn = (sideways if quarters[sideways] > 0.7 * quarters.total() else rotation, left, bottom, right, top)
    for style in styles.values():
        style.angle = (style.angle - 90 * turn[0] + 180) % 360 - 180
    wide, high = right - left, top - bottom
    width, height = (high, wide) if turn[0] % 2 else (wide, high)
    boxes = (ctypes.c_float * (4 * count))()
    start, box = ctypes.addressof(boxes), call.loose_box
    for i in range(count):
        box(handle, i, start + 16 * i)
    runs, asides = _runs(_codes(call, textpage, handle, count), objects, list(boxes), styles, turn)
    return Chars(runs, asides, turn, width, height, dense)


def _codes(call: Any, textpage: Any, handle: int, count: int) -> list[int]:
    """The characters' code points. One call gives them all, unless some take two units or none."""
    text = textpage.get_text_range(0, count) if count else ""
    codes = list(map(ord, text))
    if len(codes) == count and not any(code > 0xFFFF for code in codes):
        return codes
    return [call.unicode(handle, i) for i in range(count)]


def _style(call: Any, handle: int, index: int, item: int) -> _Style:
    matrix, box, origin = call.float6(), call.float4(), (ctypes.c_double * 2)()
    call.matrix(handle, index, ctypes.addressof(matrix))
    a, b, c, d, _, _ = matrix
    call.loose_box(handle, index, ctypes.addressof(box))
    at = ctypes.addressof(origin)
    call.origin(handle, index, at, at + 8)
    size = call.font_size(handle, index) * (math.hypot(c, d) or math.hypot(a, b) or 1.0)
    angle = math.degrees(math.atan2(b, a)) % 360
    # FS_RECTF is left, top, right, bottom, in the page's own axes.
    sides = {0: origin[1] - box[3], 1: box[2] - origin[0], 2: box[1] - origin[1], 3: origin[0] - box[0]}
    lift = sides[round(angle / 90) % 4]
    hidden = call.render_mode(item) in _INVISIBLE
    return _Style(abs(size), angle, lift, "" if hidden else _paleness(call, handle, index), hidden)


def _paleness(call: Any, handle: int, index: int) -> str:
    """Why a character can hardly be seen: "pale", "see-through" or ""."""
    colour = (ctypes.c_uint * 4)()
    at = ctypes.addressof(colour)
    if not call.fill(handle, index, at, at + 4, at + 8, at + 12):
        return ""
    if colour[3] < 255 * _CLEAR:
        return "see-through"
    return "pale" if min(colour[0], colour[1], colour[2]) >= _PALE else ""


def turned(turn: Turn, left: float, bottom: float, right: float, top: float) -> Box:
    """A box of the page's own axes as it is shown: x0, top, x1, bottom from the top left."""
    quarter, x0, y0, x1, y1 = turn
    if quarter == 0:
        return (left - x0, y1 - top, right - x0, y1 - bottom)
    if quarter == 1:
        return (bottom - y0, left - x0, top - y0, right - x0)
    if quarter == 2:
        return (x1 - right, bottom - y0, x1 - left, top - y0)
    return (y1 - top, x1 - right, y1 - bottom, x1 - left)


def _runs(
    codes: list[int], objects: list[int], boxes: list[float], styles: dict[int, _Style], turn: Turn
) -> tuple[list[Run], list[Aside]]:
    runs: list[Run] = []
    asides: dict[int, Aside] = {}
    run: Run | None = None
    style: _Style | None = None
    item = before = size = lift = baseline = 0.0
    spaced = False
    upright, x_edge, y_edge = turn[0] == 0, turn[1], turn[4]
    lefts: list[float] = []
    for i, code in enumerate(codes):
        if code in _BLANK or objects[i] == 0:
            # pdfium puts in spaces of its own where it sees a gap; only those of the file count.
            spaced = spaced or objects[i] != 0
            continue
        if objects[i] != item:
            item = objects[i]
            style = styles[item]
            size, lift = style.size, style.lift
        at = 4 * i
        if upright:
            left, right = boxes[at] - x_edge, boxes[at + 2] - x_edge
            baseline = y_edge - boxes[at + 3] - lift
        else:
            left, _, right, bottom = turned(turn, boxes[at], boxes[at + 3], boxes[at + 2], boxes[at + 1])
            baseline = bottom - lift
        char = chr(code)
        if style.why or not -_UPRIGHT < style.angle < _UPRIGHT:  # type: ignore[union-attr]
            why = style.why if style.why else "askew"  # type: ignore[union-attr]
            asides.setdefault(int(item), Aside("", why)).text += char
            continue
        ...
    return runs, list(asides.values())
