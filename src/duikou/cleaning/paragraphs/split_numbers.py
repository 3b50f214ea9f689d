"""Lines that end in the middle of a number or of a reference to articles, whatever the text around them is.

What holds here: the two halves together can be read in one way only, so no width of lines is needed to join them.
"""

from __future__ import annotations

from duikou.notation.characters import HAN
from duikou.notation.ordinals import Head
from duikou.notation.patterns import pattern
from duikou.notation.units import counts

_ZERO = "〇○零"
_DIGIT = f"一二三四五六七八九{_ZERO}"
_POINT_AHEAD = pattern(r"[.．]\d")
_DIGITS_END = pattern(rf"{HAN}[\d,，.]*\d\Z")
_POINT_END = pattern(rf"{HAN}(?<!附件)(?<![第表图])\d{{1,6}}[.．]\Z")
_YEAR_END = pattern(rf"(?:[^{_DIGIT}]|\A)(?P<year>[一二][{_ZERO}九]?[{_DIGIT}]?)\Z")
_YEAR_AHEAD = pattern(rf"(?P<year>[{_DIGIT}]{{1,3}})年")
_ARABIC_END = pattern(rf"{HAN}(?P<year>(?:19|20)\d?)\Z")
_ARABIC_AHEAD = pattern(r"(?P<year>\d{1,2})年")
_NUMBER_END = pattern(rf"{HAN}[〔\[［【〖(（](?:19|20)\d{{2}}[〕\]］】〗)）]\Z")
_NUMBER_AHEAD = pattern(r"第?\d{1,5}号")
_COUNT = pattern(r"\d{1,4}(?!\d)")
_ZEROS = pattern(r"0\d\d(?!\d)")
_LISTING = pattern("(?:[、和或及与至]|依照|按照|根据|依据|违反|符合)\\Z")
_CITED = pattern("第.{1,6}条(?:规定|的|所|、|和|及|至|第)")
_REFERENCE = pattern(r"（.{1,3}）项")
_HEADS = frozenset(f"0123456789.．第（{_DIGIT}")  # what can open the second half
_TAIL = 12  # characters of the first half that tell


def halved(before: str, after: str, opening: Head | None) -> bool:
    """Whether `after`, the start of a line, goes on with the number or the list of articles that `before` breaks off.

    `opening` is the ordinal which `after` seems to open with, None without one.
    """
    if before.endswith("第"):
        return True
    if after[:1] not in _HEADS:
        return False
    if _REFERENCE.match(after):
        return True
    tail = before[-_TAIL:]
    if opening and opening.legal:
        return _LISTING.search(tail) is not None or (tail.endswith("》") and _CITED.match(after) is not None)
    if opening:
        return False
    if after[:1].isascii() or after[:1] == "．":
        return _arabic(tail, after)
    if after[:1] == "第":
        return bool(_NUMBER_END.search(tail) and _NUMBER_AHEAD.match(after))
    ahead = _YEAR_AHEAD.match(after)
    end = _YEAR_END.search(tail) if ahead else None
    if not end or not ahead or len(end["year"] + ahead["year"]) != 4:
        return False
    return (end["year"] + ahead["year"])[1] in _ZERO + "九" and (len(end["year"]) > 1 or ahead["year"][0] in _ZERO)


def _arabic(tail: str, after: str) -> bool:
    if _POINT_AHEAD.match(after):
        return _DIGITS_END.search(tail) is not None
    if tail[-1:] in ".．" and _POINT_END.search(tail):
        number = _COUNT.match(after)
        return number is not None and counts(after, number.end())
    if after[0] == "0" and _DIGITS_END.search(tail):
        return _ZEROS.match(after) is not None and counts(after, 3)
    if (end := _ARABIC_END.search(tail)) and (ahead := _ARABIC_AHEAD.match(after)):
        return len(end["year"] + ahead["year"]) == 4
    return bool(_NUMBER_END.search(tail) and _NUMBER_AHEAD.match(after))
