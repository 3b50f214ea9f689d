"""Which items of a document are measures, and what their text is.

What holds here: a measure is a numbered item with text of its own and no numbered item below it (DESIGN, Words).
Children that are clauses (closed by ；) or fragments stay in their item's text. A chapter without items is one only
in a document whose chapters are the measures, or where its text runs on from its ordinal, and never when it only sets
out aims. What is numbered under background (发展基础) counts, of kind goal, as what is numbered under 总体要求 does.
In a statute the article is the unit. A document that explains, tells news or lists names has none, nor has a letter
that carries no other text; minutes have what was decided or a unit answers for, a reply to a proposal (建议, 提案) what
it promises and not what was done, and a report on how work stands (情况通报) what it asks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from duikou.data import lists, load
from duikou.extracting.fields.deadlines import labelled
from duikou.extracting.measures import kinds, sharing, tables
from duikou.extracting.measures.acting_verbs import acting
from duikou.extracting.measures.passages import (
    Answer,
    Passage,
    Stretch,
    asked_for,
    decided,
    promised,
    stretches,
    text_of,
)
from duikou.model import Block, Document, Marked, Measure, Node, Part
from duikou.notation import document_lines, tails, titles
from duikou.notation.ordinals import readings
from duikou.notation.patterns import patterns

__all__ = ["Answer", "Passage", "Stretch", "explains", "find_measures"]

_CHAPTERS = ("dun", "chapter", "volume")
# Chapters of plain paragraphs sum up among those with items, unless they are so many times more.
_MOSTLY = 2
# What leads to the items of a letter ends with the words that decide, and is asked no further back than this.
_LEADING = 12
# What follows a heading without a stop is text from this length on.
_FRAGMENT = 4
_FORMS = patterns("extracting/measures")
_WORDS = lists("extracting/measures")


def find_measures(document: Document) -> tuple[Passage, ...]:
    """The measures of `document` without their fields, each with its blocks."""
    answers = titles.answers_proposal(document.title or "")
    told = explains(document) and not answers
    if told and not titles.reports_work(document.title or ""):
        return ()
    found: list[Passage] = []
    for part in document.parts:
        if part.index > 1 and (titles.explaining(part.title or "") or _is_glossary(part)):
            continue
        named = part.title or (document.title if part.index == 1 else None)
        if answers and part.index == 1:
            found += filter(None, map(promised, _in_part(document, part)))
            continue
        if named and titles.is_letter(named) and not _decides(named, part):
            continue
        passages = _in_part(document, part)
        if told and part.index == 1:
            passages = list(filter(asked_for, passages))
        if titles.doctype(named) in load("notation/documents")["minutes"]:
            led = _leads_to_decisions(part)
            passages = list(filter(None, (decided(passage, led) for passage in passages)))
        found += passages
    return tuple(_with_own_ids(found))


def _decides(title: str, part: Part) -> bool:
    """Whether a letter decides as a 批复 does: its title, what leads to its items or its first item says so."""
    words = tuple(load("notation/documents")["decides"])
    if any(word in title for word in words):
        return True
    before = [block.paragraph.text for block in takewhile(lambda block: not block.path, part.blocks)]
    first = part.nodes[0].blocks[0].paragraph.text[len(part.nodes[0].ordinal.text) :] if part.nodes else ""
    leads = any(word in text[-_LEADING:] for text in before[-1:] for word in words)
    return bool(part.nodes) and (leads or first.startswith(words))


def _leads_to_decisions(part: Part) -> bool:
    """Whether what stands last before the items of minutes says that they were decided: 会议议定以下事项："""
    before = [block.paragraph.text for block in takewhile(lambda block: not block.path, part.blocks)]
    return bool(before) and _FORMS.leads_to_decisions.search(before[-1]) is not None


def _is_glossary(part: Part) -> bool:
    return bool(part.blocks) and document_lines.is_glossary(part.blocks[0].paragraph.text)


def _in_part(document: Document, part: Part) -> list[Passage]:
    """The measures of a part, its items and the rows of its tables, in reading order."""
    listed = tables.find_tables(document, part) if any(b.role == "row" for b in part.blocks) else []
    rows = frozenset(start for table in listed for start in table.paragraph_starts)
    nodes = _without(part.nodes, rows) if rows else part.nodes
    if any(_FORMS.clause_of_item.match(block.paragraph.text) for block in part.blocks if block.role == "text"):
        # Few documents have such paragraphs, and those alone pay for reading them.
        from duikou.extracting.measures import clauses

        nodes = clauses.opened(nodes)
    nodes, said = sharing.split(nodes)
    flat = _chapters_are_measures(nodes)
    found = [_passage(document, part, node, above) for node, above in _leaves(nodes, (), flat)]
    found = list(sharing.with_shared_passages(found, said))
    found += [passage for table in listed for passage in tables.measures_of_table(document, part, table)]
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
    if _is_news(document):
        return True
    heads = [node.blocks[0].paragraph.text for part in document.parts for node in part.nodes]
    return len(heads) >= 2 and sum("？" in head[:80] for head in heads) * 2 > len(heads)


def _is_news(document: Document) -> bool:
    """Whether the text before the first item opens as a news item does (本报讯) and gives no document in full."""
    words = tuple(load("notation/documents")["news"])
    before = [block.paragraph.text for block in takewhile(lambda block: not block.path, document.blocks)]
    told = any(text.startswith(words) for text in before)
    return told and not any(_FORMS.in_full.search(text) for text in before)


def _leaves(nodes: Sequence[Node], above: tuple[Node, ...], flat: bool) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """The nodes that are measures, each with those above it."""
    nodes = [node for node in nodes if not (_explains_words(node) or _names_members(node))]
    open_ends = [_is_open(node) for node in nodes]
    told: bool | None = None  # asked once, and only where a line without a stop is to be decided on
    for node, open_ in zip(nodes, open_ends, strict=True):
        if node.ordinal.style == "article":
            yield node, above
        elif boxes := tuple(child for child in node.children if child.ordinal.style == "box"):
            # What stands in a box is beside the text of its section.
            plain = replace(node, children=tuple(child for child in node.children if child not in boxes))
            yield from _leaves((plain,), above, flat)
            yield from _leaves(boxes, (*above, node), flat)
        elif node.children and not _absorbs(node):
            yield from _leaves(node.children, (*above, node), flat)
        elif _is_measure(node, above, flat):
            yield node, above
        elif above and open_:
            told = _mostly_told(nodes, open_ends) if told is None else told
            if told:
                yield node, above


def _mostly_told(nodes: Sequence[Node], open_ends: Sequence[bool]) -> bool:
    """Whether most of several items say something, and not in one line without a stop."""
    told = sum(not open_ and _has_text(node) for node, open_ in zip(nodes, open_ends, strict=True))
    return told * 2 > len(nodes)


def _explains_words(node: Node) -> bool:
    """Whether an item with all below it explains words (名词解释)."""
    return (node.title or "").endswith(tuple(load("notation/documents")["chapters"]["glossary"]))


def _names_members(node: Node) -> bool:
    """Whether an item lists who belongs to a group (组成人员, 成员单位)."""
    return (node.title or "").strip("。：") in load("notation/documents")["closes"]["members"]


def _is_open(node: Node) -> bool:
    """Whether an item is one line without a stop that says what to do: among items that are measures it is one."""
    if len(node.blocks) > 1 or node.children or node.title:
        return False
    text = node.blocks[0].paragraph.text[len(node.ordinal.text) :].strip()
    return len(text) >= _FRAGMENT and not _FORMS.stop.search(text) and acting().match(text) is not None


def _is_measure(node: Node, above: tuple[Node, ...], flat: bool) -> bool:
    if not _has_text(node):
        return False
    if above or node.ordinal.style not in _CHAPTERS:
        return True
    if _sets_out(node) or _FORMS.in_force.match(node.blocks[0].paragraph.text[len(node.ordinal.text) :]):
        return False
    runs_on = node.title is None or node.blocks[0].body_start < node.blocks[0].paragraph.end
    return flat or runs_on or _instructs(node)


def _instructs(node: Node) -> bool:
    """Whether a chapter of plain paragraphs, among chapters of items, says what to do: units answer for it, or its
    heading names a task, or who does what (责任分工), and not what secures the whole."""
    if any(tails.ends_in_tail(block.marked) for block in node.blocks):
        return True
    title = node.title or ""
    if kinds.secures(title) or title.endswith(_WORDS.divides):
        return True
    return kinds.by_titles([title]) is None and acting().match(title) is not None


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
    words = load("notation/documents")["chapters"]
    if kinds.governed(title):
        return False
    found = [part for part in _FORMS.joined.split(title) if part.endswith(tuple(words["goal"]))]
    standing = all(part.endswith(tuple(words["standing"])) for part in found)
    return bool(found) and not (standing and _orders(node))


def _orders(node: Node) -> bool:
    """Whether the text of a chapter has things done: somebody answers for it, or its first sentence says 要 or 应."""
    if any(tails.ends_in_tail(block.marked) for block in node.blocks):
        return True
    first = node.blocks[0]
    own = first.paragraph.text[first.body_start - first.paragraph.start :]
    return own.startswith(tuple(load("notation/documents")["chapters"]["orders"]))


def _absorbs(node: Node) -> bool:
    """Whether the items below `node` are clauses or fragments, so that they stay in its text."""
    children = node.children
    if _names_cases(node):
        return True
    if any(child.ordinal.style == "article" or (child.children and not _absorbs(child)) for child in children):
        return False
    ends = [_last(child) for child in children]
    if ends and _answers_for_all(children):
        ends[-1] = children[-1].blocks[0].marked
    if any(map(tails.ends_in_tail, ends)):
        return False
    clauses = sum(end.text.rstrip().endswith(("；", "，", "、")) for end in ends[:-1])
    if len(ends) >= 2 and clauses * 2 >= len(ends) - 1:
        return True
    return not any(_sentence(end) for end in ends) and all(len(_own_text(child)) < 60 for child in children)


def _names_cases(node: Node) -> bool:
    """Whether an item leads to cases or conditions (符合下列条件的予以保留：), and none below has a tail or says what
    to do: they are the rest of its sentence."""
    children, texts = node.children, [_own_text(child) for child in node.children]
    lead = "".join(block.paragraph.text for block in node.blocks)
    several = len(children) > 1 or any(map(_FORMS.inline_cases.search, texts))
    if not several or _FORMS.leads_to_cases.search(lead) is None:
        return False
    acts = sum(acting().match(text[_mark(text) :]) is not None for text in texts)
    return acts * 3 <= len(texts) and not any(
        tails.find_tails(block.marked) for child in children for block in child.blocks
    )


def _answers_for_all(siblings: Sequence[Node]) -> bool:
    """Whether a line after the last of several items says who answers for all of them: none has a tail of its own."""
    last = siblings[-1]
    lines = [] if last.children else stretches(last.blocks)[1:]
    if len(siblings) < 2 or not lines or not all(tails.is_alone(line.marked) for line in lines):
        return False
    own = [*(block for node in siblings[:-1] for block in _blocks(node)), last.blocks[0]]
    return not any(tails.find_tails(block.marked) for block in own)


def _last(node: Node) -> Marked:
    """The last paragraph of an item, with all below it."""
    return _last(node.children[-1]) if node.children else stretches(node.blocks)[-1].marked


def _own_text(node: Node) -> str:
    return "".join(b.paragraph.text for b in node.blocks)


def _sentence(end: Marked) -> bool:
    return bool(_FORMS.sentence_end.search(tails.body(end).rstrip())) or tails.ends_in_tail(end)


def _has_text(node: Node) -> bool:
    """Whether the node says something: a sentence, text after its heading, or a fragment that a unit answers for."""
    blocks = list(_blocks(node))
    for i, block in enumerate(blocks):
        text = block.paragraph.text
        own = text[block.body_start - block.paragraph.start :] if block.ordinal else text
        if tails.find_tails(block.marked):
            return True
        if _FORMS.text_end.search(own) and _FORMS.two_letters.search(own):
            return True
        if block.title and len(own) >= _FRAGMENT:
            return True
        if i and block.role == "text" and len(own) >= 20 and not node.children:
            return True
    return _lists_tasks([_own_text(child) for child in node.children])


def _lists_tasks(fragments: Sequence[str]) -> bool:
    """Whether most of the fragments below an item say what to do (1.定方案 2.抓试点)."""
    acts = sum(acting().match(text[_mark(text) :]) is not None for text in fragments)
    return len(fragments) >= 2 and acts * 2 > len(fragments)


def _mark(text: str) -> int:
    return next((r.end for r in readings(text) if r.sure), 0)


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
    own, over = stretches(blocks), () if node.ordinal.style == "box" else _over(above)
    closed = node.ordinal.style != "article" or any(tails.set_off(stretch.marked) for stretch in own[-1:])
    measure = Measure(
        f"{part.index}/" + "/".join(node.path),
        part.index,
        node.path,
        _called(chapter),
        _called(section),
        kinds.of(document, part, chain),
        node.title,
        text_of(blocks, closed),
        start,
        end,
        document.cleaned.place(start, end),
    )
    tailed = any(tails.find_tails(stretch.marked) for stretch in own)
    return Passage(measure, blocks, part, own, due=labelled.labelled_deadlines(own if tailed else over), above=over)


def _over(above: Sequence[Node]) -> tuple[Stretch, ...]:
    """What the nearest item above says of who answers for all measures below it: its lines that are nothing but tails,
    else the tail that closes its heading. A box is beside its section."""
    for node in reversed(above):
        head, *others = stretches(node.blocks)
        lines = tuple(line for line in others if tails.is_alone(line.marked))
        if lines:
            return lines
        if tails.ends_in_tail(head.marked):
            return tuple(head.cut(tail.start, tail.end) for tail in tails.find_tails(head.marked))
        if node.ordinal.style == "box":
            break
    return ()


def _called(node: Node | None) -> str | None:
    if node is None:
        return None
    if node.title:
        return node.title
    first = node.blocks[0].paragraph.text[len(node.ordinal.text) :]
    return _FORMS.clause_end.split(first, maxsplit=1)[0][:40] or None


def _with_own_ids(passages: Sequence[Passage]) -> Iterator[Passage]:
    """The passages, each measure with an id that no other has: the second of one name is -2."""
    taken: set[str] = set()
    counts: dict[str, int] = {}
    for passage in passages:
        name, count = passage.measure.id, 1
        if name in taken:
            count = counts.get(name, 1)
        while name in taken:
            count += 1
            name = f"{passage.measure.id}-{count}"
        taken.add(name)
        counts[passage.measure.id] = count
        yield passage if count == 1 else passage._replace(measure=replace(passage.measure, id=name))
