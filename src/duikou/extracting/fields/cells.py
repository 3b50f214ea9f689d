"""What the cells of a table say in columns that no field has of its own (建设地点, 总投资（万元）).

What holds here: a cell is read as any text is. A bare number has the unit that the head of its column gives in
brackets, and counts nothing without one: years and numbers of rows are none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from duikou.extracting.measures.passages import Passage, Stretch
from duikou.model import OtherCell, Quantity
from duikou.notation.patterns import pattern

_BARE = pattern(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,10})?")
_UNIT = pattern(r"(?P<noun>.*?)[（(](?:单位[:：])?(?P<unit>[^\d（）()：:、，]{1,8})[）)]")


def stretches(passage: Passage) -> tuple[Stretch, ...]:
    """The cells as texts in which fields are looked for."""
    return tuple(Stretch(cell.text, cell.start) for cell in passage.cells)


def quantities(passage: Passage, find: Callable[[str], Iterable[Quantity]]) -> tuple[Quantity, ...]:
    """The quantities in the cells, with spans in the clean text; `find` reads those of a text that names its units."""
    return tuple(quantity for cell in passage.cells for quantity in _of_cell(cell, find))


def _of_cell(cell: OtherCell, find: Callable[[str], Iterable[Quantity]]) -> Sequence[Quantity]:
    if _BARE.fullmatch(cell.text) is None:
        return [replace(q, start=q.start + cell.start, end=q.end + cell.start) for q in find(cell.text)]
    head = _UNIT.fullmatch(cell.head)
    if head is None:
        return ()
    value = float(cell.text.replace(",", ""))
    return (Quantity(cell.text, value, value, head["unit"], "=", head["noun"] or None, cell.start, cell.end),)
