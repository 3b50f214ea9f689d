"""`duikou diff LEDGER LEDGER`: what changed from one ledger that duikou wrote to another, row by row.

What holds here: two ledgers are compared as what they are, and not as texts: by their rows, whatever format each is in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from duikou.app.comparisons import Options
from duikou.app.inputs import Input
from duikou.app.ledgers import of_input
from duikou.app.outputs import StandardOutput, target
from duikou.app.runs import DIFFERENT, DONE
from duikou.app.screens import screen
from duikou.errors import UsageError, t
from duikou.exporting import Writer, load

if TYPE_CHECKING:
    from duikou.exporting.ledger.read_back import ReadBack


def ledgers_of(items: Sequence[Input]) -> list[Iterator[ReadBack]] | None:
    """The ledgers that all inputs are; None where one is none."""
    found = []
    for item in items:
        ledger = of_input(item)
        if ledger is None:
            return None
        found.append(ledger)
    return found


def diff_ledgers(found: Sequence[Iterator[ReadBack]], items: Sequence[Input], options: Options, writer: Writer) -> int:
    """Compare two ledgers; exit code 1 when rows are new, changed or ended, or have other numbers. Raises
    `UsageError` for what is asked of texts alone."""
    from duikou.exporting.ledger.row_changes import RENUMBERED, compared

    if len(items) > 2:
        raise UsageError("ledgers are compared two at a time", "Name the old and the new ledger")
    if not writer.rows:
        raise UsageError(
            t("{format} tracks the changes of a text, and these are ledgers", format=writer.format),
            "Give -o with a name that ends in .xlsx",
        )
    if options.ignore or options.only or options.asked.side_by_side:
        raise UsageError(
            "--ignore, --only and --side-by-side are for texts, and these are ledgers",
            "Leave them out; -o changes.xlsx can be filtered",
        )
    sink = target(options.asked.output, items, writer, options.asked.writing.force)
    sides = [(item.name, ledger) for item, ledger in zip(items, found, strict=True)]
    changes = compared(sides[0], sides[1], options.lang)
    color, width = screen() if isinstance(sink, StandardOutput) else (False, 0)
    with sink:
        sink.write(load(writer.rows)(changes, options.lang, color, width))
    counted = [kind for kind, count in changes.counts().items() if count]
    if options.asked.fail_on == "substantive":
        counted = [kind for kind in counted if kind != RENUMBERED]
    return DIFFERENT if counted else DONE
