"""Guarantee 8 for Word and OpenDocument: each letter, digit and hanzi of the file's own XML is in the text, in what was
removed, or in the metadata.

The count is independent of the readers: it takes the text of the XML by regular expressions, knowing nothing of
paragraphs, tables or notes."""

from __future__ import annotations

import html
import io
import os
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import duikou
from duikou.errors import UnreadableError
from tests.test_docx_reading import package
from tests.test_docx_reading import tbl as w_table
from tests.test_docx_reading import tc as w_cell
from tests.test_docx_reading import tr as w_row
from tests.test_odt_parts import cell as o_cell
from tests.test_odt_parts import row as o_row
from tests.test_odt_parts import table as o_table
from tests.test_office_reading import odt

Blocks = st.SearchStrategy[str]

WORDS = st.text("甲乙丙丁戊建设园区项目2025A b，。、（）：", min_size=1, max_size=12)


def counted(text: str) -> Counter[str]:
    """How often each letter, digit and hanzi stands in a text, whatever its width."""
    return Counter(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def told(data: bytes) -> str:
    """All that duikou hands on of a file: its text, what it removed, and its metadata."""
    cleaned = duikou.clean(data)
    return "\n".join([cleaned.text, *(x.text for x in cleaned.removed), *map(str, cleaned.source.metadata.values())])


# Word.


def _run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _field(code: str, shown: str) -> str:
    kinds = [f'<w:r><w:fldChar w:fldCharType="{x}"/></w:r>' for x in ("begin", "separate", "end")]
    return f"{kinds[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{kinds[1]}{_run(shown)}{kinds[2]}"


RUNS = st.one_of(
    WORDS.map(_run),
    st.sampled_from(["<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>", '<w:r><w:footnoteReference w:id="7"/></w:r>']),
    WORDS.map(lambda x: f"<w:ins>{_run(x)}</w:ins>"),
    WORDS.map(lambda x: f"<w:del><w:r><w:delText>{x}</w:delText></w:r></w:del>"),
    WORDS.map(lambda x: f"<w:smartTag>{_run(x)}</w:smartTag>"),
    WORDS.map(lambda x: f"<w:sdt><w:sdtContent>{_run(x)}</w:sdtContent></w:sdt>"),
    WORDS.map(lambda x: f"<w:hyperlink>{_run(x)}</w:hyperlink>"),
    WORDS.map(lambda x: f"<w:unknown>{_run(x)}</w:unknown>"),
    st.builds(_field, st.just("PAGEREF a"), WORDS),
)


def _paragraph(runs: list[str], properties: str) -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


PARAGRAPHS = st.builds(
    _paragraph,
    st.lists(RUNS, min_size=1, max_size=5),
    st.sampled_from(["", '<w:jc w:val="center"/>', '<w:outlineLvl w:val="0"/>', "<w:rPr><w:del/></w:rPr>"]),
)


def _blocks(inner: Blocks) -> Blocks:
    box = inner.map(lambda x: f"<w:p><w:r><w:pict><w:txbxContent>{x}</w:txbxContent></w:pict></w:r></w:p>")
    wide = st.sampled_from(["", '<w:gridSpan w:val="2"/>'])
    cells = st.lists(st.builds(w_cell, inner, wide), min_size=1, max_size=3)
    tables = st.lists(cells, min_size=1, max_size=3).map(lambda rows: w_table(*(w_row(*x) for x in rows)))
    controls = inner.map(lambda x: f"<w:sdt><w:sdtContent>{x}</w:sdtContent></w:sdt>")
    return st.lists(st.one_of(inner, box, tables, controls), min_size=1, max_size=4).map("".join)


BODIES = st.recursive(PARAGRAPHS, _blocks, max_leaves=8)
NOTE = "脚注甲乙8"


_TEXT = re.compile(r"<(?:w|m):t(?: [^>]*)?>([^<]*)<")


def of_word(data: bytes) -> str:
    """The text of a Word document's own XML, tracked deletions and codes of fields left out."""
    found, margins = [], set()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            known = re.fullmatch(r"word/(document|footnotes|endnotes|header|footer)\d*\.xml", name)
            if known:
                xml = html.unescape(archive.read(name).decode("utf-8"))
                xml = re.sub(r"<mc:Fallback>.*?</mc:Fallback>", "", xml, flags=re.DOTALL)
                if known[1] in ("header", "footer"):  # sections share them
                    margins |= {"".join(_TEXT.findall(x)) for x in re.split("</w:p>", xml)}
                else:
                    found += _TEXT.findall(xml)
    return "\n".join([*found, *sorted(margins)])


@settings(max_examples=120, deadline=None)
@given(BODIES)
def test_word_is_accounted_for(body: str) -> None:
    note = f'<w:footnote w:id="7">{_paragraph([_run(NOTE)], "")}</w:footnote>'
    footer = _paragraph([_run("第1页")], "")
    ends = '<w:sectPr><w:footerReference w:type="default" r:id="footer1"/></w:sectPr>'
    data = package(
        _paragraph([_run("正文。")], "") + body + ends, footer1=footer, footnotes=note if 'w:id="7"' in body else ""
    )
    _holds(data, of_word)


# OpenDocument.

SPANS = st.one_of(
    WORDS,
    st.sampled_from(['<text:s text:c="3"/>', "<text:tab/>", "<text:line-break/>"]),
    WORDS.map(lambda x: f"<text:span>{x}</text:span>"),
    WORDS.map(lambda x: f'<text:a xlink:href="x" xmlns:xlink="http://www.w3.org/1999/xlink">{x}</text:a>'),
    WORDS.map(
        lambda x: (
            "<text:note><text:note-citation>1</text:note-citation>"
            f"<text:note-body><text:p>{x}</text:p></text:note-body></text:note>"
        )
    ),
)
TEXTS = st.builds(
    lambda kind, spans: f"<text:{kind}>{''.join(spans)}</text:{kind}>",
    st.sampled_from(["p", "h"]),
    st.lists(SPANS, min_size=1, max_size=5),
)


def _parts(inner: Blocks) -> Blocks:
    box = inner.map(lambda x: f"<text:p><draw:frame><draw:text-box>{x}</draw:text-box></draw:frame></text:p>")
    shape = inner.map(lambda x: f"<text:p>甲<draw:custom-shape>{x}</draw:custom-shape>乙</text:p>")
    cells = st.lists(inner.map(o_cell), min_size=1, max_size=3)
    tables = st.lists(cells, min_size=1, max_size=3).map(lambda rows: o_table(*(o_row(*x) for x in rows)))
    lists = inner.map(lambda x: f"<text:list><text:list-item>{x}</text:list-item></text:list>")
    sections = inner.map(lambda x: f"<text:section>{x}</text:section>")
    return st.lists(st.one_of(inner, box, shape, tables, lists, sections), min_size=1, max_size=4).map("".join)


def of_opendocument(data: bytes) -> str:
    """The text of an OpenDocument text's own XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("content.xml").decode("utf-8").partition("<office:body")[2]
    for gone in ("text:tracked-changes", "office:annotation", "text:note-citation", "text:ruby-text", "svg:desc"):
        xml = re.sub(rf"<{gone}[ >].*?</{gone}>", "", xml, flags=re.DOTALL)
    return re.sub("<[^>]*>", "", xml)


@settings(max_examples=120, deadline=None)
@given(st.recursive(TEXTS, _parts, max_leaves=8))
def test_opendocument_is_accounted_for(body: str) -> None:
    _holds(odt(body), of_opendocument)


def _holds(data: bytes, own: Callable[[bytes], str]) -> None:
    text = own(data)
    if not counted(text):
        return
    missing = counted(text) - counted(told(data))
    assert not missing, f"lost: {missing}"


# Real files, where there are some: a folder of them is named by the variable.

FOLDER = os.environ.get("DUIKOU_DOCUMENTS", "")
OWN = {".docx": of_word, ".odt": of_opendocument}
FILES = sorted(x for x in Path(FOLDER).rglob("*") if x.suffix in OWN and zipfile.is_zipfile(x)) if FOLDER else []


@pytest.mark.skipif(not FILES, reason="needs a folder of documents, named by DUIKOU_DOCUMENTS")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_real_files_are_accounted_for(path: Path) -> None:
    data = path.read_bytes()
    try:
        _holds(data, OWN[path.suffix])
    except UnreadableError:
        pytest.skip("is not read")
