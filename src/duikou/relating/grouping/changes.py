"""How much two texts say differently inside their items: what tells a version from a copy.

What holds here: what a page adds or a scan loses stands between paragraphs, so whole paragraphs that one file lacks are
told from words put in, taken out or replaced inside one. Single characters that differ one for one are what scans and
typists misread; where there are many, one side was recognised from a picture, and more is forgiven, but not one phrase
that is replaced by another throughout. Sections that one file lacks at its end (attachments, tables) make no version.
Work is bounded: long stretches that differ wholly are counted, not compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from math import inf
from typing import NamedTuple

from duikou.data import load

# Stretches longer than this are not compared character by character.
_STRETCH = 20_000


class Difference(NamedTuple):
    """What differs between two texts. `whole` counts stretches of paragraphs that only one has, `runs` runs of
    characters inside a paragraph that only one has or that were written anew, `characters` the characters in both;
    `phrases` a few neighbouring characters replaced by others, `repeated` how often the commonest such replacement
    stands, `single` characters that differ one for one, `figures` those that are digits, `length` the characters of the
    shorter text."""

    whole: int = 0
    runs: int = 0
    characters: int = 0
    phrases: int = 0
    repeated: int = 0
    single: int = 0
    figures: int = 0
    length: int = 0


class _Replaced(NamedTuple):
    """A stretch of the one text and what stands for it in the other; `differing` characters of it are not shared."""

    taken: str
    put: str
    differing: int


def are_copies(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether two texts are copies of one version. Counting ends where so much differs that they surely are not."""
    limits: dict[str, float] = load("relating/grouping")["changes"]
    enough = max(limits["most_lost"], limits["most_share"]) * max(1, _length(old, new))
    return is_copy(difference(old, new, enough))


def difference(old: Sequence[str], new: Sequence[str], enough: float = inf) -> Difference:
    """What differs between two texts given as what their paragraphs say; counted until more than `enough` characters
    stand in changes."""
    limits: dict[str, float] = load("relating/grouping")["changes"]
    counts: Counter[str] = Counter()
    phrases: Counter[tuple[str, str]] = Counter()
    for left, right, at_end in _stretches(old, new):
        if counts["characters"] > enough:
            break
        if not left or not right:
            # At the very end: what a copy without attachments lacks.
            counts.update({} if at_end else {"whole": 1, "characters": len(left) + len(right)})
        elif max(len(left), len(right)) > _STRETCH:
            rewritten = abs(len(left) - len(right)) + min(len(left), len(right)) // 10
            counts.update(runs=1, characters=rewritten)
        else:
            for one in _replaced(left, right, at_end=at_end):
                grown = abs(len(one.taken) - len(one.put))
                if grown >= limits["run"] or one.differing >= 2 * limits["run"]:
                    counts.update(runs=1, characters=one.differing)
                    continue
                digits = max(sum(map(str.isdigit, one.taken)), sum(map(str.isdigit, one.put)))
                counts.update(single=one.differing, figures=digits)
                if len(one.taken) > 1 and len(one.put) > 1 and not digits:
                    phrases[one.taken, one.put] += 1
    return Difference(
        **counts,
        phrases=phrases.total(),
        repeated=max(phrases.values(), default=0),
        length=_length(old, new),
    )


def _length(old: Sequence[str], new: Sequence[str]) -> int:
    return min(sum(map(len, old)), sum(map(len, new)))


def _stretches(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str, bool]]:
    """The stretches of paragraphs that differ, and whether they are the last of both texts."""
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield "".join(old[a:b]), "".join(new[c:d]), b == len(old) and d == len(new)


def _replaced(left: str, right: str, *, at_end: bool) -> Iterator[_Replaced]:
    """What differs inside a stretch. A character or two that a rewritten phrase happens to share do not part it."""
    from rapidfuzz.distance import Levenshtein

    run = load("relating/grouping")["changes"]["run"]
    # Where each differs in both texts, and how many characters.
    differing: list[tuple[int, int, int, int, int]] = []
    for o in Levenshtein.opcodes(left, right):
        if o.tag == "equal":
            continue
        most = max(o.src_end - o.src_start, o.dest_end - o.dest_start)
        if differing and o.src_start - differing[-1][1] < run and o.dest_start - differing[-1][3] < run:
            a, _, c, _, before = differing.pop()
            differing.append((a, o.src_end, c, o.dest_end, before + most))
        else:
            differing.append((o.src_start, o.src_end, o.dest_start, o.dest_end, most))
    for a, b, c, d, most in differing:
        if at_end and b == len(left) and d == len(right) and (a == b or c == d):
            continue
        yield _Replaced(left[a:b], right[c:d], most)


def is_copy(found: Difference) -> bool:
    """Whether texts that differ so are copies of one version."""
    limits: dict[str, float] = load("relating/grouping")["changes"]
    share = found.characters / max(1, found.length)
    words = found.single - found.figures
    # Misreadings are single: where phrases alone differ, nobody misread them.
    recognised = words - 2 * found.phrases >= max(limits["misread"], limits["noise"] * found.length)
    if recognised:
        strewn = max(limits["most_strewn"], found.single // limits["strewn"])
        return (
            share <= limits["most_lost"]
            and found.whole + found.runs <= strewn
            and found.phrases <= max(1, words // 4)
            and found.repeated <= limits["most_repeated"]
        )
    if found.figures or found.runs or found.phrases:
        return False  # no page does that, and nothing else was misread
    return found.whole <= limits["most_whole"] and share <= limits["most_share"]
