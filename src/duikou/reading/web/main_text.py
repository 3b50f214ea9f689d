"""Which lines of a web page are the document, and which are the site's.

What holds here: the document is found by its run of paragraphs (length, sentence punctuation, ordinals, few
links): the smallest element that holds all of the run, with the title before it and the signature, date and
附注 after it. A line is the site's only on evidence; when unsure it stays text, since cleaning can still
take it out, and logs it. Without any paragraph on the page nothing but plain furniture is the site's.
"""

from __future__ import annotations

from duikou.notation import document_lines
from duikou.reading.web import page_lines, signs
from duikou.reading.web.blocks import Block
from duikou.reading.web.page_head import head
from duikou.reading.web.page_lines import PageLines, may_end_document
from duikou.reading.web.tree import Node

_LOOK_AHEAD = 8  # lines after the main element
_STRAY = 4  # characters: what stands alone in a box below the text and is no longer is the page's
_PLAIN_ENOUGH = 80  # characters of plain text that may be a part of the document


def roles(nodes: list[Node], blocks: list[Block], told: set[int], titles: list[str]) -> list[str]:
    """The role of each line: "text", "metadata" or "chrome". `told` are the lines of the page's
    information, `titles` what the page says that its title is.
    """
    lines = page_lines.judge_lines(nodes, blocks, told)
    if not any(lines.weight):
        return [_loose_role(lines, index) for index in range(len(blocks))]
    main = _main_element(lines)
    inside = [index for index in range(len(blocks)) if lines.within(index, main)]
    core = [index for index in inside if lines.weight[index]]
    first, last = core[0], core[-1]
    start, end = head(lines, main, inside[0], first, titles), _tail(lines, inside, last)
    result = []
    for index in range(len(blocks)):
        if first <= index <= last and lines.within(index, main):
            sure = lines.furniture[index] and not lines.weight[index] and signs.is_tools(blocks[index])
            result.append("chrome" if sure else "text")
        elif index in told:
            # 公开方式：主动公开 below the text, beside its last paragraph, is the document's own, and so is 主题词.
            beside = nodes[blocks[index].node].parent == nodes[blocks[last].node].parent
            noted = index > last and (beside or document_lines.is_copies(blocks[index].text.strip()))
            noted = noted and blocks[index].table is None and not signs.is_plain_byline(blocks[index].text)
            result.append("text" if noted else "metadata")
        elif index in start or index in end:
            result.append("text")
        else:
            result.append("chrome")
    return result


def _loose_role(lines: PageLines, index: int) -> str:
    if index in lines.told:
        return "metadata"
    return "chrome" if lines.furniture[index] or lines.foot[index] else "text"


def _main_element(lines: PageLines) -> int:
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


def _is_row(lines: PageLines, element: int, remaining: list[int]) -> bool:
    """Whether an element is a part of a table of data, which is never divided."""
    return any(
        lines.blocks[index].table is not None and (lines.blocks[index].table or 0) <= element
        for index in remaining
        if lines.within(index, element)
    )


def _regions(lines: PageLines, parent: int, indices: list[int]) -> list[list[int]]:
    """The lines grouped by the child of `parent` that they stand in."""
    groups: dict[int, list[int]] = {}
    starts = _children(lines.nodes, parent)
    for index in indices:
        node = lines.blocks[index].node
        place = next((s for s in starts if s <= node < lines.nodes[s].end), parent)
        groups.setdefault(place, []).append(index)
    return list(groups.values())


def _may_belong(lines: PageLines, group: list[int], main: float) -> bool:
    """Whether the lines of one region beside the heaviest one may be a part of the document."""
    blocks = [lines.blocks[index] for index in group]
    length = sum(len(signs.squeeze(block.text)) for block in blocks)
    share = sum(block.links for block in blocks) / max(1, length)
    foot = any(lines.foot[index] for index in group)
    if any(lines.sign[index] for index in group) and not foot and share < 0.5:
        return True
    heavy = sum(lines.weight[index] for index in group)
    if heavy:
        return heavy > 0.5 * main or (share < 0.3 and not (foot and heavy < 200))
    plain = sum(len(signs.squeeze(lines.blocks[index].text)) for index in group if lines.plain(index))
    return plain >= _PLAIN_ENOUGH and share < 0.2 and not foot


def _tail(lines: PageLines, inside: list[int], last: int) -> set[int]:
    """The lines after the run's last paragraph that are the document: in the main element up to the page's
    tail; after it, as far as a date, an 附注 or an attachment.
    """
    kept = set()
    closed = False
    for index in inside:
        if index <= last:
            continue
        text = lines.blocks[index].text
        closed = closed or may_end_document(lines, index)
        if not closed and lines.plain(index) and not signs.is_page_line(text) and not _is_stray(lines, index, last):
            kept.add(index)
    if closed:
        return kept
    after = range(inside[-1] + 1, min(len(lines.blocks), inside[-1] + 1 + _LOOK_AHEAD))
    waiting: list[int] = []
    attached = False
    for index in after:
        if may_end_document(lines, index) or lines.linked[index]:
            break
        if lines.plain(index):
            waiting.append(index)
        attached = attached or (lines.sign[index] and signs.squeeze(lines.blocks[index].text).startswith("附"))
        if lines.sign[index] or (attached and signs.is_file_link(lines.blocks[index])):
            kept |= set(waiting)
    return kept


def _is_stray(lines: PageLines, index: int, last: int) -> bool:
    """Whether a word or two below the text stands alone in a box of its own, outside the text's, with only words of the
    page behind it: a button of the page (发布)."""
    block, nodes = lines.blocks[index], lines.nodes
    if lines.sign[index] or block.table is not None or len(signs.squeeze(block.text)) > _STRAY:
        return False
    if index + 1 == len(lines.blocks) or lines.plain(index + 1):
        return False
    box, text = block.node, lines.blocks[last].node
    while nodes[box].parent >= 0 and not nodes[box].parent <= text < nodes[nodes[box].parent].end:
        box = nodes[box].parent
    inside = [i for i in range(last + 1, len(lines.blocks)) if lines.within(i, box) and lines.plain(i)]
    return nodes[box].parent != nodes[text].parent and inside == [index]
