"""What the numbers at the heads of passages tell: where one is missing, and what a paragraph without one belongs to.

What holds here: a number that one version lacks was lost in reading only where the numbers around it leave a gap for
it (第三条 … 第五条). Where they close up, the passage has lost its number, and is a paragraph of the item before. In a
statute a paragraph after the items (项) of an article is a paragraph (款) of the article, never of its last item
(立法法: articles are divided into 款, 项, 目); one after a colon still belongs to the item.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from duikou.comparing.aligning.alignable import Alignable
from duikou.model import Block, Ordinal
from duikou.notation.ordinals import RANKS

ARTICLE = "article"
_OPEN = ("：", ":")


def of_articles(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with each paragraph after the items of an article put into the article."""
    made: list[Block] = []
    article: tuple[int, tuple[str, ...]] | None = None
    before = ""
    for block in blocks:
        if block.ordinal is not None and RANKS.get(block.ordinal.style, 99) <= RANKS[ARTICLE]:
            article = (block.part, block.path) if block.ordinal.style == ARTICLE else None
        belongs = (
            article is not None
            and block.role == "text"
            and block.part == article[0]
            and len(block.path) > len(article[1])
            and block.path[: len(article[1])] == article[1]
            and not before.endswith(_OPEN)
        )
        made.append(replace(block, path=article[1]) if belongs and article is not None else block)
        before = block.paragraph.text
    return made


def leaves_gap(side: Sequence[Alignable], unit: Alignable, ordinal: Ordinal) -> bool:
    """Whether the numbers before and after `unit`, which has none, leave a gap for one like `ordinal`."""
    before = _neighbour(side, unit, ordinal, -1)
    after = _neighbour(side, unit, ordinal, 1)
    return after is not None and (before or 0) + 1 < after


def _neighbour(side: Sequence[Alignable], unit: Alignable, ordinal: Ordinal, step: int) -> int | None:
    """The next number of the same form in one direction, under the same heading; articles run on across headings."""
    at = unit.index + step
    while 0 <= at < len(side) and side[at].block.part == unit.block.part:
        mark = side[at].block.ordinal
        if mark is not None and mark.style == ordinal.style:
            return mark.value
        if mark is not None and ordinal.style != ARTICLE and RANKS.get(mark.style, 99) < RANKS.get(ordinal.style, 99):
            return None
        at += step
    return None
