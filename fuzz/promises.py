"""What duikou promises of any text, any two texts and any bytes, as functions that raise when a promise is broken."""

from __future__ import annotations

from collections.abc import Callable, Iterable

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
    """A file is read, or refused with one of duikou's errors, also where cleaning leaves nothing of it; what was read
    keeps the promises of texts."""
    try:
        source = read_bytes(data, name, Options(ocr="off"))
        cleaned = duikou.clean(source)
    except DuikouError as error:
        if not str(error).startswith(name):
            raise Broken(f"the error does not name the file: {error}") from None
        return
    if cleaned.restore() != source.text:
        raise Broken("restore() does not give back the source")
    duikou.extract(cleaned)


def of_pair(old: str, new: str) -> None:
    """A text does not differ from itself; the parts of every change give back what stands on either side."""
    before, after = duikou.outline(old), duikou.outline(new)
    if duikou.diff(before, before).changes:
        raise Broken("a text differs from itself")
    for change in duikou.diff(before, after).changes:
        for side, kinds in ((change.old, ("equal", "delete")), (change.new, ("equal", "insert"))):
            if "".join(text for kind, text in change.ops if kind in kinds) != (side.text if side else ""):
                raise Broken(f"{change} does not give back {side}")


def _refused(take: Callable[[], Iterable[object]], name: str) -> None:
    try:
        for _ in take():
            pass
    except DuikouError as error:
        if not str(error).startswith(name):
            raise Broken(f"the error does not name the file: {error}") from None


def of_picture(data: bytes, name: str) -> None:
    """Every page of a picture is had, or refused with one of duikou's errors. Reading what is on it is not tried."""
    from duikou.reading.ocr import page_pictures
    from duikou.reading.options import Limits

    # Small ones: a page of a hundred million dots is within what is read, and takes seconds.
    _refused(lambda: page_pictures.of_image(data, name, Limits(pixels=4))[1], name)


def of_container(data: bytes, name: str) -> None:
    """Every file in a zip container is had, or refused with one of duikou's errors."""
    from duikou.reading.files import zipped

    _refused(lambda: zipped.files(data, name), name)
