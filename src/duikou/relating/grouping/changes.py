"""How much two texts say differently inside their items: what tells a version from a copy.

What holds here: only runs of characters count that one text has and the other has not; single characters that differ
one for one are what scans misread, unless the texts differ in nothing else. Sections that one file lacks at its end
(attachments, tables) make no version. Work is bounded: long stretches that differ wholly are counted, not compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from duikou.data import load

# Stretches longer than this are not compared character by character.
_STRETCH = 20_000


class Difference(NamedTuple):
    """`runs` how many runs only one text has, `characters` how many characters they hold, `single` how many characters
    differ one for one, `figures` how many of these are digits, `length` the characters of the shorter text."""

    runs: int
    characters: int
    single: int
    figures: int
    length: int


def difference(old: Sequence[str], new: Sequence[str]) -> Difference:
    """What differs between two texts given as what their paragraphs say."""
    runs = characters = single = figures = 0
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        left, right = "".join(old[a:b]), "".join(new[c:d])
        if not left or not right:
            # At the very end: what a copy without attachments lacks.
            if b == len(old) and d == len(new):
                continue
            runs, characters = runs + 1, characters + len(left) + len(right)
        elif max(len(left), len(right)) > _STRETCH:
            runs, characters = runs + 1, characters + abs(len(left) - len(right)) + min(len(left), len(right)) // 10
        else:
            found = _inside(left, right, at_end=b == len(old) and d == len(new))
            runs, characters = runs + found.runs, characters + found.characters
            single, figures = single + found.single, figures + found.figures
    length = min(sum(map(len, old)), sum(map(len, new)))
    return Difference(runs, characters, single, figures, length)


def _inside(left: str, right: str, *, at_end: bool) -> Difference:
    from rapidfuzz.distance import Levenshtein

    run = load("relating/grouping")["changes"]["run"]
    runs = characters = single = figures = 0
    # Each with how many characters differ in it.
    differing: list[tuple[int, int, int, int, int]] = []
    for o in Levenshtein.opcodes(left, right):
        if o.tag == "equal":
            continue
        # A character or two that a rewritten phrase happens to share do not part it.
        most = max(o.src_end - o.src_start, o.dest_end - o.dest_start)
        if differing and o.src_start - differing[-1][1] < run and o.dest_start - differing[-1][3] < run:
            a, _, c, _, before = differing.pop()
            differing.append((a, o.src_end, c, o.dest_end, before + most))
        else:
            differing.append((o.src_start, o.src_end, o.dest_start, o.dest_end, most))
    for a, b, c, d, most in differing:
        taken, put = left[a:b], right[c:d]
        if at_end and b == len(left) and d == len(right) and not (taken and put):
            continue
        if abs(len(taken) - len(put)) >= run or most >= 2 * run:
            runs, characters = runs + 1, characters + most
        else:
            single += most
            figures += max(sum(map(str.isdigit, taken)), sum(map(str.isdigit, put)))
    return Difference(runs, characters, single, figures, min(len(left), len(right)))


def is_copy(found: Difference) -> bool:
    """Whether texts that differ so are copies of one version."""
    limits: dict[str, float] = load("relating/grouping")["changes"]
    share = found.characters / max(1, found.length)
    recognised = found.single - found.figures >= max(limits["misread"], limits["noise"] * found.length)
    if found.figures and not recognised:
        return False  # nothing differs but numbers: no scan does that
    if recognised:
        return share <= 4 * limits["most_share"] and found.runs <= max(4 * limits["most_runs"], found.single // 8)
    return found.runs <= limits["most_runs"] and share <= limits["most_share"]
