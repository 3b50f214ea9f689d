"""Which lines of scanned pages stand in the margins: page numbers, running heads and feet.

What holds here: place and repetition decide, as for a PDF (margins.py). The dashes around a page number are read as
many things, each time another: for the comparison they are one. The text itself stays as it was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from duikou.reading.ocr.onepage import PageRead
from duikou.reading.ocr.pagenumber import folded
from duikou.reading.pages.margins import Page, mark_margins
from duikou.reading.pdf.lines import PageLine


def with_margin_roles(pages: Sequence[PageRead]) -> list[PageRead]:
    """The pages with the roles header and footer given to the lines in their margins."""
    as_lines = [[PageLine(folded(x.text), x.box, x.size) for x in page.lines] for page in pages]
    mark_margins(
        [
            Page(page.page, page.width, page.height, list(lines))
            for page, lines in zip(pages, as_lines, strict=True)
            if lines
        ]
    )
    return [
        replace(page, lines=tuple(replace(x, role=y.role) for x, y in zip(page.lines, lines, strict=True)))
        for page, lines in zip(pages, as_lines, strict=True)
    ]
