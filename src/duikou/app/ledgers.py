"""Ledgers among the inputs: one that duikou wrote stands for the documents that it was written from.

What holds here: a ledger is read here, one document after another, and not by the workers: there is no text in it to be
read. Its documents are named as the ledger names them, since that is where their measures stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from duikou.app.inputs import Input, may_be_ledger
from duikou.errors import DuikouError

if TYPE_CHECKING:
    from duikou.exporting.ledger.read_back import ReadBack

R = TypeVar("R")


def of_input(item: Input) -> Iterator[ReadBack] | None:
    """The documents of the ledger that an input is; None where it is none of duikou's. Raises `UnreadableError`."""
    if item.path is None or not may_be_ledger(item):
        return None
    from duikou.exporting.ledger import read_back

    return read_back.of_file(item.path, item.name, item.content)


def results(
    work: Callable[[list[Input]], Iterable[R | DuikouError]], back: Callable[[ReadBack], R], items: Sequence[Input]
) -> Iterator[R | DuikouError]:
    """The results of all inputs in their order: what `work` gives of those that are read, and what `back` makes of the
    documents of ledgers; a ledger that can't be read is an error."""
    waiting: list[Input] = []
    for item in items:
        found = of_input(item)
        if found is None:
            waiting.append(item)
            continue
        yield from work(waiting) if waiting else ()
        waiting = []
        try:
            yield from map(back, found)
        except DuikouError as error:
            yield error
    yield from work(waiting) if waiting else ()
