"""Documents for the tests of comparing: each line a paragraph, ordinals read by a plain pattern, roles by a prefix."""

from __future__ import annotations

import re

from duikou.model import Block, Cleaned, Document, Line, Ordinal, Paragraph, Place, Source
from duikou.model.edits import EditLog

_NUMERALS = "一二三四五六七八九十"
_VALUE = r"([一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_MARKS = (
    ("article", re.compile(rf"第{_VALUE}条")),
    ("dun", re.compile(rf"{_VALUE}、")),
    ("paren", re.compile(rf"（{_VALUE}）")),
    ("dot", re.compile(r"(\d{1,3})[.．](?!\d)")),
)
_ROLE = re.compile(r"(title|red_head|doc_number|recipients|issuer|date|attachment|contents|summary|note):")


def number(text: str) -> int:
    """The value of an ordinal up to 99."""
    if text.isdigit():
        return int(text)
    tens, _, ones = text.rpartition("十")
    high = _NUMERALS.index(tens) + 1 if tens else 1
    return (10 * high if "十" in text else 0) + (_NUMERALS.index(ones) + 1 if ones else 0)


def numeral(value: int) -> str:
    """An ordinal up to 99 in Chinese numerals."""
    tens, ones = divmod(value, 10)
    return (_NUMERALS[tens - 1] if tens > 1 else "") + ("十" if tens else "") + (_NUMERALS[ones - 1] if ones else "")


def plan(*lines: str) -> Document:
    """A document of these lines. `role:text` sets a role; a line `===` begins a new part."""
    blocks: list[Block] = []
    start, part, path = 0, 1, ()
    styles: list[str] = []
    for line in lines:
        if line == "===":
            part, path, styles = part + 1, (), []
            continue
        named = _ROLE.match(line)
        text = line[named.end() :] if named else line
        place = Place(None, len(blocks) + 1, start, start + len(text))
        paragraph = Paragraph(text, start, start + len(text), "text", place)
        found = None if named else _ordinal(text)
        if found is not None:
            styles = styles[: styles.index(found.style)] if found.style in styles else styles
            path = (*path[: len(styles)], found.label)
            styles = [*styles, found.style]
        role = named[1] if named else "item" if found else "text"
        blocks.append(Block(paragraph, role, part, () if named else path, found, _heading(text, found), start))
        start += len(text) + 1
    text = "\n".join(block.paragraph.text for block in blocks)
    rows = tuple(Line(b.paragraph.start, b.paragraph.end, k + 1) for k, b in enumerate(blocks))
    source = Source(text, rows, "text")
    cleaned = Cleaned(source, text, tuple(b.paragraph for b in blocks), (), EditLog())
    return Document(cleaned, None, None, (), (), None, None, (), tuple(blocks))


def _ordinal(text: str) -> Ordinal | None:
    for style, pattern in _MARKS:
        if match := pattern.match(text):
            label = match[0] if style in ("article", "paren") else match[1]
            return Ordinal(match[0], label, style, number(match[1]))
    return None


def _heading(text: str, found: Ordinal | None) -> str | None:
    """The first sentence of an item, when more follows it and it is short."""
    if found is None:
        return None
    first, mark, rest = text[len(found.text) :].partition("。")
    return first if mark and rest and len(first) <= 20 else None


def articles(*texts: str, first: int = 1) -> list[str]:
    """Texts as numbered articles."""
    return [f"第{numeral(first + k)}条{text}" for k, text in enumerate(texts)]
