"""Which paragraph or row of the old file stands against which of the new one, in the files themselves.

What holds here: the passages are paired by the same alignment as the documents of a comparison, on the text as it
stands in the files (an automatic number is no part of it). A paragraph is never paired with a row. The pairs keep the
order of both files, except the moves, which are of paragraphs with equal text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from duikou.comparing.aligning.align import align
from duikou.comparing.aligning.alignable import Alignable
from duikou.comparing.aligning.folding import fold
from duikou.comparing.aligning.similar import Budget, heaviest
from duikou.model import Block, Paragraph, Place
from duikou.notation import ordinals

# A shorter paragraph that stands elsewhere is told as taken out and put in.
_MOVED = 8


@dataclass(frozen=True, slots=True)
class Text:
    """A passage to be paired: its text, and whether it is a row of a table."""

    said: str
    row: bool = False


@dataclass(frozen=True, slots=True)
class Pairs:
    """`kept` are pairs in order, `moved` pairs of equal text out of it: indices in the old and the new list."""

    kept: tuple[tuple[int, int], ...]
    moved: tuple[tuple[int, int], ...]


def pair(old: Sequence[Text], new: Sequence[Text]) -> Pairs:
    """Pair two lists of passages."""
    left, right = _units(old), _units(new)
    links = align(left, right, Budget())
    found = [(link.left[0], link.right[0]) for link in links]
    found = [(i, j) for i, j in found if old[i].row == new[j].row and bool(old[i].said) == bool(new[j].said)]
    kept = heaviest([(i, j, len(new[j].said) + 1.0) for i, j in found])
    inside = set(kept)
    moved = [
        (i, j)
        for i, j in found
        if (i, j) not in inside and not old[i].row and old[i].said == new[j].said and len(new[j].said) >= _MOVED
    ]
    kept = _with_equals(old, new, kept, moved)
    return Pairs(tuple(_with_blanks(old, new, kept, moved)), tuple(sorted(moved)))


def _with_equals(
    old: Sequence[Text], new: Sequence[Text], kept: Sequence[tuple[int, int]], moved: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The pairs, with what says the same between the same two pairs as pairs too, in order: the heads of many tables
    say the same, and may have been paired across."""
    taken = {i for i, _ in moved}, {j for _, j in moved}
    made: list[tuple[int, int]] = []
    i = j = 0
    for a, b in [*kept, (len(old), len(new))]:
        here = [k for k in range(i, a) if old[k].said and k not in taken[0]]
        there = [k for k in range(j, b) if new[k].said and k not in taken[1]]
        if here and there:
            sides = [old[k] for k in here], [new[k] for k in there]
            for m, n, size in SequenceMatcher(None, *sides, autojunk=False).get_matching_blocks():
                made += zip(here[m : m + size], there[n : n + size], strict=True)
        if a < len(old):
            made.append((a, b))
        i, j = a + 1, b + 1
    return made


def _with_blanks(
    old: Sequence[Text], new: Sequence[Text], kept: Sequence[tuple[int, int]], moved: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The pairs, with paragraphs without text between the same two pairs as pairs too, in order."""
    taken = {i for i, _ in moved}, {j for _, j in moved}
    made: list[tuple[int, int]] = []
    i = j = 0
    for a, b in [*kept, (len(old), len(new))]:
        blanks = [k for k in range(i, a) if not old[k].said and not old[k].row and k not in taken[0]]
        others = [k for k in range(j, b) if not new[k].said and not new[k].row and k not in taken[1]]
        made += zip(blanks, others, strict=False)
        if a < len(old):
            made.append((a, b))
        i, j = a + 1, b + 1
    return made


def _units(texts: Sequence[Text]) -> list[Alignable]:
    made = []
    start = 0
    for index, text in enumerate(texts):
        place = Place(None, index + 1, start, start + len(text.said))
        paragraph = Paragraph(text.said, start, start + len(text.said), "row" if text.row else "text", place)
        head = next((reading for reading in ordinals.readings(text.said) if reading.sure), None)
        mark, ordinal = (head.end, head.ordinal) if head and not text.row else (0, None)
        role = "row" if text.row else "item" if ordinal else "text"
        block = Block(paragraph, role, 1, (ordinal.label,) if ordinal else (), ordinal)
        bare = text.said[mark:]
        made.append(
            Alignable(index, block, "body", bare, start + mark, fold(bare), text.said, start, fold(text.said), None)
        )
        start += len(text.said) + 1
    return made
