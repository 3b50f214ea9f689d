"""Which elements of a Word part are there to be read: the ones that stay when all tracked changes are
accepted.

What holds here: content that a file gives in several forms is read in one of them; properties, deleted and
moved-away content are never descended into.
"""

from __future__ import annotations

from collections.abc import Iterator

from duikou.reading.word.xml import Element, attr, child, name

GONE = frozenset(
    {
        "w:pPr",
        "w:rPr",
        "w:tblPr",
        "w:tblGrid",
        "w:trPr",
        "w:tcPr",
        "w:sdtPr",
        "w:sdtEndPr",
        "w:del",
        "w:moveFrom",
        "w:delText",
        "w:delInstrText",
        "w:sectPr",
        "w:rt",
        "w:customXmlPr",
        "w:smartTagPr",
        "m:ctrlPr",
    }
)


def alternative(element: Element) -> Element:
    """The one to read of several forms of the same content: the newer, unless only the older holds text."""
    forms = [x for x in element if name(x) in ("mc:Choice", "mc:Fallback")]
    texts = [x for x in forms if any(name(y) in ("w:t", "w:tbl", "a:t") for y in x.iter())]
    return next(iter([*texts, *forms]), element)


def inside(parent: Element, wanted: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, through content controls, without the deleted ones."""
    gone = {"w:tr": ("w:trPr", "w:del"), "w:tc": ("w:tcPr", "w:cellDel")}[wanted]
    for element in parent:
        kind = name(element)
        if kind == wanted:
            if child(element, *gone) is None:
                yield element
        elif kind == "mc:AlternateContent":
            yield from inside(alternative(element), wanted)
        elif kind not in GONE:
            yield from inside(element, wanted)


def merged_away(properties: Element | None) -> bool:
    """Whether the cell belongs to a merged cell that began above it or left of it."""
    for merge in ("w:vMerge", "w:hMerge"):
        element = child(properties, merge)
        if element is not None and attr(element, "val") in (None, "continue"):
            return True
    return False
