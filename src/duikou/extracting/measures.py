"""Which items of a document are measures, and what their text is.

What holds here: a measure is a numbered item with text of its own and no numbered item below it (DESIGN, Words).
Children that are clauses (closed by ；) or fragments stay in their item's text. A chapter without items is one only
in a document whose chapters are the measures, or where its text runs on from its ordinal, and never when it only sets
out aims. In a statute the article is the unit. A document that explains or lists names has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from duikou.data import load
from duikou.extracting import kinds
from duikou.model import Block, Document, Measure, Node, Part
from duikou.outlining import tails, titles

_CHAPTERS = ("dun", "chapter", "volume")
# In a document of chapters with items, a chapter of plain paragraphs sums up; it is the other way round where such
# chapters are so many times more.
_MOSTLY = 2
# A closing remark, though it is numbered: from when, and for how long, the document is in force.
_TERM = re.compile(
    r"本[一-鿿]{1,6}自[^。]{2,30}(?:施行|实施|执行|生效)[^。]{0,40}。?(?:[^。]{0,40}(?:有效期|废止|解释)[^。]{0,30}。?)?$"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a measure in which fields are looked for: a paragraph without its ordinal, or a cell. `start` is its
    offset in Cleaned.text."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A cell of a table that says who answers: the role and the head of its column."""

    role: str
    head: str
    cell: Stretch


@dataclass(frozen=True, slots=True)
class Passage:
    """A measure with the blocks it was read from, in order, the part it stands in, and its stretches. `answers` has
    stretch for each cell of a table that says who answers, with the role that its column names."""

    measure: Measure
    blocks: tuple[Block, ...]
    part: Part
    stretches: tuple[Stretch, ...]
    answers: tuple[Answer, ...] = ()
    due: tuple[Stretch, ...] = ()
    above: tuple[Stretch, ...] = ()


def find(document: Document) -> tuple[Passage, ...]:
    """The measures of `document` without their fields, each with its blocks."""
    if explains(document):
        return ()
    found: list[Passage] = []
    for part in document.parts:
        if part.index > 1 and part.title and titles.explaining(part.title):
            continue
        found += _in_part(document, part)
    return tuple(_with_own_ids(found))


def _in_part(document: Document, part: Part) -> list[Passage]:
    """The measures of a part, its items and the rows of its tables, in reading order."""
    from duikou.extracting import tables

    listed = tables.find(document, part) if any(b.role == "row" for b in part.blocks) else []
    rows = frozenset(row.block.paragraph.start for table in listed for row, _ in table.rows)
    nodes = _without(part.nodes, rows) if rows else part.nodes
    flat = _chapters_are_measures(nodes)
    found = [_passage(document, part, node, above) for node, above in _leaves(nodes, (), flat)]
    found += [passage for table in listed for passage in tables.passages(document, part, table)]
    return sorted(found, key=lambda passage: passage.measure.start)


def _without(nodes: Sequence[Node], rows: frozenset[int]) -> tuple[Node, ...]:
    """The items without the rows of tables that are measures themselves, and without the headings in such tables."""
    kept = []
    for node in nodes:
        own = tuple(b for b in node.blocks if b.paragraph.start not in rows)
        children = _without(node.children, rows)
        if own and (len(own) == len(node.blocks) or children or _has_text(replace(node, blocks=own, children=()))):
            kept.append(replace(node, blocks=own, children=children))
    return tuple(kept)


def explains(document: Document) -> bool:
    """Whether the document explains, reports or answers, and so holds no measures."""
    if document.title and titles.explaining(document.title):
        return True
    heads = [node.blocks[0].paragraph.text for part in document.parts for node in part.nodes]
    return len(heads) >= 2 and sum("？" in head[:80] for head in heads) * 2 > len(heads)


def _leaves(nodes: Sequence[Node], above: tuple[Node, ...], flat: bool) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """The nodes that are measures, each with those above it."""
    for node in nodes:
        if node.ordinal.style == "article":
            yield node, above
        elif node.children and not _absorbs(node):
            yield from _leaves(node.children, (*above, node), flat)
        elif _is_measure(node, above, flat):
            yield node, above


def _is_measure(node: Node, above: tuple[Node, ...], flat: bool) -> bool:
    if not _has_text(node):
        return False
    if above or node.ordinal.style not in _CHAPTERS:
        return True
    if _sets_out(node) or _TERM.match(node.blocks[0].paragraph.text[len(node.ordinal.text) :]):
        return False
    runs_on = node.title is None or node.blocks[0].body_start < node.blocks[0].paragraph.end
    return flat or runs_on


def _chapters_are_measures(nodes: Sequence[Node]) -> bool:
    """Whether most chapters that do more than set out aims have no items: then they are the measures."""
    chapters = [n for n in nodes if n.ordinal.style in _CHAPTERS]
    leaves = [n for n in chapters if not (n.children and not _absorbs(n))]
    instructing = [n for n in leaves if not _sets_out(n) and _has_text(n)]
    return len(instructing) > _MOSTLY * (len(chapters) - len(leaves))


