"""Marks, figures and letters that a Founder system set from a font of symbols, and whose map says that they are hanzi.

What holds here: such a font (EU-BZ, E-FZ) holds no hanzi. Some writers of PDF give its characters the codes of GBK with
the first byte 0x31 too high: 袁 for ，, 遥 for 。, 员 for 1. They are put right where the font's name is of that form
and nearly all its characters on the page are symbols so read, which those of a font of hanzi are not; what is left
then is U+FFFD.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from duikou.notation.patterns import pattern

_NAME = pattern(r"(?:[A-Z]{6}\+)?[A-Z]{1,3}[0-9]{0,2}-[A-Z0-9]{1,4}")
_SHIFT = 0x31
_ROWS = range(0xA1, 0xAA)  # of GBK: marks, figures, letters
_BEYOND = {"郾": "."}  # of a row that GBK leaves to its users
_NEARLY = 0.9  # of a font's characters


def as_symbol(char: str) -> str | None:
    """The symbol for which a hanzi of such a font stands; None where it stands for none."""
    if char in _BEYOND:
        return _BEYOND[char]
    try:
        first, second = char.encode("gbk")
        if first - _SHIFT not in _ROWS:
            return None
        return bytes((first - _SHIFT, second)).decode("gbk")
    except ValueError:
        return None


_TELLING = frozenset(map(ord, "袁遥尧摇渊郧"))  # ，。、, a blank, （ and G: rare as hanzi


def put_right(codes: list[int], objects: Sequence[int], name_of: Callable[[int], str]) -> list[int]:
    """The code points with the symbols of such fonts put right. `objects` are the characters' text objects, `name_of`
    gives the name of the font of the character with an index."""
    if _TELLING.isdisjoint(codes):
        return codes
    names: dict[int, str] = {}
    fonts: dict[str, list[int]] = {}
    for i, item in enumerate(objects):
        if not item or chr(codes[i]).isspace():
            continue
        if item not in names:
            names[item] = name_of(i)
        if _NAME.fullmatch(names[item]):
            fonts.setdefault(names[item], []).append(i)
    right = list(codes)
    for members in fonts.values():
        symbols = {code: as_symbol(chr(code)) for code in {codes[i] for i in members}}
        if sum(symbols[codes[i]] is not None for i in members) >= _NEARLY * len(members):
            for i in members:
                right[i] = ord(symbols[codes[i]] or "\ufffd")
    return right
