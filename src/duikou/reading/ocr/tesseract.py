"""Reads a page's picture with tesseract and its data for simplified Chinese (chi_sim).

What holds here: one process a page on one core (`OMP_THREAD_LIMIT=1`: with more threads tesseract is several times
slower), the page as one block of text (`--psm 6`), words with boxes and confidence as TSV. The picture goes in and
the text comes out through pipes; nothing is written to disk.
"""

from __future__ import annotations

import csv
import io
from functools import cache
from typing import Any

from duikou.reading import programs
from duikou.reading.ocr.ghosts import Word, without_ghosts
from duikou.reading.ocr.pieces import Piece, SlowPage
from duikou.reading.ocr.prepare import without_specks

LANGUAGE = "chi_sim"
UNSURE = 0.60
DPI = 170  # best at 34 to 40 dots for a character; 1.1 % errors at 200, 2.8 % at 300 against 0.8 %
PARALLEL = True  # a process of its own for each page


@cache
def available() -> bool:
    """Whether tesseract is installed with its data for simplified Chinese."""
    program = programs.find("tesseract")
    if program is None:
        return False
    try:
        listed = programs.run([program, "--list-langs"], 20)
    except (OSError, programs.TimeUp):
        return False
    return LANGUAGE in (listed.out + listed.err).decode("utf-8", "replace").split()


def read(picture: Any, dpi: float, seconds: float, *, strip: bool = False) -> list[Piece]:
    """The lines of a page's picture (grey), as pieces. `strip`: the picture is one line.

    Raises `SlowPage` when it takes longer than `seconds`, and OSError when tesseract fails.
    """
    program = programs.find("tesseract")
    if program is None:
        raise OSError("tesseract is not installed")
    stream = io.BytesIO()
    (picture if strip else without_specks(picture, dpi)).save(stream, "PPM")
    command = [program, "-", "-", "-l", LANGUAGE, "--psm", "7" if strip else "6", "--dpi", str(round(dpi)), "tsv"]
    try:
        ran = programs.run(command, seconds, data=stream.getvalue(), more={"OMP_THREAD_LIMIT": "1"})
    except programs.TimeUp:
        raise SlowPage from None
    if ran.code:
        raise OSError(ran.err.decode("utf-8", "replace").strip() or f"tesseract ended with {ran.code}")
    return pieces_of(ran.out.decode("utf-8", "replace"))


def pieces_of(table: str) -> list[Piece]:
    """The lines of tesseract's TSV: words of one line joined, Chinese without spaces."""
    lines: dict[tuple[str, ...], list[Word]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row.get("level") == "5" and (row.get("text") or "").strip():
            key = (row["page_num"], row["block_num"], row["par_num"], row["line_num"])
            lines.setdefault(key, []).append(_word(row))
    return [_piece(line) for line in without_ghosts(list(lines.values()))]


def _word(row: dict[str, str]) -> Word:
    left, top = int(row["left"]), int(row["top"])
    right, bottom = left + int(row["width"]), top + int(row["height"])
    return Word(row["text"].strip(), left, top, right, bottom, max(0.0, float(row["conf"])) / 100)


def _piece(line: list[Word]) -> Piece:
    text = ""
    for word in line:
        part = word.text
        apart = text and text[-1].isascii() and part[0].isascii() and (text[-1].isalnum() or part[0].isalnum())
        both = apart and not (text[-1].isdigit() and part[0].isdigit())
        text += (" " if both else "") + part
    box = (
        float(min(word.left for word in line)),
        float(min(word.top for word in line)),
        float(max(word.right for word in line)),
        float(max(word.bottom for word in line)),
    )
    total = sum(word.score * len(word.text) for word in line)
    return Piece(text, box, total / sum(len(word.text) for word in line))
