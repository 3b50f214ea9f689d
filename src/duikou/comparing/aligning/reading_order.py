"""What of a document is aligned: one alignable a block, in reading order, each with its zone and its parent.

What holds here: a unit is one paragraph. Its ordinal is kept apart from its text, so that a renumbered item has the
same key as before. The zone is "front" for what surrounds the text (titles, 发文字号, 主送机关, 落款, history of
amendments, attachment marks, contents, an editor's summary: GB/T 9704-2012, 7) and "body" for all else; the zones are
aligned apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from duikou import data
from duikou.comparing.aligning.alignable import Alignable
from duikou.comparing.aligning.folding import fold, fold_behind
from duikou.comparing.aligning.numbering import of_articles
from duikou.model import Block, Document
from duikou.notation import document_lines, history
from duikou.notation.history import is_history
from duikou.notation.patterns import pattern

FRONT_ROLES = frozenset(
    ("title", "red_head", "doc_number", "recipients", "issuer", "date", "note", "attachment", "contents", "summary")
)
_WORDS = data.load("comparing/categories")
_SERIAL = pattern(r"([0-9]{1,3})\t")
_NAME = 16
_LONGEST_NAME = 50  # characters of the name of an attachment
_STOPS = ("。", "；", "：", "，")
# A line with a label, or a sentence.
_OWN = pattern("[：。]")


def in_reading_order(document: Document, plainly: Callable[[str], str] = str) -> tuple[Alignable, ...]:
    """Every block of a document as a unit, in reading order.

    `plainly` gives a text as it is compared, character for character (`script.simplifier`).
    """
    zones = _zones(document.blocks)
    above: dict[tuple[int, tuple[str, ...]], int] = {}
    made = []
    for index, block in enumerate(of_articles(document.blocks)):
        whole = plainly(block.paragraph.text)
        serial = _serial(document.blocks, index)
        mark = len(serial) + 1 if serial else _mark_length(block)
        opens = block.ordinal is not None
        path = block.path[:-1] if opens else block.path
        parent = above.get((block.part, path)) if path else None
        if opens:
            above[(block.part, block.path)] = index
        text = whole[mark:]
        key = fold(text)
        made.append(
            Alignable(
                index,
                block,
                zones[index],
                text,
                block.paragraph.start + mark,
                key,
                whole,
                block.paragraph.start,
                fold_behind(whole[:mark], text, key),
                parent,
                serial,
            )
        )
    return tuple(made)


def _serial(blocks: tuple[Block, ...], index: int) -> str | None:
    """The number at the head of a row, where the row before or after counts on with it."""
    number = _row_number(blocks, index)
    if number is None:
        return None
    counted = int(number)
    near = (_row_number(blocks, index - 1), counted - 1), (_row_number(blocks, index + 1), counted + 1)
    return number if any(found is not None and int(found) == wanted for found, wanted in near) else None


def _row_number(blocks: tuple[Block, ...], index: int) -> str | None:
    if not 0 <= index < len(blocks) or blocks[index].paragraph.kind != "row" or blocks[index].ordinal is not None:
        return None
    found = _SERIAL.match(blocks[index].paragraph.text)
    return found[1] if found else None


def part_names(document: Document) -> dict[int, str]:
    """What each part is called: by the mark of its attachment (附件1), else by its title; "" for the main text."""
    if len(document.parts) < 2:
        return {}
    sizes = {part.index: sum(len(block.paragraph.text) for block in part.blocks) for part in document.parts}
    main = max(sizes, key=lambda index: (sizes[index], -index), default=1)
    names = {}
    for part in document.parts:
        heads = (block.paragraph.text for block in part.blocks if block.role == "attachment")
        mark = next(filter(None, map(document_lines.mark_at_head, heads)), "") if part.index > 1 else ""
        title = (part.title or "") if part.index not in (1, main) else ""
        names[part.index] = "".join(mark.split()) or (title if len(title) <= _NAME else title[: _NAME - 1] + "…")
    return names


def _mark_length(block: Block) -> int:
    """How many characters the ordinal and the space after it take at the head of the paragraph."""
    text = block.paragraph.text
    if block.ordinal is None or not text.startswith(block.ordinal.text):
        return 0
    end = len(block.ordinal.text)
    while end < len(text) and text[end].isspace():
        end += 1
    return end


def _zones(blocks: tuple[Block, ...]) -> list[str]:
    """The zone of each block.

    What looks like the page's (时间：…) between two paragraphs of the text, or between the text and its signature, is
    text. Before the first item of a part, a line of amendment history is front matter, and so is a text that stands
    before the title (a decree that issues what follows).
    """
    zones = ["front" if block.role in FRONT_ROLES else "body" for block in blocks]
    last = len(blocks)
    titled = False
    for index in range(last - 1, -1, -1):
        block = blocks[index]
        if index + 1 < last and blocks[index + 1].part != block.part:
            titled = False
        if block.role == "item":
            titled = False
        elif block.role == "title":
            titled = True
        elif titled and block.role == "text" and not block.path:
            zones[index] = "front"
    for index in _within(blocks, zones):
        zones[index] = "body"
    for index in range(1, last):
        if _names_attachment(blocks[index - 1], blocks[index]):
            zones[index] = "front"
    opened: set[int] = set()
    for index, block in enumerate(blocks):
        if block.role == "item":
            opened.add(block.part)
        elif block.part not in opened and block.role == "text" and is_history(block.paragraph.text):
            zones[index] = "front"
    return zones


def _names_attachment(mark: Block, block: Block) -> bool:
    """Whether a line is the name of the attachment, table or list whose bare mark stands on the line before."""
    bare = mark.role == "attachment" and document_lines.is_mark(mark.paragraph.text.strip())
    text = block.paragraph.text
    return bare and block.role == "text" and len(text) <= _LONGEST_NAME and not text.endswith(_STOPS)


def _within(blocks: tuple[Block, ...], zones: Sequence[str]) -> list[int]:
    """The indices of labelled lines and sentences taken for the page's that have text before them and text, the
    signature or its date after them in one part."""
    found: list[int] = []
    waiting: list[int] = []
    part, begun = 0, False
    for index, block in enumerate(blocks):
        if block.part != part:
            part, begun, waiting = block.part, False, []
        if zones[index] == "body" or (begun and block.role in ("issuer", "date")):
            found += waiting
            waiting, begun = [], True
        elif begun and block.role == "summary" and _OWN.search(block.paragraph.text):
            waiting.append(index)
    return found


def facts(text: str) -> list[str]:
    """What a line of history names, in order, whatever form it is written in (`history.facts`)."""
    return history.facts(fold(text))
