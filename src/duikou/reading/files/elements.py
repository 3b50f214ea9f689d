"""Elements of XML by their local names, whatever their namespaces: what the readers of ODF and OFD share."""

from __future__ import annotations

from collections.abc import Iterator

from duikou.reading.files.container import Element


def local(element: Element) -> str:
    """The element's name without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Element | None, *names: str) -> Element | None:
    """The first child of that local name, then its first child of the next …; None when one is missing."""
    for wanted in names:
        if element is None:
            return None
        element = next((x for x in element if local(x) == wanted), None)
    return element


def children(element: Element | None, wanted: str) -> Iterator[Element]:
    """The children of that local name."""
    return (x for x in (element if element is not None else ()) if local(x) == wanted)
