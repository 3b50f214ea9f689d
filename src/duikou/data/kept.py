"""What Python made of data files before, kept beside them as it keeps its byte code: parsed files, compiled patterns.

What holds here: what is kept is used only by the same Python, and what was parsed only for the same file (its size and
the time of its last change); it is written whole or not at all, where Python puts its byte code (PYTHONPYCACHEPREFIX),
and is trusted as far. Where it can't be written, or Python is told to write no byte code, everything is made at each
start, and where what is kept is damaged, which its checksum tells, it is made anew. Parsing TOML would be a tenth of
the time that a start takes.
"""

from __future__ import annotations

import marshal
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any
from zlib import crc32

# Compiled patterns hold the greatest number of repeats, which is another where numbers are shorter.
_TAG = f"{sys.implementation.cache_tag}-{sys.hexversion:x}-{sys.byteorder}-{sys.maxsize.bit_length() + 1}"
_SUM = 4  # bytes: the checksum of what follows


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
    prefix = sys.pycache_prefix
    folder = Path(prefix, *path.parent.parts[1:]) if prefix else path.parent / "__pycache__"
    return folder / f"{path.stem}.{_TAG}.marshal"


def read(place: Path) -> Any:
    """The value that is kept at a place; None where there is none that can be read."""
    with suppress(OSError, ValueError, EOFError, TypeError):
        content = place.read_bytes()
        # Of bytes that are damaged, `marshal` may make another value, or ask for more memory than there is.
        if int.from_bytes(content[:_SUM], "big") == crc32(content[_SUM:]):
            return marshal.loads(content[_SUM:])
    return None


def write(place: Path, value: Any) -> None:
    """Keep a value; nothing is left where that can't be, or is not wanted."""
    if sys.dont_write_bytecode:
        return
    beside = place.with_name(f"{place.name}.{os.getpid()}")
    with suppress(OSError, ValueError):
        place.parent.mkdir(parents=True, exist_ok=True)
        content = marshal.dumps(value)
        beside.write_bytes(crc32(content).to_bytes(_SUM, "big") + content)
        os.replace(beside, place)
    with suppress(OSError):
        beside.unlink(missing_ok=True)
