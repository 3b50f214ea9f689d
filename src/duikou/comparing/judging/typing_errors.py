"""Slips of the keyboard: a character or word written twice, and a character left out of a word.

What holds here: each is a slip only where it leaves no sense. 重点点任务 repeats a part of a word; 人人 and 村村通公路
are said twice with a meaning of their own (data: confusables, `twice`), and so may 服务服务业 be. A character is taken
for left out only where what remains of its word stands for nothing and is found nowhere else: 产园区 for 产业园区.
Numerals, ranks (市, 县), words of obligation and the names of persons are never slips.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from duikou import data
from duikou.comparing.aligning.folding import fold
from duikou.comparing.judging.context import Context, Evidence
from duikou.notation.characters import HANZI
from duikou.notation.patterns import one_of, pattern
from duikou.notation.persons import surnames
from duikou.notation.words import ends_of_bodies, is_word, kinds, tokens, words

NUMERALS = frozenset(data.load("comparing/categories")["numerals"])
# How many characters around a difference are cut into words with it.
WINDOW = 8
_HANZI = pattern(HANZI)
_LONG_WORD = pattern(f"{HANZI}{{2,12}}")
_REPEATED = pattern(f"、?{HANZI}{{1,6}}、?")


@cache
def standing(name: str) -> frozenset[str]:
    """Characters that stand by themselves: "prefixes", "suffixes", "verbs", "ranks" (data: confusables)."""
    return frozenset(data.load("comparing/confusables")["alone"][name])


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(data.load("comparing/confusables")["words"][name])


def is_known(word: str) -> bool:
    """Whether the dictionary holds a word, and it is not itself a misreading (data: confusables)."""
    return is_word(word) and word not in _table("none")


def token_over(text: str, at: int) -> tuple[int, str]:
    """The word that the cutter sees over `at`, and where it begins."""
    start = 0
    for token in _words(text):
        if at < start + len(token):
            return start, token
        start += len(token)
    return at, ""


@lru_cache(maxsize=2048)
def _words(text: str) -> tuple[str, ...]:
    """The words of the text around a difference, which is looked at from several sides."""
    return tuple(words(text))


def _parted(context: Context) -> tuple[str, str, str] | None:
    """What one side has more, with the text before and after it; None where that is not all that differs."""
    old, new = (unicodedata.normalize("NFKC", side) for side in (context.old, context.new))
    shorter, longer = sorted((old, new), key=len)
    k = 0
    while k < len(shorter) and shorter[k] == longer[k]:
        k += 1
    end = k + len(longer) - len(shorter)
    if end == k or longer[end:] != shorter[k:]:
        return None
    return context.before + shorter[:k], longer[k:end], shorter[k:] + context.after


def doubled(context: Context) -> bool:
    """Whether one side repeats what stands next to it, without sense: 的的, 重点点任务, 木耳、木耳、."""
    parts = _parted(context)
    if parts is None or not _REPEATED.fullmatch(parts[1]):
        return False
    before, piece, after = parts
    bare = piece.strip("、")
    if not (before.endswith(piece) or after.startswith(piece)) or NUMERALS.issuperset(bare):
        return False
    if len(bare) == 1:
        return piece == bare and _without_sense(before, bare, after)
    # 服务业 and 服务服务业: the second is the head of another word.
    at = len(before) if after.startswith(piece) else len(before) - len(piece)
    start, word = token_over(before[-WINDOW:] + after[:WINDOW], at - max(0, len(before) - WINDOW))
    heads = len(word) > len(bare) and word.startswith(bare) and start == at - max(0, len(before) - WINDOW)
    return not is_word(bare * 2) and (not heads or _body().match((before + after)[at:]) is not None)


@cache
def _body() -> re.Pattern[str]:
    """A public body that may be named with no mark before it: 人民调解委员会."""
    ends = one_of(end for end in ends_of_bodies() if len(end) > 1)
    return pattern(f"{HANZI}{{2,8}}?(?:{ends})")


def _without_sense(before: str, char: str, after: str) -> bool:
    """Whether one character more, next to its like, makes no word."""
    if char in standing("ranks"):
        return False
    before, after = before[-WINDOW:], after[:WINDOW]
    at = len(before) - 1 if before.endswith(char) else len(before)
    text, twice = before + after, before + char + after
    _, longer = token_over(twice, at)
    if len(longer) > 2 and char * 2 in longer:
        return False
    start, word = token_over(text, at)
    if len(word) > 1:
        return True
    named = start > 0 and token_over(text, start - 1)[1] in surnames()
    return not named and char not in _table("twice") and (not is_word(char * 2) or char in standing("prefixes"))


def word_cut_short(old: str, new: str) -> bool:
    """Whether one character of a long word is missing, and what is left is no word: 人民府."""
    shorter, longer = sorted((old, new), key=len)
    k = _extra(shorter, longer)
    if k is None or longer[k] in NUMERALS or not _LONG_WORD.fullmatch(shorter):
        return False
    if longer[k] in (longer[k - 1 : k], longer[k + 1 : k + 2]):
        return False  # `doubled` tells
    whole = [token for token in tokens(longer) if token not in tokens(shorter)]
    if len(whole) != 1 or len(whole[0]) < 3 or not is_word(whole[0]):
        return False
    at = longer.find(whole[0])
    return not is_known(shorter[at : at + len(whole[0]) - 1])


def character_left_out(context: Context, evidence: Evidence) -> bool:
    """Whether one side lacks a character of a word, so that what is left of the word stands for nothing."""
    parts = _parted(context)
    if parts is None or len(parts[1]) != 1 or not _HANZI.fullmatch(parts[1]):
        return False
    before, char, after = parts[0][-WINDOW:], parts[1], parts[2][:WINDOW]
    if kinds()["modality"].search(fold(context.old) + "\n" + fold(context.new)):
        return False
    full, cut, at = before + char + after, before + after, len(before)
    start, word = token_over(full, at)
    # What is left of a word of two characters, and where that stands.
    halves = [(full[at - 1 : at + 1], at - 1)] * (start < at) + [(full[at : at + 2], at)] * (at + 1 < start + len(word))
    left = [where for pair, where in halves if is_known(pair) and not _stand_alone(pair)]
    if len(left) != 1 or len(token_over(cut, left[0])[1]) > 1:
        return False
    if start > 0 and token_over(full, start - 1)[1] in surnames():
        return False
    seam = cut[len(before) - 1 : len(before) + 1]
    return len(seam) == 2 and evidence.count(seam) <= 1


def _stand_alone(chars: str) -> bool:
    free = (
        standing("free")
        | standing("prefixes")
        | standing("suffixes")
        | standing("ranks")
        | standing("verbs")
        | NUMERALS
    )
    return any(char in free for char in chars)


def _extra(shorter: str, longer: str) -> int | None:
    """Where the longer text has one character more, if that is all."""
    if len(longer) != len(shorter) + 1:
        return None
    k = 0
    while k < len(shorter) and shorter[k] == longer[k]:
        k += 1
    return k if shorter[k:] == longer[k + 1 :] else None
