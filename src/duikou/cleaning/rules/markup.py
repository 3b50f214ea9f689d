"""The rule for Markdown: what an export has wrapped around the text.

What holds here: the words of the document stay, the marks go. The rule acts only in a text that is Markdown, so that a
stray asterisk in a plain text stays; what asterisks hide (see `asterisks`) stays everywhere. A table becomes rows with
cells apart by a TAB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from duikou.cleaning.rules.registry import Wanted, rule
from duikou.notation.characters import near
from duikou.notation.patterns import patterns

_MARKUP = patterns("cleaning/markup")

# A table in plain text has so many bars a line at least.
_BARS = 2
_NEAR = 200  # characters of a cell that tell what a break in it means


@rule(
    "markdown",
    "characters",
    "Markdown marks go: headings, emphasis, lists, links, notes, comments, escapes, HTML; pipes become cell breaks.",
    skips=(),
)
def markdown(text: str) -> Iterator[Wanted]:
    """Marks of Markdown and the HTML in it, where the text is Markdown. The words that they enclose stay."""
    if not any(sign in text for sign in ("#", "**", "](", "|", "<!--")):
        return
    from duikou.cleaning.rules import asterisks

    if not (_MARKUP.is_markdown.search(text) or asterisks.is_marked(text)):
        yield from _barred_rows(text)
        return
    strong = asterisks.marks(text)
    comments = list(_comments(text))
    rows = list(_table_changes(text))
    spans = sorted({(start, end) for start, end, _ in (*comments, *rows)})
    at = 0
    for m in near(_MARKUP.sign, _MARKUP.mark, text):
        while at < len(spans) and spans[at][1] <= m.start():
            at += 1
        if (at == len(spans) or spans[at][0] >= m.end()) and not (m["strong"] and m.start() not in strong):
            yield from _changes(text, m)
    yield from comments
    yield from rows


def _changes(text: str, m: re.Match[str]) -> Iterator[Wanted]:
    for enclosed in ("label", "em", "lowly", "coded", "address"):
        if m[enclosed]:
            yield m.start(), m.start(enclosed), ""
            if enclosed == "label":
                for image in _MARKUP.image_in_link.finditer(text, *m.span("label")):
                    yield image.start(), image.end(), ""
            yield m.end(enclosed), m.end(), ""
            return
    if m["entity"]:
        if (meant := _meant(m["entity"])) != m["entity"]:
            yield m.start(), m.end(), meant
    else:
        kept = m["escaped"] if m["escape"] else _break(text, m) if m["break"] else "\t" if m["edge"] else ""
        yield m.start(), m.end(), kept


def _meant(entity: str) -> str:
    """The character that an entity of HTML names; itself where it names none or one that breaks a line."""
    from html import unescape

    meant = unescape(entity)
    return meant if meant.isprintable() or (meant.isspace() and meant not in "\n\r\f\v\x85\u2028\u2029") else entity


def _break(text: str, found: re.Match[str]) -> str:
    """What a line break in a cell means: a mark between two bodies, else nothing."""
    from duikou.reading.pages.cell_lines import gap

    above = _MARKUP.cell_edge.split(text[max(0, found.start() - _NEAR) : found.start()])[-1]
    below = _MARKUP.cell_edge.split(text[found.end() : found.end() + _NEAR], maxsplit=1)[0]
    return gap(above.strip(), below.strip())


def _comments(text: str) -> Iterator[Wanted]:
    """Comments that are closed. One over several lines goes line by line: line breaks are the lines stage's own."""
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start)) >= 0:
        for m in _MARKUP.line.finditer(text[start : end + 3]):
            yield start + m.start(), start + m.end(), ""
        start = text.find("<!--", end)


def _barred_rows(text: str) -> Iterator[Wanted]:
    """Bars between the cells of a table in plain text, as text tools leave it: lines that follow one another, each with
    as many bars, two at least."""
    if text.count("|") < _BARS * 2:
        return
    rows = [
        (m.start(), m.group(), m.group().count("|")) for m in _MARKUP.line.finditer(text) if not m.group().isspace()
    ]
    for i, (start, row, bars) in enumerate(rows):
        near = [rows[k][2] for k in (i - 1, i + 1) if 0 <= k < len(rows)]
        if bars < _BARS or bars not in near:
            continue
        first, last = len(row) - len(row.lstrip(" \t")), len(row.rstrip()) - 1
        at, cells = 0, row.split("|")
        for cell, following in pairwise(cells):
            # The blanks of an empty cell belong to the bar before it.
            before = len(cell) - len(cell.rstrip(" \t")) if at == 0 or cell.strip(" \t") else 0
            after = len(following) - len(following.lstrip(" \t"))
            at += len(cell)
            yield start + at - before, start + at + 1 + after, "" if at in (first, last) else "\t"
            at += 1


def _table_changes(text: str) -> Iterator[Wanted]:
    """Pipes of table rows. A row of dashes goes whole."""
    for row in _MARKUP.table_row.finditer(text):
        if "-" in row.group() and _MARKUP.table_rule.fullmatch(row.group()):
            yield row.start(), row.end(), ""
            continue
        pipes = [m.start() for m in _MARKUP.bar.finditer(row.group())]
        if len(pipes) < 3:
            continue
        for number, at in enumerate(pipes):
            yield row.start() + at, row.start() + at + 1, "\t" if 0 < number < len(pipes) - 1 else ""
