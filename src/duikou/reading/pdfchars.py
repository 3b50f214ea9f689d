"""The characters of a PDF page, as runs in the direction of reading.

What holds here: lengths are points, from the page's top left as it is shown (`/Rotate` applied; a page whose text is
set sideways is turned until it stands upright). A run is characters of one size on one baseline, none further from
the last than one em. A character's cell is its loose box: it begins where the cell of （ begins, not its ink.
What may not be text of the page is marked: runs that are pale, see-through or invisible by `why`, characters that are
set askew, sideways or downwards as `Aside`. Who makes lines of them decides, and says what it left out.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from duikou.reading.pdfium import address, calls
from duikou.reading.placed import Box

MOST_CHARACTERS = 200_000  # a page
ABOVE, BELOW = 0.88, 0.12  # of the size: how far a hanzi stands above its baseline and below
_GAP = 1.0  # em: a wider gap ends a run
_OBJECT_GAP = 0.3  # em: the same between two pieces of text
_WORD_GAP, _SPACE_GAP = 0.22, 0.15  # em: between Latin letters a space; with a space in the file, any two characters
_DROP = 0.12  # em: a baseline further off ends a run
_DOUBLE = 0.35  # em: the same character this near is printed twice to look bold
_UPRIGHT = 2.5  # degrees
_PALE = 200  # of 255: the darkest channel of a colour that is hard to see on white
_CLEAR = 0.4  # of 1: text less opaque is a watermark
_INVISIBLE = (3, 7)
_HYPHENS = {0x2: "-", 0xFFFE: "-"}  # what pdfium gives for a hyphen at a line's end
_BLANK = frozenset(
    [0, 9, 10, 11, 12, 13, 32, 0xA0, 0xAD, 0x1680, *range(0x2000, 0x2010), 0x202F, 0x205F, 0x3000, 0xFEFF]
)

Turn = tuple[int, float, float, float, float]  # quarter turns clockwise, and the page's box left, bottom, right, top


@dataclass(slots=True)
class Run:
    """Characters on one baseline: for each its left and right edge and its text (with a space before it, if any).

    `why` is "" for plain text, else what is odd: "hidden" (invisible), "pale", "see-through".
    """

    baseline: float
    size: float
    why: str = ""
    lefts: list[float] = field(default_factory=list)
    rights: list[float] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """The cells' box: x0, top, x1, bottom."""
        top, bottom = self.baseline - ABOVE * self.size, self.baseline + BELOW * self.size
        return (self.lefts[0], top, self.rights[-1], bottom)

    @property
    def text(self) -> str:
        """The characters, with the spaces between words."""
        return "".join(self.texts)

    def cut(self, at: int, end: int) -> Run:
        """The characters [at, end) as a run of their own."""
        return Run(self.baseline, self.size, self.why, self.lefts[at:end], self.rights[at:end], self.texts[at:end])


@dataclass(slots=True)
class Aside:
    """Text that does not stand upright on a line: "sideways" (by a quarter), "downwards" (upright characters one
    below the other) or "askew"."""

    text: str
    why: str
    box: Box
    size: float

    def add(self, text: str, box: Box) -> None:
        """Take one more character."""
        mine = self.box
        self.text += text
        self.box = (min(mine[0], box[0]), min(mine[1], box[1]), max(mine[2], box[2]), max(mine[3], box[3]))


@dataclass(slots=True)
class Chars:
    """What a page's characters are: runs in the order of the file, and what stands aside.

    `width` and `height` are the page's, in points; `dense` says that it has more characters than are read.
    """

    runs: list[Run]
    asides: list[Aside]
    turn: Turn
    width: float
    height: float
    dense: bool = False


@dataclass(slots=True)
class _Style:
    """What all characters of one text object share. `lift` is from the box's bottom to the baseline."""

    size: float
    angle: float
    lift: float
    why: str


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
    first = dict(zip(reversed(objects), range(count - 1, -1, -1), strict=True))
    reader = _Styles(handle)
    for item, times in Counter(objects).items():
        if item:
            style = styles[item] = reader.of(item, first[item])
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
    runs, asides = _Runs(objects, boxes[:], styles, turn).of(_codes(call, textpage, handle, count))
    return Chars(runs, asides, turn, width, height, dense)


def _codes(call: Any, textpage: Any, handle: int, count: int) -> list[int]:
    """The characters' code points. One call gives them all, unless some take two units or none."""
    text = textpage.get_text_range(0, count) if count else ""
    codes = list(map(ord, text))
    if len(codes) == count and not any(code > 0xFFFF for code in codes):
        return codes
    return [call.unicode(handle, i) for i in range(count)]


