"""Where the output of each document stands below -d DIR.

What holds here: no two outputs meet, on any system; an output is never an input.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePath

from duikou.app.inputs import Input, is_address
from duikou.app.outputs import check_apart, check_folder, near
from duikou.errors import OutputError, UsageError, t
from duikou.notation.patterns import pattern


def places_below(folder: str, inputs: Sequence[Input], extension: str) -> list[str]:
    """The output of each input below -d DIR: its own path there with another ending; the folder is made
    later.

    Of inputs that would meet, the one that has the output's own name keeps it (plan.txt of plan.txt and plan.docx); the
    others keep their whole names (plan.docx.txt, and plan.txt.md beside plan.docx.md); of those
    that meet even so (a.txt of two folders, A.txt and a.txt of a zip container) the second gets a number (a-2.txt).
    Raises `UsageError` when one is named twice, `OutputError` when an output is an input or the folder can't be written
    into.
    """
    folder = near(folder)
    if not is_address(folder):
        base = Path(folder)
        if base.exists() and not base.is_dir():
            raise OutputError("is not a folder", "Name a folder after -d; -o takes a file", folder)
        check_folder(base if base.exists() else Path(os.path.realpath(base)).parent, folder)
    twice = next((name for name, times in Counter(found.name for found in inputs).items() if times > 1), None)
    if twice is not None:
        raise UsageError(t("{name} is named twice", name=twice), "Name it once")
    inputs = [found._replace(relative=_plain(found.relative)) for found in inputs]
    short = [found.relative.with_name(_ENDING.sub("", found.relative.name) + extension) for found in inputs]
    met = Counter(map(_folded, short))
    taken = {place for place, times in met.items() if times == 1} | {
        _folded(path) for path, found in zip(short, inputs, strict=True) if found.relative == path
    }
    last = Counter[str]()
    kept: set[str] = set()
    places: list[PurePath] = []
    for path, found in zip(short, inputs, strict=True):
        place = path
        own = found.relative == path and _folded(path) not in kept
        if own:
            kept.add(_folded(path))
        elif met[_folded(path)] > 1:
            # What has the output's ending has no use for it twice.
            whole = path.stem if found.relative == path else found.relative.name
            place = found.relative.with_name(whole + extension)
            while _folded(place) in taken:
                last[_folded(found.relative)] += 1
                number = last[_folded(found.relative)] + 1
                place = found.relative.with_name(f"{whole}-{number}{extension}")
            taken.add(_folded(place))
        places.append(place)
    outputs = [
        f"{folder.rstrip('/')}/{path.as_posix()}" if is_address(folder) else str(Path(folder) / path) for path in places
    ]
    check_apart(outputs, inputs)
    return outputs


def is_numbered(place: str, found: Input) -> bool:
    """Whether an output got a number, since another document has its name."""
    name = _plain(found.relative).name
    return not PurePath(place).name.startswith((name, _ENDING.sub("", name) + "."))


def _plain(path: PurePath) -> PurePath:
    """A path whose names hold no control characters: a line break in a name breaks the lists of other programs."""
    return PurePath(*(_CONTROL.sub("_", part) for part in path.parts))


_CONTROL = pattern("[\x00-\x1f\x7f]")
# An ending is a few letters; the last figures of a date or a version are not one.
_ENDING = pattern(r"(?<=.)\.[A-Za-z][A-Za-z0-9]{0,8}$")


def _folded(path: PurePath) -> str:
    # Names that differ in case alone, or in how their accents are composed, are one file on Windows and macOS.
    name = str(path)
    if not name.isascii():
        from unicodedata import normalize

        name = normalize("NFC", name)
    return name.casefold()
