"""Data files as they were parsed before, kept beside them as Python keeps its byte code.

What holds here: what is kept is used only for the same file (its size and the time of its last change) and the same
Python; it is written whole or not at all, and where it can't be written, or Python is told to write no byte code, the
file is parsed at each start. Parsing TOML would be a tenth of the time that a start takes.
"""

from __future__ import annotations

import marshal
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

_TAG = f"{sys.implementation.cache_tag}-{sys.hexversion:x}"


def parsed(path: Path) -> dict[str, Any]:
    """The content of a TOML file. Raises `OSError`, and `ValueError` for what is no TOML."""
    state = path.stat()
    stamp = (state.st_size, state.st_mtime_ns)
    kept = path.parent / "__pycache__" / f"{path.stem}.{_TAG}.marshal"
    with suppress(OSError, ValueError, EOFError, TypeError):
        before, content = marshal.loads(kept.read_bytes())
        if before == stamp:
            return dict(content)
    import tomllib

    found = tomllib.loads(path.read_text("utf-8"))
    if not sys.dont_write_bytecode:
        _keep(kept, (stamp, found))
    return found


def _keep(kept: Path, value: Any) -> None:
    """Write what was parsed; nothing is left where that can't be."""
    beside = kept.with_name(f"{kept.name}.{os.getpid()}")
    with suppress(OSError, ValueError):
        kept.parent.mkdir(exist_ok=True)
        beside.write_bytes(marshal.dumps(value))
        os.replace(beside, kept)
    with suppress(OSError):
        beside.unlink(missing_ok=True)
