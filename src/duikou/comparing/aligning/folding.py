"""Fold a passage to what it says, so that two ways of writing it compare equal.

What holds here: `fold` takes away everything editorial (width, spacing, punctuation, quotes, brackets) and keeps every
letter, digit and hanzi, and each sign that makes a number another number: any mark between digits but that of
thousands, a minus before one, raised digits and fractions, percent signs, signs of operation and comparison. Two texts
with equal folds differ in form alone.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from duikou.notation.characters import HANZI
from duikou.notation.number_forms import HANZI_SIGNS
from duikou.notation.patterns import pattern

_SIGNS = str.maketrans(
    {
        "○": "〇",
        "◯": "〇",
        "零": "〇",
        "﹒": ".",
        "∶": ":",
        "—": "-",
        "–": "-",
        "―": "-",
        "‒": "-",
        "‐": "-",
        "‑": "-",
        "−": "-",
        "─": "-",
        "~": "-",
        "〜": "-",
        "⁄": "/",
        "_": " ",
    }
)
_SIGN = pattern(f"[{re.escape(''.join(map(chr, _SIGNS)))}]")
# Signs that carry meaning wherever they stand; the private-use area may hide a decimal point.
_MEANT = "%‰+×÷=≥≤≈±℃°$¥€£|\ue000-\uf8ff"
_BETWEEN_DIGITS = pattern(r"(?<=[0-9])[.:\-]+(?=[0-9])|(?<=[0-9A-Za-z])/(?=[0-9A-Za-z])|[<>](?=[0-9])")
_MINUS = pattern(f"(?:(?<={HANZI})|^)-(?=[0-9])")
_RAISED = pattern(r"(?<=[0-9])(?=[\u00b2\u00b3\u00b9\u2070-\u2079\u00bc-\u00be\u2150-\u215e])")
_PARTED = pattern(r"(?<=[0-9])[^\w\s\x01-\x07%‰+×÷=]+(?=[0-9])")  # 第1、2项 is not 第12项
_THOUSANDS = pattern(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_CLOCK = pattern(r"(?<=[0-9])\s?:\s?(?=[0-9]{2}(?![0-9]))")
_LOOSE = pattern(rf"[^\w{_MEANT}\x01-\x07]+")
_MARKS = {".": "\x01", ":": "\x02", "-": "\x03", "/": "\x04", "<": "\x05", ">": "\x06"}
# A nought in figures among numerals in hanzi: 二0一八年.
_MIXED = pattern(rf"(?<=[{HANZI_SIGNS}])0(?=[{HANZI_SIGNS}年])")
_PLAIN = pattern(f"{HANZI}*")
# Words with the marks of running text, none of which means anything where no figure stands.
_RUNNING = pattern(f"(?:{HANZI}|[A-Za-z，。、；：？！（）“”‘’《》〈〉【】〔〕…—·\u3000 ])*")
# What a mark must stand beside to mean something.
_FIGURE = pattern("[0-9/]")
# Words and clauses, which are folded again and again.
# What has no width.
_SHAPELESS = pattern(r"\s+|[\u200b-\u200d\ufeff]")
_SHORT = 32


def fold(text: str) -> str:
    """What a passage says, without how it is set. Equal folds: an editorial difference at most."""
    if _PLAIN.fullmatch(text) and "零" not in text:
        return text
    return _folded_again(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    if _RUNNING.fullmatch(text):
        return _LOOSE.sub("", text.replace("零", "〇"))
    text = unicodedata.normalize("NFKC", _RAISED.sub("\x07", text))
    if _SIGN.search(text):
        text = text.translate(_SIGNS)
    if _FIGURE.search(text):
        text = _MIXED.sub("〇", text)
        text = _CLOCK.sub(":", _THOUSANDS.sub("", text))
        text = _BETWEEN_DIGITS.sub(lambda m: _MARKS[m[0][0]], text)
        text = _PARTED.sub("\x07", _MINUS.sub(_MARKS["-"], text))
    return _LOOSE.sub("", text)


_folded_again = lru_cache(maxsize=8192)(_folded)


def fold_behind(mark: str, rest: str, folded: str) -> str:
    """The fold of a mark and the text behind it, of which the fold is known: nothing is worked out twice where no sign
    at the seam could mean something else beside its neighbour."""
    if not mark:
        return folded
    apart = not mark[-1].isalnum() and "\u4e00" <= rest[:1] <= "\u9fff"
    return fold(mark) + folded if apart else fold(mark + rest)


def width(text: str) -> str:
    """The text with width folded and every white space gone."""
    return _SHAPELESS.sub("", unicodedata.normalize("NFKC", text))
