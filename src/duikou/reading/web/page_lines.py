"""What is known of each line of a web page before it is decided which are the document's.

What holds here: a line's weight is that of running text (`signs.weight`), taken from it again where the line is a part
of another article or stands in the page's tail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from duikou.reading.web import page_tail, signs
from duikou.reading.web.blocks import Block
from duikou.reading.web.tree import Node

_LINKED = 0.6  # of its characters, at least, are links in a line that is one
_SOME = 0.2  # the same, of a line in an element that is no place for the document
_TITLE = 6  # characters: a shorter link is no title of an article
_ASIDE = frozenset(["nav", "footer", "aside", "select", "menu"])


@dataclass(slots=True)
class PageLines:
    """What is known of each line: its weight as running text, and whether it is a sign, furniture, linked, of the
    foot."""

    nodes: list[Node]
    blocks: list[Block]
    weight: list[float]
    sign: list[bool]
    furniture: list[bool]
    linked: list[bool]
    told: set[int]
    foot: list[bool]
    teaser: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.teaser = [False] * len(self.blocks)

    def within(self, index: int, element: int) -> bool:
        """Whether line `index` stands inside the element."""
        return element <= self.blocks[index].node < self.nodes[element].end

    def plain(self, index: int) -> bool:
        """Whether nothing speaks for the line being the site's."""
        return not (self.furniture[index] or self.linked[index] or self.teaser[index] or index in self.told)


def judge_lines(nodes: list[Node], blocks: list[Block], told: set[int]) -> PageLines:
    """What the lines of a page are, each for itself; `told` are those of the page's information."""
    aside = _aside(nodes)
    weight, sign, furniture, linked = [], [], [], []
    for index, block in enumerate(blocks):
        out = aside[block.node] or index in told
        weight.append(0.0 if out else signs.weight(block))
        sign.append(not out and signs.is_sign(block.text))
        furniture.append(signs.is_furniture(block.text) or (aside[block.node] and signs.link_share(block) > _SOME))
        linked.append(is_linked(block))
    for index in _signed_days(blocks):
        sign[index], furniture[index] = not (aside[blocks[index].node] or index in told), False
    foot = page_tail.feet(blocks)
    sites = [linked[i] or foot[i] or i in told or aside[block.node] for i, block in enumerate(blocks)]
    furniture = _beside_the_sites(blocks, furniture, sites)
    weight = [0.0 if is_foot else value for value, is_foot in zip(weight, foot, strict=True)]
    lines = PageLines(nodes, blocks, weight, sign, furniture, linked, told, foot)
    _drop_teasers(lines)
    _drop_tail(lines)
    return lines


def _signed_days(blocks: Sequence[Block]) -> list[int]:
    """The lines that are a day in figures right below the name of a body: 成文日期, which alone says little."""
    return [
        index
        for index in range(1, len(blocks))
        if signs.is_day(blocks[index].text) and signs.is_body(blocks[index - 1].text) and not blocks[index - 1].links
    ]


def _beside_the_sites(blocks: list[Block], furniture: list[bool], sites: list[bool]) -> list[bool]:
    """`furniture` without the words that a document may have too (时间, 标准, 无) where they touch no line of the
    site's; `sites` are the lines that are the site's for another reason."""
    sure = [
        is_one and (signs.has_tool(block.text) or is_linked(block))
        for block, is_one in zip(blocks, furniture, strict=True)
    ]
    found = list(sure)
    for order in (range(len(blocks)), range(len(blocks) - 1, -1, -1)):
        touching = False
        for i in order:
            found[i] = found[i] or (furniture[i] and (touching or sites[i]))
            touching = sites[i] or found[i]
    return found


def _drop_teasers(lines: PageLines) -> None:
    """Take the weight from the beginnings of other articles: a linked title, then a line of text, more than
    once.
    """
    found = []
    for index in range(len(lines.blocks)):
        if lines.weight[index] and not lines.sign[index] and is_teaser(lines.blocks, index):
            found.append(index)
    if len(found) > 1:
        for index in found:
            lines.weight[index] = 0.0
            lines.teaser[index] = True


def _drop_tail(lines: PageLines) -> None:
    """Take the weight from what stands after the page's tail has begun."""
    count = len(lines.blocks)
    closing = [may_end_document(lines, index) for index in range(count)]
    last_sign = max((index for index in range(count) if lines.sign[index]), default=-1)
    start = page_tail.start_of_tail(lines.nodes, lines.blocks, lines.weight, closing, lines.foot, last_sign)
    if start is not None:
        lines.weight[start + 1 :] = [0.0] * (count - start - 1)


def _aside(nodes: list[Node]) -> list[bool]:
    """For each node, whether it stands in an element that is no place for the document."""
    result: list[bool] = []
    for node in nodes:
        result.append(node.tag in _ASIDE or (node.parent >= 0 and result[node.parent]))
    return result


def is_teaser(blocks: Sequence[Block], index: int) -> bool:
    """Whether a line of text is the beginning of another article: below its linked title, or with a link to go on."""
    before = blocks[index - 1] if index else None
    titled = before is not None and is_linked(before) and len(signs.squeeze(before.text)) >= _TITLE
    return titled or signs.is_teaser(blocks[index])


def is_linked(block: Block) -> bool:
    """Whether a line is a link to another page, and to no attached file."""
    return signs.link_share(block) > _LINKED and not signs.is_file_link(block)


def may_end_document(lines: PageLines, index: int) -> bool:
    """Whether a line may close the document by its shape: the site's foot, the head of a list of other articles."""
    return lines.foot[index] or (signs.opens_tail(lines.blocks[index].text) and not lines.sign[index])
