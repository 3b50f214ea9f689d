"""Items that say who answers for those beside them, or by when: （一）工作目标。… （四）责任单位。市甲局、市乙局.

What holds here: such an item has a label of a tail as its heading, or is a tail from its first character to its last;
it is no measure itself. What it says holds for every item below the same heading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from duikou.extracting.measures import table_heads
from duikou.extracting.measures.passages import Answer, Passage, Stretch
from duikou.model import Node
from duikou.notation import bodies, tail_words, tails
from duikou.notation.scripts import words


def _closing() -> Sequence[str]:
    """Labels that say when, or by whom in person."""
    return words("notation/bodies")["labels"]["closing"]  # type: ignore[no-any-return]


def _lists_units(text: str) -> bool:
    """Whether `text` is a list of units and no sentence."""
    names = bodies.names(text)
    return "。" not in text and bool(names) and sum(map(bodies.is_unit, names)) * 2 > len(names)


class Said(NamedTuple):
    """What an item says for all below the heading that it stands under: `over` is the path of that heading."""

    over: tuple[str, ...]
    answers: tuple[Answer, ...] = ()
    due: tuple[Stretch, ...] = ()
    above: tuple[Stretch, ...] = ()


def split(nodes: Sequence[Node]) -> tuple[tuple[Node, ...], tuple[Said, ...]]:
    """The items without those that only say who answers or by when, and what these say."""
    kept, said = [], list[Said]()
    for node in nodes:
        told = [(child, _said(child)) for child in node.children]
        others = tuple(child for child, says in told if says is None)
        here = [says for _, says in told if says] if others else []
        below, more = split(others if here else node.children)
        said += [*here, *more]
        kept.append(replace(node, children=below) if here or more else node)
    return tuple(kept), tuple(said)


def given(passages: Sequence[Passage], said: Sequence[Said]) -> Iterator[Passage]:
    """The passages, each with what is said for all below a heading above it."""
    for passage in passages:
        told = [one for one in said if passage.measure.path[: len(one.over)] == one.over]
        yield passage._replace(
            answers=(*passage.answers, *(answer for one in told for answer in one.answers)),
            due=(*passage.due, *(cell for one in told for cell in one.due)),
            above=(*passage.above, *(line for one in told for line in one.above)),
        )


def _said(node: Node) -> Said | None:
    """What an item says for those beside it; None for one that says more."""
    over = node.path[:-1]
    if not over or node.children or len(node.blocks) > 1:
        return None
    block = node.blocks[0]
    text, at = block.paragraph.text, block.body_start - block.paragraph.start
    if title := node.title:
        match = tail_words.label().fullmatch(f"{title}：")
        cell = Stretch(text[at:].rstrip("。； "), block.body_start)
        kind = table_heads.kind(title)
        if match and title in _closing():
            return Said(over, due=(cell,)) if kind == "due" else Said(over)
        if match and kind in table_heads.ROLES and _lists_units(cell.text):
            return Said(over, answers=(Answer(kind, title, cell),))
        return None
    mark = len(node.ordinal.text)
    found = tails.find(text[mark:])
    whole = len(found) == 1 and found[0].start == 0 and not text[mark + found[0].end :].strip("。； ")
    if not whole or not tail_words.labelled(found[0].inner):
        return None
    return Said(over, above=(Stretch(text[mark:], block.paragraph.start + mark),))
