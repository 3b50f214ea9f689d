"""Text that knows where each of its characters came from, so that what is done to it can be judged afterwards.

What holds here: a `Traced` is a text and, for each character, its offset in the text it was made of; None for a
character that was put in. Layers of noise and the preparations for peers turn one into another and lose no offset.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Traced:
    """`text`, and for each of its characters the offset it came from (None: put in by noise)."""

    text: str
    origins: tuple[int | None, ...]

    @classmethod
    def of(cls, text: str) -> Traced:
        """A text as it is."""
        return cls(text, tuple(range(len(text))))

    @classmethod
    def join(cls, pieces: Iterable[tuple[str, int | None]]) -> Traced:
        """A text of pieces; every character of a piece comes from the one offset beside it."""
        found = [(char, origin) for piece, origin in pieces for char in piece]
        return cls("".join(char for char, _ in found), tuple(origin for _, origin in found))

    def pairs(self) -> list[tuple[str, int | None]]:
        """Each character with its origin."""
        return list(zip(self.text, self.origins, strict=True))

    def lines(self) -> list[list[tuple[str, int | None]]]:
        """The lines, each as characters with their origins, without the line feeds."""
        found: list[list[tuple[str, int | None]]] = [[]]
        for char, origin in self.pairs():
            if char == "\n":
                found.append([])
            else:
                found[-1].append((char, origin))
        return found

    def came_from(self, start: int, end: int) -> set[int]:
        """The origins of the letters, digits and hanzi in [start, end): what marks and spaces did does not count."""
        span = zip(self.text[start:end], self.origins[start:end], strict=True)
        return {origin for char, origin in span if origin is not None and char.isalnum()}


def folded(text: Traced) -> Traced:
    """NFKC, character by character: what people do before they compare."""
    return Traced.join((unicodedata.normalize("NFKC", char), origin) for char, origin in text.pairs())


def unspaced(text: Traced) -> Traced:
    """Without white space and line breaks."""
    return Traced.join((char, origin) for char, origin in text.pairs() if not char.isspace())
