"""Pinyin in brackets behind characters that a site converted to traditional ones: 國(guó)務(wù)院.

What holds here: a syllable is a gloss when it is a reading of the character before it, and that character is one that
simplified text has not. Where a text has several such, a syllable with a tone mark behind any character is one too. A
rare character that the document itself glosses (埕（chéng）口) in simplified text stays. What goes is told as removed.
The readings lie in data/cleaning/glosses.toml.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

from duikou.cleaning.rules.registry import Wanted, rule
from duikou.data import load
from duikou.notation.characters import HANZI, each
from duikou.notation.patterns import pattern

_LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ"
_GLOSS = pattern(rf"[（(](?<={HANZI}.)([{_LETTERS}]{{1,7}})[）)]")
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0304\u030c"))
_SEVERAL = 3


@rule(
    "pinyin-glosses",
    "characters",
    "Pinyin that a site set behind converted characters goes: a syllable in brackets that the character is read as.",
    signs="(（",
    removes=True,
)
def glosses(text: str) -> Iterator[Wanted]:
    """Take out each gloss with its brackets."""
    found = [(m.start(), m.end(), text[m.start() - 1], m.group(1)) for m in each(_GLOSS, text)]
    if not found:
        return
    proved = [_plain(syllable) in _readings().get(char, ()) for _, _, char, syllable in found]
    several = sum(proved) >= _SEVERAL
    for (start, end, _, syllable), is_gloss in zip(found, proved, strict=True):
        if is_gloss or (several and not syllable.isascii()):
            yield start, end, ""


def _plain(syllable: str) -> str:
    """A syllable without the mark of its tone; ü stays."""
    apart = unicodedata.normalize("NFD", syllable).translate(_TONES)
    return unicodedata.normalize("NFC", apart)


@cache
def _readings() -> dict[str, frozenset[str]]:
    """The syllables of each character."""
    found: dict[str, set[str]] = {}
    for syllable, chars in load("cleaning/glosses")["readings"].items():
        for char in chars:
            # ü is often written v or u.
            found.setdefault(char, set()).update({syllable, syllable.replace("ü", "v"), syllable.replace("ü", "u")})
    return {char: frozenset(syllables) for char, syllables in found.items()}
