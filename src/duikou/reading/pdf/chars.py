"""The characters of a PDF page: their code points, cells and styles, as pdfium gives them.

What holds here: a character's cell is its loose box: it begins where the cell of （ begins, not its ink. What all
characters of a text object share is read once for each object. A page whose text is set sideways as a whole is turned
until it stands upright, whatever its `/Rotate` says.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress, pairwise
from typing import Any

from duikou.reading.pages.downwards import ON_ITS_SIDE, is_set_downwards
from duikou.reading.pages.glyphs import Glyph, hanzi_middles, runs_of_glyphs
from duikou.reading.pdf.pdfium import address, calls
from duikou.reading.pdf.runs import ABOVE, BELOW, Aside, Cutter, Run, Style, Turn, box_as_shown
from duikou.reading.pdf.symbol_fonts import put_right

MOST_CHARACTERS = 200_000  # a page
_TINY = 0.1  # points: type of no size has this
_PALE = 190  # of 255: the darkest channel of a colour that is hard to see on white
_CLEAR = 0.4  # of 1: text less opaque is a watermark
_INVISIBLE = (3, 7)
_SIDEWAYS = 0.7  # of a page's characters
_WILD = 4.0  # em: so wide and high is no character's cell; pdfium gives such ones of vertical faces
_FONT_NAME = 64  # bytes: longer names are cut
_HYPHEN = ord("-")
_ACROSS = 4  # characters beside each other: text set across a page that goes down (a number of two digits is not)
# What pdfium gives where there is no character: U+FFFD stands for it. A soft hyphen that is printed is a hyphen.
_STRANGE = {**dict.fromkeys([*range(9), *range(14, 32), 0xFFFE, *range(0xD800, 0xE000)], 0xFFFD), 0xAD: _HYPHEN}


@dataclass(slots=True)
class Chars:
    """What a page's characters are: runs in the order of the file, and what stands aside.

    `width` and `height` are the page's, in points; `dense` says that it has more characters than are read; `letters` is
    how many letters, digits and hanzi the file has on it, each once. A page that is set from top to bottom is laid on
    its side.
    """

    runs: list[Run]
    asides: list[Aside]
    turn: Turn
    width: float
    height: float
    dense: bool = False
    letters: int = 0


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
    styles: dict[int, Style] = {}
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
    turn = (sideways if quarters[sideways] > _SIDEWAYS * quarters.total() else rotation, left, bottom, right, top)
    for style in styles.values():
        style.angle = (style.angle - 90 * turn[0] + 180) % 360 - 180
    wide, high = right - left, top - bottom
    width, height = (high, wide) if turn[0] % 2 else (wide, high)
    boxes = (ctypes.c_float * (4 * count))()
    start, box = ctypes.addressof(boxes), call.loose_box
    for i in range(count):
        box(handle, i, start + 16 * i)
    wild = {item for item, style in styles.items() if style.wild}
    for i in [i for i, item in enumerate(objects) if item in wild] if wild else ():
        boxes[4 * i : 4 * i + 4] = reader.square_of(i, styles[objects[i]].size)
    codes = put_right(_codes(call, textpage, handle, count), objects, reader.font_of)
    cutter = Cutter(objects, boxes[:], styles, turn, reader.origin_of)
    runs, asides = cutter.runs(codes)
    counted = sum(map(str.isalnum, map(chr, compress(codes, objects))))
    if any(aside.why == "downwards" for aside in asides):
        glyphs = _glyphs(codes, objects, boxes[:], styles, turn)
        if is_set_downwards(hanzi_middles(glyphs)):
            across = _across(runs)
            flat = runs_of_glyphs([g for g in glyphs if not _in_one(g, across)], 0, width, height)
            turn = ((turn[0] + 3) % 4, *turn[1:])
            return Chars(flat.runs, across, turn, height, width, dense, counted - flat.doubled)
    return Chars(runs, asides, turn, width, height, dense, counted - cutter.doubled)


def _across(runs: Sequence[Run]) -> list[Aside]:
    """Text that is set across a page that goes down, such as the head that a browser prints."""
    lines: list[Aside] = []
    last: Run | None = None
    for run in runs:
        if last and abs(run.baseline - last.baseline) < 1 and 0 <= run.lefts[0] - last.rights[-1] < run.size:
            lines[-1].add(run.text, run.box)
        else:
            lines.append(Aside(run.text, "across", run.box, run.size))
        last = run
    return [line for line in lines if len(line.text) >= _ACROSS]


def _in_one(g: Glyph, asides: Sequence[Aside]) -> bool:
    """Whether a character stands in one of the boxes."""
    x, y = g.x + g.wide / 2, g.y - g.size / 2
    return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in (aside.box for aside in asides))


def _glyphs(
    codes: list[int], objects: list[int], boxes: list[float], styles: dict[int, Style], turn: Turn
) -> list[Glyph]:
    """The characters one by one, for a page that goes down: upright ones, and those of numbers that are turned."""
    found = []
    for i, (code, item) in enumerate(zip(codes, objects, strict=True)):
        if item:
            left, bottom, right, top = boxes[4 * i], boxes[4 * i + 3], boxes[4 * i + 2], boxes[4 * i + 1]
            x0, high, x1, low = box_as_shown(turn, left, bottom, right, top)
            size = styles[item].size
            if abs(styles[item].angle + 90) < 1:
                found.append(Glyph(chr(code), x0 + BELOW * size, high, size, low - high, ON_ITS_SIDE, item))
            else:
                found.append(Glyph(chr(code), x0, low - BELOW * size, size, x1 - x0, run=item))
    return found


def _codes(call: Any, textpage: Any, handle: int, count: int) -> list[int]:
    """The characters' code points. One call gives them all, unless some take two units or none."""
    text = textpage.get_text_range(0, count) if count else ""
    codes = list(map(ord, text))
    if len(codes) != count or max(codes, default=0) > 0xFFFF:
        codes = _paired([call.unicode(handle, i) for i in range(count)])
    # A hyphen at a line's end comes as 2 or U+FFFE, and so does what the font's map gives no character for.
    if not set(codes).isdisjoint(_STRANGE):
        strange = _STRANGE.keys()
        hyphen = [i for i, code in enumerate(codes) if code in strange and call.is_hyphen(handle, i) == 1]
        codes = [_STRANGE.get(code, code) for code in codes]
        for i in hyphen:
            codes[i] = _HYPHEN
    return codes


