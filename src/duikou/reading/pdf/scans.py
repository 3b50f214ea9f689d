"""Reads PDF files whose pages may be pictures: by the text layer where there is one, and by recognition (OCR) where
there is none.

What holds here: recognition is asked only for pages without text of their own, and only where an engine is there;
without one the error or caution says what to install. What the engine was unsure of is named with its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from duikou.errors import UnreadableError, t
from duikou.model import Caution, Source
from duikou.reading import ocr
from duikou.reading.options import USUAL, Options
from duikou.reading.pages.placed import Placed

_NEEDED = "(OCR)"  # in the advice of `duikou.reading.pdf.reader` where recognition would help


class PageReader:
    """Reads pages of a PDF for `duikou.reading.pdf.reader.read_pdf`, and keeps what it read."""

    def __init__(self, path: str | None, options: Options) -> None:
        self.path, self.options = path, options
        self.scanned: ocr.Scanned | None = None

    def __call__(self, data: bytes, numbers: Sequence[int]) -> dict[int, list[Placed]]:
        """The lines of each page (from 1) that could be read; a page that failed is left out."""
        self.scanned = ocr.read_scanned_pages(data, numbers, self.path, self.options)
        failed = {remark.page for remark in self.scanned.remarks if remark.rule == "ocr-page"}
        found: dict[int, list[Placed]] = {number: [] for number in numbers if number not in failed}
        for line in self.scanned.lines:
            found[line.page].append(line)
        return found


def read_pdf(data: bytes, path: str | None = None, options: Options = USUAL) -> Source:
    """Read the bytes of a PDF, pages without text by recognition.

    With `options.ocr` "off", or "auto" where no engine is installed, only the text layer is read, and a caution says
    so. Raises as `duikou.reading.pdf.reader.read_pdf`, and `UnreadableError` when the engine that is asked for is
    missing.
    """
    from duikou.reading.pdf import reader as pdf

    lacking = options.ocr == "auto" and not ocr.available()
    reader = None if lacking or options.ocr == "off" else PageReader(path, options)
    try:
        source: Source = pdf.read_pdf(data, path, options, reader)
    except UnreadableError as error:
        if _NEEDED not in error.advice:
            raise
        if reader is not None and reader.scanned is not None:
            raise ocr.nothing_read(reader.scanned, path) from None
        raise UnreadableError(error.cause, ocr.INSTALL if lacking else ocr.SWITCHED_OFF, path) from None
    if reader is None:
        return replace(source, cautions=tuple(_advised(caution, lacking) for caution in source.cautions))
    if reader.scanned is None:
        return source
    return replace(source, cautions=(*source.cautions, *reader.scanned.cautions_in(source.lines)))


def _advised(caution: Caution, lacking: bool) -> Caution:
    """A caution about pages that only recognition could read, saying what to do."""
    if caution.rule not in ("pdf-images", "pdf-garbage", "pdf-scan"):
        return caution
    return replace(
        caution,
        message=t("{first}. {second}", first=caution.message, second=ocr.INSTALL if lacking else ocr.SWITCHED_OFF),
    )
