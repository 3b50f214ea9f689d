"""引用文件: what a measure cites in 《》, with its 发文字号.

What holds here: a title is given without its outer 《》; what is quoted inside it keeps its marks. Each title once a
measure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from duikou.extracting.measures import Passage
from duikou.model import Citation, Document, Measure

_NUMBER = re.compile(r"[（(](?P<number>[^（）()〔〕]{1,20}〔\d{4}〕(?:第)?\d+号)")


def fill(document: Document, passages: Sequence[Passage], measures: Sequence[Measure]) -> list[Measure]:
    """Fill the citations of each measure."""
    return [
        replace(measure, citations=find("\n".join(b.paragraph.text for b in passage.blocks)))
        for passage, measure in zip(passages, measures, strict=True)
    ]


def find(text: str) -> tuple[Citation, ...]:
    """The documents that `text` cites, in order."""
    found: dict[str, Citation] = {}
    for start, end in _quoted(text):
        title = text[start + 1 : end - 1].strip()
        match = _NUMBER.match(text[end:])
        if title and title not in found:
            found[title] = Citation(title, match["number"] if match else None)
    return tuple(found.values())


def _quoted(text: str) -> list[tuple[int, int]]:
    """The outermost spans in 《》."""
    spans, depth, start = [], 0, 0
    for i, c in enumerate(text):
        if c == "《":
            start = start if depth else i
            depth += 1
        elif c == "》" and depth:
            depth -= 1
            if not depth:
                spans.append((start, i + 1))
        elif c == "\n":
            depth = 0
    return spans
