"""The table of contents of a document on a page: its entries are links, but to places of the same page.

What holds here: an entry leads to an anchor further down in the page and is a heading: it opens with an ordinal, or its
text stands once more in the page. Such a line is text, and no link of the site's. Tabs and buttons that lead to places
of the page have neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import unquote

from duikou.notation.ordinals import opens_item
from duikou.reading.web.blocks import Block
from duikou.reading.web.signs import squeeze
from duikou.reading.web.tree import Node


def released(nodes: list[Node], blocks: list[Block]) -> list[Block]:
    """The blocks, with the entries of a table of contents as text without links."""
    anchors = _anchors(nodes) if any(_targets(block.link_ends) for block in blocks) else {}
    if not anchors:
        return blocks
    texts = Counter(squeeze(block.text) for block in blocks)
    return [replace(block, links=0) if _is_entry(block, anchors, texts) else block for block in blocks]


def _is_entry(block: Block, anchors: dict[str, int], texts: Counter[str]) -> bool:
    targets = _targets(block.link_ends)
    if not targets or len(targets) < len(block.link_ends):
        return False
    if not all(anchors.get(target, -1) > block.node for target in targets):
        return False
    text = squeeze(block.text)
    return opens_item(text) or texts[text] > 1


def _targets(ends: Iterable[str]) -> list[str]:
    """The names of the places that addresses lead to."""
    return [unquote(place) for end in ends if (place := end.partition("#")[2])]


def _anchors(nodes: list[Node]) -> dict[str, int]:
    """Where each named place of the page is: the last of its name."""
    found = {}
    for index, node in enumerate(nodes):
        for name in ("id", "name"):
            if value := node.attributes.get(name):
                found[value] = index
    return found
