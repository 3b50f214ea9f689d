"""One page: its picture made ready, read by an engine, doubtful and skipped lines read again.

What holds here: a page gives its lines and the remarks on it, or fails as a whole with the reason; nothing else comes
out of it. What is printed in red is read on its own, and only what is clearly a line of large type is taken from it.
A page that was laid sideways or upside down on the scanner is turned, and a remark says so.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from duikou.errors import t
from duikou.reading.ocr import leaders, prepare, residue, rows, seals
from duikou.reading.ocr.page_pictures import PagePicture
from duikou.reading.ocr.pagenumber import is_page_number
from duikou.reading.ocr.text_boxes import SlowPage, TextBox
from duikou.reading.pages.placed import Box, Placed

_PAD = 0.35  # em around a strip that is read again
_LEAST_STRIP = 56  # dots: a lower strip is enlarged
_NARROW = 0.7  # times its height: a strip that is not wider has paper added
_MOST_STRIP = 2.0  # em of usual type: a higher strip is made smaller
_SEAL = 10  # em: a seal of 4.2 cm has 7.5
_RED_LENGTH = 4  # characters
_RED_SIZE = 1.25  # of the page's usual type
_DOUBT = 0.75  # of the score below which a line is doubtful: a page turned the wrong way stays below
_TURNED = {90: t("lies on its right side"), 180: t("stands upside down"), 270: t("lies on its left side")}
_RED_REACH = 0.5  # of the page's height: where a red head stands


_Read = Callable[..., list[TextBox]]


class Engine(Protocol):
    """A module that reads pictures. `UNSURE` is the score below which a line is to be looked at, `DPI` the dots in an
    inch at which it reads best, `PARALLEL` whether pages may be read side by side."""

    UNSURE: float
    DPI: int
    PARALLEL: bool

    def read(self, picture: Any, dpi: float, seconds: float, *, strip: bool = False) -> list[TextBox]:
        """The pieces of a picture; see tesseract.py."""
        ...


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a page that a user should know: the rule, the words, the box in points where there is one, and
    the text that it is about."""

    rule: str
    message: str
    page: int
    box: Box | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class PageRead:
    """What a page gave: its lines, and the remarks on it. `failed` when it could not be read.

    `width` and `height` are the page's, in points.
    """

    page: int
    lines: tuple[Placed, ...]
    remarks: tuple[Remark, ...] = ()
    failed: bool = False
    width: float = 0.0
    height: float = 0.0


def read_picture(sheet: PagePicture, engine: Engine, seconds: float) -> PageRead:
    """Read one page within about `seconds`."""
    if sheet.picture is None:
        return _failed(sheet.page, sheet.problem)
    try:
        return _read(sheet, engine, time.monotonic() + seconds)
    except SlowPage:
        return _failed(
            sheet.page,
            t("it took longer than {seconds} seconds; --limit seconds=N gives more", seconds=f"{seconds:.0f}"),
        )
    except (OSError, RuntimeError, ValueError, MemoryError) as error:
        return _failed(sheet.page, str(error) or type(error).__name__)


def _failed(page: int, why: str) -> PageRead:
    return PageRead(
        page, (), (Remark("ocr-page", t("page {page} could not be read: {why}", page=page, why=why), page),), True
    )


def _read(sheet: PagePicture, engine: Engine, until: float) -> PageRead:
    picture, dpi = prepare.scaled(sheet.picture, sheet.dpi, engine.DPI)

    def read(picture: Any, strip: bool = False) -> list[TextBox]:
        left = until - time.monotonic()
        if left <= 0:
            raise SlowPage
        return engine.read(picture, dpi, left, strip=strip)

    turn, ready, pieces = _upright(picture, engine, read)
    em = _usual(pieces, dpi)
    pieces = [_again(p, ready.grey, em, read) if p.score < engine.UNSURE else p for p in pieces]
    pieces = [
        part
        for p in pieces
        for part in leaders.parted(p, pieces, ready.grey, em, lambda box: _strip(ready.grey, box, em, read, 0.0))
    ]
    more, missed = _skipped(ready.grey, pieces, em, engine, read)
    pieces += more
    red = _red(ready.red, pieces, em, engine, read) if ready.red is not None else []
    lines = rows.placed([p for p in (*pieces, *red) if p.text.strip()], sheet.page, dpi)
    heads = {p.text.strip() for p in red}
    points = 72 / dpi
    remarks = [
        Remark(
            "ocr-missing",
            t("there is ink like a line of text that could not be read; look at the page"),
            sheet.page,
            (box[0] * points, box[1] * points, box[2] * points, box[3] * points),
        )
        for box in missed
    ]
    remarks += [
        Remark("ocr-seal", seals.MESSAGE, sheet.page, line.box, line.text)
        for line in lines
        if ready.red is not None and line.text not in heads and seals.lies_over(ready.red, line.box, dpi / 72)
    ]
    if turn:
        told = t("page {page} {turned}; it was turned before it was read", page=sheet.page, turned=_TURNED[turn])
        remarks.append(Remark("ocr-turned", told, sheet.page))
    width, height = ready.grey.size
    return PageRead(sheet.page, tuple(lines), tuple(remarks), False, width * points, height * points)


