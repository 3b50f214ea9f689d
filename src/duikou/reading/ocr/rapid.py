"""Reads a page's picture with RapidOCR (extra `ocr`): PP-OCR models on onnxruntime, which lie inside its wheel.

What holds here: nothing is downloaded, since only the models of the wheel are asked for, and nothing is sent. Lines are
found on the whole page, drawn no larger than the finder works with, and read one by one from the full picture, so that
a page ends soon after its time is up. `unclip_ratio` 1.9: at the default, lines of scans in black and white were
dropped. Every piece is kept whatever its score: whoever asks decides.
"""

from __future__ import annotations

import os
import threading
import time
from functools import cache
from importlib.util import find_spec
from typing import Any

from duikou.notation.patterns import pattern
from duikou.reading.ocr.text_boxes import SlowPage, TextBox

UNSURE = 0.80
DPI = 200
PARALLEL = False  # it uses all cores for one page
_FINDER = 2000  # dots: the longest side on which lines are looked for
_SURE, _SURE_DIGIT = 0.5, 0.85  # of a character, and of a digit: what is less sure is told
_PART = pattern(r"\d[\d.,:]*|\S")
_LOCK = threading.Lock()
_CONFIG = {
    "Det.unclip_ratio": 1.9,
    "Global.text_score": 0.0,
    "Global.use_cls": False,
    "Global.log_level": "critical",
    "Global.max_side_len": _FINDER,
}


def available() -> bool:
    """Whether RapidOCR and onnxruntime are installed."""
    return all(find_spec(module) is not None for module in ("rapidocr", "onnxruntime"))


@cache
def _engine() -> Any:
    # onnxruntime would tell its makers of each run, and keep a file of that at home: it asks here before it begins.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    from rapidocr import RapidOCR

    return RapidOCR(params=_CONFIG)


def read(picture: Any, dpi: float, seconds: float, *, strip: bool = False) -> list[TextBox]:
    """The lines of a page's picture (grey), as pieces. `strip`: the picture is one line.

    Raises `SlowPage` soon after `seconds`, and RuntimeError or ValueError when the engine fails.
    """
    import numpy

    until = time.monotonic() + seconds
    page = numpy.asarray(picture.convert("RGB"))
    with _LOCK:
        boxes = [(0.0, 0.0, float(page.shape[1]), float(page.shape[0]))] if strip else _find(page)
        pieces = []
        for left, top, right, bottom in boxes:
            if time.monotonic() > until:
                raise SlowPage
            crop = page[max(0, int(top)) : int(bottom) + 1, max(0, int(left)) : int(right) + 1]
            if crop.shape[0] < 4 or crop.shape[1] < 4:
                continue
            read_ = _engine()(numpy.ascontiguousarray(crop), use_det=False, use_rec=True, return_word_box=True)
            text = (read_.txts or ("",))[0]
            if text.strip():
                box = (left, top, right, bottom)
                pieces.append(TextBox(text, box, float(read_.scores[0]), doubts(text, read_.word_results)))
    return pieces


def doubts(text: str, words: Any) -> tuple[tuple[int, int], ...]:
    """The spans of a line that the engine was unsure of: a number with an unsure digit is unsure as a whole."""
    sure = list(getattr(words[0], "confs", ())) if words else []
    if len(sure) != len(text):
        return ()
    found = []
    for match in _PART.finditer(text):
        least = _SURE_DIGIT if match.group()[0].isdigit() else _SURE
        if min(sure[match.start() : match.end()]) < least:
            found.append(match.span())
    return tuple(found)


def _find(page: Any) -> list[tuple[float, float, float, float]]:
    """The boxes of the lines on a page, from top to bottom."""
    found = _engine()(page, use_det=True, use_rec=False)
    if found is None or found.boxes is None:
        return []
    boxes = [
        (float(b[:, 0].min()), float(b[:, 1].min()), float(b[:, 0].max()), float(b[:, 1].max())) for b in found.boxes
    ]
    return sorted(boxes, key=lambda b: (b[1], b[0]))
