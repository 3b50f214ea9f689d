"""Whether the text layer of a page is text, or what a broken font map made of it.

What holds here: Chinese prose is made of few characters; the frequent ones of data/reading/encodings.toml are nine
tenths of a plan, and half of a list of names. A map that is broken gives other characters, fluent as they look.
Replacement and private-use characters, control codes, the accented letters that bytes of GBK turn into and symbols in
a row are signs of the same. Too little text is never called garbage."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache

from duikou.data import load
from duikou.errors import t

_LEAST = 40  # characters, and hanzi: fewer are not judged
_FREQUENT, _SURELY = 0.2, 0.3  # of the hanzi, at least; of many hanzi
_MANY = 300  # hanzi
_BROKEN, _MOSTLY = 0.3, 0.6  # of all characters, at most; where it is most of them, few tell
_FEW = 8
_SYMBOLS = 0.6


@dataclass(frozen=True, slots=True)
class Quality:
    """How a page's characters look: how many, what part of the hanzi is frequent, what part of all is no text."""

    characters: int
    hanzi: int
    frequent: float
    broken: float
    symbols: float

    def garbage(self, least: int = _LEAST) -> str:
        """Why the text is garbage, in words; "" when it may be text, or is shorter than `least` characters."""
        if self.characters < (_FEW if self.broken > _MOSTLY else least):
            return ""
        if self.broken > _BROKEN:
            return t(
                "{broken} of its characters are private, control or replacement characters", broken=f"{self.broken:.0%}"
            )
        frequent = _SURELY if self.hanzi >= _MANY else _FREQUENT
        if self.hanzi >= least and self.hanzi > 0.3 * self.characters and self.frequent < frequent:
            return t(
                "only {frequent} of its hanzi are ones that Chinese text is made of", frequent=f"{self.frequent:.0%}"
            )
        if self.symbols > _SYMBOLS:
            return t("{symbols} of its characters are symbols", symbols=f"{self.symbols:.0%}")
        return ""


def quality(text: str) -> Quality:
    """Look at the characters of a page or a document, white space aside."""
    counts = Counter(text)
    total = hanzi = frequent = broken = symbols = 0
    known = _frequent()
    for char, times in counts.items():
        if char.isspace():
            continue
        total += times
        if "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf":
            hanzi += times
            frequent += times if char in known else 0
        elif _is_broken(char):
            broken += times
        elif char < "\u0080" and not char.isalnum() and char not in ".-_":
            symbols += times
    return Quality(
        total,
        hanzi,
        frequent / hanzi if hanzi else 1.0,
        broken / total if total else 0.0,
        symbols / total if total else 0.0,
    )


def _is_broken(char: str) -> bool:
    if char == "\ufffd" or "\u00a8" <= char <= "\u00ff":
        return char not in "°±·×÷"
    return unicodedata.category(char) in ("Co", "Cc", "Cn", "Cs")


@cache
def _frequent() -> frozenset[str]:
    data = load("reading/encodings")
    return frozenset(data["simplified"] + data["traditional"])
