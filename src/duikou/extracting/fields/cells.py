"""What the cells of a table say in columns that no field has of its own (建设地点, 总投资（万元）).

What holds here: a cell is read as any text is. A bare number has the unit that the head of its column gives in
brackets, and counts nothing without one: years and numbers of rows are none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from duikou.extracting.fields.spec import Attribute, FieldSpec, Say
from duikou.extracting.measures.passages import Passage, Stretch
from duikou.model import Marked, OtherCell, Quantity
from duikou.model.copies import changed
from duikou.notation import amounts
from duikou.notation.patterns import patterns

_FORMS = patterns("extracting/measures")
# What is counted has no longer name.
_NAME = 20


def stretches(passage: Passage) -> tuple[Stretch, ...]:
    """The cells as texts in which fields are looked for."""
    return tuple(Stretch(Marked(cell.text), cell.start) for cell in passage.cells)


def quantities(passage: Passage, find: Callable[[Marked], Iterable[Quantity]]) -> tuple[Quantity, ...]:
    """The quantities in the cells, with spans in the clean text; `find` reads those of a text that names its units."""
    found = (quantity for cell in passage.cells for quantity in _of_cell(cell, find))
    task = passage.measure.text
    if len(task) > _NAME or _FORMS.figure_or_stop.search(task):
        return tuple(found)
    # The task names what the columns of years count: 规上工业企业数 | 1200家 | 1350家.
    return tuple(changed(quantity, counted=quantity.counted or task) for quantity in found)


def _of_cell(cell: OtherCell, find: Callable[[Marked], Iterable[Quantity]]) -> Sequence[Quantity]:
    if amount := amounts.in_cell(cell.text, cell.head):
        low, high, unit, noun = amount
        return (Quantity(cell.text, low, high, unit, "=", noun or None, cell.start, cell.end),)
    return [changed(q, start=q.start + cell.start, end=q.end + cell.start) for q in find(Marked(cell.text))]


def read(text: str, say: Say) -> OtherCell | None:
    """A cell as the ledger shows it."""
    head, colon, said = text.partition(say("words", "colon"))
    return OtherCell(head, said) if colon else None


SPEC = FieldSpec(
    "other",
    None,  # the cells come with the row that is the measure
    attributes=(
        Attribute("head", "The head of the column, as written.", indexed=True),
        Attribute("cell", "What stands in the cell, as written.", of="text"),
    ),
    shown=lambda cell, say: f"{cell.head}{say('words', 'colon')}{cell.text}",
    made=OtherCell,
    read=read,
    rank=43,
)
