"""Where the tail of a web page begins: other articles, sharing, the site's foot, and nothing of the document after it.

What holds here: words of a site never cut a document. A line may close it only by its own shape (the foot, the head of
a list of links); it does not when what stands behind it goes on with the document: an item that continues the
numbering, or text inside the box that holds the text before.
"""

from __future__ import annotations

from collections.abc import Sequence

from duikou.notation.ordinals import readings
from duikou.reading.web import signs
from duikou.reading.web.blocks import Block
from duikou.reading.web.tree import Node

_TAIL_SHARE = 0.3  # of the page's running text, at most, stands after the document
_BOX_SHARE = 0.8  # of the text before a closing line stands in the text's box, at least
_FEW = 3  # lines of text that the site's foot may hold in a page without a box of its own for the text
_TRIES = 20  # closing lines that are looked at closely: more are no tail
_TEXT = 0.3  # of a line's characters, at most, are links in running text


def feet(blocks: Sequence[Block]) -> list[bool]:
    """For each line, whether it is of the site's foot: it says so, or it stands beside one that does and names the
    site's hosts, with what stands between (addresses, telephones). Addresses above all hosts are the document's."""
    found = [signs.is_foot(block.text) for block in blocks]
    sure = [index for index, is_sure in enumerate(found) if is_sure]
    for start in sure:
        for step in (-1, 1):
            waiting: list[int] = []
            index = start + step
            while 0 <= index < len(blocks) and not found[index] and signs.may_be_foot(blocks[index].text):
                waiting.append(index)
                if step > 0 or signs.names_hosts(blocks[index].text):
                    for one in waiting:
                        found[one] = True
                    waiting = []
                index += step
    return found


def start_of_tail(
    nodes: Sequence[Node],
    blocks: Sequence[Block],
    weight: Sequence[float],
    closing: Sequence[bool],
    foot: Sequence[bool],
    last_sign: int,
) -> int | None:
    """The index of the line with which the page's tail begins, None where no line closes the text before running text.

    `weight` is each line's as running text, `closing` whether it closes a document by its shape, `foot` whether it is
    of the site's foot; `last_sign` is the last line that only documents have. Two lines of the foot, and no sign of a
    document after them, are the tail however short the document is.
    """
    whole = sum(weight)
    after, tries = whole, 0
    feet_left = sum(foot)
    for index in range(len(blocks)):
        after -= weight[index]
        feet_left -= foot[index]
        if weight[index] or not closing[index]:
            continue
        if after <= 0:
            return None
        sure = foot[index] and feet_left > 0 and index > last_sign and after < whole
        if not sure and after > _TAIL_SHARE * whole:
            continue
        tries += 1
        if tries > _TRIES:
            return None
        if not _goes_on(nodes, blocks, weight, index, foot[index]):
            return index
    return None


def _goes_on(
    nodes: Sequence[Node], blocks: Sequence[Block], weight: Sequence[float], index: int, is_foot: bool
) -> bool:
    """Whether what stands behind the line `index` goes on with the text before it."""
    before = [i for i in range(index) if weight[i]]
    after = [i for i in range(index + 1, len(blocks)) if weight[i] and signs.link_share(blocks[i]) <= _TEXT]
    if not before or _continues(blocks, before, after):
        return True
    box = _box(nodes, blocks, weight, before)
    inside = [i for i in after if box <= blocks[i].node < nodes[box].end]
    return len(inside) > (_FEW if is_foot else 0)


def _continues(blocks: Sequence[Block], before: Sequence[int], after: Sequence[int]) -> bool:
    """Whether an item after the line has the number that follows one of its form before it."""
    last: dict[str, int] = {}
    for i in before:
        for reading in readings(signs.squeeze(blocks[i].text)):
            if reading.sure:
                last[reading.style] = reading.ordinal.value
    for i in after:
        for reading in readings(signs.squeeze(blocks[i].text)):
            if reading.sure and reading.ordinal.value > 1 and last.get(reading.style) == reading.ordinal.value - 1:
                return True
    return False


def _box(nodes: Sequence[Node], blocks: Sequence[Block], weight: Sequence[float], lines: Sequence[int]) -> int:
    """The smallest element that holds most of the running text of `lines`."""
    totals: dict[int, float] = {}
    for i in lines:
        node = blocks[i].node
        while node >= 0:
            totals[node] = totals.get(node, 0.0) + weight[i]
            node = nodes[node].parent
    most = _BOX_SHARE * totals[0]
    # Elements that stand later are deeper or beside; only one chain of them holds so much.
    return max(node for node, total in totals.items() if total >= most)
