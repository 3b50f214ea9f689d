"""Pages set in the ways that offices, gazettes and sites set them give the document's paragraphs and no others: what
stands beside, below and upon the text is told apart from it. The documents are those of corpus/, cleaned as text."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from builders_set import PAGES, THERE, set_pdf, wanted

import duikou

ROOT = Path(__file__).resolve().parent.parent
PLANS = ("liaoning-jiangsu-2018-web.txt", "liaoning-strategies-2021-web.txt")
ARTICLE = "northeast-east-2017-explained-web.txt"
FILLS = "a heading without an ordinal that fills its line is taken for the beginning of the paragraph below"
AMISS = {
    ("boxes", PLANS[0]): "lines in a frame narrower than the text around it are not rejoined",
    ("boxes", ARTICLE): "lines in a frame narrower than the text around it are not rejoined",
    ("letters far apart", ARTICLE): FILLS,
    ("no indents", ARTICLE): FILLS,
}


@cache
def pieces_of(name: str) -> list[tuple[str, str]]:
    texts = [paragraph.text for paragraph in duikou.clean(ROOT / "corpus" / name).paragraphs]
    return [("title" if at == 0 else "para", text) for at, text in enumerate(texts)]


@pytest.mark.skipif(not THERE, reason="typst (extra bench) is not installed")
@pytest.mark.parametrize(
    ("layout", "name"),
    [
        pytest.param(
            layout,
            name,
            marks=[pytest.mark.xfail(strict=True, reason=AMISS[layout, name])] if (layout, name) in AMISS else [],
            id=f"{layout}-{name.split('-')[1]}",
        )
        for at, layout in enumerate(PAGES)
        for name in (PLANS[at % 2], ARTICLE)
    ],
)
def test_a_page_gives_the_paragraphs_of_its_document(layout: str, name: str) -> None:
    pieces = pieces_of(name)
    cleaned = duikou.clean(set_pdf(pieces, PAGES[layout]))
    assert [paragraph.text for paragraph in cleaned.paragraphs] == wanted(pieces, PAGES[layout])
