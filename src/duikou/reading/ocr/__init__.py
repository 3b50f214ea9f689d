"""Reads scans: pictures, and pages of a PDF that hold only pictures, by recognition (OCR).

What holds here: a line comes with its page, its box and its size in points, as from other formats with places, and
what the engine was unsure of, a line or a word of it, is named in a caution with its place. Nothing is repaired here:
that is cleaning's. Pages are read side by side where the engine uses one core a page; the order is that of the pages. A
page that fails is named, and the rest goes on. The two engines are modules with `available`, `read` and `UNSURE`.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from duikou.errors import UnreadableError, t
from duikou.model import Caution, Line, Place, Source
from duikou.reading.ocr.edges import with_margin_roles
from duikou.reading.ocr.onepage import PageRead, Remark, read_picture
from duikou.reading.options import ENGINES, USUAL, Limits, Options
from duikou.reading.pages.placed import Placed, lines_of, place

if TYPE_CHECKING:
    from duikou.reading.ocr.page_pictures import PagePicture

_MODULES = {"rapidocr": "duikou.reading.ocr.rapid", "tesseract": "duikou.reading.ocr.tesseract"}
INSTALL = t(
    "Install character recognition: {install ocr}, "
    "or apt-get install tesseract-ocr tesseract-ocr-chi-sim (Debian, Ubuntu)"
)
SWITCHED_OFF = t("Recognition (OCR) is off: leave out --ocr off")


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was read of some pages: lines in order of pages and from top to bottom, and the remarks on the pages."""

    lines: tuple[Placed, ...]
    remarks: tuple[Remark, ...]
    unsure: float  # a line with a lower score is to be looked at

    def cautions(self, lines: Sequence[Line]) -> tuple[Caution, ...]:
        """The cautions of these pages. `lines` are the Source's lines that were made of `self.lines`, one to one."""
        found = []
        for read, line in zip(self.lines, lines, strict=True):
            # A page number goes, however it was read.
            if read.score is None or read.role != "text":
                continue
            if read.score < self.unsure:
                message = t(
                    "read from a scan with confidence {score}; compare it with the page", score=f"{read.score:.2f}"
                )
                found.append(Caution("ocr-unsure", message, read.text, place(line)))
                continue
            for start, end in read.doubts:
                spot = Place(line.page, line.number, line.start + start, line.start + end)
                message = t("read from a scan with little confidence; compare it with the page")
                found.append(Caution("ocr-unsure", message, read.text[start:end], spot))
        return (*found, *self._remarks(lines))

    def cautions_in(self, lines: Sequence[Line]) -> tuple[Caution, ...]:
        """The cautions, where `lines` hold other lines too: those of other pages."""
        own = {_key(x): x for x in lines}
        known = [(read, own[key]) for read in self.lines if (key := _key(lines_of([read])[1][0])) in own]
        part = Scanned(tuple(read for read, _ in known), (), self.unsure)
        return (*part.cautions([line for _, line in known]), *self._remarks(lines))

    def _remarks(self, lines: Sequence[Line]) -> tuple[Caution, ...]:
        found = []
        for remark in self.remarks:
            found.append(Caution(remark.rule, remark.message, remark.text, _near(remark, lines)))
        return tuple(found)


def _key(line: Line) -> tuple[int | None, object]:
    return line.page, line.box


def _near(remark: Remark, lines: Sequence[Line]) -> Place | None:
    """The place just before which something stands on its page; None for a page without lines."""
    on_page = [x for x in lines if x.page == remark.page]
    if remark.box is None or not on_page:
        return place(on_page[0]) if on_page else None
    if remark.text:
        own = lines_of([Placed(remark.text, remark.page, remark.box, 1.0)])[1][0].box
        exact = next((x for x in on_page if x.box == own), None)
        return place(exact) if exact is not None else place(on_page[0])
    after = next((x for x in on_page if x.box is not None and x.box[1] >= remark.box[1]), on_page[-1])
    return Place(after.page, after.number, after.start, after.start)


def available() -> tuple[str, ...]:
    """The engines that this machine has, the better first."""
    return tuple(name for name in ENGINES if import_module(_MODULES[name]).available())


def missing() -> tuple[str, ...]:
    """What this machine lacks to read scans: () or the names of the engines, one of which is enough."""
    return () if available() else (t("rapidocr or tesseract with chi_sim"),)


