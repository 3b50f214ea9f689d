"""Which lines of a web page are the document, and which are the site's.

What holds here: the document is found by its run of paragraphs (length, sentence punctuation, ordinals, few
links): the smallest element that holds all of the run, with the title before it and the signature, date and
附注 after it. A line is the site's only on evidence; when unsure it stays text, since cleaning can still
take it out, and logs it. Without any paragraph on the page nothing but plain furniture is the site's.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from duikou.reading.web import signs
from duikou.reading.web.blocks import Block
from duikou.reading.web.tree import Node

_ASIDE = frozenset(["nav", "footer", "aside", "select", "menu"])
_LOOK_BACK, _LOOK_AHEAD = 40, 8  # lines before and after the main element
_OPENING = 15  # lines in which the document's own title stands
_TAIL_SHARE = 0.3  # of the page's running text, at most, stands after the document
_PLAIN_ENOUGH = 80  # characters of plain text that may be a part of the document


@dataclass(slots=True)
class _Lines:
    """What is known of each line: its weight as running text, and whether it is a sign, furniture, linked."""

    nodes: list[Node]
    blocks: list[Block]
    weight: list[float]
    sign: list[bool]
    furniture: list[bool]
    linked: list[bool]
    told: set[int]
    teaser: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.teaser = [False] * len(self.blocks)

    def within(self, index: int, element: int) -> bool:
        """Whether line `index` stands inside the element."""
        return element <= self.blocks[index].node < self.nodes[element].end

    def plain(self, index: int) -> bool:
        """Whether nothing speaks for the line being the site's."""
        return not (self.furniture[index] or self.linked[index] or self.teaser[index] or index in self.told)


def roles(nodes: list[Node], blocks: list[Block], told: set[int], titles: list[str]) -> list[str]:
    """The role of each line: "text", "metadata" or "chrome". `told` are the lines of the page's
    information, `titles` what the page says that its title is.
    """
    lines = _look(nodes, blocks, told)
    if not any(lines.weight):
        return [_loose_role(lines, index) for index in range(len(blocks))]
    main = _main_element(lines)
    inside = [index for index in range(len(blocks)) if lines.within(index, main)]
    core = [index for index in inside if lines.weight[index]]
    first, last = core[0], core[-1]
    start, end = _head(lines, main, inside[0], first, titles), _tail(lines, inside, last)
    result = []
    for index in range(len(blocks)):
        if first <= index <= last and lines.within(index, main):
            sure = lines.furniture[index] and not lines.weight[index] and signs.is_tools(blocks[index])
            result.append("chrome" if sure else "text")
        elif index in told:
            result.append("metadata")
        elif index in start or index in end:
            result.append("text")
        else:
            result.append("chrome")
    return result


def _look(nodes: list[Node], blocks: list[Block], told: set[int]) -> _Lines:
    aside = _aside(nodes)
    weight, sign, furniture, linked = [], [], [], []
    for index, block in enumerate(blocks):
        out = aside[block.node] or index in told
        weight.append(0.0 if out else signs.weight(block))
        sign.append(not out and signs.is_sign(block.text))
        furniture.append(signs.is_furniture(block.text) or (aside[block.node] and signs.link_share(block) > 0.2))
        linked.append(signs.link_share(block) > 0.6 and not signs.is_file_link(block))
    lines = _Lines(nodes, blocks, weight, sign, furniture, linked, told)
    _drop_teasers(lines)
    _drop_tail(lines)
    return lines


def _drop_teasers(lines: _Lines) -> None:
    """Take the weight from the beginnings of other articles: a linked title, then a line of text, more than
    once.
    """
    found = []
    for index, block in enumerate(lines.blocks):
        before = lines.blocks[index - 1] if index else None
        titled = before is not None and lines.linked[index - 1] and len(signs.squeeze(before.text)) >= 6
        if lines.weight[index] and not lines.sign[index] and (titled or signs.is_teaser(block)):
            found.append(index)
    if len(found) > 1:
        for index in found:
            lines.weight[index] = 0.0
            lines.teaser[index] = True


def _drop_tail(lines: _Lines) -> None:
    """Take the weight from what stands after the page's tail has begun, unless that is much of the text.

    Two lines of the site's foot, and no sign of a document after them, are the tail however short the
    document is.
    """
    whole = sum(lines.weight)
    after, count = whole, len(lines.blocks)
    foot = [index for index in range(count) if signs.is_foot(lines.blocks[index].text)]
    last_sign = max((index for index in range(count) if lines.sign[index]), default=-1)
    for index in range(count):
        after -= lines.weight[index]
        sure = index in foot[:-1] and index > last_sign and after < whole
        if (sure or after <= _TAIL_SHARE * whole) and not lines.weight[index] and _closes(lines, index):
            lines.weight[index + 1 :] = [0.0] * (count - index - 1)
            return


