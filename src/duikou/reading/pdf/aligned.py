"""Tables of a page that no lines rule, or lines across only: their columns are told by white space alone.

What holds here: where the columns are is told in `strips`, where the rows begin in `levels`, and `column_tables` makes
the table. One of which each row is one line stays as it is, unless its heads or its rules say what it is: the gaps
between its pieces tell as much. Where nothing tells the rows, each line is kept as one, its columns apart, so that no
cell runs into another, and the page is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf

from duikou.errors import t
from duikou.reading.pages.columns import rows
from duikou.reading.pdf import strips
from duikou.reading.pdf.lines import TableBlock
from duikou.reading.pdf.paths import Drawing
from duikou.reading.pdf.runs import Run

UNSURE = t("a table without lines; nothing tells its rows, and its cells may be mixed")


@dataclass(slots=True)
class Aligned:
    """The tables that were found, the runs outside them, and whether something looks like one whose rows are unsure."""

    tables: list[TableBlock] = field(default_factory=list)
    rest: list[Run] = field(default_factory=list)
    unsure: bool = False


def take_aligned(
    runs: list[Run], drawing: Drawing, before: Sequence[float] = (), gutters: Sequence[float] = ()
) -> Aligned:
    """The tables without lines down among the runs that stand in no other table.

    `before` are the edges of the columns of the table that the page before ends with: it may go on here. `gutters` are
    those between the columns in which the pages before were set.
    """
    if not before and not _in_pieces(runs):
        return Aligned([], runs)
    found = Aligned()
    lines = [[runs[i] for i in row] for row in rows([run.box for run in runs])]
    at = first = 0
    while at < len(lines):
        region = strips.region(lines, at, first, before)
        if region is None:
            found.rest += lines[at]
            at += 1
            continue
        from duikou.reading.pdf.column_tables import table_of  # few pages hold such a table

        table, outside, told = table_of(lines[region.begin : region.end], region, drawing, gutters)
        found.unsure |= not told
        if table is None:
            found.rest += [run for line in lines[at : region.end] for run in line]
        else:
            # Lines above the first that was seen to be in columns were passed on already.
            early = {id(run) for line in lines[region.begin : at] for run in line}
            found.rest = [run for run in found.rest if id(run) not in early] + outside
            found.tables.append(table)
            first = region.end
        at = region.end
    return found


def _in_pieces(runs: Sequence[Run]) -> bool:
    """Whether three runs stand on one level, apart from each other, or two that name columns: without such a line there
    is no table here."""
    places = sorted(((run.baseline, run.lefts[0], run) for run in runs), key=lambda place: place[:2])
    for (y, _, one), (_, x, two), (low, _, _) in zip(places, places[1:], [*places[2:], (inf, 0.0, None)], strict=False):
        if abs(x - one.rights[-1]) < strips.GUTTER * one.size:
            continue
        if low - y < one.size:
            return True
        if two.baseline - y < one.size and strips.is_head(one.text) and strips.is_head(two.text):
            return True
    return False
