"""Numerals with a unit that can be read in two ways or in none: 一百二个, 三万五元. Each is named in a warning.

What holds here: a number is given whole or not at all (`hits`), and what is not given is told. Numerals that count
nothing (ordinals, years, 一二三产) have no unit behind them, and are not told of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duikou.errors import t
from duikou.extracting.measures.finding import Passage
from duikou.model import Caution, Document
from duikou.notation import number_forms, units
from duikou.notation.number_values import value

RULE = "number"
# Signs; a shorter run is part of a word more often than a number (万一, 一二).
_SHORTEST = 3


def find_doubts(document: Document, passages: Sequence[Passage]) -> tuple[Caution, ...]:
    """A warning for each numeral of the measures that counts something and can't be read, with its place."""
    return tuple(
        Caution(
            RULE,
            t(
                "the number {written} can be read in more ways than one, or in none; no quantity is given",
                written=written,
            ),
            written,
            document.cleaned.place(stretch.start + start, stretch.start + start + len(written)),
        )
        for passage in passages
        for stretch in passage.stretches
        for start, written in unread(stretch.text)
    )


def unread(text: str) -> Iterator[tuple[int, str]]:
    """Where a numeral with a unit behind it begins that can't be read, and how it is written."""
    for match in number_forms.runs(text):
        written = match.group()
        unsure = len(written) >= _SHORTEST and not written.isdigit() and value(written) is None
        if unsure and units.counts(text, match.end()) and text[match.start() - 1 : match.start()] != "第":
            yield match.start(), written
