"""What differs inside a pair of passages, as a reader would mark it.

What holds here: `regions` are the stretches that differ, in order and apart, on word boundaries: numbers with their
unit, dates, document numbers and names are never cut. A token of a kind of its own (a number, a date, a unit …) that
stands against one of the same kind is a region of itself, a swap. Small equal islands between two other changes are
taken in, so that a rewritten phrase reads as one, but never a mark of punctuation.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from duikou import data
from duikou.comparing.aligning.folding import fold, width
from duikou.comparing.aligning.similar import Budget
from duikou.comparing.telling.one_piece import edge, in_one_piece, one_piece
from duikou.comparing.telling.phrases import PHRASE, WORD, both_cut, phrases
from duikou.comparing.telling.region import BREAKS, Region, offsets
from duikou.comparing.telling.sentences import by_sentences
from duikou.errors import t
from duikou.notation.patterns import pattern
from duikou.notation.words import kind_of, tokens

_COUNT = pattern(rf"[\d.,，．{data.load('comparing/categories')['numerals']}—\-~～至到]+")
_SIGN = pattern(r"[^\w\s，。；：、！？（）“”《》]")
# A longer phrase that stands unchanged is never struck and set again.
ISLAND = 6
_NAMES = frozenset(("unit", "place"))
_RANKS = frozenset(data.load("comparing/categories")["ranks"])
# What may stand behind a number and bounds it.
_BEHIND = frozenset(data.load("comparing/categories")["bounds"])
# Tokens of a longer rewritten stretch are only set against one another when they count the same thing.
_SHORT = 6
# Levenshtein's table takes a quarter of a byte a cell.
_CELLS = 100_000_000


def regions(old: str, new: str, budget: Budget) -> list[Region]:
    """The stretches that differ between two texts."""
    if old == new:
        return []
    found = by_sentences(old, new, lambda a, b: _differing(a, b, budget))
    for k in range(len(found)):
        found[k] = _slide(old, new, found, k)
    return found


def _differing(old: str, new: str, budget: Budget) -> list[Region]:
    """The stretches that differ between two texts whose sentences are all told apart."""
    piece = one_piece(old, new)
    if piece is not None:
        return [piece]
    head, tail = _shared_ends(old, new)
    a, b = both_cut(tokens(old[head : len(old) - tail]), tokens(new[head : len(new) - tail]))
    left, right = offsets(a, head), offsets(b, head)
    joined = _merge(old, _islands(old, new, _differences(a, b, left, right, budget)))
    bounds = set(left), set(right)
    trimmed = [_whole_name(old, new, _trim(old, new, region, *bounds)) for region in joined]
    found = [region for region in trimmed if old[region.o0 : region.o1] != new[region.n0 : region.n1]]
    return in_one_piece(old, new, found)


def with_scripts(old: Sequence[str], new: Sequence[str], found: list[Region]) -> list[Region]:
    """The regions with those added where the texts are the same as compared, and differ as they stand.

    `old` and `new` are each the text as compared and as it stands.
    """
    if old[0] == old[1] and new[0] == new[1]:
        return found
    made: list[Region] = []
    o = n = 0
    for region in [*found, Region(len(old[0]), len(old[0]), len(new[0]), len(new[0]))]:
        start: int | None = None
        for k in range(region.o0 - o + 1):
            differs = k < region.o0 - o and old[1][o + k] != new[1][n + k]
            if differs and start is None:
                start = k
            elif not differs and start is not None:
                made.append(Region(o + start, o + k, n + start, n + k))
                start = None
        made.append(region)
        o, n = region.o1, region.n1
    return made[:-1]


def _shared_ends(old: str, new: str) -> tuple[int, int]:
    """How many characters at both ends are equal and can be left out without cutting a word or a name."""
    most = min(len(old), len(new))
    head = 0
    while head < most and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < most - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    while head and not (old[head - 1] in BREAKS and _open(old, head) and _open(new, head)):
        head -= 1
    while tail and not (old[-tail] in BREAKS and _open(old, len(old) - tail) and _open(new, len(new) - tail)):
        tail -= 1
    return head, tail


def _open(text: str, at: int) -> bool:
    """Whether a cut at `at` leaves numbers whole (1,000; 12:30)."""
    return not (text[at - 1 : at].isascii() or text[at : at + 1].isascii()) if 0 < at < len(text) else True


@lru_cache(maxsize=8192)
def _key(token: str) -> str:
    return fold(token) or width(token) or " "


def _keys(side: list[str]) -> list[str]:
    """The tokens of a text as they are compared. A number is the same only with the bound behind it: of
    2万元以上10万元以下 and 10万元以上50万元以下 both numbers differ."""
    keys = [_key(one) for one in side]
    after = [*side[1:], ""]
    return [
        key + following if following in _BEHIND and kind_of(token) == "number" else key
        for key, token, following in zip(keys, side, after, strict=True)
    ]


def _differences(a: list[str], b: list[str], left: list[int], right: list[int], budget: Budget) -> list[Region]:
    """The runs of tokens that differ, as spans of characters; tokens that differ in form alone are runs too.

    `left` and `right` are where the tokens of each side start, with the end of the last one.
    """
    spans = []
    for i0, i1, j0, j1, equal in _opcodes(_keys(a), _keys(b), budget):
        if not equal:
            spans.append((i0, i1, j0, j1))
            continue
        spans += [(i0 + k, i0 + k + 1, j0 + k, j0 + k + 1) for k in range(i1 - i0) if a[i0 + k] != b[j0 + k]]
    joined: list[tuple[int, int, int, int]] = []
    for i0, i1, j0, j1 in spans:
        if joined and joined[-1][1] == i0 and joined[-1][3] == j0:
            joined[-1] = (joined[-1][0], i1, joined[-1][2], j1)
        else:
            joined.append((i0, i1, j0, j1))
    split = [
        (i0 + p0, i0 + p1, j0 + q0, j0 + q1)
        for i0, i1, j0, j1 in joined
        for p0, p1, q0, q1 in _by_kind(a[i0:i1], b[j0:j1])
    ]
    return [Region(left[i0], left[i1], right[j0], right[j1], _is_swap(a[i0:i1], b[j0:j1])) for i0, i1, j0, j1 in split]


def _by_kind(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """A stretch that differs, parted where both sides have a token of one kind, or the same punctuation.

    Spans of tokens in order, none equal on both sides.
    """
    from rapidfuzz.distance import LCSseq

    if min(len(a), len(b)) < 1 or len(a) + len(b) < 3 or fold("".join(a)) == fold("".join(b)):
        return [(0, len(a), 0, len(b))]
    short = max(len(a), len(b)) <= _SHORT
    labels = [[_label(one, k, short) or f"{side}{k}" for k in range(len(one))] for side, one in enumerate((a, b))]
    spans, i, j = [], 0, 0
    for op in LCSseq.opcodes(*labels) if len(a) * len(b) <= _CELLS else ():
        if op.tag != "equal":
            continue
        for k in range(op.src_end - op.src_start):
            p, q = op.src_start + k, op.dest_start + k
            named = labels[0][p] in _NAMES
            if named and a[p] != b[q] and (a[p].startswith(b[q]) or b[q].startswith(a[p])):
                continue  # 甲乙省 and 甲乙答: what follows is a part of the name that is misread
            if named and not BREAKS.intersection((*a[i:p], *b[j:q])) and p - i + q - j < _SHORT:
                # What stands before a name on one side may be a part of it: 国家 before 铁路局.
                spans.append((i, p + 1, j, q + 1))
            else:
                spans += [(i, p, j, q), (p, p + 1, q, q + 1)]
            i, j = p + 1, q + 1
    spans.append((i, len(a), j, len(b)))
    return [span for span in spans if a[span[0] : span[1]] != b[span[2] : span[3]]]


def _label(side: Sequence[str], k: int, short: bool) -> str | None:
    """What a token may be set against: its kind, and what it counts; None when it has no kind of its own."""
    token = side[k]
    if token in BREAKS:
        return token
    kind = kind_of(token)
    if kind != "number":
        return kind
    # A number next to a sign may be a part of another one: 51/2.
    if any(_SIGN.match(near) for near in (*side[max(0, k - 1) : k], *side[k + 1 : k + 2])):
        return None
    return kind if short else kind + _COUNT.sub("", token)


def _opcodes(a: list[str], b: list[str], budget: Budget) -> list[tuple[int, int, int, int, bool]]:
    """The runs of words that both sides have, and those that differ between them: phrases hold their place, and words
    are compared between them."""
    found, i, j = [], 0, 0
    held = phrases(a, b, [len(fold(word)) for word in a])
    for i0, j0, length in [*held, (len(a), len(b), 0)]:
        found += [
            (i + p0, i + p1, j + q0, j + q1, equal) for p0, p1, q0, q1, equal in _by_words(a[i:i0], b[j:j0], budget)
        ]
        if length:
            found.append((i0, i0 + length, j0, j0 + length, True))
        i, j = i0 + length, j0 + length
    return found


def _by_words(a: list[str], b: list[str], budget: Budget) -> list[tuple[int, int, int, int, bool]]:
    from rapidfuzz.distance import Levenshtein

    if len(a) * len(b) <= _CELLS:
        return [
            (op.src_start, op.src_end, op.dest_start, op.dest_end, op.tag == "equal")
            for op in Levenshtein.opcodes(a, b)
        ]
    budget.take(budget.left + 1, t("words of very long paragraphs"))
    return [(0, len(a), 0, len(b), False)]


def _is_swap(a: Sequence[str], b: Sequence[str]) -> bool:
    """One token against one of the same kind: a number for a number, a name for a name."""
    return len(a) == len(b) == 1 and kind_of(a[0]) is not None and kind_of(a[0]) == kind_of(b[0])


def _is_obligation(old: str, new: str, region: Region) -> bool:
    """Whether a word of obligation, and nothing more, was put in or taken out: 可以由副市长 for 由市长."""
    gone, come = old[region.o0 : region.o1], new[region.n0 : region.n1]
    return not (gone and come) and kind_of(gone or come) == "modality"


def _islands(old: str, new: str, found: list[Region]) -> list[tuple[Region, bool]]:
    """Each region, and whether the equal island before it is small beside what it parts."""
    marked = []
    for k, region in enumerate(found):
        small = False
        if k:
            before = found[k - 1]
            island = region.o0 - before.o1
            sizes = [max(r.o1 - r.o0, r.n1 - r.n0) for r in (before, region)]
            alone = any(r.swap or _is_obligation(old, new, r) for r in (before, region))
            # A phrase behind or before a mere insertion or deletion stands unchanged, and so does a word between two.
            phrase = island >= (WORD if before.one_sided and region.one_sided else PHRASE)
            phrase = phrase and (before.one_sided or region.one_sided)
            small = island <= ISLAND and 4 * island <= 3 * sum(sizes) and not alone and not phrase
        marked.append((region, small))
    return marked


def _merge(old: str, marked: list[tuple[Region, bool]]) -> list[Region]:
    """Join regions over small islands; punctuation parts them."""
    joined: list[Region] = []
    for region, small in marked:
        if small:
            before = joined[-1]
            if not BREAKS.intersection(old[before.o1 : region.o0]):
                joined[-1] = Region(before.o0, region.o1, before.n0, region.n1)
                continue
        joined.append(region)
    return joined


def _trim(old: str, new: str, region: Region, left: set[int], right: set[int]) -> Region:
    """Leave out equal text at the ends of a region, up to where both sides have a word boundary."""
    if region.swap:
        return region
    o0, o1, n0, n1 = region.o0, region.o1, region.n0, region.n1
    most = min(o1 - o0, n1 - n0)
    same = 0
    while same < most and old[o0 + same] == new[n0 + same]:
        same += 1
    while same and not (o0 + same in left and n0 + same in right):
        same -= 1
    o0, n0 = o0 + same, n0 + same
    most = min(o1 - o0, n1 - n0)
    same = 0
    while same < most and old[o1 - 1 - same] == new[n1 - 1 - same]:
        same += 1
    while same and not (o1 - same in left and n1 - same in right):
        same -= 1
    return Region(o0, o1 - same, n0, n1 - same)


def _whole_name(old: str, new: str, region: Region) -> Region:
    """A public body with the rank that stands before its name: 省科技厅, not 科技厅."""
    o0, n0 = region.o0, region.n0
    ranked = o0 and n0 and old[o0 - 1] == new[n0 - 1] and old[o0 - 1] in _RANKS
    if not ranked or not region.swap or kind_of(old[o0 : region.o1]) != "unit":
        return region
    return Region(o0 - 1, region.o1, n0 - 1, region.n1, swap=True)


def _slide(old: str, new: str, found: list[Region], k: int) -> Region:
    """Shift a pure insertion or deletion to where a sentence or clause begins and ends, if it can be read so."""
    region = found[k]
    if region.o0 != region.o1 and region.n0 != region.n1:
        return region
    text, start, end = (old, region.o0, region.o1) if region.n0 == region.n1 else (new, region.n0, region.n1)
    # One equal character at least stays between two regions.
    before = region.o0 - (found[k - 1].o1 + 1 if k else 0)
    after = (found[k + 1].o0 - 1 if k + 1 < len(found) else len(old)) - region.o1
    low = 0
    while low < before and text[start - low - 1] == text[end - low - 1]:
        low += 1
    high = 0
    while high < after and text[start + high] == text[end + high]:
        high += 1
    shift = max(range(-low, high + 1), key=lambda s: (edge(text, start + s) + edge(text, end + s), -abs(s), s))
    return Region(region.o0 + shift, region.o1 + shift, region.n0 + shift, region.n1 + shift)
