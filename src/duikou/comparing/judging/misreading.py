"""Whether two passages differ by a misreading or a slip, and which of them is likely wrong.

What holds here: a misreading is a replacement by look-alike characters alone (data: confusables), a decimal point lost
to a private-use character, one character doubled or dropped that leaves no word, two neighbours changed places, or a
word written twice. Any other hanzi for a hanzi is one only where it breaks a word: the dictionary knows the word on one
side and nothing on the other, and the rest of the texts know nothing of that. Numerals of different value are never
one: that is a change of number. Which side is wrong is said only on evidence: how often each reading stands in the two
texts, else the dictionary.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from duikou import data
from duikou.comparing.aligning.folding import fold
from duikou.comparing.judging.context import Context, Evidence
from duikou.comparing.judging.typing_errors import (
    NUMERALS,
    WINDOW,
    character_left_out,
    doubled,
    is_known,
    standing,
    token_over,
    word_cut_short,
)
from duikou.notation.characters import HANZI
from duikou.notation.patterns import pattern
from duikou.notation.persons import surnames
from duikou.notation.words import is_word, kinds, words

_HANZI = pattern(f"{HANZI}+")
_ZEROS = frozenset("0〇零")
_COMMON = frozenset(data.load("comparing/categories")["grammar"])
# A word that stands in one more place of both versions stands twice more in the two texts.
_ELSEWHERE = 2
_MOST_BROKEN = 2


@cache
def _alike() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for group in data.load("comparing/confusables")["groups"]:
        for char in group:
            table.setdefault(char, set()).update(group)
    return {char: frozenset(others) for char, others in table.items()}


def lookalike(a: str, b: str) -> bool:
    """Whether two characters are taken for one another; numerals of different value never are."""
    if a in NUMERALS and b in NUMERALS and not {a, b} <= _ZEROS:
        return False
    if "Co" in (unicodedata.category(a), unicodedata.category(b)):
        return "." in (a, b)
    return b in _alike().get(a, ())


def misread(context: Context) -> bool:
    """Whether the difference is look-alike characters or a slip, and nothing else."""
    old, new = (unicodedata.normalize("NFKC", side).replace(" ", "") for side in (context.old, context.new))
    if lookalikes(context.old, context.new):
        return not _both_words(context)
    if _sequences(old, new) or doubled(context):
        return True
    old, new = fold(old), fold(new)
    if any(pattern.search(old + new) for pattern in (kinds()["modality"], kinds()["date"])):
        return False
    return word_cut_short(old, new) or _swapped(old, new)


def _both_words(context: Context) -> bool:
    """Whether a character that differs stands in a word of the dictionary on either side, over the same stretch.

    人口 and 入口 are both words, so that one for the other is a change of what is said.
    """
    old, new = fold(context.old), fold(context.new)
    if len(old) != len(new):
        return False
    before, after = context.before[-WINDOW:], context.after[:WINDOW]
    for k in (i for i, (a, b) in enumerate(zip(old, new, strict=True)) if a != b):
        over = [token_over(before + side + after, k + len(before)) for side in (old, new)]
        same_stretch = over[0][0] == over[1][0] and len(over[0][1]) == len(over[1][1]) > 1
        if same_stretch and _both_known([word for _, word in over]):
            return True
    return False


def _both_known(found: list[str]) -> bool:
    return all(is_known(word) and _HANZI.fullmatch(word) for word in found)


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
    for many, one in data.load("comparing/confusables")["sequences"]:
        for a, b in ((old, new), (new, old)):
            if many in a and one in b and a.replace(many, one) == b:
                return True
    return False


def _swapped(old: str, new: str) -> bool:
    """Two neighbours changed places, and one of the two readings is no word."""
    if len(old) != len(new) or old == new or NUMERALS.intersection(old):
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
        longer = "old" if len(old) > len(new) else "new"
        if doubled(context):
            return longer
        if word_cut_short(old, new) or character_left_out(context, evidence):
            return "new" if longer == "old" else "old"
        return "old" if is_known(new) > is_known(old) else "new" if is_known(old) > is_known(new) else None
    if (told := _lettered(old, new)) is not None:
        return told
    before, after = context.before[-WINDOW:], context.after[:WINDOW]
    votes = 0
    for k in (i for i, (a, b) in enumerate(zip(old, new, strict=True)) if a != b):
        texts = [before + side + after for side in (old, new)]
        at = k + len(before)
        if at and token_over(texts[0], at - 1)[1] in surnames():
            continue  # the name of a person
        seen = [_seen(text, at, evidence) for text in texts]
        votes += (seen[1] > 2 * seen[0]) - (seen[0] > 2 * seen[1])
        if not votes:
            known = [(_known(text, at), -len(words(text))) for text in texts]
            votes += (known[1] > known[0]) - (known[0] > known[1])
    return "old" if votes > 0 else "new" if votes < 0 else None


def _lettered(old: str, new: str) -> str | None:
    """The side that has a letter where the other has a digit of the same number: 11O亿元."""
    pairs = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    if not pairs or not all(a.isdigit() != b.isdigit() and a.isascii() and b.isascii() for a, b in pairs):
        return None
    if all(b.isdigit() for _, b in pairs):
        return "old"
    return "new" if all(a.isdigit() for a, _ in pairs) else None


def _seen(text: str, at: int, evidence: Evidence) -> int:
    """How often the pairs of characters around `at` stand elsewhere in the two texts."""
    pairs = [text[k : k + 2] for k in (at - 1, at) if k >= 0]
    told = [pair for pair in pairs if len(pair) == 2 and (not _COMMON.intersection(pair) or is_word(pair))]
    return sum(max(0, evidence.count(pair) - 1) for pair in told)


def breaks_a_word(context: Context, evidence: Evidence) -> bool:
    """Whether one side has a hanzi that makes no word, where the other has a word that stands elsewhere too.

    True changes leave words on both sides (合作 to 协作), or put in a verb that stands alone (新增 to 新设). Words of
    obligation, numerals, ranks (省, 市, 县) and names are left out: a change of one is never taken for a slip on such
    evidence.
    """
    if character_left_out(context, evidence):
        return True
    old, new = fold(context.old), fold(context.new)
    if len(old) != len(new) or kinds()["modality"].search(old + "\n" + new):
        return False
    places = [k for k, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    if not 0 < len(places) <= _MOST_BROKEN or any(not _open_to(old[k] + new[k]) for k in places):
        return False
    before, after = context.before[-WINDOW:], context.after[:WINDOW]
    good, bad = ([before + side + after for side in sides] for sides in ((old, new), (new, old)))
    broken = any(
        all(_is_broken(right, wrong, k + len(before), evidence) for k in places)
        for right, wrong in zip(good, bad, strict=True)
    )
    return broken and not any(kinds()[kind].search(old + "\n" + new) for kind in ("place", "unit"))


def _open_to(pair: str) -> bool:
    """Whether both characters are hanzi that are no numerals, and not both ranks."""
    return (
        len(pair) == 2
        and _HANZI.fullmatch(pair) is not None
        and not NUMERALS & set(pair)
        and not set(pair) <= standing("ranks")
    )


def _is_broken(right: str, wrong: str, at: int, evidence: Evidence) -> bool:
    """Whether `right` has a word over `at`, and `wrong` has none there and the texts know nothing of it."""
    start, word = token_over(right, at)
    if len(word) < 2 or len(token_over(wrong, at)[1]) > 1 or _seen(wrong, at, evidence):
        return False
    last = at == start + len(word) - 1
    if (last and wrong[at] in standing("suffixes")) or token_over(right, start - 1)[1] in surnames():
        return False
    free = wrong[at] in standing("prefixes") or wrong[at] in standing("verbs")
    return evidence.count(word) > _ELSEWHERE and not free


def _known(text: str, at: int) -> int:
    """The length of the longest word of the dictionary over `at`."""
    return len(_word_over(text, at))


def _word_over(text: str, at: int) -> str:
    """The longest word of the dictionary over `at`, the first of them; "" for none."""
    spans = ((s, e) for s in range(max(0, at - 3), at + 1) for e in range(at + 1, min(len(text), s + 5) + 1))
    return max((text[s:e] for s, e in spans if is_known(text[s:e])), key=len, default="")
