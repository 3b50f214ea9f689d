"""A web page as a flat list of nodes in reading order, without what a reader of the page does not see.

What holds here: `nodes[i]` and everything below it are `nodes[i : nodes[i].end]`, so a question about a
subtree is a slice, and nothing recurses: a page may be nested as deeply as it likes. Scripts, styles,
comments, templates and hidden elements are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from duikou.notation.patterns import pattern

# Elements whose content is not shown as text.
_UNSEEN = frozenset(
    re.findall(
        r"\w+",
        """script style noscript template head title meta link iframe object svg canvas audio video select datalist
        input map img base noframes colgroup""",
    )
)
_NUMBER = pattern(r"\A\s*+(\d{1,6})")
_DISPLAY = pattern(r"(?:^|;)\s*display\s*:\s*([a-z-]+)", re.IGNORECASE)
_INVISIBLE = pattern(r"(?:^|;)\s*visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_TAG = pattern(r"<(/?)([a-zA-Z][^\s/<>]*+)[^<>]*+>")
# Elements that need an end tag, so that opening them without end makes a page deep.
_NESTING_INLINE = frozenset(
    re.findall(r"\w+", "a abbr b big cite code del em font i ins label s small span strike strong sub sup u")
)
_NESTING_BLOCK = frozenset(
    re.findall(
        r"\w+",
        """address article aside blockquote center details div dl fieldset figure footer form header main nav ol
        section table ul""",
    )
)
_DEEPEST = 400


@dataclass(slots=True)
class Node:
    """An element (`tag`, `attributes`, `style`) or a text (`tag` "", `text`). `parent` and `end` are indices."""

    tag: str
    parent: int
    text: str = ""
    attributes: dict[str, str | None] = field(default_factory=dict)
    style: str = ""
    end: int = 0

    @property
    def display(self) -> str:
        """The value of `display` in the element's own style; "" when it has none."""
        found = _DISPLAY.search(self.style) if self.style else None
        return found.group(1).lower() if found else ""

    def number(self, name: str, default: int, most: int) -> int:
        """The attribute `name` as a whole number from 0 to `most`; `default` when it is missing or none."""
        found = _NUMBER.match(self.attributes.get(name) or "")
        return min(int(found.group(1)), most) if found else default


@dataclass(slots=True)
class Page:
    """The nodes of a page's body, and from its head the title and the named meta elements (names in lower
    case).
    """

    nodes: list[Node]
    title: str
    meta: dict[str, str]


def parse(markup: str, with_hidden: bool = False) -> Page:
    """Parse a page. `with_hidden` keeps the elements that its own styles hide."""
    from selectolax.lexbor import LexborHTMLParser

    parser = LexborHTMLParser(_shallow(markup))
    head = parser.css_first("title")
    meta: dict[str, str] = {}
    for element in parser.css("meta[name][content]"):
        attributes = element.attributes
        meta.setdefault((attributes.get("name") or "").strip().lower(), (attributes.get("content") or "").strip())
    root = parser.body or parser.root
    nodes = _flatten(root, with_hidden) if root is not None else []
    return Page(nodes, " ".join(head.text().split()) if head is not None else "", meta)


def _flatten(root: Any, with_hidden: bool) -> list[Node]:
    nodes = [Node(root.tag, -1)]
    stack = [(root.first_child, 0)]
    while stack:
        element, parent = stack.pop()
        if element is None:
            nodes[parent].end = len(nodes)
            continue
        stack.append((element.next, parent))
        if element.is_text_node:
            nodes.append(Node("", parent, text=element.text_content or "", end=len(nodes) + 1))
        elif element.is_element_node and (node := _seen(element, parent, with_hidden)):
            nodes.append(node)
            stack.append((element.first_child, len(nodes) - 1))
    return nodes


def _seen(element: Any, parent: int, with_hidden: bool) -> Node | None:
    tag = element.tag
    if tag in _UNSEEN:
        return None
    attributes = element.attributes
    style = (attributes.get("style") or "") if attributes else ""
    node = Node(tag, parent, attributes=attributes, style=style)
    if not with_hidden and ("hidden" in attributes or (style and (node.display == "none" or _INVISIBLE.search(style)))):
        return None
    return node


def _shallow(markup: str) -> str:
    """The page with tags nested deeper than any real page taken out (a block's becomes a line break).

    The parser's time grows with the square of the depth, and browsers flatten such pages too.
    """
    if markup.count("<") <= _DEEPEST:
        return markup
    depth, pieces, start = 0, [], 0
    for found in _TAG.finditer(markup):
        tag = found.group(2).lower()
        block = tag in _NESTING_BLOCK
        if not block and tag not in _NESTING_INLINE:
            continue
        if found.group(1):
            drop = depth > _DEEPEST
            depth = max(0, depth - 1)
        else:
            depth += 1
            drop = depth > _DEEPEST
        if drop:
            pieces += [markup[start : found.start()], "<br>" if block else ""]
            start = found.end()
    return "".join(pieces) + markup[start:] if pieces else markup
