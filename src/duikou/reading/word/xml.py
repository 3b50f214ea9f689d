"""Names and flags of WordprocessingML, the same for the transitional and the strict form of the format.

What holds here: an element's name is given as `w:p`, `mc:Choice`, `m:t` whatever prefix or namespace edition
the file uses, so that no reader of Word's parts spells a namespace (ECMA-376 part 1 and part 4).
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "http://purl.org/dc/elements/1.1/": "dc",
}
_SPACES = {prefix: [uri for uri, p in _PREFIXES.items() if p == prefix] for prefix in _PREFIXES.values()}

# An lxml element; lxml has no types of its own.
Element = Any


@lru_cache(maxsize=4096)
def _named(tag: str) -> str:
    uri, _, local = tag.rpartition("}")
    return f"{_PREFIXES.get(uri[1:], '')}:{local}"


def name(element: Element) -> str:
    """The element's name with this module's prefix, `:local` when its namespace is none of them."""
    return _named(element.tag)


def child(element: Element | None, *names: str) -> Element | None:
    """The first child of that name, then its first child of the next name …; None when one is missing."""
    for wanted in names:
        if element is None:
            return None
        for inner in element:
            if _named(inner.tag) == wanted:
                element = inner
                break
        else:
            return None
    return element


def attr(element: Element | None, attribute: str, prefix: str = "w") -> str | None:
    """The value of an attribute in that namespace, or without one; None when it is missing."""
    if element is None:
        return None
    for uri in _SPACES[prefix]:
        value: str | None = element.get(f"{{{uri}}}{attribute}")
        if value is not None:
            return value
    return element.get(attribute) if prefix == "w" else None


def number(element: Element | None, attribute: str = "val") -> int | None:
    """The value of an attribute as a whole number; None when it is missing or is none."""
    value = attr(element, attribute)
    try:
        return int(value) if value is not None else None
    except ValueError:
        return None


def flag(element: Element | None) -> bool | None:
    """An on/off property (ECMA-376 part 1, 17.17.4): True, False, or None when the property is not there."""
    if element is None:
        return None
    return attr(element, "val") not in ("0", "false", "off", "none")


def count(root: Element, names: Collection[str]) -> int:
    """How many elements of these names there are below `root`, in either form of the format."""
    tags = [f"{{{uri}}}{name.partition(':')[2]}" for name in names for uri in _SPACES[name.partition(":")[0]]]
    return sum(1 for _ in root.iter(*tags))
