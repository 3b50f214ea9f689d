"""The passages of a document that are aligned: one a block, in reading order, each with its zone and its parent.

What holds here: a unit is one paragraph. Its ordinal is kept apart from its text, so that a renumbered item has the
same key as before. The zone is "front" for what surrounds the text (titles, 发文字号, 主送机关, 落款, history of
amendments, attachment marks, contents, an editor's summary: GB/T 9704-2012, 7) and "body" for all else; the zones are
aligned apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from duikou.comparing.folding import fold
from duikou.model import Block, Document

FRONT_ROLES = frozenset(
    ("title", "red_head", "doc_number", "recipients", "issuer", "date", "note", "attachment", "contents", "summary")
)
# A date and what was done on it: how statutes list when they were issued and amended.
_HISTORY = re.compile(
    r"[（(【\[]?(?:根据)?(?:19|20)\d\d年\d{1,2}月\d{1,2}日.*"
    r"(?:通过|公布|发布|颁布|修订|修正|施行|批准|令第|第[一二三四五六七八九十\d]+号|印发|废止)"
)
_FACTS = re.compile(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|第[一二三四五六七八九十0-9]+[次号]|施行|废止")


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph to be aligned.

    `text` is the paragraph without its ordinal and `start` its offset in Cleaned.text; `whole` and `whole_start` are
    with the ordinal. `key` and `whole_key` are their folds. `parent` is the index of the unit of the item above, or
    None.
    """

    index: int
    block: Block
    zone: str
    text: str
    start: int
    key: str
    whole: str
    whole_start: int
    whole_key: str
    parent: int | None

    @property
    def label(self) -> str | None:
        """The ordinal without closing marks, or None."""
        return self.block.ordinal.label if self.block.ordinal else None

    @property
    def end(self) -> int:
        """Where the paragraph ends in Cleaned.text."""
        return self.whole_start + len(self.whole)


def units(document: Document) -> tuple[Unit, ...]:
    """Every block of a document as a unit, in reading order."""
    zones = _zones(document.blocks)
    above: dict[tuple[int, tuple[str, ...]], int] = {}
    made = []
    for index, block in enumerate(document.blocks):
        whole = block.paragraph.text
        mark = _mark_length(block)
        opens = block.ordinal is not None
        path = block.path[:-1] if opens else block.path
        parent = above.get((block.part, path)) if path else None
        if opens:
            above[(block.part, block.path)] = index
        text = whole[mark:]
        made.append(
            Unit(
                index,
                block,
                zones[index],
                text,
                block.paragraph.start + mark,
                fold(text),
                whole,
                block.paragraph.start,
                fold(whole),
                parent,
            )
        )
    return tuple(made)


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

    Before the first item of a part, a line of amendment history is front matter, and so is a text that stands before
    the title (a decree that issues what follows).
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
    opened: set[int] = set()
    for index, block in enumerate(blocks):
        if block.role == "item":
            opened.add(block.part)
        elif block.part not in opened and block.role == "text" and is_history(block.paragraph.text):
            zones[index] = "front"
    return zones


def is_history(text: str) -> bool:
    """Whether a line says when a text was adopted, issued or amended. A sentence of the text itself ends in 。"""
    return not text.endswith("。") and _HISTORY.match(text) is not None


def facts(text: str) -> list[str]:
    """The dates, numbers of orders and counts of amendments that a line of history names, in order."""
    return _FACTS.findall(fold(text))
