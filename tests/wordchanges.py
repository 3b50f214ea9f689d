"""What a Word file with tracked changes says when all are accepted, and when all are rejected: a reader of its own."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = {True: {"del", "moveFrom"}, False: {"ins", "moveTo"}}


def body(data: bytes) -> ElementTree.Element:
    """The w:body of a .docx file."""
    found = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")).find(f"{W}body")
    assert found is not None
    return found


def name(element: ElementTree.Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.removeprefix(W)


def read(data: bytes, accepted: bool) -> list[str]:
    """The paragraphs, with the cells of a table's row apart by TAB, when all changes are accepted or rejected.

    A paragraph whose mark goes runs on into the next one. The hidden paragraphs after a table are none.
    """
    gone = _GONE[accepted]
    paragraphs: list[str] = []
    held: str | None = None
    for element in body(data):
        if name(element) == "p":
            text = _text(element, gone)
            marks = {name(mark) for mark in element.findall(f"{W}pPr/{W}rPr/*")}
            if "vanish" in marks and not text and not held:
                held = None
                continue
            held = (held or "") + text
            if not marks & gone:
                paragraphs.append(held)
                held = None
        elif name(element) == "tbl":
            assert not held, "text runs on into a table"
            held = None
            paragraphs += [_row(row, gone) for row in element.findall(f"{W}tr") if not _row_gone(row, gone)]
    assert not held, "text after the last mark"
    return paragraphs


def _text(element: ElementTree.Element, gone: set[str]) -> str:
    text = ""
    for child in element:
        kind = name(child)
        if kind in ("t", "delText"):
            text += child.text or ""
        elif kind == "tab":
            text += "\t"
        elif kind not in gone and kind not in ("pPr", "rPr"):
            text += _text(child, gone)
    return text


def _row_gone(row: ElementTree.Element, gone: set[str]) -> bool:
    return any(name(mark) in gone for mark in row.findall(f"{W}trPr/*"))


def _row(row: ElementTree.Element, gone: set[str]) -> str:
    return "\t".join("".join(_text(p, gone) for p in cell.findall(f"{W}p")) for cell in row.findall(f"{W}tc"))
