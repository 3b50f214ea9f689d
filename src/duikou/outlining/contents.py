"""A table of contents: lines that later headings repeat.

What holds here: only lines before the body are contents, and only a run of them; a heading is never taken for one
because it is short.
"""

from __future__ import annotations

from collections.abc import Sequence

from duikou.notation import document_lines
from duikou.notation.patterns import patterns

_LINES = patterns("outlining/frame")

_LEADERS = ".…·．-—_"
_SHORT = 60


def find_contents(texts: Sequence[str]) -> frozenset[int]:
    """The indices of the paragraphs of a table of contents, its head 目录 included."""
    repeated = _repeated(texts)
    found: set[int] = set()
    i = 0
    while i < len(texts):
        head = document_lines.is_contents_head(texts[i])
        first = i + 1 if head else i
        end = first
        while end < len(texts) and repeated[end]:
            end += 1
        if (head and end > first) or end - first >= 4 or (end - first >= 2 and _led(texts[first:end])):
            found.update(range(i, end))
        i = max(end, i + 1)
    return frozenset(found)


def _bare(text: str) -> str:
    return "".join(text[: _leader(text)].split()).rstrip("。")


def _leader(text: str) -> int:
    """Where the dots and the number of a page that close a line of contents begin: read from the end, so that a long
    run of dots elsewhere costs nothing."""
    end = len(text.rstrip())
    end -= text[max(end - 1, 0) : end] in ("）", ")")
    least = end - 3
    while end > max(least, 0) and text[end - 1].isdecimal():
        end -= 1
    end -= text[max(end - 1, 0) : end] in ("（", "(")
    while end and (text[end - 1] in _LEADERS or text[end - 1].isspace()):
        end -= 1
    return end


def _led(run: Sequence[str]) -> bool:
    return all(map(_LINES.leader.search, run))


def _repeated(texts: Sequence[str]) -> list[bool]:
    """For each paragraph, whether it is short and a later one is the same line again, or begins with it and goes on."""
    whole, opening = {}, {}
    shorts = [_bare(text) if len(text) <= _SHORT else "" for text in texts]
    for i, (text, short) in enumerate(zip(texts, shorts, strict=True)):
        if len(text) <= _SHORT:
            whole[short] = i
        first = _LINES.first_sentence.split(text, maxsplit=1)[0]
        opening[short if first == text and short else _bare(first)] = i
    found = []
    for i, (text, short) in enumerate(zip(texts, shorts, strict=True)):
        key = short if "。" not in text[:-1] else ""
        found.append(len(key) >= 3 and (whole.get(key, -1) > i or (len(key) >= 5 and opening.get(key, -1) > i)))
    return found
