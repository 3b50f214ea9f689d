"""What duikou promises of any text and any bytes, as functions that raise when a promise is broken."""

from __future__ import annotations

import duikou
from duikou.errors import DuikouError
from duikou.reading import read_bytes
from duikou.reading.options import Options


class Broken(AssertionError):
    """A promise was not kept."""


def of_text(text: str) -> None:
    """No text is refused; every edit can be taken back; what is clean stays; every field knows its place."""
    cleaned = duikou.clean(text)
    if cleaned.restore() != cleaned.source.text:
        raise Broken("restore() does not give back the source")
    again = duikou.clean(cleaned.text)
    if again.text != cleaned.text:
        raise Broken(f"cleaning what is clean changed it: {cleaned.text!r} -> {again.text!r}")
    extracted = duikou.extract(cleaned)
    for measure in extracted.measures:
        for field in (*measure.units, *measure.deadlines, *measure.quantities, *measure.citations, *measure.pairs):
            if field.end and cleaned.text[field.start : field.end] != field.text:
                raise Broken(f"{field} does not stand where it says")


def of_bytes(data: bytes, name: str) -> None:
    """A file is read, or refused with one of duikou's errors; what was read keeps the promises of texts."""
    try:
        source = read_bytes(data, name, Options(ocr="off"))
    except DuikouError as error:
        if not str(error).startswith(name):
            raise Broken(f"the error does not name the file: {error}") from None
        return
    cleaned = duikou.clean(source)
    if cleaned.restore() != source.text:
        raise Broken("restore() does not give back the source")
    duikou.extract(cleaned)
