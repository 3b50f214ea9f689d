"""The boxes and tabs of a site that is made of Markdown, and its links into the page itself.

What holds here: a line goes only where it is nothing but such a mark; the text inside a box stays. A box that holds
links into the page is the site's table of contents, and goes whole.
"""

from __future__ import annotations

from duikou.cleaning.furniture.evidence import Evidence, Page
from duikou.cleaning.furniture.site import SITE_CHROME
from duikou.notation.patterns import patterns

_LINES = patterns("cleaning/furniture")

_FEWEST = 3  # links into the page that stand one below the other outside a box


def boxes(page: Page) -> list[int]:
    """The lines that open or close a box or a tab, links into the page, and the boxes that hold such links."""
    if not any(":::" in line or "](#" in line or "[!" in line for line in page.raw):
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


EVIDENCE = (
    Evidence(
        "markdown-box",
        SITE_CHROME,
        "The line opens or closes a box of a site made of Markdown (::: tip), or links into the page itself.",
        boxes,
    ),
)
