"""The XML of a Word file as text with places, so that what is not changed stays as it is, byte for byte.

What holds here: an element knows where its tags begin and end in the text. Nothing is written anew but by an edit that
replaces one stretch by another; what no edit touches is the very text of the file. A file in which tags do not match,
or whose main namespace has another prefix than `w`, can't be read so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html import unescape

from duikou.notation.patterns import pattern

# A tag, or the beginning of what is none. No `<` stands in a value (XML 1.0, 2.3).
_TAG = pattern(
    r"(?P<other><!--|<\?|<!)|<(?P<close>/)?(?P<name>[A-Za-z_][\w:.\-]*+)"
    r"(?P<rest>(?:[^<>\"']|\"[^<\"]*+\"|'[^<']*+')*+)>"
)
_ENDS = {"<!--": "-->", "<?": "?>"}
_VALUE = r"""\s{}\s*=\s*(?:"([^"]*)"|'([^']*)')"""


class UnfitError(ValueError):
    """The XML is not such as can be edited in place."""


@dataclass(slots=True, eq=False)
class Element:
    """An element: [start, end) is all of it, [inner, close) its content. `empty`: written as one tag."""

    name: str
    start: int
    inner: int
    close: int = 0
    end: int = 0
    empty: bool = False
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)

    def child(self, name: str) -> Element | None:
        """The first child of that name."""
        return next((child for child in self.children if child.name == name), None)

    def every(self, name: str) -> Iterator[Element]:
        """All elements of that name below this one, in order."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.every(name)


def parse(text: str) -> Element:
    """The root element. Raises `UnfitError`."""
    root: Element | None = None
    open_: list[Element] = []
    at = 0
    while (match := _TAG.search(text, at)) is not None:
        at = match.end()
        if other := match["other"]:
            at = text.find(_ENDS.get(other, "\0"), at)
            if at < 0:
                raise UnfitError(other)  # CDATA, a document type, or what has no end
            continue
        if match["close"]:
            if not open_ or open_[-1].name != match["name"]:
                raise UnfitError(match["name"])
            element = open_.pop()
            element.close, element.end = match.start(), match.end()
            continue
        element = Element(match["name"], match.start(), match.end(), parent=open_[-1] if open_ else None)
        if open_:
            open_[-1].children.append(element)
        elif root is None:
            root = element
        else:
            raise UnfitError("two roots")
        if match["rest"].endswith("/"):
            element.empty, element.close, element.end = True, match.end(), match.end()
        else:
            open_.append(element)
    if root is None or open_:
        raise UnfitError("no root")
    return root


@cache
def _value(name: str) -> re.Pattern[str]:
    """The attribute of this name; few are asked for."""
    return pattern(_VALUE.format(name))


def value(text: str, element: Element, name: str) -> str | None:
    """The value of an attribute."""
    found = _value(name).search(text[element.start : element.inner])
    return unescape(found[1] if found[1] is not None else found[2]) if found else None


@dataclass(slots=True)
class Edits:
    """Stretches of a text to be replaced. Of several at one place, the one added first stands first."""

    text: str
    made: list[tuple[int, int, str]] = field(default_factory=list)

    def replace(self, start: int, end: int, by: str) -> None:
        """Put `by` in place of [start, end)."""
        self.made.append((start, end, by))

    def insert(self, at: int, piece: str) -> None:
        """Put a piece in."""
        self.made.append((at, at, piece))

    def done(self) -> str:
        """The text with all edits made. Raises `UnfitError` where two of them overlap."""
        parts, at = [], 0
        for start, end, by in sorted(self.made, key=lambda edit: (edit[0], edit[1])):
            if start < at:
                raise UnfitError("edits overlap")
            parts += [self.text[at:start], by]
            at = end
        return "".join([*parts, self.text[at:]])
