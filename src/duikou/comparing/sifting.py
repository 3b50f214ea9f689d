"""Which changes of a comparison are asked for, and which make two versions differ.

What holds here: a change is kept as it is or put among the ignored ones, never lost, since outputs that show the texts
themselves need all. A change goes by three names: its class as the summary counts it (moves and renumberings apart),
its category, and "front" when it is not of the body.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from duikou import data
from duikou.errors import UsageError, labelled, t
from duikou.model import Change, Comparison
from duikou.model.changes import ALL_GROUPS

ZONES = ("front", "body")


def known() -> tuple[str, ...]:
    """The names that --ignore and --only take."""
    return (*ALL_GROUPS, *data.load("exporting/labels")["en"]["categories"], *ZONES)


def names_of(change: Change) -> frozenset[str]:
    """The names by which a change can be asked for."""
    return frozenset((change.group, change.category, change.zone))


def _labels() -> dict[str, str]:
    """The label that a report shows for each name: number is 数字, front is 正文之外."""
    words = data.load("exporting/labels")["zh"]
    return {**words["categories"], **words["classes"], **{zone: words["diff"][zone] for zone in ZONES}}


def _named() -> dict[str, str]:
    """The name for each label that a report shows: 数字 is number."""
    named = {label: name for name, label in _labels().items() if name in known()}
    # 编辑性 is enough for 编辑性变化, and 疑似 for 疑似误读或笔误.
    return {label[:end]: name for label, name in named.items() for end in range(2, len(label))} | named


def checked(names: Sequence[str]) -> tuple[str, ...]:
    """The names, if all are known; a label as reports show it (数字) stands for its name.

    Raises `UsageError` listing those there are, or where "script" needs OpenCC.
    """
    found = []
    for given in names:
        name = given if given in known() else _named().get(given, given)
        if name == "script":
            from duikou.comparing.judging.scripts import ensure

            ensure()
        if name not in known():
            labels = _labels()
            names = tuple(labelled(one, labels.get(one, one)) for one in known())
            raise UsageError(
                t("there are no changes of the name {given}", given=f"{given!r}"), t("Give {names}", names=names)
            )
        found.append(name)
    return tuple(found)


def sift(comparison: Comparison, ignore: Sequence[str] = (), only: Sequence[str] = ()) -> Comparison:
    """The comparison without the changes that `ignore` names, and of the others those that `only` names (none: all).

    Raises `UsageError` for a name that is not known.
    """
    out, wanted = frozenset(checked(ignore)), frozenset(checked(only))
    if not out and not wanted:
        return comparison
    kept: list[Change] = []
    left = list(comparison.ignored)
    for change in comparison.changes:
        names = names_of(change)
        (left if names & out or (wanted and not names & wanted) else kept).append(change)
    return replace(comparison, changes=tuple(kept), ignored=tuple(left))


def matters(change: Change, fail_on: str = "suspect") -> bool:
    """Whether a change makes two versions differ.

    "suspect": all but editorial ones, and every move and renumbering. "substantive": substantive ones and moves alone.
    """
    if fail_on == "substantive":
        return change.klass == "substantive"
    return change.group != "editorial"
