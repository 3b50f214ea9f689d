"""By what a row of a ledger is known again: its plan, its place in the plan, what it says.

What holds here: a key is the same for the same measure in every copy and form of a plan, and its parts tell what
changed: a measure with another text at the same place was reworded, one with the same text at another place was
renumbered. The plan is known by what its title says without issuer and the marks of a version (征求意见稿), by the year
or batch that it is one of a series by, and by its issuer's places where the title names none: next year's work points
are other measures, and those of another city too.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from duikou.exporting.ledger.record import Record
from duikou.model import Measure
from duikou.notation import titles
from duikou.notation.editions import editions
from duikou.notation.scripts import simplified
from duikou.relating.grouping.fingerprints import bare_text
from duikou.relating.grouping.summary import codes, core, unversioned

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
    return Key(plan(record), _digest(path), _digest(bare_text(f"{measure.title or ''}{measure.text}")))


def is_at(key: Key, part: int, path: Sequence[str]) -> bool:
    """Whether a key is that of a measure at `path` of a part."""
    return key.place == _digest(f"{part}/{'/'.join(path)}")


def plan(record: Record) -> str:
    """The part of a key that stands for the plan."""
    return _digest(identity(record.title, record.issuers) or record.file)


def identity(title: str | None, issuers: Sequence[str]) -> str:
    """What tells a plan from others, the same for all its versions; "" for a text without a title."""
    if not title:
        return ""
    plain = titles.canonical(simplified(title))
    name = core(plain)
    parts = [name, *editions(unversioned(plain))]
    if not codes(name):
        parts += codes(plain, *map(simplified, issuers))
    return "|".join(parts)


def parsed(text: object) -> Key | None:
    """A key as it stands in a cell; None for anything else."""
    parts = str(text).split(":")
    return Key(*parts) if len(parts) == 3 and all(len(part) == _LENGTH for part in parts) else None


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
