"""The numbers that a browser shows before the items of a list (`ol`), since they are part of the text as issued.

What holds here: an item that brings its own number (editors type them into lists, too) gets no second one; a list
without numbers, or with bullets, gets none.
"""

from __future__ import annotations

import re

from duikou.notation.characters import shape_of
from duikou.notation.line_heads import heads
from duikou.notation.numerals import to_han, to_roman
from duikou.notation.patterns import pattern
from duikou.reading.web.tree import Node

_HEAD = 40  # characters of a line that show what it opens with
_LIST_STYLE = pattern(r"(?:^|;)\s*list-style(?:-type)?\s*:\s*([^;]+)", re.IGNORECASE)
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}


def marked(mark: str, line: str) -> str:
    """The first line of an item with its mark, unless it has an ordinal of its own."""
    own = any(one.numbers for one in heads(shape_of(line[:_HEAD]).translate(_WIDE)))
    return line if own else mark + line


def number(nodes: list[Node], index: int, counters: dict[int, int]) -> str:
    """The mark before the item at `index` (`1. `, `一、`); "" for a bullet. `counters` holds where each list stands."""
    node = nodes[index]
    parent = node.parent
    if parent < 0 or nodes[parent].tag != "ol":
        return ""
    outer = nodes[parent]
    style = _style(node) or _style(outer) or _TYPES.get(outer.attributes.get("type") or "", "decimal")
    step = -1 if "reversed" in outer.attributes else 1
    if parent not in counters:
        items = 1
        if step < 0:
            items = sum(n.tag == "li" and n.parent == parent for n in nodes[parent + 1 : outer.end])
        counters[parent] = outer.number("start", items, 99_999) - step
    counters[parent] = node.number("value", counters[parent] + step, 99_999)
    return _mark(style, counters[parent])


def _style(node: Node) -> str:
    found = _LIST_STYLE.search(node.style) if node.style else None
    words = found.group(1).lower().split() if found else []
    return next((word for word in words if word not in ("inside", "outside")), "")


def _mark(style: str, value: int) -> str:
    if style in ("none", "disc", "circle", "square") or style.startswith("url("):
        return ""
    if ("chinese" in style or style == "cjk-ideographic") and 0 < value < 100:
        return to_han(value) + "、"
    if style.endswith(("alpha", "latin")) and 0 < value <= 26:
        return chr((65 if style.startswith("upper") else 97) + value - 1) + ". "
    if style.endswith("roman") and 0 < value < 4000:
        roman = to_roman(value)
        return (roman if style.startswith("upper") else roman.lower()) + ". "
    return f"{value}. "
