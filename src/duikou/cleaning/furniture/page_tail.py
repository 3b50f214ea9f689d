"""What a page prints behind a document's end, once the day of its signature has closed it.

What holds here: behind the signature and its day a document has a note, the names of its attachments, its imprint or
an attachment, and nothing else (GB/T 9704-2012, 7.3.5 to 7.4). Where a line behind the day opens the tail of a page
(相关链接, 推荐阅读, 上一篇, the site's foot) and none after it is one of these, a sentence or an item, that line and
all after it are the page's, whatever they say.
"""

from __future__ import annotations

from duikou.cleaning.furniture.evidence import Evidence, Page
from duikou.cleaning.furniture.page_data import METADATA
from duikou.cleaning.furniture.site import SITE_CHROME, is_documents
from duikou.notation import site_lines
from duikou.notation.title_lines import is_body, is_date, is_doc_number

_TAIL = 40  # lines: no longer is what a page prints behind a text
_ATTACHED = "附件"


def behind_the_day(page: Page) -> list[int]:
    """The lines of the page behind the day of the signature, from the one that opens its tail."""
    zone = _behind_the_text(page)
    shapes = [page.rows[i].shape for i in zone]
    day = next((k for k in range(len(zone) - 1, 0, -1) if is_date(shapes[k]) and is_body(shapes[k - 1])), None)
    if day is None:
        return []
    after = zone[day + 1 :]
    site = set(page.taken(SITE_CHROME, METADATA))  # a page's number or head opens no tail: the note may stand overleaf
    first = next((k for k, i in enumerate(after) if i in site or _opens(page.rows[i].shape)), len(after))
    tail = after[first:]
    return [] if any(_may_be_documents(page.rows[i].shape) for i in tail) else [i for i in tail if i not in page.gone]


def _behind_the_text(page: Page) -> list[int]:
    """The rows behind the last one that is plainly the document's, its body and day of signature among them."""
    zone: list[int] = []
    for i in reversed(page.filled[-_TAIL:]):
        row = page.rows[i]
        if i not in page.gone and is_documents(row) and not _opens(row.shape):
            break
        zone.append(i)
    return zone[::-1]


def _opens(shape: str) -> bool:
    return site_lines.opens_tail(shape) or site_lines.is_foot(shape) or site_lines.names_hosts(shape)


def _may_be_documents(shape: str) -> bool:
    """Whether a line may be a note, begin an attachment, sign or be part of the imprint."""
    # Few texts have a tail.
    from duikou.notation.closing_lines import is_imprint
    from duikou.notation.document_lines import is_note

    signs = is_body(shape) and "：" not in shape
    return signs or is_note(shape) or shape.startswith(_ATTACHED) or is_doc_number(shape) or is_imprint(shape)


EVIDENCE = (
    Evidence(
        "behind-the-day",
        SITE_CHROME,
        "Behind the day of the signature a line opens the tail of a page.",
        behind_the_day,
    ),
)