def _aside(nodes: list[Node]) -> list[bool]:
    """For each node, whether it stands in an element that is no place for the document."""
    result: list[bool] = []
    for node in nodes:
        result.append(node.tag in _ASIDE or (node.parent >= 0 and result[node.parent]))
    return result


def _loose_role(lines: _Lines, index: int) -> str:
    if index in lines.told:
        return "metadata"
    block = lines.blocks[index]
    return "chrome" if lines.furniture[index] or signs.is_foot(block.text) else "text"


def _main_element(lines: _Lines) -> int:
    """The smallest element that holds the run: go down while all else on the page is surely not the
    document.
    """
    nodes = lines.nodes
    totals = [0.0] * (len(nodes) + 1)
    counts = [0] * (len(nodes) + 1)
    for index, block in enumerate(lines.blocks):
        totals[block.node + 1] += lines.weight[index]
        counts[block.node + 1] += 1
    for index in range(len(nodes)):
        totals[index + 1] += totals[index]
        counts[index + 1] += counts[index]

    def weigh(element: int) -> float:
        return totals[nodes[element].end] - totals[element]

    current = 0
    remaining = list(range(len(lines.blocks)))
    while True:
        children = [child for child in _children(nodes, current) if weigh(child) > 0]
        best = max(children, key=weigh, default=None)
        if best is None or counts[nodes[best].end] - counts[best] < 2 or _is_row(lines, best, remaining):
            return current
        left = [index for index in remaining if not lines.within(index, best)]
        if any(_may_belong(lines, group, weigh(best)) for group in _regions(lines, current, left)):
            return current
        current = best
        remaining = [index for index in remaining if lines.within(index, best)]


def _children(nodes: list[Node], element: int) -> list[int]:
    children, index = [], element + 1
    while index < nodes[element].end:
        if nodes[index].tag:
            children.append(index)
        index = nodes[index].end
    return children


def _is_row(lines: _Lines, element: int, remaining: list[int]) -> bool:
    """Whether an element is a part of a table of data, which is never divided."""
    return any(
        lines.blocks[index].table is not None and (lines.blocks[index].table or 0) <= element
        for index in remaining
        if lines.within(index, element)
    )


def _regions(lines: _Lines, parent: int, indices: list[int]) -> list[list[int]]:
    """The lines grouped by the child of `parent` that they stand in."""
    groups: dict[int, list[int]] = {}
    starts = _children(lines.nodes, parent)
    for index in indices:
        node = lines.blocks[index].node
        place = next((s for s in starts if s <= node < lines.nodes[s].end), parent)
        groups.setdefault(place, []).append(index)
    return list(groups.values())


def _may_belong(lines: _Lines, group: list[int], main: float) -> bool:
    """Whether the lines of one region beside the heaviest one may be a part of the document."""
    blocks = [lines.blocks[index] for index in group]
    length = sum(len(signs.squeeze(block.text)) for block in blocks)
    share = sum(block.links for block in blocks) / max(1, length)
    foot = any(signs.is_foot(block.text) for block in blocks)
    if any(lines.sign[index] for index in group) and not foot and share < 0.5:
        return True
    heavy = sum(lines.weight[index] for index in group)
    if heavy:
        return heavy > 0.5 * main or (share < 0.3 and not (foot and heavy < 200))
    plain = sum(len(signs.squeeze(lines.blocks[index].text)) for index in group if lines.plain(index))
    return plain >= _PLAIN_ENOUGH and share < 0.2 and not foot


def _head(lines: _Lines, main: int, top: int, first: int, titles: list[str]) -> set[int]:
    """The lines before the run's first paragraph that are the document: in the main element all but the
    site's; before it, the title nearest to it, unless the main element begins with the title itself, and
    what stands between.
    """
    before = [index for index in range(top, first) if lines.within(index, main)]
    # The children of the main element that speak of the document: that of the run, and those with a sign of
    # one.
    places = {_region(lines, main, first)} | {_region(lines, main, index) for index in before if lines.sign[index]}
    kept = set()
    for index in before:
        place = _region(lines, main, index)
        title = _says_title(lines.blocks[index], titles)
        page_line = signs.is_page_line(lines.blocks[index].text) and not title
        if lines.plain(index) and not page_line and (title or place is None or place in places or None in places):
            kept.add(index)
    opening = [
        signs.squeeze(lines.blocks[index].text)
        for index in sorted({*kept, *range(first, first + _OPENING)} & set(range(len(lines.blocks))))
    ]
    titled = any(_is_set_as_title(lines, index) or signs.is_title(lines.blocks[index].text) for index in kept)
    nearest = not titled
    for index in range(top - 1, max(-1, top - 1 - _LOOK_BACK), -1):
        block = lines.blocks[index]
        if not lines.plain(index) or signs.is_page_line(block.text):
            continue
        said = _says_title(block, titles) or (nearest and _reads_as_title(lines, index))
        nearest = nearest and lines.sign[index]
        if not said:
            continue
        if _repeats(opening, signs.squeeze(block.text)):
            break
        begin = index
        while begin > 0 and lines.plain(begin - 1) and _opens_title(lines, begin - 1, index):
            begin -= 1
        kept |= {
            j
            for j in range(begin, top)
            if lines.plain(j)
            and not signs.is_page_line(lines.blocks[j].text)
            and (j <= index or _between(lines, j, index))
        }
        break
    return kept