class _Styles:
    """Reads what the characters of a text object share, from one of them."""

    def __init__(self, handle: int) -> None:
        self.call, self.handle = calls(), handle
        self.matrix, self.box, self.colour = (ctypes.c_float * 6)(), (ctypes.c_float * 4)(), (ctypes.c_uint * 4)()
        self.origin = (ctypes.c_double * 2)()
        self.at_matrix, self.at_box = ctypes.addressof(self.matrix), ctypes.addressof(self.box)
        self.at_colour, self.at_origin = ctypes.addressof(self.colour), ctypes.addressof(self.origin)
        self.scales: dict[tuple[float, ...], tuple[float, float]] = {}

    def of(self, item: int, index: int) -> _Style:
        """The style of the text object at address `item`, of which the character `index` is one."""
        call, handle = self.call, self.handle
        call.matrix(handle, index, self.at_matrix)
        call.loose_box(handle, index, self.at_box)
        call.origin(handle, index, self.at_origin, self.at_origin + 8)
        matrix = tuple(self.matrix[:4])
        scale, angle = self.scales.get(matrix) or self._scale(matrix)
        left, top, right, bottom = self.box[:]
        x, y = self.origin[:]
        lift = (y - bottom, right - x, top - y, x - left)[round(angle / 90) % 4]
        size = abs(call.font_size(handle, index) * scale)
        why = "hidden" if call.render_mode(item) in _INVISIBLE else self._paleness(index)
        return _Style(size, angle, lift, why)

    def _scale(self, matrix: tuple[float, ...]) -> tuple[float, float]:
        a, b, c, d = matrix
        found = (math.hypot(c, d) or math.hypot(a, b) or 1.0, math.degrees(math.atan2(b, a)) % 360)
        self.scales[matrix] = found
        return found

    def _paleness(self, index: int) -> str:
        """Why a character can hardly be seen: "pale", "see-through" or ""."""
        at = self.at_colour
        if not self.call.fill(self.handle, index, at, at + 4, at + 8, at + 12):
            return ""
        red, green, blue, alpha = self.colour[:]
        if alpha < 255 * _CLEAR:
            return "see-through"
        return "pale" if min(red, green, blue) >= _PALE else ""


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


class _Runs:
    """Cuts characters into runs, in one pass over them."""

    def __init__(self, objects: list[int], boxes: list[float], styles: dict[int, _Style], turn: Turn) -> None:
        self.objects, self.boxes, self.styles, self.turn = objects, boxes, styles, turn
        self.asides: dict[int, Aside] = {}
        self.columns: dict[int, list[int]] = {}  # runs of a text object that goes downwards

    def of(self, codes: list[int]) -> tuple[list[Run], list[Aside]]:
        objects, boxes, styles = self.objects, self.boxes, self.styles
        upright, x_edge, y_edge = self.turn[0] == 0, self.turn[1], self.turn[4]
        runs: list[Run] = []
        last_object, last_left, last_right, last_baseline = 0, 0.0, 0.0, 0.0
        size = lift = 0.0
        straight, spaced, why, last = False, False, "", ""
        lefts: list[float] = []
        rights: list[float] = []
        texts: list[str] = []
        for i, code in enumerate(codes):
            item = objects[i]
            if code in _BLANK or not item:
                # pdfium puts in spaces of its own where it sees a gap; only those of the file count.
                if item:
                    spaced = True
                continue
            same = item == last_object
            if not same:
                style = styles[item]
                size, lift, why = style.size, style.lift, style.why
                straight = -_UPRIGHT < style.angle < _UPRIGHT
            at = 4 * i
            if upright:
                left, right = boxes[at] - x_edge, boxes[at + 2] - x_edge
                baseline = y_edge - boxes[at + 3] - lift
            else:
                left, _, right, bottom = turned(self.turn, boxes[at], boxes[at + 3], boxes[at + 2], boxes[at + 1])
                baseline = bottom - lift
            char = _HYPHENS.get(code) or chr(code)
            if not straight:
                self._aside(item, char, i)
                last_object, spaced = item, False
                continue
            gap = left - last_right
            if (
                texts
                and abs(baseline - last_baseline) <= _DROP * size
                and left >= last_left
                and gap < (_GAP if same else _OBJECT_GAP) * size
                and (same or (abs(runs[-1].size - size) <= 0.05 * size and runs[-1].why == why))
            ):
                if char == last and left - last_left < _DOUBLE * size and gap < -_DOUBLE * (right - left):
                    continue
                wide = gap > _SPACE_GAP * size or spaced
                texts.append(f" {char}" if wide and parts_words(last, char, spaced, gap / size) else char)
            else:
                if same and texts and abs(left - last_left) < 0.6 * size and baseline > last_baseline + _DROP * size:
                    self.columns.setdefault(item, [len(runs) - 1]).append(len(runs))
                lefts, rights, texts = [], [], [f" {char}" if spaced else char]
                runs.append(Run(baseline, size, why, lefts, rights, texts))
            lefts.append(left)
            rights.append(right)
            last_object, last_left, last_right, last_baseline, last, spaced = item, left, right, baseline, char, False
        return self._without_columns(runs), list(self.asides.values())

    def _box(self, i: int) -> Box:
        left, top, right, bottom = self.boxes[4 * i : 4 * i + 4]
        return turned(self.turn, left, bottom, right, top)

    def _aside(self, item: int, char: str, i: int) -> None:
        box = self._box(i)
        if item not in self.asides:
            style = self.styles[item]
            quarter = abs(abs(style.angle) - 90) < _UPRIGHT
            self.asides[item] = Aside("", "sideways" if quarter else "askew", box, style.size)
        self.asides[item].add(char, box)

    def _without_columns(self, runs: list[Run]) -> list[Run]:
        for item, members in self.columns.items():
            first = runs[members[0]]
            aside = self.asides[item] = Aside("", "downwards", first.box, first.size)
            for i in members:
                aside.add(runs[i].text, runs[i].box)
        gone = {i for members in self.columns.values() for i in members}
        return [run for i, run in enumerate(runs) if i not in gone] if gone else runs


def parts_words(before: str, after: str, spaced: bool, gap: float) -> bool:
    """Whether a space stands between two characters; `gap` in em, `spaced` when the file has a space there."""
    if before < "\u0250" and after < "\u0250":
        return spaced or gap > _WORD_GAP
    return spaced and gap > _SPACE_GAP
