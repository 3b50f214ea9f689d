"""Where the name of a unit stands in its tail.

What holds here: what is given is the unit's name as the tail has it, also where white space stands in it; of a name
that was spelled out (甲市政府 from 甲、乙、丙市政府) the part that is written; and where a name is not found at all,
the whole tail, so that every unit leads to a place where it is read. No pattern is made of a name: there are too many.
"""

from __future__ import annotations

from collections.abc import Set

# What stands before a name in a list and after it, besides white space and the ends of the tail.
_BEFORE = frozenset("（(【[〔、，,；;：:。和及与由请为同")
_AFTER = frozenset("）)】]〕、，,；;。等和及与按负牵配参协承落指分共会根依结*★（")
_AFTER_PART = frozenset("、，,；;和及与")
_SHORTEST = 2


def unit(name: str, written: str) -> tuple[int, int]:
    """The span of `name` in `written`, a tail."""
    bare = name.split("（", 1)[0] or name
    found = _in_list(name, written) or _at_head(name, written) or _find(name, written, 0) or _in_list(bare, written)
    for length in () if found else range(len(name) - 1, _SHORTEST - 1, -1):
        part = name[:length]
        at = 0
        while (span := _at_head(part, written, at)) and written[span[1] : span[1] + 1] not in _AFTER_PART:
            at = span[0] + 1
        if span:
            return span
    return found or (0, len(written))


def _in_list(name: str, written: str) -> tuple[int, int] | None:
    """Where a name stands between what opens and closes one in a list."""
    at = 0
    while span := _at_head(name, written, at):
        if _bounds(written[span[1] : span[1] + 1], _AFTER):
            return span
        at = span[0] + 1
    return None


def _at_head(name: str, written: str, at: int = 0) -> tuple[int, int] | None:
    """Where a name stands, from `at` on, behind what opens one in a list."""
    while span := _find(name, written, at):
        if _bounds(written[: span[0]][-1:], _BEFORE):
            return span
        at = span[0] + 1
    return None


def _bounds(char: str, signs: Set[str]) -> bool:
    """Whether a character, "" at an end of the tail, may stand beside a name."""
    return not char or char in signs or char.isspace()


def _find(name: str, written: str, at: int) -> tuple[int, int] | None:
    """Where `name` stands, from `at` on, also with white space between its characters."""
    while (at := written.find(name[0], at)) >= 0:
        end = at + len(name) if written.startswith(name, at) else _end(name, written, at)
        if end:
            return at, end
        at += 1
    return None


def _end(name: str, written: str, at: int) -> int:
    """Where `name` ends that begins at `at`, white space aside; 0 where it does not stand there."""
    for char in "".join(name.split()):
        while at < len(written) and written[at].isspace():
            at += 1
        if not written.startswith(char, at):
            return 0
        at += 1
    return at
