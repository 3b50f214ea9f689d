"""Regular expressions as they were compiled before: they are kept as parsed data files are (`kept`).

What holds here: a pattern finds what that of `re.compile` finds, and passes faster by what it does not (`openings`).
One that was kept is found by its source and its flags, it was made by the `re` of the same version of Python, its
checksum holds, and Python looks its code through once more when it takes it. Patterns that were not yet kept are added
when the process ends. Compiling would be between a third and a half of what a start takes, and `re` has no public way
to hand on what it compiled: on a Python without the parts of it that are used here, patterns are compiled as usual.
"""

from __future__ import annotations

import atexit
import re
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from duikou.data import kept

# Those of a user's own words, and those of versions that were before, are kept too: with more than so many in all
# (duikou itself has less than a thousand), the file is begun anew.
_MOST = 4_000
# By source and flags: all flags, the code in bytes, how many groups there are, and the numbers of those with a name.
_Code = tuple[int, bytes, int, dict[str, int]]
_Store = dict[tuple[str | bytes, int], _Code]
_new: _Store = {}
# What the inner parts of `re` raise where they are not what they are taken for, or a code is damaged.
_UNFIT = (ImportError, AttributeError, LookupError, TypeError, ValueError, OverflowError, RuntimeError)


def compiled(source: str | bytes, flags: int) -> re.Pattern[Any]:
    """`re.compile(source, flags)`, perhaps as it was kept. Raises `re.error`."""
    with suppress(*_UNFIT):
        return _taken(source, _store()[source, flags])
    try:
        code = _made(source, flags)
        found = _taken(source, code)
    except _UNFIT:
        return re.compile(source, flags)
    if not _new:
        atexit.register(keep)
    _new[source, flags] = code
    return found


def _made(source: str | bytes, flags: int) -> _Code:
    """What `re.compile` makes of a source before it becomes a pattern."""
    from array import array
    from re import _compiler, _parser  # type: ignore[attr-defined]

    from duikou.data.openings import with_openings

    parts = _parser.parse(source, flags)
    code = array("I", with_openings(_compiler._code(parts, flags), parts, flags | parts.state.flags))
    return flags | parts.state.flags, code.tobytes(), parts.state.groups - 1, parts.state.groupdict


def _taken(source: str | bytes, code: _Code) -> re.Pattern[Any]:
    """The pattern of a code."""
    import _sre  # type: ignore[import-not-found]

    flags, words, groups, names = code
    by_number: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        by_number[number] = name
    numbers = memoryview(words).cast("I").tolist()
    found: re.Pattern[Any] = _sre.compile(source, flags, numbers, groups, names, tuple(by_number))
    return found


def place() -> Path:
    """Where the patterns are kept."""
    return kept.place_of(Path(__file__).with_name("codes"))


@cache
def _store() -> _Store:
    found = kept.read(place())
    return found if isinstance(found, dict) else {}


def keep() -> None:
    """Add the new patterns to those that are kept by now: other processes may have added theirs."""
    new = dict(_new)  # a thread that goes on may add to it
    before = kept.read(place())
    known: _Store = before if isinstance(before, dict) and len(before) + len(new) <= _MOST else {}
    if any(known.get(key) != code for key, code in new.items()):
        kept.write(place(), known | new)
