"""Misreadings that only a scan explains: one version was recognised (OCR), the other was not.

What holds here: a recognition takes one hanzi for another, look-alike or not. One or two hanzi that differ are its
misreading where the scan makes no word of them, or where it was unsure of the line. Where both versions make sense
(words of the dictionary, words of one character) they are one only if the scan was unsure of that very word. Never in
names of places, ranks, numbers, dates, document numbers and words of obligation, nor in the name of a person: a change
of one is always told as a change.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from itertools import takewhile

from duikou import data
from duikou.comparing.aligning.folding import fold
from duikou.comparing.judging.context import Context
from duikou.comparing.judging.typing_errors import NUMERALS, WINDOW, is_known, standing, token_over
from duikou.model import Cleaned
from duikou.notation import units
from duikou.notation.characters import HANZI
from duikou.notation.patterns import pattern
from duikou.notation.persons import surnames
from duikou.notation.words import kinds, words

_MOST = 2  # hanzi
_TWO_HANZI = pattern(f"{HANZI}{{2}}")
_STANDING = ("free", "joints", "prefixes", "suffixes", "verbs", "ranks")
_FIXED = ("doc_number", "date", "reference", "number", "modality")
_OBLIGED = frozenset(data.load("comparing/categories")["obliged"])
_CAPITALS = frozenset(data.load("comparing/categories")["capitals"])


class Recognised:
    """Which lines of a document were recognised, and which of them, or which words, with low confidence."""

    def __init__(self, cleaned: Cleaned) -> None:
        self._cleaned = cleaned
        self._lines = [line for line in cleaned.source.lines if line.score is not None]
        self._starts = [line.start for line in self._lines]
        cautions = cleaned.source.cautions
        places = [c.place for c in cautions if c.rule == "ocr-unsure" and c.place is not None]
        ends = {line.start: line.end for line in self._lines}
        self._unsure = {x.start for x in places if ends.get(x.start) == x.end}
        self._words = sorted((x.start, x.end) for x in places if ends.get(x.start) != x.end)

    def over(self, start: int, end: int) -> tuple[bool, bool, bool]:
        """Whether [start, end) of the clean text was recognised, whether its line was with low confidence, and
        whether a word that it touches was."""
        if not self._lines:
            return False, False, False
        place = self._cleaned.place(start, end)
        k = max(0, bisect_right(self._starts, place.start) - 1)
        over = [line for line in self._lines[k : bisect_right(self._starts, place.end)] if line.end > place.start]
        k = max(0, bisect_right(self._words, (place.start, 0)) - 1)
        words = self._words[k : bisect_right(self._words, (place.end, 0))]
        return bool(over), any(line.start in self._unsure for line in over), any(end > place.start for _, end in words)


def misrecognised(context: Context, named: bool) -> bool:
    """Whether the difference is a misreading by the recognition of one side, `context.scanned`.

    `named`: what differs are names of places or public bodies.
    """
    if context.scanned is None:
        return False
    read, true = (fold(side) for side in (context.old, context.new))
    if context.scanned == "new":
        read, true = true, read
    if len(read) != len(true):
        more = _more(read, true)
        return context.doubted and 0 < len(more) <= _MOST and all(_open_to(char, char) for char in more)
    places = [k for k, (a, b) in enumerate(zip(read, true, strict=True)) if a != b]
    if not 0 < len(places) <= _MOST or not all(_open_to(read[k], true[k]) for k in places):
        return False
    before, after = context.before[-WINDOW:], context.after[:WINDOW]
    texts = before + read + after, before + true + after
    at = [k + len(before) for k in places]
    if any(_fixed(text, k) for text in texts for k in at):
        return False
    if all(_name_of_place(text, k) for text in texts for k in at):
        return False
    if context.doubted:
        return not any(_named_person(texts[1], k) for k in at)
    return all(_is_misread(*texts, k, (named or len(at) > 1), context.unsure) for k in at)


def _more(read: str, true: str) -> str:
    """What the recognised side has besides all of the other, in one place; "" where they differ in another way."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(read, true, strict=False)))
    length = len(read) - len(true)
    return read[same : same + length] if length > 0 and read[same + length :] == true[same:] else ""


def _named_person(true: str, at: int) -> bool:
    start, _ = token_over(true, at)
    return start > 0 and token_over(true, start - 1)[1] in surnames()


def _open_to(a: str, b: str) -> bool:
    """Whether one character may be misread for the other: hanzi, and no numerals, no two ranks, units or negations."""
    pair = {a, b}
    return (
        _TWO_HANZI.fullmatch(a + b) is not None
        and not pair & (NUMERALS | _CAPITALS | _OBLIGED)
        and not any(pair <= group for group in (standing("ranks"), surnames(), _measures()))
    )


@cache
def _measures() -> frozenset[str]:
    return frozenset(unit for unit in units.listed("measured", "counted", "times") if len(unit) == 1)


def _fixed(text: str, at: int) -> bool:
    """Whether a number, date, reference or word of obligation stands over `at`."""
    return any(m.start() <= at < m.end() for kind in _FIXED for m in kinds()[kind].finditer(text))


def _name_of_place(text: str, at: int) -> bool:
    return any(m.start() <= at < m.end() for m in kinds()["place"].finditer(text))


def _is_misread(read: str, true: str, at: int, needs_word: bool, unsure: bool) -> bool:
    """Whether the recognised text makes no sense at `at`, or was doubtful there and both do not."""
    (start, word), (_, got) = token_over(true, at), token_over(read, at)
    whole = len(word) > 1 and is_known(word)
    if len(got) > 1 and is_known(got):
        return unsure and not whole
    if _alone(got) and (_alone(word) or not whole):
        return False
    if unsure:
        return True
    if _named_person(true, at):
        return False
    if not whole:
        return not needs_word
    if all(_alone(char) for char in read[start : start + len(word)]):
        return False  # 派人 for 专人: two words that make sense together
    first, last = at == start, at == start + len(word) - 1
    ends = last and read[at] in standing("suffixes")
    begins = first and read[at] in standing("prefixes") | standing("verbs")
    rest = word[1:] if begins else word[:-1]
    return not ((ends or begins) and (is_known(rest) or len(words(word)) > 1))


def _alone(token: str) -> bool:
    """Whether a token is a word of one character that stands by itself."""
    return len(token) == 1 and any(token in standing(name) for name in _STANDING)
