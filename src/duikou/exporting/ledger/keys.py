"""By what a row of a ledger is known again: its plan, its place in the plan, what it says.

What holds here: a key is the same for the same measure in every copy and form of a plan, and its parts tell what
changed: a measure with another text at the same place was reworded, one with the same text at another place was
renumbered. The plan is known by what its title says without issuer, edition and years, so that next year's version of
it is the same plan.
"""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

from duikou.exporting.ledger.record import Record
from duikou.model import Measure
from duikou.relating.grouping.fingerprints import said
from duikou.relating.grouping.summary import core

_LENGTH = 10  # hexadecimal digits of each part


class Key(NamedTuple):
    """The parts of a key, each a few hexadecimal digits."""

    plan: str
    place: str
    text: str

    def __str__(self) -> str:
        return ":".join(self)


def key(record: Record, measure: Measure) -> Key:
    """The key of a measure in its document."""
    path = f"{measure.part if len(record.parts) > 1 else 1}/{'/'.join(measure.path)}"
    return Key(plan(record), _digest(path), _digest(said(f"{measure.title or ''}{measure.text}")))


def plan(record: Record) -> str:
    """The part of a key that stands for the plan."""
    return _digest(core(record.title) if record.title else record.file)


def parsed(text: object) -> Key | None:
    """A key as it stands in a cell; None for anything else."""
    parts = str(text).split(":")
    return Key(*parts) if len(parts) == 3 and all(len(part) == _LENGTH for part in parts) else None


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
