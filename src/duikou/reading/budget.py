"""What one document may cost beyond its size: spent by the readers, and checked before anything is built.

What holds here: a few bytes of a file can ask for a great deal (a cell that spans a million columns, a form that calls
itself ten times at each of ten levels, a style based on a style without end). Each document has one `Budget`. A reader
spends from it what it is about to make, or says which depth it has reached, and the first that goes beyond a limit
ends the reading with one error, which names the option that allows more. Nothing is cut short in silence.

What is counted, with its limit in `Limits`:

    cells     cells of tables, those that a span or a repeat stands for among them           spend
    visits    visits of units that several places share: forms of PDF, composite units of OFD  spend
    nesting   tables, boxes, lists, forms inside one another                                 reach
    fields    fields of Word that are open at one time                                       reach
    chain     styles and numberings that each say "as that one, but"                         reach
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from duikou.errors import t
from duikou.reading.options import USUAL

if TYPE_CHECKING:
    from duikou.reading.options import Limits

Spent = Literal["cells", "visits"]
Depth = Literal["nesting", "fields", "chain"]

_WORDS = {
    "cells": t("cells of tables"),
    "visits": t("uses of parts that several places share"),
    "nesting": t("levels of parts inside one another"),
    "fields": t("fields open at one time"),
    "chain": t("styles or numberings that are each based on another"),
}


class Budget:
    """What is left for one document within `limits`; `path` is its name in errors."""

    def __init__(self, limits: Limits = USUAL.limits, path: str | None = None) -> None:
        self._limits, self._path = limits, path
        self._spent: dict[str, int] = {}

    def spend(self, name: Spent, count: int = 1) -> None:
        """Spend `count` of something, before it is made. Raises `UnreadableError` when that is more than is left."""
        self._spent[name] = total = self._spent.get(name, 0) + max(0, count)
        self._check(name, total)

    def reach(self, name: Depth, depth: int) -> None:
        """Say that a depth or length is reached. Raises `UnreadableError` when it is beyond its limit."""
        self._check(name, depth)

    def _check(self, name: str, count: int) -> None:
        most: int = getattr(self._limits, name)
        if count > most:
            cause = t("has more than {most} {words}, which is more than is safe to read", most=most, words=_WORDS[name])
            # How many there are in all is not known here: this is said before they are made.
            raise self._limits.refusal(name, cause, max(count, 2 * most), self._path)
