"""What a page or a site prints around a document: one ordered table decides it, for all formats.

What holds here: a line goes only when it is furniture as a whole and the evidence is plain; the reader's own knowledge
(roles of HTML and Word) counts as plain. The first entry that takes a line decides; what is likely furniture but not
plainly so stays, with a warning. The red head, 发文字号, 主送机关, 落款, the date and 附注 are never furniture.
"""

from __future__ import annotations

from collections.abc import Sequence

from duikou.cleaning.furniture import markdown_boxes, page_data, page_numbers, page_tail, running_heads, site
from duikou.cleaning.furniture.evidence import Evidence, Page
from duikou.cleaning.paragraphs.rows import Row

# What the format tells comes first; page numbers before the heads that stand beside them; the site's words last, since
# what they may touch must be known.
TABLE: tuple[Evidence, ...] = (
    site.EVIDENCE[0],
    *markdown_boxes.EVIDENCE,
    *page_data.EVIDENCE,
    running_heads.EVIDENCE[0],
    *page_numbers.EVIDENCE,
    *running_heads.EVIDENCE[1:],
    *site.EVIDENCE[1:],
    *page_tail.EVIDENCE,
    page_data.UNKNOWN_LABELS,
)


def find_furniture(rows: Sequence[Row], raw: Sequence[str], marked: str, rules: frozenset[str]) -> Page:
    """Which of `rows` are furniture, and which stay although they may be.

    `raw` are the same lines before Markdown's marks went, `marked` is the text that they are; `rules` names those that
    may act.
    """
    page = Page(rows, raw, marked)
    for evidence in TABLE:
        kept = page.doubtful if evidence.doubts else page.gone
        for i in evidence.holds(page):
            kept.setdefault(i, evidence)
    page.doubtful = {i: one for i, one in page.doubtful.items() if i not in page.gone and one.verdict in rules}
    page.gone = {i: one for i, one in page.gone.items() if one.verdict in rules}
    return page
