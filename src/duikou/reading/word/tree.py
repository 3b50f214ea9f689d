"""Which elements of a Word part are there to be read, in each view of its tracked changes.

What holds here: content that a file gives in several forms is read in one of them; properties are never descended
into, nor is what the view leaves out: what was deleted or moved away where changes are accepted, what was inserted or
moved here where the original is wanted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from duikou.reading.word.xml import Element, attr, child, name

_PROPERTIES = frozenset(
    {
        *("w:pPr", "w:rPr", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr", "w:sdtPr", "w:sdtEndPr", "w:sectPr"),
        *("w:rt", "w:customXmlPr", "w:smartTagPr", "m:ctrlPr"),
    }
)
CHANGES = frozenset({"w:ins", "w:del", "w:moveFrom", "w:moveTo"})


class View(NamedTuple):
    """What a view of the tracked changes leaves out: elements, the marks of paragraphs that go, and the row and cell
    properties that say so. `signs` are what is written around a change, by its element."""

    gone: frozenset[str]
    marks: tuple[str, ...]
    row: str
    cell: str
    signs: dict[str, tuple[str, str]]


_DELETED, _INSERTED = ("{-", "-}"), ("{+", "+}")
VIEWS = {
    "accepted": View(
        _PROPERTIES | {"w:del", "w:moveFrom", "w:delText", "w:delInstrText"},
        ("w:del", "w:moveFrom"), "w:del", "w:cellDel", {},
    ),
    "original": View(_PROPERTIES | {"w:ins", "w:moveTo"}, ("w:ins", "w:moveTo"), "w:ins", "w:cellIns", {}),
    "marked": View(
        _PROPERTIES, (), "", "",
        {"w:del": _DELETED, "w:moveFrom": _DELETED, "w:ins": _INSERTED, "w:moveTo": _INSERTED},
    ),
}  # fmt: skip


def properties_of(paragraph: Element, view: View) -> Element | None:
    """The properties of a paragraph (w:pPr): where the original is wanted, those before a tracked change of them."""
    now = child(paragraph, "w:pPr")
    before = child(now, "w:pPrChange", "w:pPr") if "w:ins" in view.gone else None
    return now if before is None else before


def alternative(element: Element) -> Element:
    """The one to read of several forms of the same content: the newer, unless only the older holds text."""
    forms = [x for x in element if name(x) in ("mc:Choice", "mc:Fallback")]
    texts = [x for x in forms if any(name(y) in ("w:t", "w:tbl", "a:t") for y in x.iter())]
    return next(iter([*texts, *forms]), element)


def inside(parent: Element, wanted: str, view: View) -> Iterator[Element]:
    """The rows of a table or the cells of a row, through content controls, without those that the view leaves out."""
    gone = {"w:tr": ("w:trPr", view.row), "w:tc": ("w:tcPr", view.cell)}[wanted]
    for element in parent:
        kind = name(element)
        if kind == wanted:
            if child(element, *gone) is None:
                yield element
        elif kind == "mc:AlternateContent":
            yield from inside(alternative(element), wanted, view)
        elif kind not in view.gone:
            yield from inside(element, wanted, view)


def merged_away(properties: Element | None) -> bool:
    """Whether the cell belongs to a merged cell that began above it or left of it."""
    for merge in ("w:vMerge", "w:hMerge"):
        element = child(properties, merge)
        if element is not None and attr(element, "val") in (None, "continue"):
            return True
    return False
