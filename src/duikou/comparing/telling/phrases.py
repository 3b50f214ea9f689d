"""Phrases that two texts share word for word: what holds the rest in place, so that none is struck and set again.

What holds here: a phrase is a run of words, at least `PHRASE` characters of letters, digits and hanzi long. The longest
is taken first, then the longest before it and behind it. Between two phrases no phrase is left that both texts have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from duikou.comparing.aligning.folding import fold
from duikou.comparing.telling.one_piece import shared_head, shared_tail
from duikou.comparing.telling.region import offsets
from duikou.notation.words import kind_of, tokens, words

# A shorter run of words may stand in two places by chance (的规定，应当).
PHRASE = 4
# A longer phrase stands unmarked between whatever was rewritten.
MERGED = 6
# A shorter stretch is no word that a reader would miss (的, 和, 对).
WORD = 2
# Tokens that are made of words of their own.
_NAMES = ("unit",)
# What is left of a longer word at least.
_REST = 2
# Pairs of equal words that are looked at; after that the words are compared as they stand.
_MOST = 200_000

# Words [i, i + n) of the one text are words [j, j + n) of the other.
Run = tuple[int, int, int]


def phrases(a: Sequence[str], b: Sequence[str], weights: Sequence[int], least: int = PHRASE) -> list[Run]:
    """The phrases of two texts in order. `a` and `b` are their words as compared, `weights` how many characters each
    word of `a` counts, `least` how many a phrase counts at least."""
    places: dict[str, list[int]] = defaultdict(list)
    for j, word in enumerate(b):
        places[word].append(j)
    if sum(len(places.get(word, ())) for word in a) > _MOST:
        return []
    found: list[Run] = []
    waiting = [(0, len(a), 0, len(b))]
    while waiting:
        i0, i1, j0, j1 = waiting.pop()
        run = _heaviest(a, places, weights, (i0, i1, j0, j1), least)
        if run is None:
            continue
        i, j, n = run
        found.append(run)
        waiting += [(i0, i, j0, j), (i + n, i1, j + n, j1)]
    return sorted(found)


def _heaviest(
    a: Sequence[str],
    places: dict[str, list[int]],
    weights: Sequence[int],
    within: tuple[int, int, int, int],
    least: int,
) -> Run | None:
    """The heaviest phrase of two stretches; of several, the one of most words, and at the most like place in both."""
    i0, i1, j0, j1 = within
    best: tuple[int, int, int, Run] | None = None
    before: dict[int, tuple[int, int]] = {}
    for i in range(i0, i1):
        here: dict[int, tuple[int, int]] = {}
        for j in places.get(a[i], ()):
            if not j0 <= j < j1:
                continue
            length, weight = before.get(j - 1, (0, 0))
            length, weight = here[j] = length + 1, weight + weights[i]
            if weight < least or (best is not None and weight < best[0]):
                continue
            start, there = i - length + 1, j - length + 1
            off = -abs((start - i0) - (there - j0))
            if best is None or (weight, length, off) > best[:3]:
                best = weight, length, off, (start, there, length)
        before = here
    return best[3] if best is not None else None


def both_cut(a: list[str], b: list[str]) -> tuple[list[str], list[str]]:
    """The words of two texts, with names of bodies cut that were known as one in one of the texts alone."""
    return _cut_as(a, b), _cut_as(b, a)


def _cut_as(one: list[str], other: list[str]) -> list[str]:
    names = {word for word in one if len(word) >= PHRASE and kind_of(word) in _NAMES}.difference(other)
    text = "".join(other) if names else ""
    parted = {name for name in names if name in text}
    return [word for name in one for word in (words(name) if name in parted else (name,))] if parted else one


def shared_parts(gone: str, come: str) -> tuple[int, int]:
    """How many characters at the beginning and at the end of two stretches are the same phrase in both, or make up all
    that one of them is; cut between words, those inside long names too."""
    most = min(len(gone), len(come))
    head, tail = shared_head(gone, come), shared_tail(gone, come)
    if not most or gone == come:
        return 0, 0
    if max(head, tail) < PHRASE and head + tail < most:
        return 0, _short_tail(gone, come, tail)
    edges = _edges(gone), _edges(come)
    while head and not (head in edges[0] and head in edges[1]):
        head -= 1
    tail = min(tail, most - head)
    while tail and not (len(gone) - tail in edges[0] and len(come) - tail in edges[1]):
        tail -= 1
    if head + tail == most:
        return head, tail
    return (head if head >= PHRASE else 0), (tail if tail >= PHRASE else 0)


def _short_tail(gone: str, come: str, tail: int) -> int:
    """How many characters at the end (one, or none) are a word of one text, with which a longer word of the other ends
    that is no word of two: 起 of 1月1日起 and 公布之日起."""
    cut = tokens(gone), tokens(come)
    for one, other in (cut, cut[::-1]):
        last, longer = one[-1], other[-1]
        ends_so = len(last) == 1 <= tail and len(longer) - len(last) >= _REST and kind_of(longer) is None
        if ends_so and len(one) > 1 and kind_of(last) is None:
            return len(last)
    return 0


def pieces(gone: str, come: str) -> list[tuple[str, str]]:
    """What was taken out and what was put in, with the phrases that stand in both left unmarked. A shorter run of words
    is left so where it begins or ends one of the two, so that what stands beside it was only put in, or taken out."""
    a, b = _fine(gone), _fine(come)
    weights = [len(fold(word)) for word in a]
    made: list[tuple[str, str]] = []
    i = j = 0
    for i0, j0, length in [*_kept(a, b, weights), (len(a), len(b), 0)]:
        made += [
            ("delete", "".join(a[i:i0])),
            ("insert", "".join(b[j:j0])),
            ("equal", "".join(a[i0 : i0 + length])),
        ]
        i, j = i0 + length, j0 + length
    return [piece for piece in made if piece[1]]


def _kept(a: list[str], b: list[str], weights: list[int]) -> list[Run]:
    """The runs of words of both that are left unmarked. A phrase of a few words between two rewritten stretches is part
    of what was rewritten, which reads as one change; one that names a body or a number is not."""
    runs = [
        (i, j, n)
        for i, j, n in phrases(a, b, weights, WORD)
        if sum(weights[i : i + n]) >= PHRASE or not (i and j) or i + n == len(a) or j + n == len(b)
    ]
    ends = [(0, 0), *((i + n, j + n) for i, j, n in runs)]
    starts = [*((i, j) for i, j, _ in runs[1:]), (len(a), len(b))]
    kept = []
    for (i, j, n), (i0, j0), (i1, j1) in zip(runs, ends, starts, strict=False):
        between = _rewritten(i0, i, j0, j) and _rewritten(i + n, i1, j + n, j1)
        if not between or sum(weights[i : i + n]) > MERGED or _names_a_fact("".join(a[i : i + n])):
            kept.append((i, j, n))
    return kept


def _names_a_fact(text: str) -> bool:
    """Whether words name a body, a place or a number."""
    return any(kind_of(token) in (*_NAMES, "place", "number") for token in tokens(text))


def _rewritten(i0: int, i1: int, j0: int, j1: int) -> bool:
    """Whether a stretch has words on both sides."""
    return i0 < i1 and j0 < j1


def _fine(text: str) -> list[str]:
    """The words of a text, those of long names too."""
    return [word for token in tokens(text) for word in (words(token) if kind_of(token) in _NAMES else (token,))]


def _edges(text: str) -> set[int]:
    """Where words begin and end; of a name of a body, its words too."""
    return set(offsets(_fine(text)))
