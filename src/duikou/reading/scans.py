"""Reads documents whose pages may be pictures: PDF with its text layer where there is one and by recognition (OCR)
where there is none, and the pictures on pages of other formats.

What holds here: recognition is asked only for pages without text of their own, and only where an engine is there;
without one the error or caution says what to install. What the engine was unsure of is named with its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from duikou.errors import UnreadableError
from duikou.model import Source
from duikou.reading import ocr
from duikou.reading.placed import Placed


class PageReader:
    """Reads pages of a PDF for `duikou.reading.pdf.read_pdf`, and keeps what it read.

    `engine`, `seconds` and `tell` as for `ocr.read_scanned_pages`.
    """

    def __init__(
        self,
        path: str | None = None,
        *,
        engine: str = "auto",
        seconds: float = ocr.SECONDS,
        tell: ocr.Tell | None = None,
    ) -> None:
        self.path, self.engine, self.seconds, self.tell = path, engine, seconds, tell
        self.scanned: ocr.Scanned | None = None

    def __call__(self, data: bytes, numbers: Sequence[int], password: str | None) -> dict[int, list[Placed]]:
        """The lines of each page (from 1) that could be read; a page that failed is left out."""
        self.scanned = ocr.read_scanned_pages(
            data, numbers, self.path, password=password, engine=self.engine, seconds=self.seconds, tell=self.tell
        )
        failed = {remark.page for remark in self.scanned.remarks if remark.rule == "ocr-page"}
        found: dict[int, list[Placed]] = {number: [] for number in numbers if number not in failed}
        for line in self.scanned.lines:
            found[line.page].append(line)
        return found


def read_pdf(
    data: bytes,
    path: str | None = None,
    *,
    password: str | None = None,
    engine: str = "auto",
    seconds: float = ocr.SECONDS,
    tell: ocr.Tell | None = None,
) -> Source:
    """Read the bytes of a PDF, pages without text by recognition.

    `engine` is one of `ocr.CHOICES`: with "off", or "auto" where no engine is installed, only the text layer is read.
    Raises as `duikou.reading.pdf.read_pdf`, and `UnreadableError` when the engine that is asked for is missing.
    """
    from duikou.reading import pdf

    off = engine == "off" or (engine == "auto" and not ocr.available())
    reader = None if off else PageReader(path, engine=engine, seconds=seconds, tell=tell)
    try:
        source: Source = pdf.read_pdf(data, path, password, reader)
    except UnreadableError as error:
        if off and engine != "off" and "(OCR)" in error.advice:
            raise UnreadableError(error.cause, ocr.INSTALL, error.path) from None
        if reader is not None and reader.scanned is not None and "(OCR)" in error.advice:
            raise ocr.nothing_read(reader.scanned, path) from None
        raise
    if reader is None or reader.scanned is None:
        return source
    return replace(source, cautions=(*source.cautions, *reader.scanned.cautions_in(source.lines)))