def engine_named(choice: str, path: str | None = None) -> Any:
    """The engine for a choice of `options.CHOICES`. Raises `UnreadableError` where it is not installed or the choice is
    "off"."""
    if choice == "off":
        raise UnreadableError("is a scan", SWITCHED_OFF, path)
    there = available()
    if not there or choice not in ("auto", *there):
        wanted = t("rapidocr, or tesseract with chi_sim") if choice == "auto" else choice
        raise UnreadableError(t("is a scan, and reading it needs {wanted}", wanted=wanted), INSTALL, path)
    return import_module(_MODULES[there[0] if choice == "auto" else choice])


def read_image(data: bytes, path: str | None = None, options: Options = USUAL) -> Source:
    """Read the bytes of a picture (PNG, JPEG, TIFF with its pages, BMP, GIF, WebP).

    Raises `UnreadableError` when the picture is damaged or beyond a limit, when no engine is installed, or when no text
    was found.
    """
    engine = engine_named(options.ocr, path)
    count, frames = pictures_of(data, path, options.limits)
    scanned = _scanned(frames, count, engine, options)
    text, lines = lines_of(scanned.lines)
    if not text.strip():
        raise nothing_read(scanned, path)
    return Source(
        text=text,
        lines=lines,
        format="image",
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=count,
        cautions=scanned.cautions(lines),
    )


def read_scanned_pages(
    data: bytes,
    numbers: Sequence[int],
    path: str | None = None,
    options: Options = USUAL,
) -> Scanned:
    """Read pages of a PDF, by their numbers from 1, as pictures.

    Lines carry those numbers, and boxes in points from the top left of the page as it is shown. Raises
    `UnreadableError` when the file can't be opened or no engine is installed; a page that fails is in `remarks` (rule
    "ocr-page").
    """
    from duikou.reading.ocr import page_pictures

    engine = engine_named(options.ocr, path)
    return _scanned(page_pictures.of_pdf(data, numbers, path, options, engine.DPI), len(numbers), engine, options)


def pictures_of(
    data: bytes, path: str | None = None, limits: Limits = USUAL.limits
) -> tuple[int, Iterator[PagePicture]]:
    """How many pages a picture's bytes hold, and the pages. Raises `UnreadableError` when damaged or too large."""
    from duikou.reading.ocr import page_pictures

    return page_pictures.of_image(data, path, limits)


def nothing_read(scanned: Scanned, path: str | None) -> UnreadableError:
    """The error for pages on which nothing was read."""
    failed = [r.message for r in scanned.remarks if r.rule == "ocr-page"]
    if failed:
        return UnreadableError(
            t("no page of it could be read ({failed})", failed=failed[0]),
            "Scan it again, or try another engine with --ocr",
            path,
        )
    return UnreadableError("no text was found in its pictures", "Check that it is the right file", path)


def _scanned(sheets: Iterator[PagePicture], count: int, engine: Any, options: Options) -> Scanned:
    tell = options.tell or (lambda done, count: None)
    pages: list[PageRead] = []
    tell(0, count)
    try:
        for done, page in enumerate(_pages(sheets, count, engine, options.limits.seconds), start=1):
            pages.append(page)
            tell(done, count)
    except BaseException:
        tell(count, count)
        raise
    pages = with_margin_roles(pages)
    lines = tuple(line for page in pages for line in page.lines)
    return Scanned(lines, tuple(remark for page in pages for remark in page.remarks), engine.UNSURE)


def _pages(sheets: Iterator[PagePicture], count: int, engine: Any, seconds: float) -> Iterator[PageRead]:
    """The pages as they were read, in order. An engine of processes (`PARALLEL`) reads as many at a time as there are
    cores; no more than that are drawn ahead."""
    workers = min(count, os.cpu_count() or 1) if engine.PARALLEL else 1
    if workers <= 1:
        yield from (read_picture(sheet, engine, seconds) for sheet in sheets)
        return
    from concurrent.futures import Future, ThreadPoolExecutor

    with ThreadPoolExecutor(workers) as pool:
        ahead: deque[Future[PageRead]] = deque()
        try:
            for sheet in sheets:
                ahead.append(pool.submit(read_picture, sheet, engine, seconds))
                if len(ahead) > workers:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for waiting in ahead:
                waiting.cancel()
