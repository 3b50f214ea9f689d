"""Which files are to be compared: those of two folders that are one plan, and the versions of each plan in order.

What holds here: on each side the best copy of the latest version stands for a plan; what has no counterpart is named.
Articles that explain a plan, and the next text of its series, are no versions of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from duikou.relating.grouping.summary import Summary
from duikou.relating.grouping.telling import editions_of, group_documents

_VERSIONS = ("base", "same", "version", "carries")


class Pairing(NamedTuple):
    """The files of two folders: those that are one plan, by number on each side, and those of one side alone, without
    further copies of what is paired."""

    pairs: tuple[tuple[int, int], ...]
    only_old: tuple[int, ...]
    only_new: tuple[int, ...]


def paired(old: Sequence[Summary], new: Sequence[Summary]) -> Pairing:
    """Which file of the one folder answers to which of the other."""
    pairs = []
    alone: tuple[list[int], list[int]] = ([], [])
    for members in _plans([*old, *new]):
        sides = [i for i in members if i < len(old)], [i - len(old) for i in members if i >= len(old)]
        if all(sides):
            pairs.append((_best(old, sides[0]), _best(new, sides[1])))
        else:
            for found, side in zip(alone, sides, strict=True):
                found.extend(side)
    return Pairing(tuple(sorted(pairs)), tuple(sorted(alone[0])), tuple(sorted(alone[1])))


def chains(documents: Sequence[Summary]) -> list[list[int]]:
    """The plans of which there are several versions: of each the best copies, by number, the oldest first."""
    found = []
    for members in _plans(documents):
        editions = editions_of([documents[i] for i in members])
        if len(editions) > 1:
            found.append([members[edition[0]] for edition in editions])
    return found


def _plans(documents: Sequence[Summary]) -> list[list[int]]:
    """The texts of each plan, by number; articles that explain one stand alone."""
    numbered = [document.renamed(str(number)) for number, document in enumerate(documents)]
    plans = []
    for group in group_documents(numbered):
        plans.append(sorted(int(file.path) for file in group.files if file.relation in _VERSIONS))
        plans += [[int(file.path)] for file in group.files if file.relation == "explains"]
    return plans


def _best(documents: Sequence[Summary], members: Sequence[int]) -> int:
    return members[editions_of([documents[i] for i in members])[-1][0]]