def _sets_out(node: Node) -> bool:
    """Whether the chapter only sets out aims or background."""
    title = node.title
    if title is None:
        return False
    words = load("documents")["chapters"]
    if title.startswith(tuple(words["acts"])):
        return False
    return any(part.endswith(tuple(words["goal"])) for part in re.split("[和与及、，]", title))


def _absorbs(node: Node) -> bool:
    """Whether the items below `node` are clauses or fragments, so that they stay in its text."""
    children = node.children
    if any(child.children and not _absorbs(child) for child in children):
        return False
    ends = [_last_text(child) for child in children]
    if any(tails.closing(end) < len(end) for end in ends):
        return False
    clauses = sum(end.endswith(("；", "，", "、")) for end in ends[:-1])
    if len(ends) >= 2 and clauses * 2 >= len(ends) - 1:
        return True
    return not any(_sentence(end) for end in ends) and all(len(_own_text(child)) < 60 for child in children)


def _last_text(node: Node) -> str:
    last = node.children[-1] if node.children else None
    return _last_text(last) if last else node.blocks[-1].paragraph.text.rstrip()


def _own_text(node: Node) -> str:
    return "".join(b.paragraph.text for b in node.blocks)


def _sentence(text: str) -> bool:
    return bool(re.search(r"[。！？]", tails.body(text))) or tails.closing(text) < len(text)


def _has_text(node: Node) -> bool:
    """Whether the node says something: a sentence, or a fragment that a unit answers for."""
    blocks = list(_blocks(node))
    for i, block in enumerate(blocks):
        text = block.paragraph.text
        own = text[block.body_start - block.paragraph.start :] if block.ordinal else text
        if tails.find(text):
            return True
        if re.search(r"[。；！]", own) and len(own) >= 6:
            return True
        if i and block.role == "text" and len(own) >= 20 and not node.children:
            return True
    return False


def _blocks(node: Node) -> Iterator[Block]:
    yield from node.blocks
    for child in node.children:
        yield from _blocks(child)


def _passage(document: Document, part: Part, node: Node, above: tuple[Node, ...]) -> Passage:
    blocks = tuple(sorted(_blocks(node), key=lambda b: b.paragraph.start))
    start, end = blocks[0].paragraph.start, blocks[-1].paragraph.end
    chain = (*above, node)
    chapter = next((n for n in above[:1]), None)
    section = above[-1] if len(above) > 1 else None
    measure = Measure(
        f"{part.index}/" + "/".join(node.path),
        part.index,
        node.path,
        _called(chapter),
        _called(section),
        kinds.of(document, part, chain),
        node.title,
        text(blocks, tailed=node.ordinal.style != "article"),
        start,
        end,
        document.cleaned.place(start, end),
    )
    return Passage(measure, blocks, part, tuple(map(_stretch, blocks)), above=_over(above))


def _over(above: Sequence[Node]) -> tuple[Stretch, ...]:
    """The lines of the nearest item above that are nothing but tails: they answer for all measures below it. A tail at
    the end of its heading or text does not."""
    for node in reversed(above):
        lines = [b for b in node.blocks[1:] if tails.find(b.paragraph.text) and not tails.body(b.paragraph.text)]
        if lines:
            return tuple(map(_stretch, lines))
    return ()


def _stretch(block: Block) -> Stretch:
    mark = len(block.ordinal.text) if block.ordinal else 0
    return Stretch(block.paragraph.text[mark:], block.paragraph.start + mark)


def text(blocks: Sequence[Block], tailed: bool = True) -> str:
    """The text of a measure: its paragraphs joined by line feeds, without heading and closing tail. Tails in between
    stay, since they say which sentence they belong to. `tailed` is False for articles, which have none."""
    pieces = []
    for i, block in enumerate(blocks):
        whole = block.paragraph.text
        pieces.append(whole[block.body_start - block.paragraph.start :] if i == 0 else whole)
    pieces = [piece.strip() for piece in pieces]
    if not tailed:
        return "\n".join(piece for piece in pieces if piece)
    while pieces and not pieces[-1]:
        pieces.pop()
    if len(pieces) > 1 and not tails.body(pieces[0]):
        # A tail right after the heading answers for all that follows.
        del pieces[0]
    alone = False
    while pieces and not (kept := tails.body(pieces[-1])):
        # A tail on a line of its own is the closing one; what stands before it is kept whole.
        alone = bool(pieces.pop()) or alone
    if pieces and not alone:
        pieces[-1] = kept
    return "\n".join(piece for piece in pieces if piece)


def _called(node: Node | None) -> str | None:
    if node is None:
        return None
    if node.title:
        return node.title
    first = node.blocks[0].paragraph.text[len(node.ordinal.text) :]
    return re.split("[。：；]", first, maxsplit=1)[0][:40] or None


def _with_own_ids(passages: Sequence[Passage]) -> Iterator[Passage]:
    """The passages, each measure with an id that no other has: the second of one name is -2."""
    taken: set[str] = set()
    for passage in passages:
        name, count = passage.measure.id, 1
        while name in taken:
            count += 1
            name = f"{passage.measure.id}-{count}"
        taken.add(name)
        yield passage if count == 1 else replace(passage, measure=replace(passage.measure, id=name))
