"""Every letter, digit and hanzi that another program finds in a PDF, or the XML of an OFD holds, is in the text, in
what was removed, or in a warning."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from builders_ofd import document, ofd, page
from builders_ofd import text as ofd_text
from builders_pdf import grid, lines, pdf, rule
from builders_pdf import text as pdf_text
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import duikou
from duikou.errors import UnreadableError

NEEDS_PDFTOTEXT = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext (poppler)")
# Documents that are not in the repository are looked at where they lie beside it.
ELSEWHERE = Path(__file__).parent.parent.parent / "shared"
PDFS = sorted([*ELSEWHERE.glob("wild/docs/*/*.pdf"), *ELSEWHERE.glob("cases/*/*.pdf")])
OFDS = sorted([*ELSEWHERE.glob("wild/docs/*/*.ofd"), *ELSEWHERE.glob("cases/*/*.ofd")])
_WORDS = st.text(st.sampled_from("推进合作完善机制一二三0123456789ABcd，。；（）"), min_size=1, max_size=24)
_LINES = st.lists(_WORDS, min_size=1, max_size=24)


def counted(text: str) -> Counter[str]:
    return Counter(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def missing(data: bytes | Path, other: str) -> Counter[str]:
    """The characters of an independent reading that duikou has nowhere."""
    cleaned = duikou.clean(data)
    texts = (
        [p.text for p in cleaned.paragraphs] + [r.text for r in cleaned.removed] + [c.text for c in cleaned.cautions]
    )
    return counted(other) - counted("".join(texts))


def by_xml(data: bytes) -> str:
    """All TextCode of the pages of an OFD."""
    found = ""
    with zipfile.ZipFile(BytesIO(data)) as container:
        for name in container.namelist():
            if name.endswith("Content.xml"):
                found += "".join(x.text or "" for x in etree.fromstring(container.read(name)).iter("{*}TextCode"))
    return found


@NEEDS_PDFTOTEXT
@settings(max_examples=25, deadline=None)
@given(_LINES, _LINES, st.booleans())
def test_pdf_pages_are_accounted_for(first: list[str], second: list[str], table: bool) -> None:
    pages = [lines([*body, "推进合作，落实任务。"], size=12, leading=22) for body in (first, second)]
    pages[0] += rule(80, 740, 200, 740) + pdf_text(80, 746, "1园区是指各类开发区。", 9)
    if table:
        pages[1] = grid((80, 200, 500), (100, 140, 180)) + "".join(
            pdf_text(x + 4, y + 10, word[:9], 12)
            for x, y, word in zip((80, 200, 80, 200), (100, 100, 140, 140), second * 4, strict=False)
        )
    data = pdf(*pages)
    read = subprocess.run(["pdftotext", "-q", "-", "-"], input=data, capture_output=True, check=True)
    assert not missing(data, read.stdout.decode("utf-8"))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 190), st.integers(10, 290), _WORDS), min_size=1, max_size=12))
def test_ofd_pages_are_accounted_for(placed: list[tuple[int, int, str]]) -> None:
    # What stands twice in one place is printed twice to look bold, and is read once.
    places = {(x // 20, y // 10): (x, y, words) for x, y, words in placed}
    data = ofd(document([page(*(ofd_text(x, y, words) for x, y, words in places.values()))]))
    told = ""
    try:
        assert not missing(data, by_xml(data))
        return
    except UnreadableError as error:
        told = str(error)
    # A page that holds a number alone has no document, which is told.
    assert not counted(by_xml(data)) or "taken for what a page" in told


@NEEDS_PDFTOTEXT
@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.parent.name)
def test_found_pdfs_are_accounted_for(path: Path) -> None:
    read = subprocess.run(["pdftotext", "-q", str(path), "-"], capture_output=True, check=True)
    other = read.stdout.decode("utf-8")
    if counted(other):  # a scan has no text to compare with
        assert not missing(path, other)


@pytest.mark.parametrize("path", OFDS, ids=lambda path: path.parent.name)
def test_found_ofds_are_accounted_for(path: Path) -> None:
    assert not missing(path, by_xml(path.read_bytes()))
