"""What duikou wrote into the cells of a row last, so that what an office wrote over it is told from what the plan says.

What holds here: a row keeps a short digest of each of its cells, in a hidden column of its own, so that it goes where
the row goes when a sheet is sorted. A day is the same whether it stands there as a day or as text.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256
from typing import Any

# What says where a row stands or what it goes by, not what the plan says.
PLACES = frozenset({"index", "file", "page", "line", "row_key", "written_cells"})
_LENGTH = 6  # hexadecimal digits of a digest


def digest(value: Any) -> str:
    """A few digits that stand for what a cell holds; "" for an empty one."""
    if isinstance(value, datetime):
        value = value.date()
    text = value.isoformat() if isinstance(value, date) else str(value if value is not None else "")
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH] if text else ""


def noted(cells: Iterable[tuple[str, Any]]) -> str:
    """The note of a row: the digests of its cells, each given with the key of its column."""
    found = ((key, digest(value)) for key, value in cells if key not in PLACES)
    return " ".join(f"{key}={said}" for key, said in found if said)


def read(note: Any) -> dict[str, str] | None:
    """The digests by the keys of the columns; None where there is no note, as in ledgers of older versions."""
    pairs = [pair.partition("=") for pair in str(note or "").split()]
    return {key: said for key, _, said in pairs} if pairs and all(said for _, _, said in pairs) else None
