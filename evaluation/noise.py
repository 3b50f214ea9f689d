"""Layers of noise: what happens to a text on its way from the office that issued it to the people who compare it.

What holds here: a layer changes how a text looks and nothing it says, save the misreadings of the layer "slips", which
are told (`Slip`), because a comparison ought to report them, as suspect. The same text, layer and seed give the same
noise. The misreadings are those that tesseract made on degraded pages (misread.toml), not those duikou knows of.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from layouts import Line, drawn, typeset
from traced import Traced

DATA = Path(__file__).parent
HALF = dict(zip("，；：？！（）", ",;:?!()", strict=True))
FULL_DIGITS = {str(n): chr(0xFF10 + n) for n in range(10)}
FULL_LATIN = {chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F) if chr(c).isalpha()}
SPACES = (" ", " ", " ", "\u3000", "\u00a0", "\u2002")
BRACKETS = {
    "（": "(〈《",
    "）": ")〉》",
    "〔": "[【（",
    "〕": "]】）",
    "—": "-一－",
    "：": ":",
    "；": ";",
    "“": '"',
    "”": '"',
}
# One misreading in so many characters, one other slip in so many marks.
SLIP_EVERY, MARK_EVERY = 900, 12


@cache
def misreadings() -> dict[str, tuple[tuple[str, ...], tuple[int, ...]]]:
    """What each character is misread as, with how often that was seen."""
    seen = tomllib.loads((DATA / "misread.toml").read_text("utf-8"))["misread"]
    return {char: (tuple(others), tuple(others.values())) for char, others in seen.items()}


def misread(char: str, chance: random.Random) -> str | None:
    """A character that was taken for this one; None when none was seen."""
    if char not in misreadings():
        return None
    others, counts = misreadings()[char]
    return chance.choices(others, counts)[0]


class Noise:
    """A layer at work: its chances, the offsets it must leave alone, and the misreadings it made."""

    def __init__(self, seed: str, spared: frozenset[int], head: str) -> None:
        self.chance, self.spared, self.head = random.Random(seed), spared, head
        self.slips: list[int] = []

    def width(self, text: Traced) -> Traced:
        """Half-width marks, full-width digits and letters: all of one kind or some."""
        share = self.chance.choice((1.0, 1.0, 0.5))
        tables = self.chance.choice(((HALF,), (FULL_DIGITS,), (HALF, FULL_LATIN), (FULL_DIGITS, FULL_LATIN)))
        table = {key: value for t in tables for key, value in t.items()}
        return Traced.join(
            (table[c] if c in table and self.chance.random() < share else c, origin) for c, origin in text.pairs()
        )

    def spaces(self, text: Traced) -> Traced:
        """Spaces beside digits and marks, and here and there between hanzi; indents."""
        pieces: Line = []
        before = "\n"
        for char, origin in text.pairs():
            if before == "\n" and self.chance.random() < 0.9:
                pieces += [("　　", None)]
            elif char != "\n" and before != "\n" and not (before + char).isascii():
                beside = before.isdigit() != char.isdigit()
                if self.chance.random() < (0.5 if beside else 0.02):
                    pieces.append((self.chance.choice(SPACES), None))
            pieces.append((char, origin))
            before = char
        return Traced.join(pieces)

    def lines(self, text: Traced) -> Traced:
        """Every line broken, as a scan or a PDF gives them."""
        return typeset(text, drawn(self.chance, self.head, furniture=False))

    def pages(self, text: Traced) -> Traced:
        """Every line broken, with page numbers or running heads or both."""
        return typeset(text, drawn(self.chance, self.head, furniture=True))

    def slips(self, text: Traced) -> Traced:
        """What a machine that reads a page gets wrong: marks and brackets, and now and then a character."""
        pieces: Line = []
        for char, origin in text.pairs():
            read = char
            if char in BRACKETS and self.chance.random() < 1 / MARK_EVERY:
                read = self.chance.choice(BRACKETS[char])
                if read.isalnum() and origin is not None:
                    self.slips.append(origin)
            elif origin is not None and origin not in self.spared and self.chance.random() < 1 / SLIP_EVERY:
                other = misread(char, self.chance)
                if other is not None:
                    read = other
                    self.slips.append(origin)
            pieces.append((read, origin))
        return Traced.join(pieces)

    def lost_commas(self, text: Traced) -> Traced:
        """Now and then the comma at a line's end is not seen."""
        pairs = text.pairs()
        after = [char for char, _ in pairs[1:]] + ["\n"]
        return Traced.join(
            (char, origin)
            for (char, origin), following in zip(pairs, after, strict=True)
            if not (char == "，" and following == "\n" and self.chance.random() < 1 / 6)
        )


Step = Callable[[Noise, Traced], Traced]
# The layers: what is done, in turn.
LAYERS: dict[str, tuple[Step, ...]] = {
    "none": (),
    "width": (Noise.width,),
    "spaces": (Noise.spaces,),
    "lines": (Noise.lines,),
    "pages": (Noise.pages,),
    "slips": (Noise.slips, Noise.lines, Noise.lost_commas),
    "all": (Noise.slips, Noise.width, Noise.spaces, Noise.pages, Noise.lost_commas),
}


def noisy(text: str, layer: str, seed: str, spared: frozenset[int], head: str) -> tuple[Traced, tuple[int, ...]]:
    """A text under a layer of noise, and the offsets of the characters that were misread.

    `spared` are offsets that are not misread; `head` is the running head of a page.
    """
    noise = Noise(seed, spared, head)
    traced = Traced.of(text)
    for step in LAYERS[layer]:
        traced = step(noise, traced)
    return traced, tuple(sorted(noise.slips))
