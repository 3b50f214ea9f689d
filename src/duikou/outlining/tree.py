"""The items of a part with their paragraphs, headings and depth.

What holds here: a paragraph without a number continues the item before it. A closing remark, which speaks of the
whole after the last item, does not; nor do rows of a table that ends the part. Every paragraph comes back once, in
order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from duikou.model import Block, Marked, Node, Paragraph
from duikou.model.copies import changed
from duikou.notation import bodies, closing_lines, tails
from duikou.notation.patterns import patterns
from duikou.outlining import headings, remarks
from duikou.outlining.headings import Heading, Item
from duikou.outlining.sequence import Head, arrange

_HEADING = 25
_LINES = patterns("outlining/frame")


def build(
    paragraphs: Sequence[Paragraph], roles: Sequence[str], part: int
) -> tuple[tuple[Node, ...], tuple[Block, ...]]:
    """The tree and the blocks of a part. `roles` has one role a paragraph; those that are "text" may open items."""
    texts = [p.text if role == "text" else None for p, role in zip(paragraphs, roles, strict=True)]
    breaks = (i for i, text in enumerate(texts) if i and text and _opens_chapter(text, paragraphs[i - 1].text))
    heads = arrange(texts, frozenset(breaks))
    owners = _owners(paragraphs, roles, heads)
    for i in _interludes(paragraphs, roles, heads, owners):
        owners[i] = None
    items = _items(paragraphs, heads, owners)
    found = headings.decide(items)
    closing = remarks.find_remarks(paragraphs, roles, items, owners, found)
    if closing:
        for at in closing:
            owners[at] = None
        found = headings.decide(_items(paragraphs, heads, owners))
    blocks = []
    for i, (paragraph, role) in enumerate(zip(paragraphs, roles, strict=True)):
        owner = owners[i]
        owning = heads[owner] if owner is not None else None
        blocks.append(_block(Block(paragraph, role, part, owning.path if owning else ()), heads[i], found.get(i)))
    return _nodes(blocks, heads, owners), tuple(blocks)


def _owners(paragraphs: Sequence[Paragraph], roles: Sequence[str], heads: Sequence[Head | None]) -> list[int | None]:
    """For each paragraph the index of the one that opens its item, None outside any."""
    owners: list[int | None] = []
    current: int | None = None
    for i, (role, head) in enumerate(zip(roles, heads, strict=True)):
        if head is not None:
            current = i
        owners.append(current if role in ("text", "row") else None)
    return owners


def _interludes(
    paragraphs: Sequence[Paragraph],
    roles: Sequence[str],
    heads: Sequence[Head | None],
    owners: Sequence[int | None],
) -> list[int]:
    """Captions of figures and tables, and headings without a number between items: a short line without a stop, after
    a sentence or a line that says who answers, and right before an item."""
    found = []
    for i in range(1, len(paragraphs) - 1):
        text, before = paragraphs[i].text, paragraphs[i - 1].marked()
        if heads[i] is None and owners[i] is not None and roles[i] == "text" and closing_lines.is_caption(text):
            found.append(i)
            continue
        if heads[i] is None and owners[i] is not None and roles[i] == "text" and _opens_chapter(text, before.text):
            # What an unnumbered chapter says belongs to no item before it.
            found += takewhile(lambda k: heads[k] is None, range(i, len(paragraphs)))
            continue
        if (
            heads[i] is None
            and roles[i] == "text"
            and _sums_up(text, owners[i], heads)
            and not _has_tail(paragraphs[i])
        ):
            # 围绕以上8方面，…: behind the last of several items, of all of them.
            found += takewhile(lambda k: heads[k] is None, range(i, len(paragraphs)))
            continue
        if (
            heads[i] is not None
            or owners[i] is None
            or heads[i + 1] is None
            or "\t" in text
            or tails.find_tails(paragraphs[i].marked())
        ):
            continue
        if len(text) > _HEADING or _LINES.stopped.search(text):
            continue
        if before.text.endswith(("。", "）", "；", "】")):
            ends = heads[i - 1] is None or tails.ends_in_tail(before) or "。" in before.text[:-1]
        else:
            ends = _answers_whole(before) and not any(map(bodies.is_unit, bodies.names(text)))
        if ends:
            found.append(i)
    return found


def _sums_up(text: str, owner: int | None, heads: Sequence[Head | None]) -> bool:
    """Whether `text` speaks of several things above it, behind the last of several items: the next item stands
    higher."""
    if owner is None or _LINES.of_those_above.match(text) is None:
        return False
    own = heads[owner]
    later = next((head for head in heads[owner + 1 :] if head), None)
    return own is not None and own.ordinal.value > 1 and (later is None or later.level < own.level)


def _has_tail(paragraph: Paragraph) -> bool:
    return bool(tails.find_tails(paragraph.marked()))


def _opens_chapter(text: str, before: str) -> bool:
    """Whether `text` is the heading of a chapter that has no number (保障措施), behind a whole sentence or tail."""
    return closing_lines.names_chapter(text) and before.endswith(("。", "）", "】"))


def _answers_whole(line: Marked) -> bool:
    """Whether a line says who answers, and says it to the end."""
    return not line.text.endswith(("：", "、", "，")) and tails.is_alone(line)


def _items(paragraphs: Sequence[Paragraph], heads: Sequence[Head | None], owners: Sequence[int | None]) -> list[Item]:
    follows: dict[int, list[Paragraph]] = {i: [] for i, head in enumerate(heads) if head}
    for i, owner in enumerate(owners):
        if owner is not None and owner != i:
            follows[owner].append(paragraphs[i])
    children: Counter[int] = Counter()
    stack: list[int] = []
    for i, head in enumerate(heads):
        if head is None:
            continue
        del stack[head.level - 1 :]
        if stack:
            children[stack[-1]] += 1
        stack.append(i)
    return [
        Item(i, head, paragraphs[i], tuple(follows[i]), children[i]) for i, head in enumerate(heads) if head is not None
    ]


def _block(block: Block, head: Head | None, heading: Heading | None) -> Block:
    """`block` with what its head, when it has one, makes of it."""
    start = block.paragraph.start
    if head is None or heading is None:
        return changed(block, body_start=start)
    return changed(block, role="item", ordinal=head.ordinal, title=heading.title, body_start=start + heading.body)


def _nodes(blocks: Sequence[Block], heads: Sequence[Head | None], owners: Sequence[int | None]) -> tuple[Node, ...]:
    own: dict[int, list[Block]] = {}
    for block, owner in zip(blocks, owners, strict=True):
        if owner is not None:
            own.setdefault(owner, []).append(block)
    order = [i for i, head in enumerate(heads) if head]
    nodes, at = _gather(order, 0, 1, heads, own)
    assert at == len(order)
    return tuple(nodes)


def _gather(
    order: Sequence[int], at: int, level: int, heads: Sequence[Head | None], own: dict[int, list[Block]]
) -> tuple[list[Node], int]:
    nodes = []
    while at < len(order):
        i = order[at]
        head = heads[i]
        assert head is not None
        if head.level < level:
            break
        children, at = _gather(order, at + 1, head.level + 1, heads, own)
        block = own[i][0]
        nodes.append(Node(head.ordinal, head.level, block.title, head.path, tuple(own[i]), tuple(children)))
    return nodes, at
