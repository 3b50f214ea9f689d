"""Tails that answer for several measures: 以上两项由…牵头, a line after the last of several items, and items that only
say who answers for those beside them (（四）责任单位。市甲局、市乙局).

What holds here: such a tail stands once and is given to every measure that it speaks of, unless that has one of its
own. A line after the last item answers for all of them only where none of the others has a tail. An item that has a
label of a tail as its heading, or is a tail from its first character to its last, is no measure itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from duikou.extracting.fields.deadlines import labelled
from duikou.extracting.measures.passages import Answer, Passage, Stretch, stretches
from duikou.model import UNIT_ROLES, Node
from duikou.notation import bodies, column_heads, tail_words, tails

# With fewer items a line below the heading rather answers for all of them.
_SEVERAL = 3


def spread(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages, each with the tails after later ones that answer for it too."""
    found = list(passages)
    # Asked once for each: the answer takes parsing, and a long list asks for it from every tail.
    tailed = [_tailed(passage) for passage in passages]
    for i, passage in enumerate(passages):
        if passage.measure.kind == "article" or passage.answers:
            continue
        for lines, count in _shared(passage):
            for k in range(i - 1, -1, -1):
                if not _siblings(passages[k], passage) or (count and i - k >= count):
                    break
                if not tailed[k]:
                    found[k] = _given(found[k], lines)
        lines = _closing_lines(passage)
        group = _before(passages, i) if lines and _is_last(passages, i) else []
        if group and not any(tailed[k] or passages[k].above for k in group) and not _within(passage, lines):
            for k in group:
                found[k] = _given(found[k], lines)
    return tuple(found)


def _given(passage: Passage, lines: tuple[Stretch, ...]) -> Passage:
    return passage._replace(above=lines, due=passage.due or labelled.labelled_deadlines(lines))


def _shared(passage: Passage) -> list[tuple[tuple[Stretch, ...], int]]:
    """The tails of a passage that say for how many items they answer, each with that number (0 for all)."""
    return [
        ((stretch.cut(tail.start, tail.end),), tail.covers)
        for stretch in passage.stretches
        for tail in tails.find_tails(stretch.marked)
        if tail.covers != 1
    ]


def _closing_lines(passage: Passage) -> tuple[Stretch, ...]:
    """The lines at the end of a passage that are nothing but tails."""
    lines: list[Stretch] = []
    for stretch in reversed(passage.stretches[1:]):
        if not tails.is_alone(stretch.marked) or any(tail.covers != 1 for tail in tails.find_tails(stretch.marked)):
            break
        lines.insert(0, stretch)
    return tuple(lines)


def _within(passage: Passage, lines: Sequence[Stretch]) -> bool:
    """Whether the passage has tails besides its closing lines."""
    return any(tails.find_tails(s.marked) for s in passage.stretches if s not in lines)


def _siblings(a: Passage, b: Passage) -> bool:
    one, other = a.measure, b.measure
    return one.part == other.part and one.path[:-1] == other.path[:-1] and bool(one.path[:-1])


def _is_last(passages: Sequence[Passage], i: int) -> bool:
    return i + 1 == len(passages) or not _siblings(passages[i], passages[i + 1])


def _before(passages: Sequence[Passage], i: int) -> list[int]:
    """The measures right before that at `i` that stand under the same item."""
    at = i
    while at and _siblings(passages[at - 1], passages[i]):
        at -= 1
    return list(range(at, i))


def _tailed(passage: Passage) -> bool:
    return bool(passage.answers) or any(tails.find_tails(stretch.marked) for stretch in passage.stretches)


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
    kept, said = [], _units_above(nodes)
    for whole in nodes:
        node, above = _without_lines_above(whole)
        said += above
        told = [(child, _said(child)) for child in node.children]
        others = tuple(child for child, says in told if says is None)
        here = [says for _, says in told if says] if others else []
        below, more = split(others if here else node.children)
        said += [*here, *more]
        kept.append(replace(node, children=below) if here or more or above else node)
    return tuple(kept), tuple(said)


def _units_above(nodes: Sequence[Node]) -> list[Said]:
    """What headings say that are all names of units (一、区教育局): who answers for the items below each."""
    if len(nodes) < 2 or not all(node.children and _names_units(node.title or "") for node in nodes):
        return []
    heads = [(node, stretches(node.blocks)[0]) for node in nodes]
    return [Said(node.path, answers=(Answer("responsible", "", head),)) for node, head in heads]


def _names_units(title: str) -> bool:
    names = bodies.names(title)
    return bool(names) and all(bodies.is_strong(name) and bodies.is_of_one_level(name) for name in names)


def _without_lines_above(node: Node) -> tuple[Node, list[Said]]:
    """A node whose items each have the line above them that says who answers, without these lines, and what they say:
    the heading closes with such a line, and each of the items but the last."""
    children = node.children
    closing = [node, *children[:-1]]
    each = len(children) >= _SEVERAL and all(len(n.blocks) > 1 and tails.is_alone(n.blocks[-1].marked) for n in closing)
    if not each or children[-1].children or tails.find_tails(children[-1].blocks[-1].marked):
        return node, []
    said = [
        Said(child.path, above=(Stretch.of(before.blocks[-1]),))
        for before, child in zip(closing, children, strict=True)
    ]
    cut = tuple(replace(child, blocks=child.blocks[:-1]) for child in children[:-1])
    return replace(node, blocks=node.blocks[:-1], children=(*cut, children[-1])), said


def with_shared_passages(passages: Sequence[Passage], said: Sequence[Said]) -> Iterator[Passage]:
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
    if not over or node.children or len(node.blocks) > 1 or node.ordinal.style == "article":
        return None
    block = node.blocks[0]
    whole = Stretch.of(block)
    if title := node.title:
        match = tail_words.label().fullmatch(f"{title}：")
        if match is None:
            return None
        cell = whole.cut(block.body_start - whole.start, len(whole.text.rstrip("。； ")))
        kind = column_heads.kind(title)
        if tail_words.makes_a_tail(title):
            return Said(over, due=(cell,)) if kind == "due" else Said(over)
        if kind in UNIT_ROLES and _lists_units(cell.text):
            return Said(over, answers=(Answer(kind, title, cell),))
        return None
    found = tails.find_tails(whole.marked)
    alone = len(found) == 1 and found[0].start == 0 and not whole.text[found[0].end :].strip("。； ")
    return Said(over, above=(whole,)) if alone and tail_words.labelled(found[0].inner) else None
