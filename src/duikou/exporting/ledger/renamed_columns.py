"""The columns of a ledger whose heads somebody wrote otherwise.

What holds here: a column is known by what it holds, compared with what duikou wrote into it last (`written`), never by
how its head sounds; the office's head stays. One that nothing tells is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from duikou.exporting.ledger import written
from duikou.exporting.ledger.sheet_rows import Table

# The share of its written cells that a column must hold unchanged. Of an empty one nothing is known.
_UNCHANGED = 0.5


def renamed(
    table: Table, rows: Iterable[int], missing: Mapping[str, str], known: Iterable[str], note: str
) -> dict[str, str]:
    """The heads that stand above columns of duikou's now, by those that are `missing` (each with the key of its
    column). `known` are the heads that need not be looked at, `note` is that of the column of what was written."""
    notes = {row: written.read(table.value(row, note)) or {} for row in rows}
    free = [head for head in table.columns if head not in set(known)]
    found: dict[str, str] = {}
    for head, key in missing.items():
        if key == "index":
            shares = {other: _numbers(table, notes, other) for other in free}
        else:
            said = {row: digests[key] for row, digests in notes.items() if key in digests}
            shares = {other: _share(table, said, other) for other in free}
        best = max(shares, key=lambda other: shares[other], default=None)
        if best is not None and shares[best] > _UNCHANGED:
            found[head] = best
            free.remove(best)
    return found


def _share(table: Table, said: Mapping[int, str], head: str) -> float:
    """How many of the cells of a column still hold what was written."""
    same = sum(written.digest(table.value(row, head)) == digest for row, digest in said.items())
    return same / len(said) if said else 0.0


def _numbers(table: Table, rows: Iterable[int], head: str) -> float:
    """Whether a column numbers its rows: no digest of it is kept, but it holds whole numbers from 1."""
    values = [table.value(row, head) for row in rows]
    return float(
        bool(values)
        and all(type(value) is int for value in values)
        and min(values) == 1
        and len(set(values)) > len(values) / 2
    )
