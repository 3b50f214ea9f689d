"""Whether two passages differ by a misreading or a slip, and which of them is likely wrong.

What holds here: a misreading is a replacement by look-alike characters alone (data: confusables), a decimal point lost
to a private-use character, one character doubled or dropped that leaves no word, two neighbours changed places, or a
word written twice. Any other hanzi for a hanzi is one only where it breaks a word: the dictionary knows the word on one
side and nothing on the other, and the rest of the texts know nothing of that. Numerals of different value are never
one: that is a change of number. Which side is wrong is said only on evidence: how often each reading stands in the two
texts, else the dictionary.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from duikou import data
from duikou.comparing.folding import fold
from duikou.comparing.words import is_word, kinds, tokens, words

_NUMERALS = frozenset("0123456789〇零一二两三四五六七八九十百千万亿")
_ZEROS = frozenset("0〇零")
_COMMON = frozenset("的了和与及或在为是等对其各不有由")
_SCAN = 1000
# A word that stands in one more place of both versions stands twice more in the two texts.
_ELSEWHERE = 2
_MOST_BROKEN = 2
# How many characters around a difference are cut into words with it.
_WINDOW = 8


@dataclass(frozen=True, slots=True)
class Context:
    """A changed stretch with what stands around it: `before` and `after` are the equal text next to it."""

    old: str
    new: str
    before: str
    after: str


class Evidence:
    """How often a reading stands in the two texts. Looks are counted: after many it no longer looks."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts, self._left = texts, _SCAN
        self._seen: dict[str, int] = {}

    def count(self, piece: str) -> int:
        """How often `piece` stands in both texts together; 0 once too many were asked for."""
        if piece not in self._seen:
            if self._left <= 0:
                return 0
            self._left -= 1
            self._seen[piece] = sum(text.count(piece) for text in self._texts)
        return self._seen[piece]


@cache
def _alike() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for group in data.load("confusables")["groups"]:
        for char in group:
            table.setdefault(char, set()).update(group)
    return {char: frozenset(others) for char, others in table.items()}


def lookalike(a: str, b: str) -> bool:
    """Whether two characters are taken for one another; numerals of different value never are."""
    if a in _NUMERALS and b in _NUMERALS and not {a, b} <= _ZEROS:
        return False
    if "Co" in (unicodedata.category(a), unicodedata.category(b)):
        return "." in (a, b)
    return b in _alike().get(a, ())


def misread(context: Context) -> bool:
    """Whether the difference is look-alike characters or a slip, and nothing else."""
    old, new = (unicodedata.normalize("NFKC", side).replace(" ", "") for side in (context.old, context.new))
    if lookalikes(context.old, context.new) or _sequences(old, new):
        return True
    old, new = fold(old), fold(new)
    if any(pattern.search(old + new) for pattern in (kinds()["modality"], kinds()["date"])):
        return False
    return _doubled(context) or _dropped(old, new) or _swapped(old, new)


def lookalikes(old: str, new: str) -> bool:
    """Whether two texts differ by look-alike characters (and perhaps in form), and do differ by them."""
    plain = (unicodedata.normalize("NFKC", side).replace(" ", "") for side in (old, new))
    return _one_for_one(*plain) or _one_for_one(fold(old), fold(new))


def _one_for_one(old: str, new: str) -> bool:
    if len(old) != len(new):
        return False
    pairs = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    real = [(a, b) for a, b in pairs if fold(a) or fold(b)]
    return bool(real) and all(lookalike(a, b) for a, b in real)


def _sequences(old: str, new: str) -> bool:
    for many, one in data.load("confusables")["sequences"]:
        for a, b in ((old, new), (new, old)):
            if many in a and one in b and a.replace(many, one) == b:
                return True
    return False


def _doubled(context: Context) -> bool:
    """One side repeats what stands next to it: 的的, 进一步进一步."""
    gone, come = fold(context.old), fold(context.new)
    shorter, longer = sorted((gone, come), key=len)
    if not shorter and re.fullmatch(r"[\u3400-\u9fff]{1,6}", longer):
        beside = context.before.endswith(longer) or context.after.startswith(longer)
        return beside and not is_word(longer * 2) and not _NUMERALS.issuperset(longer)
    k = _extra(shorter, longer)
    if k is None or longer[k] in _NUMERALS:
        return False
    twice = longer[k] * 2
    beside = longer[k - 1 : k + 1] == twice or longer[k : k + 2] == twice
    return beside and (is_word(shorter) or not is_word(twice))


def _dropped(old: str, new: str) -> bool:
    """One character of a word is missing, and what is left is no word: 人民府."""
    shorter, longer = sorted((old, new), key=len)
    k = _extra(shorter, longer)
    if k is None or longer[k] in _NUMERALS or not re.fullmatch(r"[\u3400-\u9fff]{2,12}", shorter):
        return False
    whole = [token for token in tokens(longer) if token not in tokens(shorter)]
    return (
        len(whole) == 1 and len(whole[0]) > 2 and is_word(whole[0]) and not is_word(_left_of(shorter, longer, whole[0]))
    )


def _left_of(shorter: str, longer: str, word: str) -> str:
    """What stands in the shorter text where the longer one has the word."""
    at = longer.find(word)
    return shorter[at : at + len(word) - 1]


