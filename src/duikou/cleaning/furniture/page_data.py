"""What a page says of itself as data, and what a collector put around a text: information tables, blocks of keys.

What holds here: a table or a block goes whole; half of its keys, at least, are those of a page (发布日期, 来源), since
a paragraph may open with a bold word too. It stands before the text or after it, never inside.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from duikou.cleaning.furniture.evidence import Evidence, Page
from duikou.cleaning.rules.registry import lines_rule
from duikou.data import load
from duikou.notation.line_heads import head
from duikou.notation.patterns import patterns
from duikou.notation.scripts import simplified
from duikou.notation.title_lines import TITLE_LINES, end_alike, is_whole_title
from duikou.reading.plain.text import information_table

_LINES = patterns("cleaning/furniture")
_HEAD = 40  # lines at the head of a text
_TITLE = 8  # characters: a shorter heading may well stand twice

METADATA = lines_rule(
    "metadata-table",
    "A page's own table of 索引号, 发文机关, 成文日期 … is read as data and goes from the text.",
)
FRONT_MATTER = lines_rule(
    "front-matter",
    "The block of keys that a collector puts before a text or after it goes: **发布日期**：2025-12-22.",
)


def information(page: Page) -> list[int]:
    """The site's information table in plain text, also one that only removing what stood in it brings together."""
    # What a collector quotes above such a table is no text before it.
    hidden = {*page.gone, *quotes(page)}
    texts = ["" if i in hidden else row.text for i, row in enumerate(page.rows)]
    return [i for i in information_table(texts) if page.rows[i].role == "text"]


def on_a_line(page: Page) -> list[int]:
    """Lines before the text that hold nothing but labels of a page with their values, not all of them known."""
    if not any("：" in row.shape for row in page.rows[:_HEAD]):
        return []
    from duikou.reading.web import page_info

    rows = page.rows
    return [i for i in _above(page) if rows[i].role == "text" and page_info.find_on_line(rows[i].text)]


def told_metadata(page: Page) -> list[int]:
    """What the reader knows to be data of the page."""
    return page.told("metadata")


def keys_above(page: Page) -> list[int]:
    """The lines of a block of keys before the text, with the list items inside it."""
    if "**" not in page.marked:
        return []
    keys: list[int] = []
    others: list[int] = []
    for i in _above(page):
        marked = _marked(page.raw[i])
        if _LINES.key_line.fullmatch(marked):
            keys.append(i)
        elif keys and _LINES.link_item.match(marked):
            others.append(i)
        elif not page.rows[i].blank and keys and not _is_heading(marked):
            break
    if not keys or not _are_a_pages(page.raw[i] for i in keys):
        return []
    return sorted(i for i in (*keys, *others) if not page.rows[i].blank)


def keys_below(page: Page) -> list[int]:
    """The lines of a block of keys after the text, where a rule parts them from it or there are several."""
    found: list[int] = []
    parted = False
    for i in range(len(page.raw) - 1, -1, -1):
        marked = _marked(page.raw[i])
        if _LINES.key_line.fullmatch(marked):
            found.append(i)
        elif marked:
            parted = _LINES.rule_line.fullmatch(marked) is not None
            break
    # A value that is a sentence is the document's own: **来源**：经费从财政预算中列支。
    block = len(found) > 1 and not any("。" in page.rows[i].shape for i in found)
    enough = found and (parted or block) and _are_a_pages(page.raw[i] for i in found)
    return sorted(found) if enough else []


def headings(page: Page) -> list[int]:
    """The collector's own headings before the text: ## 政策全文, the name of the file."""
    if "#" not in page.marked:
        return []
    return [
        i
        for i in _above(page)
        if not page.rows[i].blank and page.raw[i].lstrip().startswith("#") and _is_heading(_marked(page.raw[i]))
    ]


def quotes(page: Page) -> list[int]:
    """What a collector quotes between its keys and the heading with the document's title: where the text comes from,
    and who may use it. A document's own words stand below its title."""
    found: list[int] = []
    if ">" not in page.marked:
        return found
    taken = frozenset(page.taken(FRONT_MATTER))
    keys = False
    for i, row in enumerate(page.rows):
        marked = page.raw[i].lstrip()
        if row.role == "metadata" or i in taken:
            keys = True
        elif marked.startswith(">") and keys:
            found.append(i)
        elif not row.blank and i not in page.gone:
            return [i for i in found if not page.rows[i].blank] if marked.startswith("#") else []
    return []


def title_headings(page: Page) -> list[int]:
    """The heading, or the line that reads as a title, that a collector or a hand made of a page's name, where the
    text's own title below it says the same, in one line or several, perhaps with other issuers. What stands a third
    time is a running head."""
    texts = [i for i in page.texts if page.rows[i].role != "metadata"][: 1 + TITLE_LINES]
    if not texts:
        return []
    title, *below = (page.rows[i].shape for i in texts)
    reads = page.rows[texts[0]].role == "heading" or is_whole_title(title) or title.endswith("》")
    if not reads or len(title) < _TITLE or sum(row.shape == title for row in page.rows) > 2:
        return []
    alike = [own for own in accumulate(below) if end_alike(title, own)]
    if not alike or title in alike:
        return texts[:1] if alike else []
    from duikou.notation.title_copies import are_copies  # few lines end as the title does

    return texts[:1] if any(are_copies(title, own) for own in alike) else []


def _above(page: Page) -> Iterable[int]:
    """The rows at the head of a document, up to its first ordinal or sentence, without what the entries before took."""
    rows = page.rows
    for i in range(min(load("cleaning/furniture")["front_matter"]["lines"], len(rows))):
        if i in page.gone:
            continue
        if not rows[i].blank and (head(rows[i].shape) is not None or "。" in rows[i].shape):
            return
        yield i


def _are_a_pages(lines: Iterable[str]) -> bool:
    """Whether half of the keys, at least, are those of a page or a collector."""
    from duikou.reading.web import page_info

    labels = ["".join(_LINES.bold_key.findall(_marked(line))[:1]) for line in lines]
    return 2 * sum(map(page_info.is_key, labels)) >= len(labels)


def _is_heading(marked: str) -> bool:
    return _LINES.collector_heading.fullmatch(simplified(marked)) is not None


def _marked(line: str) -> str:
    """A Markdown line without white space and with full-width colons, its marks still there."""
    return "".join(line.split()).replace(":", "：")


EVIDENCE = (
    Evidence("told-metadata", METADATA, "The format itself marks the line as data of the page.", told_metadata),
    Evidence(
        "information-table",
        METADATA,
        "Labels of a site with their values stand one after another before the text.",
        information,
    ),
    Evidence("keys-above", FRONT_MATTER, "Keys in bold with their values stand before the text.", keys_above),
    Evidence("keys-below", FRONT_MATTER, "Keys in bold with their values stand behind the text's end.", keys_below),
    Evidence("collector-quote", FRONT_MATTER, "A quotation stands between the keys and the title's heading.", quotes),
    Evidence(
        "title-heading",
        FRONT_MATTER,
        "A heading or title before the text says what the text's own title below it says again.",
        title_headings,
    ),
    Evidence("collector-heading", FRONT_MATTER, "A heading before the text only names what it heads.", headings),
)
# What bylines leave: asked when the site's own words are known.
UNKNOWN_LABELS = Evidence(
    "labels-on-a-line", METADATA, "A line before the text holds nothing but labels of a site with values.", on_a_line
)
