"""Opens a PDF with pdfium and calls it for one character at a time, cheaply.

What holds here: the functions of pdfium that are called for each character take plain integers (addresses), which
costs a third of what the wrapped ones cost; nothing else is in this module but opening, and its errors. pdfium is
not safe for threads; a document and its pages are closed by who opened them.
"""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from types import SimpleNamespace
from typing import Any

from duikou.errors import UnreadableError, t
from duikou.reading.budget import Budget
from duikou.reading.options import USUAL, Options
from duikou.reading.pdf.forms import check_forms

_ADVICE = t("Fetch it again, or open it in a PDF reader and print it to a new PDF")
_NEEDS_PASSWORD = 4
_UNKNOWN_SECURITY = 5
_XREF = b"startxref"
READ_AT_A_TIME, DRAWN_AT_A_TIME = 100, 1  # pages before a document is opened anew


@contextmanager
def open_pdf(data: bytes, path: str | None = None, options: Options = USUAL) -> Iterator[Any]:
    """The PDF in `data` as an open `pypdfium2.PdfDocument`, closed on leaving.

    An empty user password is tried first. Raises `UnreadableError` for a file that is damaged, cut off, encrypted (and
    the password does not open it), or has no pages or too many.
    """
    if _is_cut_off(data):
        raise UnreadableError("is a damaged PDF: its end is missing", _ADVICE, path)
    document = _open(data, path, options.password)
    try:
        pages = len(document)
        if not pages:
            raise UnreadableError("is a damaged PDF: it has no page that can be read", _ADVICE, path)
        options.limits.check_pages(pages, path)
        yield document
    finally:
        document.close()


def pages(
    data: bytes,
    path: str | None = None,
    options: Options = USUAL,
    numbers: Sequence[int] | None = None,
    at_a_time: int = READ_AT_A_TIME,
) -> Iterator[tuple[Any, int]]:
    """The numbers of pages (from 1; all of them without `numbers`), each with the open document to take it from.

    pdfium keeps the pictures and fonts of all pages that were read until their document is closed, so it is opened
    anew after `at_a_time` of them: opening costs a little, a picture's bytes much. Raises as `open_pdf`.
    """
    check_forms(data, Budget(options.limits, path))
    with open_pdf(data, path, options) as document:
        wanted = range(1, len(document) + 1) if numbers is None else numbers
        for number in wanted[:at_a_time]:
            yield document, number
    for start in range(at_a_time, len(wanted), at_a_time):
        with open_pdf(data, path, options) as document:
            for number in wanted[start : start + at_a_time]:
                yield document, number


def _open(data: bytes, path: str | None, password: str | None) -> Any:
    import pypdfium2

    logging.getLogger("pypdfium2").setLevel(logging.ERROR)
    code = None
    for attempt in dict.fromkeys((None, password)):
        try:
            return pypdfium2.PdfDocument(data, password=attempt)
        except pypdfium2.PdfiumError as error:
            code = getattr(error, "err_code", None)
            if code != _NEEDS_PASSWORD:
                break
    if code == _NEEDS_PASSWORD and password:
        cause = t("is an encrypted PDF, and the password does not open it")
        raise UnreadableError(cause, "Check what --password gives", path)
    if code == _NEEDS_PASSWORD:
        raise UnreadableError("is an encrypted PDF and needs a password", "Give it with --password", path)
    if code == _UNKNOWN_SECURITY:
        raise UnreadableError(
            "is a PDF encrypted in a way that is not known", "Open it with its own program and print it to a PDF", path
        )
    raise UnreadableError("is a damaged PDF: it can't be opened", _ADVICE, path)


def _is_cut_off(data: bytes) -> bool:
    """Whether the end of the file is missing. pdfium would open what is left, and pages would be lost silently."""
    tail = data.rfind(_XREF)
    if tail < 0 or data.rfind(b"endobj") > tail:
        return True
    # A linearized file has a first trailer near its head, and says how long it should be.
    head = data[:1024]
    if b"/Linearized" not in head:
        return False
    length = head.partition(b"/L ")[2].split(b"/", 1)[0].strip()
    return length.isdigit() and len(data) < int(length)


@cache
def calls() -> SimpleNamespace:
    """The functions called for each character or object, taking addresses for handles and buffers."""
    from pypdfium2 import raw

    pointer, number, real = ctypes.c_void_p, ctypes.c_int, ctypes.c_float

    def plain(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
        address = ctypes.cast(getattr(raw, name), pointer).value
        return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)

    four = (pointer,) * 4
    return SimpleNamespace(
        unicode=plain("FPDFText_GetUnicode", ctypes.c_uint, pointer, number),
        loose_box=plain("FPDFText_GetLooseCharBox", number, pointer, number, pointer),
        is_hyphen=plain("FPDFText_IsHyphen", number, pointer, number),
        text_object=plain("FPDFText_GetTextObject", pointer, pointer, number),
        matrix=plain("FPDFText_GetMatrix", number, pointer, number, pointer),
        origin=plain("FPDFText_GetCharOrigin", number, pointer, number, pointer, pointer),
        font_size=plain("FPDFText_GetFontSize", ctypes.c_double, pointer, number),
        fill=plain("FPDFText_GetFillColor", number, pointer, number, *four),
        font=plain("FPDFText_GetFontInfo", ctypes.c_ulong, pointer, number, pointer, ctypes.c_ulong, pointer),
        render_mode=plain("FPDFTextObj_GetTextRenderMode", number, pointer),
        count_objects=plain("FPDFPage_CountObjects", number, pointer),
        get_object=plain("FPDFPage_GetObject", pointer, pointer, number),
        count_inside=plain("FPDFFormObj_CountObjects", number, pointer),
        get_inside=plain("FPDFFormObj_GetObject", pointer, pointer, ctypes.c_ulong),
        type=plain("FPDFPageObj_GetType", number, pointer),
        bounds=plain("FPDFPageObj_GetBounds", number, pointer, *four),
        object_matrix=plain("FPDFPageObj_GetMatrix", number, pointer, pointer),
        object_fill=plain("FPDFPageObj_GetFillColor", number, pointer, *four),
        draw_mode=plain("FPDFPath_GetDrawMode", number, pointer, pointer, pointer),
        count_segments=plain("FPDFPath_CountSegments", number, pointer),
        segment=plain("FPDFPath_GetPathSegment", pointer, pointer, number),
        segment_type=plain("FPDFPathSegment_GetType", number, pointer),
        segment_close=plain("FPDFPathSegment_GetClose", number, pointer),
        point=plain("FPDFPathSegment_GetPoint", number, pointer, pointer, pointer),
        float4=real * 4,
        float6=real * 6,
    )


def address(handle: Any) -> int:
    """The address behind a wrapped object of pypdfium2 or a buffer's pointer."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0