def _extra(shorter: str, longer: str) -> int | None:
    """Where the longer text has one character more, if that is all."""
    if len(longer) != len(shorter) + 1:
        return None
    k = 0
    while k < len(shorter) and shorter[k] == longer[k]:
        k += 1
    return k if shorter[k:] == longer[k + 1 :] else None


def _swapped(old: str, new: str) -> bool:
    """Two neighbours changed places, and one of the two readings is no word."""
    if len(old) != len(new) or old == new or _NUMERALS.intersection(old):
        return False
    k = next(i for i, (a, b) in enumerate(zip(old, new, strict=True)) if a != b)
    if old[k : k + 2][::-1] != new[k : k + 2] or old[k + 2 :] != new[k + 2 :]:
        return False
    return is_word(old[k : k + 2]) != is_word(new[k : k + 2])


def wrong_side(context: Context, evidence: Evidence) -> str | None:
    """ "old" or "new" for the side that is likely wrong; None when nothing tells."""
    private = [any(unicodedata.category(char) == "Co" for char in side) for side in (context.old, context.new)]
    if private[0] != private[1]:
        return "old" if private[0] else "new"
    old, new = (fold(side) for side in (context.old, context.new))
    if len(old) != len(new):
        return "old" if is_word(new) > is_word(old) else "new" if is_word(old) > is_word(new) else None
    before, after = context.before[-3:], context.after[:3]
    votes = 0
    for k in (i for i, (a, b) in enumerate(zip(old, new, strict=True)) if a != b):
        seen = [_seen(before + side + after, k + len(before), evidence) for side in (old, new)]
        known = [_known(before + side + after, k + len(before)) for side in (old, new)]
        votes += (seen[1] > 2 * seen[0]) - (seen[0] > 2 * seen[1])
        if not votes:
            votes += (known[1] > known[0]) - (known[0] > known[1])
    return "old" if votes > 0 else "new" if votes < 0 else None


def _seen(text: str, at: int, evidence: Evidence) -> int:
    """How often the pairs of characters around `at` stand elsewhere in the two texts."""
    pairs = [text[k : k + 2] for k in (at - 1, at) if k >= 0]
    told = [pair for pair in pairs if len(pair) == 2 and (not _COMMON.intersection(pair) or is_word(pair))]
    return sum(max(0, evidence.count(pair) - 1) for pair in told)


def breaks_a_word(context: Context, evidence: Evidence) -> bool:
    """Whether one side has a hanzi that makes no word, where the other has a word.

    True changes leave words on both sides (合作 to 协作). Words of obligation, numerals and ranks (省, 市, 县) are left
    out: a change of one is never taken for a slip on such evidence. Names of places and public bodies need the rest of
    the texts, which knows the one and not the other; the name of a person is never one.
    """
    old, new = fold(context.old), fold(context.new)
    if len(old) != len(new) or kinds()["modality"].search(old + "\n" + new):
        return False
    places = [k for k, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    if not 0 < len(places) <= _MOST_BROKEN or any(not _open_to(old[k] + new[k]) for k in places):
        return False
    named = any(kinds()[kind].search(old + "\n" + new) for kind in ("place", "unit"))
    before, after = context.before[-_WINDOW:], context.after[:_WINDOW]
    good, bad = ([before + side + after for side in sides] for sides in ((old, new), (new, old)))
    return any(
        all(_is_broken(right, wrong, k + len(before), evidence, named) for k in places)
        for right, wrong in zip(good, bad, strict=True)
    )


def _open_to(pair: str) -> bool:
    """Whether both characters are hanzi that are no numerals, and not both ranks."""
    return (
        re.fullmatch(r"[\u3400-\u9fff]{2}", pair) is not None
        and not _NUMERALS & set(pair)
        and not set(pair) <= _standing("ranks")
    )


@cache
def _standing(name: str) -> frozenset[str]:
    """Characters that stand by themselves: "prefixes", "suffixes", "ranks", "surnames" (data: confusables)."""
    return frozenset(data.load("confusables")["alone"][name])


def _is_broken(right: str, wrong: str, at: int, evidence: Evidence, named: bool) -> bool:
    """Whether `right` has a word over `at`, and `wrong` has none there and the texts know nothing of it."""
    start, word = _token_over(right, at)
    if len(word) < 2 or len(_token_over(wrong, at)[1]) > 1 or _seen(wrong, at, evidence):
        return False
    first, last = at == start, at == start + len(word) - 1
    if (last and wrong[at] in _standing("suffixes")) or _token_over(right, start - 1)[1] in _standing("surnames"):
        return False
    return evidence.count(word) > _ELSEWHERE or not (named or (first and wrong[at] in _standing("prefixes")))


def _token_over(text: str, at: int) -> tuple[int, str]:
    """The word that the cutter sees over `at`, and where it begins."""
    start = 0
    for token in words(text):
        if at < start + len(token):
            return start, token
        start += len(token)
    return at, ""


def _known(text: str, at: int) -> int:
    """The length of the longest word of the dictionary over `at`."""
    return len(_word_over(text, at))


def _word_over(text: str, at: int) -> str:
    """The longest word of the dictionary over `at`, the first of them; "" for none."""
    spans = ((s, e) for s in range(max(0, at - 3), at + 1) for e in range(at + 1, min(len(text), s + 5) + 1))
    return max((text[s:e] for s, e in spans if is_word(text[s:e])), key=len, default="")
