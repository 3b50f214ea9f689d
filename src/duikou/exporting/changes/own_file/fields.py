"""Simple fields of a Word file (w:fldSimple), written in their long form where a tracked change takes them out or moves
them.

What holds here: no tracked change can hold a simple field, only what it shows; were that struck alone, the field would
stay, and be filled again. The long form is the same field as runs, which a change can hold; Word writes it
so as well. A field that holds more than runs and such fields stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from duikou.exporting.changes.own_file.markup import Element, value

SIMPLE = "w:fldSimple"
_INSIDE = frozenset(("w:r", "w:fldData", "w:proofErr", "w:bookmarkStart", "w:bookmarkEnd"))
# What a field says of itself, which its long form says at its beginning.
_SAID = ("w:fldLock", "w:dirty")


def is_plain(element: Element) -> bool:
    """Whether an element is a simple field that can be written in the long form."""
    return element.name == SIMPLE and all(child.name in _INSIDE or is_plain(child) for child in element.children)


def long_form(xml: str, field: Element) -> str:
    """A simple field as runs."""
    return "".join(_runs(xml, field))


def outermost(run: Element) -> Element | None:
    """The simple field that a run stands in, or the outermost of several, if it can be written in the long form."""
    found, above = None, run.parent
    while above is not None and above.name != "w:p":
        if is_plain(above):
            found = above
        above = above.parent
    return found


def _runs(xml: str, field: Element) -> Iterator[str]:
    first = next((run for run in field.every("w:r")), None)
    properties = first.child("w:rPr") if first else None
    look = xml[properties.start : properties.end] if properties else ""
    said = "".join(f' {name}="{escape(found)}"' for name in _SAID if (found := value(xml, field, name)) is not None)
    data = field.child("w:fldData")
    inside = xml[data.start : data.end] if data else ""
    code = escape(value(xml, field, "w:instr") or "")
    yield f'<w:r>{look}<w:fldChar w:fldCharType="begin"{said}>{inside}</w:fldChar></w:r>'
    yield f'<w:r>{look}<w:instrText xml:space="preserve">{code}</w:instrText></w:r>'
    yield f'<w:r>{look}<w:fldChar w:fldCharType="separate"/></w:r>'
    for child in field.children:
        if child.name == SIMPLE:
            yield from _runs(xml, child)
        elif child.name != "w:fldData":
            yield xml[child.start : child.end]
    yield f'<w:r>{look}<w:fldChar w:fldCharType="end"/></w:r>'
