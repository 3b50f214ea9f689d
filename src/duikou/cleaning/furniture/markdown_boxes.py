"""The boxes and tabs of a site that is made of Markdown, and its links into the page itself.

What holds here: a line goes only where it is nothing but such a mark; the text inside a box stays. A box that holds
links into the page is the site's table of contents, and goes whole.
"""

from __future__ import annotations

from itertools import groupby

from duikou.cleaning.furniture.evidence import Evidence, Page
from duikou.cleaning.furniture.site import SITE_CHROME
from duikou.notation.line_heads import head
from duikou.notation.patterns import patterns

_LINES = patterns("cleaning/furniture")

_FEWEST = 3  # links into the page that stand one below the other outside a box


def boxes(page: Page) -> list[int]:
    """The lines that open or close a box or a tab, links into the page, and the boxes that hold such links."""
    if not any(sign in page.marked for sign in (":::", "](#", "[!")):
        return []
    edges = {i: m for i, line in enumerate(page.raw) if (m := _LINES.box_edge.fullmatch(line.strip()))}
    links = [i for i, line in enumerate(page.raw) if "](#" in line and _LINES.anchors.fullmatch(line)]
    found = {*edges, *(links if sum(page.raw[i].count("](#") for i in links) >= _FEWEST else ())}
    opened: list[int] = []
    for i, edge in edges.items():
        if edge["fence"] and edge["box"].strip():
            opened.append(i)
        elif edge["fence"] and opened:
            start = opened.pop()
            if any(start < link < i for link in links):
                found |= set(range(start, i))
    return sorted(i for i in found if not page.rows[i].blank and i not in page.gone)


def menus(page: Page) -> list[int]:
    """Lines of nothing but links to other pages, no files, above the text's first sentence or ordinal or below its
    last: three links or more, on one line or on lines that follow each other. Those below 附件： are the document's,
    and so are those below the text that are all called as what is attached to one."""
    if "](" not in page.marked:
        return []
    from duikou.notation.document_lines import is_mark, names_attached  # most texts have no links

    rows = page.rows
    texts = [i for i, row in enumerate(rows) if not row.blank]
    linked = {i for i in texts if _is_menu(page, i)}
    own = [i for i in texts if i not in linked and (head(rows[i].shape) is not None or "。" in rows[i].shape)]
    found: list[int] = []
    above: int | None = None
    for is_linked, run in groupby(texts, linked.__contains__):
        lines = list(run)
        below = bool(own) and lines[0] > own[-1]
        outside = not own or below or lines[-1] < own[0]
        if is_linked and outside and sum(page.raw[i].count("](") for i in lines) >= _FEWEST:
            marked = above is not None and is_mark(rows[above].shape)
            if not marked and not (below and all(names_attached(rows[i].shape) for i in lines)):
                found += lines
        above = lines[-1]
    return [i for i in found if i not in page.gone]


def _is_menu(page: Page, i: int) -> bool:
    line = page.raw[i]
    return "](" in line and bool(_LINES.links.fullmatch(line.rstrip())) and not _LINES.file_link.search(line)


EVIDENCE = (
    Evidence(
        "markdown-box",
        SITE_CHROME,
        "The line opens or closes a box of a site made of Markdown (::: tip), or links into the page itself.",
        boxes,
    ),
    Evidence(
        "menu-of-links",
        SITE_CHROME,
        "Three links or more to other pages, and nothing else, stand above the text or below it.",
        menus,
    ),
)