def _opens_title(lines: _Lines, index: int, title: int) -> bool:
    """Whether a line just before the title's last one is its first: in one element with it, or beside it the name of
    the body and then 关于 …."""
    block, last = lines.blocks[index], lines.blocks[title]
    if block.node == last.node or signs.squeeze(block.text).endswith(("关于", "印发", "转发")):
        return True
    beside = bool({*_above(lines.nodes, block.node)} & {*_above(lines.nodes, last.node)})
    about = signs.squeeze(last.text).startswith(("关于", "印发", "转发"))
    return beside and about and signs.is_body(block.text)


def _above(nodes: list[Node], node: int) -> list[int]:
    """The element that holds `node` and, for a cell, the one that holds its row."""
    parent = nodes[node].parent
    return [parent, nodes[parent].parent] if nodes[parent].tag == "tr" else [parent]


def _reads_as_title(lines: _Lines, index: int) -> bool:
    """Whether the line just before the document reads as its title, though nothing on the page says so: it names a
    kind of document, or is set as titles are."""
    block = lines.blocks[index]
    text = signs.squeeze(block.text)
    if block.links or block.table is not None or not 6 <= len(text) <= 80 or signs.is_site_name(text):
        return False
    return signs.is_title(text) or (_is_set_as_title(lines, index) and not signs.has_points(text))


def _is_set_as_title(lines: _Lines, index: int) -> bool:
    """Whether a line is set in the middle, bold or large."""
    block, nodes = lines.blocks[index], lines.nodes
    inside = nodes[block.node : nodes[block.node].end]
    return block.centred or block.level is not None or any(map(_is_large, inside))


def _is_large(node: Node) -> bool:
    return node.tag in ("b", "strong", "big") or (node.tag == "font" and node.number("size", 3, 99) > 3)


def _repeats(opening: list[str], title: str) -> bool:
    """Whether some of the opening lines, one after the other, make up the title."""
    for begin in range(len(opening)):
        whole = ""
        for line in opening[begin : begin + 6]:
            whole += line
            if whole == title:
                return True
    return False


def _between(lines: _Lines, index: int, title: int) -> bool:
    """Whether a line between a title and the main element is the document's: a sign, centred like a
    subtitle, or a paragraph beside the title.
    """
    block, nodes = lines.blocks[index], lines.nodes
    beside = nodes[block.node].parent == nodes[lines.blocks[title].node].parent and nodes[block.node].tag == "p"
    return lines.sign[index] or block.centred or block.level is not None or beside


def _region(lines: _Lines, main: int, index: int) -> int | None:
    """The child of the main element that the line stands in; None when it stands in none, or in a paragraph
    that is one.
    """
    node = lines.blocks[index].node
    if node == main or lines.nodes[node].parent == main:
        return None
    while lines.nodes[node].parent > main:
        node = lines.nodes[node].parent
    return node


def _says_title(block: Block, titles: list[str]) -> bool:
    """Whether the page says, in its head or by its form, that a line is the title."""
    text = signs.squeeze(block.text)
    if len(text) < 4 or signs.link_share(block) > 0.5:
        return False
    if any(text == title or (len(text) >= 8 and text in title) for title in titles):
        return True
    formed = (block.level is not None and block.level <= 3) or block.centred
    return formed and (signs.is_title(text) or (block.level == 1 and len(text) >= 8))


def _tail(lines: _Lines, inside: list[int], last: int) -> set[int]:
    """The lines after the run's last paragraph that are the document: in the main element up to the page's
    tail; after it, as far as a date, an 附注 or an attachment.
    """
    kept = set()
    closed = False
    for index in inside:
        if index <= last:
            continue
        text = lines.blocks[index].text
        closed = closed or _closes(lines, index)
        if not closed and lines.plain(index) and not signs.is_page_line(text):
            kept.add(index)
    if closed:
        return kept
    after = range(inside[-1] + 1, min(len(lines.blocks), inside[-1] + 1 + _LOOK_AHEAD))
    waiting: list[int] = []
    attached = False
    for index in after:
        if _closes(lines, index) or lines.linked[index]:
            break
        if lines.plain(index):
            waiting.append(index)
        attached = attached or (lines.sign[index] and signs.squeeze(lines.blocks[index].text).startswith("附"))
        if lines.sign[index] or (attached and signs.is_file_link(lines.blocks[index])):
            kept |= set(waiting)
    return kept


def _closes(lines: _Lines, index: int) -> bool:
    text = lines.blocks[index].text
    return signs.is_foot(text) or (signs.opens_tail(text) and not lines.sign[index])
