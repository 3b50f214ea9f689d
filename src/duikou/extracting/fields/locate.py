"""Where the name of a unit stands in its tail.

What holds here: what is given is the unit's name as the tail has it; of a name that was spelled out (甲市政府 from
甲、乙、丙市政府) the part that is written; and where a name is not found at all, the whole tail, so that every
unit leads to a place where it is read.
"""

from __future__ import annotations

import re

# What stands before a name in a list and after it.
_BEFORE = r"(?:^|(?<=[（(【\[〔、，,；;：:。\s和及与由请为同]))"
_AFTER = r"(?=$|[）)】\]〕、，,；;。\s等和及与按负牵配参协承落指分共会根依结*★（])"
_SHORTEST = 2


def unit(name: str, written: str) -> tuple[int, int]:
    """The span of `name` in `written`, a tail."""
    bare = name.split("（", 1)[0] or name
    for wanted, before, after in (
        (name, _BEFORE, _AFTER),
        (name, _BEFORE, ""),
        (name, "", ""),
        (bare, _BEFORE, _AFTER),
    ):
        if match := re.search(before + _spaced(wanted) + after, written):
            return match.span()
    for length in range(len(name) - 1, _SHORTEST - 1, -1):
        if match := re.search(_BEFORE + _spaced(name[:length]) + "(?=[、，,；;和及与])", written):
            return match.span()
    return 0, len(written)


def _spaced(name: str) -> str:
    """A pattern for `name`, also where white space stands between its characters."""
    return r"\s*".join(map(re.escape, name))
