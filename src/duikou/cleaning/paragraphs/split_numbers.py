"""Lines that end in the middle of a number or of a reference to articles, whatever the text around them is.

What holds here: the two halves together can be read in one way only, so no width of lines is needed to join them.
"""

from __future__ import annotations

from duikou.notation.characters import STOPS
from duikou.notation.line_heads import Head
from duikou.notation.patterns import patterns
from duikou.notation.units import counts

_LINES = patterns("cleaning/paragraphs")

_ZERO = "〇○零"
_DIGIT = f"一二三四五六七八九{_ZERO}"
HALVES = f"0123456789.．第（{_DIGIT}"  # what can open the second half
_TAIL = 12  # characters of the first half that tell


def halved(before: str, after: str, opening: Head | None) -> bool:
    """Whether `after`, the start of a line, goes on with the number or the list of articles that `before` breaks off.

    `opening` is the ordinal which `after` seems to open with, None without one.
    """
    if before.endswith("第"):
        return True
    if after[:1] not in HALVES:
        return False
    ended = before[-1] in STOPS
    if after[0] == "（" and not ended and _LINES.reference.match(after):
        return True
    if not ended and _LINES.ratio_ahead.match(after):
        return True
    tail = before[-_TAIL:]
    if opening and opening.legal:
        return _LINES.listing.search(tail) is not None or (
            tail.endswith("》") and _LINES.cited.match(after) is not None
        )
    if opening:
        return False
    if after[:1].isascii() or after[:1] == "．":
        return _arabic(tail, after)
    if after[:1] == "第":
        return bool(_LINES.year_of_number_end.search(tail) and _LINES.number_ahead.match(after))
    ahead = _LINES.year_ahead.match(after)
    end = _LINES.year_end.search(tail) if ahead else None
    if not end or not ahead or len(end["year"] + ahead["year"]) != 4:
        return False
    return (end["year"] + ahead["year"])[1] in _ZERO + "九" and (len(end["year"]) > 1 or ahead["year"][0] in _ZERO)


def _arabic(tail: str, after: str) -> bool:
    if _LINES.point_ahead.match(after):
        return _LINES.digits_end.search(tail) is not None
    if tail[-1:] in ".．" and (end := _LINES.point_end.search(tail)) and end["label"] is None:
        number = _LINES.count.match(after)
        return number is not None and counts(after, number.end())
    if after[0] == "0" and _LINES.digits_end.search(tail):
        return _LINES.zeros.match(after) is not None and counts(after, 3)
    if (end := _LINES.figures_of_year_end.search(tail)) and (ahead := _LINES.figures_of_year_ahead.match(after)):
        return len(end["year"] + ahead["year"]) == 4
    return bool(_LINES.year_of_number_end.search(tail) and _LINES.number_ahead.match(after))