def _upright(picture: Any, engine: Engine, read: _Read) -> tuple[int, prepare.Ready, list[TextBox]]:
    """The angle by which the page was turned, its picture made ready, and the pieces read of it. The second way is
    tried only where hardly anything of the first could be read."""
    tries = []
    for turn in prepare.turns(picture):
        ready = prepare.ready(picture.rotate(turn, expand=True) if turn else picture)
        pieces = read(ready.grey)
        sure = _surety(pieces)
        tries.append((sure, turn, ready, pieces))
        if not pieces or sure >= _DOUBT * engine.UNSURE:
            break
    _, turn, ready, pieces = max(tries, key=lambda found: found[0])
    return turn, ready, pieces


def _surety(pieces: Sequence[TextBox]) -> float:
    """The mean score of the pieces' characters."""
    total = sum(len(piece.text) for piece in pieces)
    return sum(piece.score * len(piece.text) for piece in pieces) / total if total else 0.0


def _usual(pieces: Sequence[TextBox], dpi: float) -> float:
    """The usual em of a page in dots; that of 16 points for a page without long lines."""
    ratio = rows.height_of_em(pieces)
    sizes = [rows.em_of(p, ratio) for p in pieces if rows.ems(p.text) >= 6]
    return statistics.median(sizes) if sizes else 16 * dpi / 72


def _strip(grey: Any, box: Box, em: float, read: _Read, around: float = _PAD) -> TextBox | None:
    """A strip of the page, with so many em around it, read as one line, enlarged where it is low; None where nothing
    is read."""
    from PIL import Image, ImageOps

    pad = around * em
    edges = (
        max(0, round(box[0] - pad)),
        max(0, round(box[1] - pad)),
        min(grey.size[0], round(box[2] + pad)),
        min(grey.size[1], round(box[3] + pad)),
    )
    part = grey.crop(edges)
    if part.size[0] < 4 or part.size[1] < 4:
        return None
    if part.size[0] < _NARROW * part.size[1]:
        # An engine reads a lone digit better with paper on both sides.
        part = ImageOps.expand(part, (part.size[1], 0), fill=255)
    high = min(max(part.size[1], _LEAST_STRIP), round(_MOST_STRIP * em))
    if high != part.size[1]:
        part = part.resize((max(1, round(part.size[0] * high / part.size[1])), high), Image.Resampling.BICUBIC)
    found = [p for p in read(part, strip=True) if p.text.strip()]
    if not found:
        return None
    text, doubts = "", []
    for p in found:
        text += " " if text else ""
        doubts += [(len(text) + start, len(text) + end) for start, end in p.doubts]
        text += p.text
    return TextBox(text, box, sum(p.score for p in found) / len(found), tuple(doubts))


def _again(piece: TextBox, grey: Any, em: float, read: _Read) -> TextBox:
    """A doubtful piece, read once more by itself; the surer of the two."""
    other = _strip(grey, piece.box, em, read)
    return other if other is not None and other.score > piece.score else piece


def _skipped(
    grey: Any, pieces: Sequence[TextBox], em: float, engine: Engine, read: _Read
) -> tuple[list[TextBox], list[Box]]:
    """What the engine left out and a second look finds, and the strips where it finds nothing sure."""
    found, missed = [], []
    for box in residue.strips(grey, pieces, em):
        piece = _strip(grey, box, em, read)
        if piece is None:
            continue
        if (piece.score >= engine.UNSURE and _fits(piece, em)) or is_page_number(piece.text):
            found.append(piece)
        elif any("\u4e00" <= c <= "\u9fff" for c in piece.text):
            missed.append(box)
    return found, missed


def _fits(piece: TextBox, em: float) -> bool:
    """Whether the text is about as long as its strip is wide: a picture read as text is not."""
    wide = (piece.box[2] - piece.box[0]) / em
    return 0.4 * wide < rows.ems(piece.text) < 2.5 * wide + 1


def _red(red: Any, pieces: Sequence[TextBox], em: float, engine: Engine, read: _Read) -> list[TextBox]:
    """The lines of a red head. A seal's ring of letters, or red type no larger than the text, is none."""
    inked = red.point(lambda v: 255 if v < 128 else 0).getbbox()
    reach = round(red.size[1] * _RED_REACH)
    if not inked or inked[1] >= reach or _is_seal(inked, em):
        return []
    top = red.crop((0, 0, red.size[0], reach))
    found = []
    for first in read(top):
        p = _again(first, red, em, read) if first.score < engine.UNSURE else first
        hanzi = sum("\u4e00" <= c <= "\u9fff" for c in p.text)
        large = rows.em_of(p, 1.0) >= _RED_SIZE * em
        over = any(_overlap(p.box, other.box) > 0.3 for other in pieces)
        if hanzi >= _RED_LENGTH and p.score >= engine.UNSURE and large and not over:
            found.append(p)
    return found


def _is_seal(box: Box, em: float) -> bool:
    """Whether all that is red is as small and round as a seal; to read it would cost as much as the page."""
    wide, high = box[2] - box[0], box[3] - box[1]
    return max(wide, high) < _SEAL * em and wide < 1.5 * high and high < 1.5 * wide


def _overlap(one: Box, other: Box) -> float:
    """How much of the smaller box the two share."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    return wide * high / min((b[2] - b[0]) * (b[3] - b[1]) for b in (one, other))
