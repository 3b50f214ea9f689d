"""Reads a page's picture with tesseract and its data for simplified Chinese (chi_sim).

What holds here: one process a page on one core (`OMP_THREAD_LIMIT=1`: with more threads tesseract is several times
slower), the page as one block of text (`--psm 6`), words with boxes and confidence as TSV. So read, lines of two
columns are one: they are cut at the gutter, where the page has columns of prose. The picture goes in and the text comes
out through pipes; nothing is written to disk.
"""

from __future__ import annotations

import csv
import io
import statistics
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

from duikou.errors import t
from duikou.reading.files import programs
from duikou.reading.ocr.ghosts import Word, without_ghosts
from duikou.reading.ocr.prepare import without_specks
from duikou.reading.ocr.rows import gutters_of
from duikou.reading.ocr.text_boxes import SlowPage, TextBox

LANGUAGE = "chi_sim"
UNSURE = 0.60
DPI = 170  # best at 34 to 40 dots for a character; 1.1 % errors at 200, 2.8 % at 300 against 0.8 %
_GUTTER, _NARROW = 1.0, 0.25  # heights of a line: a gap that may be a gutter; one where a gutter is known to stand
_TITLE = 1.3  # of the usual height: a line across the columns, if it has no gap like a gutter
PARALLEL = True  # a process of its own for each page


@cache
def available() -> bool:
    """Whether tesseract is installed with its data for simplified Chinese."""
    program = programs.find_program("tesseract")
    if program is None:
        return False
    try:
        listed = programs.run([program, "--list-langs"], 20)
    except (OSError, programs.TimeUp):
        return False
    return LANGUAGE in (listed.out + listed.err).decode("utf-8", "replace").split()


def read(picture: Any, dpi: float, seconds: float, *, strip: bool = False) -> list[TextBox]:
    """The lines of a page's picture (grey), as pieces. `strip`: the picture is one line.

    Raises `SlowPage` when it takes longer than `seconds`, and OSError when tesseract fails.
    """
    program = programs.find_program("tesseract")
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
        raise OSError(ran.err.decode("utf-8", "replace").strip() or t("tesseract ended with {code}", code=ran.code))
    return pieces_of(ran.out.decode("utf-8", "replace"))


def pieces_of(table: str) -> list[TextBox]:
    """The lines of tesseract's TSV: words of one line joined, Chinese without spaces."""
    lines: dict[tuple[str, ...], list[Word]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row.get("level") == "5" and (row.get("text") or "").strip():
            key = (row["page_num"], row["block_num"], row["par_num"], row["line_num"])
            lines.setdefault(key, []).append(_word(row))
    whole = without_ghosts(list(lines.values()))
    # tesseract reads across a gutter. Elsewhere a gap may be one that it only measured wrong.
    gutters = gutters_of([_piece(part) for line in whole for part in _parted(line, _GUTTER)])
    if not gutters:
        return [_piece(line) for line in whole]
    usual = statistics.median(_high(line) for line in whole)
    least = [_GUTTER if _high(line) > _TITLE * usual else _NARROW for line in whole]
    return [_piece(part) for line, gap in zip(whole, least, strict=True) for part in _parted(line, gap, gutters)]


def _split_at_gutter(word: Word, gutters: Sequence[float], high: float) -> list[Word]:
    """A word that tesseract made of two characters on both sides of a gutter, as the two; any other as it is."""
    x = next((x for x in gutters if word.left + 0.5 * high < x < word.right - 0.5 * high), None)
    if x is None or len(word.text) != 2 or word.right - word.left < (2 + _NARROW) * high:
        return [word]
    wide = (word.right - word.left - _GUTTER * high) / 2
    return [
        replace(word, text=word.text[0], right=word.left + wide),
        replace(word, text=word.text[1], left=word.right - wide),
    ]


def _high(line: Sequence[Word]) -> float:
    return statistics.median(word.bottom - word.top for word in line)


def _parted(line: list[Word], least: float, gutters: Sequence[float] = ()) -> list[list[Word]]:
    """A line cut at gaps of `least` heights of a line; with `gutters`, only where one of them stands."""
    high = _high(line)
    line = [part for word in line for part in _split_at_gutter(word, gutters, high)]
    parts = [line[:1]]
    for before, after in pairwise(line):
        reach = (before.left + before.right) / 2, (after.left + after.right) / 2
        there = not gutters or any(reach[0] < x <= reach[1] for x in gutters)
        if there and after.left - before.right >= least * high:
            parts.append([])
        parts[-1].append(after)
    return parts


def _word(row: dict[str, str]) -> Word:
    left, top = int(row["left"]), int(row["top"])
    right, bottom = left + int(row["width"]), top + int(row["height"])
    return Word(row["text"].strip(), left, top, right, bottom, max(0.0, float(row["conf"])) / 100)


def _piece(line: list[Word]) -> TextBox:
    text = ""
    doubts = []
    for word in line:
        part = word.text
        apart = text and text[-1].isascii() and part[0].isascii() and (text[-1].isalnum() or part[0].isalnum())
        both = apart and not (text[-1].isdigit() and part[0].isdigit())
        text += " " if both else ""
        if word.score < UNSURE and any(char.isalnum() for char in part):
            doubts.append((len(text), len(text) + len(part)))
        text += part
    box = (
        float(min(word.left for word in line)),
        float(min(word.top for word in line)),
        float(max(word.right for word in line)),
        float(max(word.bottom for word in line)),
    )
    total = sum(word.score * len(word.text) for word in line)
    return TextBox(text, box, total / sum(len(word.text) for word in line), tuple(doubts))
