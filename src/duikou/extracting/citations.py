"""引用文件: what a measure cites in 《》, with its 发文字号.

What holds here: a title is given without its outer 《》; what is quoted inside it keeps its marks. A short name that
the document explains (《…》（以下简称《方案》）) is cited under that name, with the whole title beside it. Each title
once a measure; the explanation itself is no second citation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from duikou.extracting import spans
from duikou.extracting.measures import Passage
from duikou.model import Citation, Document, Measure

_MARK = r"[^（）()〔〕《》、，。；：\s]{1,20}〔\d{4}〕(?:第)?\d+号"
_NUMBER = re.compile(rf"(?P<open>[（(])?(?P<number>{_MARK})(?:文件?)?(?P<close>[）)])?")
_BEFORE = re.compile(rf"(?P<number>{_MARK})(?:文件?)?$")
_CALLED = re.compile(
    r"(?:以下|下文|以下统|下)(?:简称|统称|称)为?[：:]?(?:[《“](?P<marked>[^《》“”]{1,30})[》”]|(?P<plain>[一-鿿]{2,12})(?=[）)]))"
)
# Between a title and the short name that explains it stands no more than its number and date.
_NEAR = 60


def fill(document: Document, passages: Sequence[Passage], measures: Sequence[Measure]) -> list[Measure]:
    """Fill the citations of each measure."""
    names = short_names(document.cleaned.text)

    def seen(text: str) -> tuple[Citation, ...]:
        return find(text, names)

    return [
        replace(measure, citations=spans.collect(passage.stretches, seen, lambda c: c.title))
        for passage, measure in zip(passages, measures, strict=True)
    ]


def find(text: str, names: Mapping[str, str] | None = None) -> tuple[Citation, ...]:
    """The documents that `text` cites, in order; spans count in `text`. `names` has whole titles by short name."""
    found: dict[str, Citation] = {}
    for start, end in quoted(text):
        title = text[start + 1 : end - 1].strip()
        if not title or title in found or _explains(text, start):
            continue
        match = _NUMBER.match(text, end)
        before = _BEFORE.search(text, max(0, start - 40), start)
        number, first, last = None, start, end
        if match and bool(match["open"]) == (match["close"] is not None):
            number, last = match["number"], match.end()
        elif match:
            number, last = match["number"], match.end("number")
        elif before:
            number, first = before["number"], before.start()
        full = (names or {}).get(title)
        found[title] = Citation(title, number, full if full != title else None, text[first:last], first, last)
    return tuple(found.values())


def short_names(text: str) -> dict[str, str]:
    """The whole title for each short name that `text` explains, the first explanation where there are several."""
    if "简称" not in text and "统称" not in text and "下称" not in text:
        return {}
    found: dict[str, str] = {}
    cited = quoted(text)
    for match in _CALLED.finditer(text):
        near = [(s, e) for s, e in cited if e <= match.start() <= e + _NEAR and "。" not in text[e : match.start()]]
        if near:
            start, end = near[-1]
            found.setdefault(match["marked"] or match["plain"], text[start + 1 : end - 1].strip())
    return found


def _explains(text: str, start: int) -> bool:
    """Whether the title at `start` is a short name right where it is explained."""
    return bool(re.search(r"(?:简称|统称|下称)为?[：:]?$", text[:start]))


def quoted(text: str) -> list[tuple[int, int]]:
    """The outermost spans in 《》; an unclosed 《 opens none."""
    spans_, depth, start = [], 0, 0
    for i, c in enumerate(text):
        if c == "《":
            start = start if depth else i
            depth += 1
        elif c == "》" and depth:
            depth -= 1
            if not depth:
                spans_.append((start, i + 1))
        elif c == "\n":
            depth = 0
    return spans_
