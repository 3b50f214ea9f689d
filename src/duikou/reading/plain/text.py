"""Plain text: the decoded file exactly, line by line.

What holds here: `Source.text` is the text as it was given or decoded, every line break included. A web page that was
copied as text brings its information table along (索引号：… 主题分类：…, or cells with bars between): its lines have
the role metadata, as in HTML.
"""

from __future__ import annotations

from collections.abc import Sequence

from duikou.model import Source
from duikou.notation import line_heads
from duikou.notation.characters import each, shape_of
from duikou.notation.patterns import patterns
from duikou.reading.files import lines

_PLAIN = patterns("reading/plain")

_LABEL = 24  # characters: no label is longer, letter-spaced or not
_AGAIN = 12  # rows below a table in which the text says its own number
_VALUE = 200  # characters: what is longer is no value of a label
_PAIRS = 3  # of a table, at least


def read_text(text: str, encoding: str | None, path: str | None) -> Source:
    """The Source of a plain text. `encoding` is the codec it was decoded with, None for a str."""
    metadata: dict[str, str] = {}
    roles: dict[int, lines.Role] = {}
    if _has_sign(text):
        from duikou.reading.web import page_info

        table = information_table(lines.texts(text))
        roles = dict.fromkeys(table, ("metadata", None))
        metadata = page_info.collect([pair for pairs in table.values() for pair in pairs])
    cut, pages = lines.split(text, roles)
    return Source(text, cut, "text", encoding, path, pages=pages, metadata=metadata)


def _has_sign(text: str) -> bool:
    """Whether a label of a site's table is in the text. How one ends is found faster, so it is looked for first."""
    return any(
        _PLAIN.site_label.search(text, max(0, m.start() - _LABEL), m.end() + _LABEL)
        for m in each(_PLAIN.site_label_end, text)
    )


def labels_alone(rows: Sequence[str]) -> dict[int, list[tuple[str, str]]]:
    """The rows that are a label and nothing else (`• 索引号：`), and those between two of them that are its value, by
    index. Of a label before none other the value is not known: what stands below it may be the title."""
    from duikou.reading.web import page_info

    found: dict[int, list[tuple[str, str]]] = {}
    # A label that only a site has stands alone on its line: then others need no colon either.
    indexed = any(_PLAIN.index_alone.fullmatch(row.strip()) for row in rows)
    label: int | None = None
    value: int | None = None
    for index, row in enumerate(rows):
        text = row.strip()
        if not text:
            continue
        closed = text.endswith((":", "："))
        if (closed and page_info.is_label(text)) or (indexed and _is_any_label(text)):
            if label is not None:
                found[label] = [(page_info.bare(rows[label]), rows[value].strip() if value is not None else "")]
                if value is not None:
                    found[value] = []
            found.setdefault(index, [])
            label, value = index, None
        elif label is not None and value is None and len(text) <= _VALUE:
            value = index
        else:
            if label is not None and value is not None and (_is_day(rows[value]) or _stands_again(rows, value)):
                found[label], found[value] = [(page_info.bare(rows[label]), rows[value].strip())], []
            label = value = None
    return found


def _is_day(text: str) -> bool:
    from duikou.notation import dates

    dated = dates.at_end(text.strip(), figures=True)
    return dated is not None and dated[0] == 0


def _stands_again(rows: Sequence[str], value: int) -> bool:
    """Whether a row is a 发文字号 that a row further down says again: the text has its own."""
    from duikou.notation import doc_numbers

    text = rows[value].strip()
    return text in map(str.strip, rows[value + 1 : value + 1 + _AGAIN]) and doc_numbers.alone(text) is not None


def _is_any_label(text: str) -> bool:
    from duikou.notation import site_lines
    from duikou.reading.web import page_info

    return page_info.is_label(text) or site_lines.is_label(page_info.bare(text))


def information_table(rows: Sequence[str]) -> dict[int, list[tuple[str, str]]]:
    """The rows that are a site's information table, by index, each with its (label, value) pairs.

    A table is rows of `label：value`, `label | value`, `label value` or a label and its value by turns, blank ones
    and Markdown's rules aside: three pairs at least, and a label among them that is a site's. It stands before the
    text: after the first sentence or ordinal it is a form of the document. Rows of other labels between such rows, or
    beside them with two labels or in cells, belong to it: half of all labels are known.
    """
    if not _has_sign("\n".join(rows)):
        return {}
    from duikou.reading.web import page_info

    tables: dict[int, list[tuple[str, str]]] = {}
    block: dict[int, list[tuple[str, str]]] = {}
    waiting: dict[int, list[tuple[str, str]]] = {}
    alone = labels_alone(rows)
    for index, row in enumerate([*rows, "。"]):
        if found := alone.get(index) or page_info.labelled_values(row) or page_info.find_in_cells(row):
            block |= {**waiting, index: found}
            waiting = {}
        elif index in alone or (found := page_info.find_in_columns(row)):
            block |= {**waiting, index: found or []}
            waiting = {}
        elif _PLAIN.rule_of_bars.fullmatch(row):
            if (block or waiting) and row.strip():
                (waiting if waiting else block)[index] = []
        elif found := page_info.find_among(row):
            waiting[index] = found
        else:
            block |= _beside(rows, waiting) if block else {}
            waiting = {}
            if _is_table(rows, block):
                tables |= block
            block = {}
            if "。" in row or line_heads.numbers(shape_of(row)):
                break
    return tables


def _beside(rows: Sequence[str], waiting: dict[int, list[tuple[str, str]]]) -> dict[int, list[tuple[str, str]]]:
    """Those of the rows after the last known one that belong to its table by their form: cells between bars, or two
    labels on a row."""
    found: dict[int, list[tuple[str, str]]] = {}
    for index, pairs in waiting.items():
        if len(pairs) == 1 and "|" not in rows[index]:
            break
        found[index] = pairs
    return found


def _is_table(rows: Sequence[str], block: dict[int, list[tuple[str, str]]]) -> bool:
    from duikou.reading.web import page_info

    # What stands above a rule may be the head of a table and no datum (项目 | 内容).
    heads = {i - 1 for i, pairs in block.items() if not pairs and "-" in rows[i]}
    labels = [label for i, pairs in block.items() if i not in heads for label, _ in pairs]
    labels += [label for i in heads for label, _ in block.get(i, []) if page_info.is_label(label)]
    known = sum(map(page_info.is_label, labels))
    return len(labels) >= _PAIRS and 2 * known >= len(labels) and any(_PLAIN.site_label.search(rows[i]) for i in block)
