"""Programs that compare two Word files and track the changes: what they mark in two texts.

What holds here: a text becomes a plain Word file, a paragraph each line, and what a program marks is read from the file
that it gives back: runs inserted, deleted, or moved. Where those runs don't give both texts back, that is an error: no
mark is then known to stand where it is said to.
"""

from __future__ import annotations

import importlib
import importlib.util
import io
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from differs import Marks, runs_of, solid
from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import libreoffice

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE, _COME = {f"{_W}del", f"{_W}moveFrom"}, {f"{_W}ins", f"{_W}moveTo"}
Pair = tuple[str, str]


def by_docxodus(pairs: dict[str, Pair]) -> dict[str, list[Marks]]:
    """What docxodus marks in each pair of texts, as python-redlines calls it."""
    engine: Any = importlib.import_module("python_redlines").DocxodusEngine()
    made = {}
    for name, pair in pairs.items():
        old, new = map(word_file, pair)
        made[name] = marks_of(engine.run_redline("duikou", old, new)[0], pair)
    return made


def by_libreoffice(pairs: dict[str, Pair]) -> dict[str, list[Marks]]:
    """What LibreOffice marks in each pair of texts (Edit, Track Changes, Compare Document)."""
    files = {name: (word_file(old), word_file(new)) for name, (old, new) in pairs.items()}
    with tempfile.TemporaryDirectory() as folder:
        compared = libreoffice.compare(Path(folder), files)
    return {name: marks_of(compared[name], pair) for name, pair in pairs.items()}


def word_file(text: str) -> bytes:
    """A plain Word file with a paragraph for each line."""
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def marks_of(data: bytes, pair: Pair) -> list[Marks]:
    """The tracked changes of a file, as spans of the two texts; white space is not counted."""
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    pieces = list(_pieces(root.find(f"{_W}body"), " "))
    for without, text in zip("+-", pair, strict=True):
        read = "".join("".join(piece.split()) for kind, piece in pieces if kind != without)
        if read != "".join(text.split()):
            raise ValueError("The tracked changes don't give the two texts back.")
    return list(runs_of(pieces, solid(pair[0]), solid(pair[1])))


def _pieces(element: Any, kind: str) -> Iterator[tuple[str, str]]:
    for child in element:
        if child.tag in (f"{_W}t", f"{_W}delText"):
            yield kind, child.text or ""
        elif isinstance(child.tag, str) and not child.tag.endswith("Pr"):
            yield from _pieces(child, "-" if child.tag in _GONE else "+" if child.tag in _COME else kind)
