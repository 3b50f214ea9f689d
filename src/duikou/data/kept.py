"""What Python made of data files before, kept beside them as it keeps its byte code: parsed files, compiled patterns.

What holds here: what is kept is used only by the same Python, and what was parsed only for the same file (its size and
the time of its last change); it is written whole or not at all. Where it can't be written, or Python is told to write
no byte code, everything is made at each start, and where what is kept is damaged it is made anew. Parsing TOML would be
a tenth of the time that a start takes.
"""

from __future__ import annotations

import marshal
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

_TAG = f"{sys.implementation.cache_tag}-{sys.hexversion:x}-{sys.byteorder}"


def parsed(path: Path) -> dict[str, Any]:
    """The content of a TOML file. Raises `OSError`, and `ValueError` for what is no TOML."""
    state = path.stat()
    stamp = (state.st_size, state.st_mtime_ns)
    place = place_of(path)
    with suppress(TypeError, ValueError):
        before, content = read(place)
        if before == stamp:
            return dict(content)
    import tomllib

    found = tomllib.loads(path.read_text("utf-8"))
    write(place, (stamp, found))
    return found


def place_of(path: Path) -> Path:
    """Where it is kept what this Python made of a file."""
    return path.parent / "__pycache__" / f"{path.stem}.{_TAG}.marshal"


def read(place: Path) -> Any:
    """The value that is kept at a place; None where there is none that can be read."""
    with suppress(OSError, ValueError, EOFError, TypeError):
        return marshal.loads(place.read_bytes())
    return None


def write(place: Path, value: Any) -> None:
    """Keep a value; nothing is left where that can't be, or is not wanted."""
    if sys.dont_write_bytecode:
        return
    beside = place.with_name(f"{place.name}.{os.getpid()}")
    with suppress(OSError, ValueError):
        place.parent.mkdir(exist_ok=True)
        beside.write_bytes(marshal.dumps(value))
        os.replace(beside, place)
    with suppress(OSError):
        beside.unlink(missing_ok=True)
