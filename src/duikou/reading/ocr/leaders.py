"""Entries of a table of contents: the number of the page behind a line of dots.

What holds here: an engine that reads such a line as one drops the number behind the dots, or reads dots as marks. The
dots stand in the middle or at the foot of the line, so its upper part has ink at the text and at the number alone;
where a wide stretch without is between, both are read by themselves. Only a number is taken from behind dots.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from duikou.notation.patterns import pattern
from duikou.reading.ocr.residue import ink_stretches
from duikou.reading.ocr.text_boxes import TextBox

_UPPER = (0.12, 0.4)  # of the line's height: where dots have no ink
_LEADER_GAP = 2.5  # em between the entry and the number
_GAP = 0.7  # em: ink so near is one stretch
_PAD, _PADS = 0.12, (0.12, 0.45)  # em: the last dot may stand near; a number is read better with paper around it
_LEAST = 8.0  # em: an entry with its dots and its number is as wide
_EDGE = 0.98  # of the page's width: further right lies a scanner's shadow
_PAGE_OF_ENTRY = pattern(r"[-—(（]?\s*(\d{1,4}|[ivxIVX]{1,6})\s*[-—)）]?")
_STROKES = str.maketrans("lI|丨!oO", "1111100")  # what a lone 1 or 0 is read as
_LEADERS = ".…·．•"
_DOTS = " .…·．•-—_,，。、:：*\u3000"

# Reads the box of a picture once more: None where nothing is there.
Reader = Callable[[tuple[float, float, float, float]], TextBox | None]


def parted(piece: TextBox, pieces: Sequence[TextBox], grey: Any, em: float, read: Reader) -> list[TextBox]:
    """The piece, or its entry and the number behind the dots as two. `pieces` are all of the page, `em` is the usual
    size of type in dots."""
    left, top, right, bottom = piece.box
    if not piece.text.strip(_DOTS) or piece.text[-1].isdigit():
        return [piece]
    if piece.text[-1] in _LEADERS:
        # The finder of lines may have left out a lone number at the end of the dots.
        right = _room(piece, pieces, grey.size[0])
    if right - left < _LEAST * em:
        return [piece]
    high = bottom - top
    band = grey.crop((round(left), round(top + _UPPER[0] * high), round(right), round(top + _UPPER[1] * high)))
    if band.size[0] < 4 or band.size[1] < 1:
        return [piece]
    stretches = ink_stretches(band, round(_GAP * em))
    if len(stretches) < 2 or stretches[-1][0] - stretches[-2][1] < _LEADER_GAP * em:
        return [piece]
    for pad in _PADS:
        start, stop = left + stretches[-1][0] - pad * em, left + stretches[-1][1] + pad * em
        behind = read((start, top, stop, bottom))
        number = _number(behind.text) if behind is not None else ""
        if number:
            break
    if behind is None or not number:
        return [piece]
    end = left + stretches[-2][1] + _PAD * em
    entry = replace(piece, text=piece.text.rstrip(_DOTS), box=(left, top, end, bottom))
    spans = behind.doubts if number == behind.text.strip() else ((0, len(number)),)
    return [entry, TextBox(number, (start, top, stop, bottom), behind.score, spans)]


def _room(piece: TextBox, pieces: Sequence[TextBox], width: float) -> float:
    """How far the strip right of a piece reaches: to the next piece on its level, or to the page's edge."""
    beside = [
        p.box[0] for p in pieces if p.box[0] > piece.box[2] and p.box[1] < piece.middle < p.box[3] and p is not piece
    ]
    return min([*beside, width * _EDGE])


def _number(text: str) -> str:
    """The number that a text is; "" when it is none."""
    bare = text.strip(_DOTS)
    found = _PAGE_OF_ENTRY.fullmatch(bare) or _PAGE_OF_ENTRY.fullmatch(bare.translate(_STROKES))
    return found.group(1) if found else ""
