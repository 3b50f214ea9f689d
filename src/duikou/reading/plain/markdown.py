"""Markdown: the decoded file exactly, with what its marks say of each line.

What holds here: no mark is taken away (that is cleaning's work, and logged); a line's role says that it is
a heading (`#` to `######`) or metadata (YAML front matter at the top, the block of labels that exporters
put before the text, the site's information table). The metadata's values that are known by a field name of
ours are in `Source.metadata`, as written.
"""

from __future__ import annotations

from functools import cache

from duikou.data import load
from duikou.model import Source
from duikou.notation.patterns import patterns
from duikou.reading.files import lines
from duikou.reading.plain.text import information_table
from duikou.reading.web import page_info

_PLAIN = patterns("reading/plain")


_LONGEST_LABEL = 12  # characters
_FRONT_MATTER_LIMIT = 20_000  # characters
_PAGE_KEYS = 20  # lines: so many may hold what stands above the text of a page


def is_markdown(text: str) -> bool:
    """Whether the content of `text` is Markdown: a heading, a line in bold, a link, a table, or front matter."""
    text = text.removeprefix("\ufeff")
    if not any(sign in text for sign in ("#", "**", "](", "|", "---")):
        return False
    return bool(_front_matter(text)) or bool(_PLAIN.is_markdown.search(text))


def read_markdown(text: str, encoding: str | None, path: str | None) -> Source:
    """The Source of a Markdown text. `encoding` is the codec it was decoded with, None for a str."""
    rows = lines.texts(text)
    roles: dict[int, lines.Role] = {}
    metadata: dict[str, str] = {}
    first = _read_front_matter(text, roles, metadata)
    fenced = False
    for index in range(first, len(rows)):
        if _PLAIN.fence.match(rows[index]):
            fenced = not fenced
        elif not fenced and (heading := _PLAIN.heading.match(rows[index])):
            roles[index] = ("heading", len(heading.group(1)))
    _read_labels(rows, first, roles, metadata)
    # Collectors quote the line that says who published it, and when.
    table = information_table([row.removeprefix("> ") for row in rows])
    roles |= dict.fromkeys(table, ("metadata", None))
    metadata = page_info.collect([pair for pairs in table.values() for pair in pairs]) | metadata
    cut, pages = lines.split(text, roles)
    return Source(text, cut, "markdown", encoding, path, pages=pages, metadata=metadata)


def _front_matter(text: str) -> list[str]:
    """The lines that stand for data before the text: those of YAML, or those that a program which takes the text from
    pages puts above it (Title: …, URL Source: …, Markdown Content:), the last of these included."""
    return _yaml(text) or _page_keys(text)


def _page_keys(text: str) -> list[str]:
    if not _PLAIN.page_key.match(text):
        return []
    rows = lines.texts(text[:_FRONT_MATTER_LIMIT])
    end = next((index for index, row in enumerate(rows[:_PAGE_KEYS]) if _PLAIN.page_text.match(row)), None)
    keys = [row for row in rows[:end] if row.strip()] if end is not None else []
    return rows[: (end or 0) + 1] if keys and all(map(_PLAIN.page_key.match, keys)) else []


def _yaml(text: str) -> list[str]:
    """The lines between `---` and `---` at the very top, both included, if they are YAML's; else none (a
    rule is no such).
    """
    if not _PLAIN.front_matter.match(text):
        return []
    rows = lines.texts(text[:_FRONT_MATTER_LIMIT])
    end = next((index for index, row in enumerate(rows) if index and row.rstrip(" \t") in ("---", "...")), 0)
    entries = [row for row in rows[1:end] if row.strip() and not row.startswith((" ", "\t", "-", "#"))]
    return rows[: end + 1] if entries and all(_PLAIN.entry.match(row) for row in entries) else []


def _read_front_matter(text: str, roles: dict[int, lines.Role], metadata: dict[str, str]) -> int:
    """Mark the lines of the front matter, take its values, and give the index of the first line after it."""
    rows = _front_matter(text.removeprefix("\ufeff"))
    for index, row in enumerate(rows):
        roles[index] = ("metadata", None)
        if entry := _PLAIN.entry.match(row):
            field = _yaml_fields().get(entry.group(1).lower()) or page_info.field_of(entry.group(1))
            if field and (value := _value(entry.group(2))):
                metadata.setdefault(field, value)
    return len(rows)


def _value(text: str) -> str:
    """A value without the quotation marks of YAML and the address of a link."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1].strip()
    return _PLAIN.link.sub(r"\1", text)


def _read_labels(rows: list[str], first: int, roles: dict[int, lines.Role], metadata: dict[str, str]) -> None:
    """Mark the block of labels before the text: `**发布日期**: …`, at least two, and at least half of them
    known.
    """
    block: list[tuple[int, str, str]] = []
    for index in range(first, min(len(rows), first + 40)):
        row = rows[index]
        if not row.strip() or (index in roles and not block):
            continue
        entry = _PLAIN.label.match(row.strip())
        label = entry.group(1).strip(" \t\u3000:：") if entry else ""
        if not entry or not 0 < len(label) <= _LONGEST_LABEL:
            break
        block.append((index, label, entry.group(2).strip()))
    while block and not page_info.is_label(block[-1][1]):
        block.pop()
    known = sum(page_info.is_label(label) for _, label, _ in block)
    if known < 2 or known * 2 < len(block):
        return
    for index, _, _ in block:
        roles[index] = ("metadata", None)
    found = page_info.collect([(label, _value(value)) for _, label, value in block])
    for field, value in found.items():
        metadata.setdefault(field, value)


@cache
def _yaml_fields() -> dict[str, str]:
    fields: dict[str, str] = load("reading/page_info")["front_matter"]
    return fields
