"""Rows of a table that Markdown keeps as HTML with each cell on a line of its own.

What holds here: the lines that begin with a cell's tag, between the tags of one row, are one row of cells; an empty
cell keeps its place, but for those at the end of a row. Lines that no such tag opens are left to the other rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duikou.notation.patterns import patterns

_MARKUP = patterns("cleaning/markup")


def cells_of(raw: Sequence[str]) -> dict[int, tuple[int, int]]:
    """For each line that begins with a cell's tag, the number of its row and of the cell in it."""
    found: dict[int, tuple[int, int]] = {}
    row, cell, inside = 0, 0, False
    for i, line in enumerate(raw):
        if inside and _MARKUP.cell_tag.match(line):
            found[i] = (row, cell)
        for tag in _MARKUP.row_tag.finditer(line):
            closing, name = tag.group(1), tag.group(2).lower()
            if name == "tr":
                inside = not closing
                row, cell = row + (not closing), 0
            elif not closing:
                cell += 1
    return found


def grouped(groups: Sequence[list[int]], cells: Mapping[int, tuple[int, int]]) -> list[list[int]]:
    """`groups` of rows that are one paragraph each, with the cells of one row of a table brought together, and those of
    different rows apart."""
    joined: list[list[int]] = []
    for group in groups:
        for place, i in enumerate(group):
            last = joined[-1][-1] if joined else -1
            same = cells.get(last, (0, 0))[0] == cells.get(i, (0, 0))[0]
            if joined and same and (place > 0 or i in cells):
                joined[-1].append(i)
            else:
                joined.append([i])
    return joined
