"""The two files that a comparison was read from."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from duikou.model import Comparison


def originals(comparison: Comparison) -> tuple[bytes, bytes] | None:
    """Their bytes, where both are Word files on this machine, and still those that were read; else None."""
    found = []
    for document in (comparison.old, comparison.new):
        source = document.cleaned.source
        if source.format != "docx" or source.path is None or not Path(source.path).is_file():
            return None
        data = Path(source.path).read_bytes()
        if sha256(data).hexdigest() != source.sha256:
            return None
        found.append(data)
    return found[0], found[1]
