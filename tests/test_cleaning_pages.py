"""Cleaning whole web pages, each invented in the manner of another kind of site: exactly the document is left."""

from __future__ import annotations

from pathlib import Path

import pytest

import duikou

FOLDER = Path(__file__).parent / "data" / "cleaning" / "pages"
# Pages, and what programs that take the text from pages make of them.
PAGES = sorted((*FOLDER.glob("*.html"), *FOLDER.glob("*.md")))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_exactly_the_document_is_left_of_a_page(path: Path) -> None:
    cleaned = duikou.clean(path)
    assert cleaned.text.split("\n") == path.with_suffix(".txt").read_text("utf-8").rstrip("\n").split("\n")
    assert cleaned.restore() == cleaned.source.text
    assert duikou.clean(cleaned.text).text == cleaned.text
