"""Pages as pictures: the frames of an image file, or pages of a PDF drawn.

What holds here: a picture's size is known before it is decoded, and one that is too large is refused. Pages are made
one at a time, so that memory doesn't grow with their number.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from duikou.errors import UnreadableError, t
from duikou.reading.options import USUAL, Limits, Options

_MILLION = 1_000_000
_MOST_DRAWN = 30_000_000  # dots of a page of a PDF
FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
DPI = 200  # what pages of a PDF are drawn at
_A4 = 210 / 297
_A4_HEIGHT = 297 / 25.4  # inches
_USUAL = (100, 1300)  # dots an inch that a scanner may have used; 72 and 96 are what programs write that don't know
# What Pillow raises for damaged files: it says so nowhere, so these are the kinds that were seen, and their like.
_DAMAGE = (
    ArithmeticError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)
_SMALLER = t("Save it smaller: 300 dots an inch are enough to read it")
_AGAIN = t("Open it in a viewer and save it again as PNG or TIFF, or scan it again")


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page: its number from 1, its picture (PIL), and the dots in an inch. `picture` is None when it can't be
    had.
    """

    page: int
    picture: Any
    dpi: float
    problem: str = ""


def of_image(data: bytes, path: str | None = None, limits: Limits = USUAL.limits) -> tuple[int, Iterator[PagePicture]]:
    """How many pages an image file has, and its pages. Raises `UnreadableError` when it is damaged or too large."""
    try:
        picture = _opened(data)
        count = getattr(picture, "n_frames", 1) if picture.format in ("TIFF", "GIF") else 1
        limits.check_pages(count, path)
        _check(picture, path, limits)
    except _DAMAGE as error:
        raise UnreadableError(t("its picture is damaged ({error})", error=error), _AGAIN, path) from None
    return count, _frames(picture, count, path, limits)


def _frames(picture: Any, count: int, path: str | None, limits: Limits) -> Iterator[PagePicture]:
    for number in range(1, count + 1):
        try:
            picture.seek(number - 1)
            _check(picture, path, limits)
            picture.load()
            dpi = _dpi(picture)
            yield PagePicture(number, _upright(picture), dpi)
        except UnreadableError as error:
            if count == 1:
                raise
            yield PagePicture(number, None, DPI, error.cause)
        except _DAMAGE as error:
            if count == 1:
                raise UnreadableError(t("its picture is damaged ({error})", error=error), _AGAIN, path) from None
            yield PagePicture(number, None, DPI, t("its picture is damaged ({error})", error=error))


def _opened(data: bytes) -> Any:
    """The picture, not yet decoded. Its size is checked by our own limit, which a user can change, not by PIL's."""
    from PIL import Image

    theirs, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    finally:
        Image.MAX_IMAGE_PIXELS = theirs


def _upright(picture: Any) -> Any:
    """The picture as its camera held it, on white paper."""
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        over = upright.convert("RGBA")
        paper = Image.new("RGBA", over.size, (255, 255, 255, 255))
        return Image.alpha_composite(paper, over).convert("RGB")
    if upright.mode in ("1", "L"):
        return upright.convert("L")
    if upright.mode.startswith("I"):
        return upright.convert("I").point(lambda v: v / 256).convert("L")
    return upright.convert("RGB")


def _check(picture: Any, path: str | None, limits: Limits) -> None:
    width, height = picture.size
    if width * height > limits.pixels * _MILLION:
        needed = -(-width * height // _MILLION)
        cause = t(
            "its picture has {needed} million dots, and at most {pixels} million are read",
            needed=needed,
            pixels=limits.pixels,
        )
        refused = limits.refusal("pixels", cause, needed, path)
        raise UnreadableError(refused.cause, t("{first}. {second}", first=_SMALLER, second=refused.advice), path)


def _dpi(picture: Any) -> float:
    """The dots in an inch: as the file says, if that can be; else as if the page were A4."""
    width, height = int(picture.size[0]), int(picture.size[1])
    told = picture.info.get("dpi")
    if told and min(told) > 0:
        dpi = float(max(told))
        if _USUAL[0] <= dpi <= _USUAL[1] and 3 < height / dpi < 60:
            return dpi
    long, short = max(width, height), min(width, height)
    return long / _A4_HEIGHT if abs(short / long - _A4) < 0.12 else max(long / _A4_HEIGHT, 72.0)


def of_pdf(
    data: bytes, numbers: Sequence[int], path: str | None = None, options: Options = USUAL, dpi: float = DPI
) -> Iterator[PagePicture]:
    """Pages of a PDF, by their numbers from 1, drawn. Raises `UnreadableError` when the file can't be opened."""
    from duikou.reading.pdf import pdfium

    for document, number in pdfium.pages(data, path, options, numbers, pdfium.DRAWN_AT_A_TIME):
        yield _drawn(document, number, dpi)


def _drawn(document: Any, number: int, dpi: float) -> PagePicture:
    import pypdfium2

    try:
        page = document[number - 1]
        width, height = page.get_size()
        # A page larger than A3 is a poster or a mistake: it is drawn no larger than the limit.
        scale = min(dpi / 72, (_MOST_DRAWN / max(width * height, 1)) ** 0.5)
        picture = page.render(scale=scale).to_pil().convert("RGB")
        page.close()
    except (pypdfium2.PdfiumError, IndexError, ValueError, MemoryError, OSError) as error:
        return PagePicture(number, None, dpi, t("it can't be drawn ({error})", error=error))
    return PagePicture(number, picture, scale * 72)
