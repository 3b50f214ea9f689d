"""Paragraphs that open with 一是, 二是 and say each who answers for it: items of the one that they stand in.

What holds here: such paragraphs count from 一 on without a gap, there are two at least, and each closes with a tail of
its own. In a running paragraph, and where one tail closes them all, 一是…二是… are clauses of their item.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from duikou.model import Block, Node, Ordinal
from duikou.model.copies import changed
from duikou.notation import tails
from duikou.notation.numerals import number
from duikou.notation.patterns import patterns
from duikou.outlining import headings
from duikou.outlining.sequence import Head

_FORMS = patterns("extracting/measures")
_FEWEST = 2


def opened(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """The nodes, those that hold such paragraphs with each of these as an item below."""
    return tuple(_opened(node) for node in nodes)


def _opened(node: Node) -> Node:
    if node.children:
        return replace(node, children=opened(node.children))
    starts = [i for i, block in enumerate(node.blocks) if i and _FORMS.clause_of_item.match(block.paragraph.text)]
    if len(starts) < _FEWEST:
        return node
    groups = [node.blocks[a:b] for a, b in zip(starts, [*starts[1:], len(node.blocks)], strict=True)]
    counted = [_counted(group[0]) for group in groups]
    if counted != list(range(1, len(groups) + 1)):
        return node
    if not all(tails.ends_in_tail(group[-1].marked) for group in groups):
        return node
    return replace(node, blocks=node.blocks[: starts[0]], children=_children(node, groups))


def _counted(block: Block) -> int:
    match = _FORMS.clause_of_item.match(block.paragraph.text)
    return (number(match["n"]) or 0) if match else 0


def _children(node: Node, groups: Sequence[Sequence[Block]]) -> tuple[Node, ...]:
    items = []
    for i, (first, *others) in enumerate(groups):
        mark = first.paragraph.text[: _mark(first)]
        head = Head(Ordinal(mark, mark, "clause", i + 1), len(mark), (*node.path, mark), node.level + 1)
        items.append(headings.Item(i, head, first.paragraph, tuple(block.paragraph for block in others), 0))
    found = headings.decide(items)
    return tuple(
        Node(
            item.head.ordinal,
            item.head.level,
            found[item.at].title,
            item.head.path,
            (_opening(group[0], item, found[item.at]), *group[1:]),
            (),
        )
        for item, group in zip(items, groups, strict=True)
    )


def _mark(block: Block) -> int:
    match = _FORMS.clause_of_item.match(block.paragraph.text)
    return match.end() if match else 0


def _opening(block: Block, item: headings.Item, heading: headings.Heading) -> Block:
    """The paragraph that opens a clause, as the first of an item."""
    start = block.paragraph.start + heading.body
    return changed(block, role="item", ordinal=item.head.ordinal, title=heading.title, body_start=start)
