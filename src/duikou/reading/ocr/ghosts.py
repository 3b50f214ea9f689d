"""Characters that an engine read and that the page has no room for.

What holds here: tesseract now and then reads one character twice, once as itself and once, unsurely, as another
(土地、人金融 for 土地、金融). Lines of Chinese are set at one pitch, so a line with such a character is longer, counted
in characters, than it is on the page. Only where both tell, the doubt and the room, the unsure character goes. Lines
with Latin words have no pitch and stay as they are. Marks that some faces set in half a cell (“ ” — …) are held to be
so: a line with them only seems too long.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from duikou.notation.characters import HANZI
from duikou.notation.patterns import pattern
from duikou.reading.ocr.rows import ems, inked

_LONG = 12.0  # em: lines from here on tell the pitch
_DOUBT = 0.6  # a surer word is none
_SURPLUS = 0.6  # of the character's width that the line is too long by, at least
_LATIN = pattern("[A-Za-z]")
_EITHER = pattern("[“”‘’—…·]")  # a whole cell or half of one
_ALONE = pattern(rf"{HANZI}|[|丨]")


@dataclass(frozen=True, slots=True)
class Word:
    """What an engine calls a word: its text, its box in dots, how sure it is (0 to 1)."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    score: float


def without_ghosts(lines: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """The lines of a page without the characters that it has no room for."""
    pitches = [_wide(line) / inked(_text(line)) for line in lines if inked(_text(line)) >= _LONG]
    if not pitches:
        return [list(line) for line in lines]
    pitch = statistics.median(pitches)
    return [_fitted(list(line), pitch) for line in lines]


def _fitted(line: list[Word], pitch: float) -> list[Word]:
    if inked(_text(line)) < _LONG or _LATIN.search(_text(line)):
        return line
    surplus = inked(_text(line)) - 0.5 * len(_EITHER.findall(_text(line))) - _wide(line) / pitch
    inner = [word for word in line[1:-1] if word.score < _DOUBT and _ALONE.fullmatch(word.text)]
    for word in sorted(inner, key=lambda word: word.score):
        if surplus >= _SURPLUS * ems(word.text):
            line = [other for other in line if other is not word]
            surplus -= ems(word.text)
    return line


def _text(line: Sequence[Word]) -> str:
    return "".join(word.text for word in line)


def _wide(line: Sequence[Word]) -> float:
    return max(word.right for word in line) - min(word.left for word in line)
