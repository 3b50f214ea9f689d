"""Which files are to be compared: those of two folders that are one plan, and the versions of each plan in order.

What holds here: on each side the best copy of the latest version stands for a plan, and every file that is compared
with nothing is named: a copy or another version of what is compared, or a file without a counterpart. Articles that
explain a plan, and the next text of its series, are no versions of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from duikou.relating.grouping.summary import Summary
from duikou.relating.grouping.telling import editions_of, group_documents, relation_to

_VERSIONS = ("base", "same", "version", "carries")


class Spare(NamedTuple):
    """A file, by number, for which another of its plan is compared, and what it is to that one."""

    file: int
    instead: int
    relation: str


class Pairing(NamedTuple):
    """The files of two folders by number on each side: those that are one plan, each pair with what the new one is to
    the old; those of one side alone; those for which another of the same side is compared."""

    pairs: tuple[tuple[int, int, str], ...]
    only: tuple[tuple[int, ...], tuple[int, ...]]
    spare: tuple[tuple[Spare, ...], tuple[Spare, ...]]


class Chains(NamedTuple):
    """The plans of which there are several versions: of each the best copies, by number, the oldest first. `single`
    are the files of plans with one version, `spare` the other copies."""

    plans: tuple[tuple[int, ...], ...]
    single: tuple[int, ...]
    spare: tuple[Spare, ...]


def paired(old: Sequence[Summary], new: Sequence[Summary]) -> Pairing:
    """Which file of the one folder answers to which of the other."""
    pairs = []
    alone: tuple[list[int], list[int]] = ([], [])
    spare: tuple[list[Spare], list[Spare]] = ([], [])
    for members in _plans([*old, *new]):
        sides = [i for i in members if i < len(old)], [i - len(old) for i in members if i >= len(old)]
        if not all(sides):
            for found, side in zip(alone, sides, strict=True):
                found.extend(side)
            continue
        i, j = _best(old, sides[0]), _best(new, sides[1])
        pairs.append((i, j, relation_to(old[i], new[j])))
        spare[0].extend(_spared(old, sides[0], i))
        spare[1].extend(_spared(new, sides[1], j))
    only = tuple(sorted(alone[0])), tuple(sorted(alone[1]))
    return Pairing(tuple(sorted(pairs)), only, (tuple(sorted(spare[0])), tuple(sorted(spare[1]))))


def chains(documents: Sequence[Summary]) -> Chains:
    """The versions of each plan, in order."""
    plans: list[tuple[int, ...]] = []
    single: list[int] = []
    spare: list[Spare] = []
    for members in _plans(documents):
        editions = [[members[k] for k in edition] for edition in editions_of([documents[i] for i in members])]
        for edition in editions:
            spare += _spared(documents, edition, edition[0])
        if len(editions) > 1:
            plans.append(tuple(edition[0] for edition in editions))
        else:
            single.append(editions[0][0])
        kept = {i for edition in editions for i in edition}
        # A notice that came without the text is no version of it.
        spare += _spared(documents, [i for i in members if i not in kept], editions[-1][0])
    return Chains(tuple(plans), tuple(sorted(single)), tuple(sorted(spare)))


def _spared(documents: Sequence[Summary], members: Sequence[int], instead: int) -> Iterator[Spare]:
    for i in members:
        if i != instead:
            yield Spare(i, instead, relation_to(documents[instead], documents[i]))


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
