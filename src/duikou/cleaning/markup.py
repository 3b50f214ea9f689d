"""The rule for Markdown: what an export has wrapped around the text.

What holds here: the words of the document stay, the marks go. The rule acts only in a text that is Markdown, so that a
stray asterisk in a plain text stays. A table becomes rows with cells apart by a TAB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duikou.cleaning.rules import Wanted, rule
from duikou.patterns import pattern

_IS_MARKDOWN = pattern(
    r"(?m)^[ \t\u3000]*(?:#{1,6}[ \t]+\S|\|[ \t]*:?-{3,}|[-*+][ \t]+\[[^\]\n]+\]\(|<!--)"
    r"|\[[^\]\n]+\]\([^)\s]+[^)\n]*\)|\*\*[^*\n]+\*\*"
)
_MARKS = pattern(
    r"(?P<comment><!--.*?-->)"
    r"|(?P<image>!\[[^\]\n]*\]\([^)\n]*\))"
    r"|(?P<link>\[(?P<label>[^\[\]\n]+)\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\))"
    r"|(?m:^(?P<heading>[ \t\u3000]*#{1,6}[ \t]+))"
    r"|(?m:^(?P<quote>[ \t]*>[ \t]?))"
    r"|(?m:^(?P<fence>[ \t]*(?:```|~~~)[^\n]*$))"
    r"|(?m:^(?P<rule>[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*$))"
    r"|(?P<strong>\*{2,})"
    r"|(?P<escape>\\(?P<escaped>[-\\`*_{}\[\]()#+.!|>~]))"
    r"|(?P<break><br[ \t]*/?>)",
    re.DOTALL,
)
_TABLE_ROW = pattern(r"(?m)^[ \t]*\|.*\|[ \t]*$")
_TABLE_LINE = pattern(r"^[ \t]*\|[ \t:|-]*-[ \t:|-]*\|[ \t]*$")


@rule(
    "markdown",
    "characters",
    "Markdown marks go: heading signs, bold, links, comments, escapes, rules; table pipes become cell breaks.",
    ("## **一、总体要求**", "一、总体要求"),
)
def markdown(text: str) -> Iterator[Wanted]:
    """Marks of Markdown, where the text is Markdown."""
    if not any(sign in text for sign in ("#", "**", "](", "|", "<!--")) or not _IS_MARKDOWN.search(text):
        return
    rows = list(_table_changes(text))
    taken = {(start, end) for start, end, _ in rows}
    spans = sorted(taken)
    at = 0
    marks: list[Wanted] = []
    for m in _MARKS.finditer(text):
        while at < len(spans) and spans[at][1] <= m.start():
            at += 1
        if at < len(spans) and spans[at][0] < m.end():
            continue
        if "\n" in m.group():
            marks += _without_line_breaks(m.start(), m.group())
        else:
            kept = m["label"] if m["link"] else m["escaped"] if m["escape"] else _break(text, m) if m["break"] else ""
            marks.append((m.start(), m.end(), kept))
    yield from marks
    yield from rows


def _break(text: str, found: re.Match[str]) -> str:
    """What a line break in a cell means: a mark between two bodies, else nothing."""
    from duikou.reading.celllines import gap

    above = re.split(r"[|\n]|<br[ \t]*/?>", text[: found.start()])[-1]
    below = re.split(r"[|\n]|<br[ \t]*/?>", text[found.end() :], maxsplit=1)[0]
    return gap(above.strip(), below.strip())


def _without_line_breaks(start: int, found: str) -> Iterator[Wanted]:
    """A comment over several lines goes line by line: line breaks are the lines stage's own."""
    for m in re.finditer(r"[^\n]+", found):
        yield start + m.start(), start + m.end(), ""


def _table_changes(text: str) -> Iterator[Wanted]:
    """Pipes of table rows. A row of dashes goes whole."""
    for row in _TABLE_ROW.finditer(text):
        if _TABLE_LINE.match(row.group()):
            yield row.start(), row.end(), ""
            continue
        pipes = [m.start() for m in re.finditer(r"(?<!\\)\|", row.group())]
        if len(pipes) < 3:
            continue
        for number, at in enumerate(pipes):
            yield row.start() + at, row.start() + at + 1, "\t" if 0 < number < len(pipes) - 1 else ""