def _paired(codes: list[int]) -> list[int]:
    """The code points, with each pair of surrogates as the character and a blank of no width."""
    for i, (high, low) in enumerate(pairwise(codes)):
        if 0xD800 <= high < 0xDC00 <= low < 0xE000:
            codes[i], codes[i + 1] = 0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00, 0x200B
    return codes


class _Styles:
    """Reads what the characters of a text object share, from one of them."""

    def __init__(self, handle: int) -> None:
        self.call, self.handle = calls(), handle
        self.matrix, self.box, self.colour = (ctypes.c_float * 6)(), (ctypes.c_float * 4)(), (ctypes.c_uint * 4)()
        self.origin = (ctypes.c_double * 2)()
        self.at_matrix, self.at_box = ctypes.addressof(self.matrix), ctypes.addressof(self.box)
        self.at_colour, self.at_origin = ctypes.addressof(self.colour), ctypes.addressof(self.origin)
        self.scales: dict[tuple[float, ...], tuple[float, float]] = {}

    def of(self, item: int, index: int) -> Style:
        """The style of the text object at address `item`, of which the character `index` is one."""
        call, handle = self.call, self.handle
        call.matrix(handle, index, self.at_matrix)
        call.loose_box(handle, index, self.at_box)
        x, y = self.origin_of(index)
        matrix = tuple(self.matrix[:4])
        scale, angle = self.scales.get(matrix) or self._scale(matrix)
        left, top, right, bottom = self.box[:]
        lift = (y - bottom, right - x, top - y, x - left)[round(angle / 90) % 4]
        size = max(abs(call.font_size(handle, index) * scale), _TINY)
        why = "hidden" if call.render_mode(item) in _INVISIBLE else self._paleness(index)
        wild = right - left > _WILD * size and top - bottom > _WILD * size
        return Style(size, angle, BELOW * size if wild else lift, why, wild)

    def square_of(self, index: int, size: float) -> tuple[float, float, float, float]:
        """The square of a character of such a size, for a cell that can't be: left, top, right, bottom."""
        x, y = self.origin_of(index)
        return (x, y + ABOVE * size, x + size, y - BELOW * size)

    def origin_of(self, index: int) -> tuple[float, float]:
        """The point on the baseline where a character begins, in the page's own axes."""
        self.call.origin(self.handle, index, self.at_origin, self.at_origin + 8)
        x, y = self.origin[:]
        return x, y

    def font_of(self, index: int) -> str:
        """The name of the font of a character."""
        name = ctypes.create_string_buffer(_FONT_NAME)
        self.call.font(self.handle, index, ctypes.addressof(name), _FONT_NAME, 0)
        return name.value.decode("utf-8", "replace")

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
