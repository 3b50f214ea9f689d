"""The same plan as text, web page, Word, PDF, OFD and scan reads as the same plan. The files are made here, by
LibreOffice and by the degrader of evaluation/; what a test needs is named where it is missing."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import builders_ofd as ofd
import pytest
from builders_typeset import OFFICE, Layout, as_docx, converted, flat_odt, office_pdf

import duikou
from duikou.exporting.text.word import write_docx
from duikou.model import Document, Source
from duikou.reading.ocr import rapid
from duikou.reading.options import Options

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
PLANS = ("tianjin-changchun-2018-web.txt", "liaoning-jiangsu-2018-web.txt")
FORMATS = ("text", "html", "docx", "pdf", "ofd")
MM = 25.4 / 72
EXCERPT = 1500  # characters: recognition takes seconds a page

NEEDS_OFFICE = pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice")
NEEDS_RAPIDOCR = pytest.mark.skipif(not rapid.available(), reason="needs rapidocr and onnxruntime")


def text_of(name: str, excerpt: bool) -> str:
    """The paragraphs of a document of corpus/, one a line, or the first of its attachment."""
    paragraphs = [paragraph.text for paragraph in duikou.clean(CORPUS / name).paragraphs]
    if excerpt:
        start = next(i for i, text in enumerate(paragraphs) if text.startswith("三、"))
        paragraphs = paragraphs[start:]
        lengths = [sum(map(len, paragraphs[: i + 1])) for i in range(len(paragraphs))]
        paragraphs = [text for text, length in zip(paragraphs, lengths, strict=True) if length <= EXCERPT]
    return "\n".join(paragraphs)


def page_of(text: str) -> bytes:
    shown = "".join(f"<p>　　{line}</p>" for line in text.split("\n"))
    site = '<div class="nav"><a href="/">首页</a><a href="/zw">政务公开</a><a href="/fw">政务服务</a></div>'
    foot = '<div class="footer"><a href="/lx">联系我们</a><a href="/map">网站地图</a></div>'
    head = f'<meta charset="gb2312"><title>{text.partition(chr(10))[0]}</title>'
    page = f'<!doctype html><html><head>{head}</head><body>{site}<div class="content">{shown}</div>{foot}</body></html>'
    return page.encode("gb18030")


def ofd_of(source: Source) -> bytes:
    """The lines of a PDF at the same places of an OFD."""
    pages: dict[int, list[str]] = {}
    for line in source.lines:
        assert line.box is not None
        assert line.page is not None
        assert line.size is not None
        base = line.box[3] - 0.12 * line.size
        drawn = ofd.text(line.box[0] * MM, base * MM, source.text[line.start : line.end], size=line.size * MM)
        pages.setdefault(line.page, []).append(drawn)
    return ofd.ofd(ofd.document([ofd.page(*pages[number]) for number in sorted(pages)]))


@cache
def pdf_of(name: str, excerpt: bool) -> bytes:
    return converted(write_docx(duikou.outline(text_of(name, excerpt))), "document.docx")


@cache
def documents(name: str, excerpt: bool) -> dict[str, Document]:
    """The plan in each format, read and outlined."""
    text = text_of(name, excerpt)
    pdf = pdf_of(name, excerpt)
    made: dict[str, str | bytes] = {
        "text": text,
        "html": page_of(text),
        "docx": write_docx(duikou.outline(text)),
        "pdf": pdf,
        "ofd": ofd_of(duikou.read(pdf)),
    }
    assert [duikou.read(x).format for x in made.values()] == list(FORMATS)
    return {format: duikou.outline(x) for format, x in made.items()}


def told(old: Document, new: Document) -> list[tuple[str, str]]:
    """The differences that are more than typesetting: class, and what they are."""
    changes = duikou.diff(old, new).changes
    return [(x.klass, repr(x.ops)) for x in changes if x.klass != "editorial" or x.type in ("move", "renumber")]


@NEEDS_OFFICE
@pytest.mark.parametrize("name", PLANS)
def test_nothing_differs_between_two_formats(name: str) -> None:
    found = documents(name, False)
    for old in FORMATS:
        for new in FORMATS:
            assert told(found[old], found[new]) == [], (old, new)


@NEEDS_OFFICE
@pytest.mark.parametrize("name", PLANS)
def test_the_measures_are_the_same_in_every_format(name: str) -> None:
    found = {format: duikou.extract(document).measures for format, document in documents(name, False).items()}
    assert len(found["text"]) > 20
    wanted = [(x.path, x.text, x.kind, x.lead_units, x.deadlines and x.deadlines[0].text) for x in found["text"]]
    for format in FORMATS:
        got = [(x.path, x.text, x.kind, x.lead_units, x.deadlines and x.deadlines[0].text) for x in found[format]]
        assert got == wanted, format


@NEEDS_OFFICE
@NEEDS_RAPIDOCR
@pytest.mark.parametrize("name", PLANS)
def test_a_scan_differs_by_suspects_at_most(name: str) -> None:
    degrade = pytest.importorskip("degrade")
    variant = degrade.VARIANTS["grey-200"]
    scan = degrade.as_pdf(degrade.scans(pdf_of(name, True), variant), variant.dpi)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "扫描.pdf")
        path.write_bytes(scan)
        document = duikou.outline(path, Options(ocr="rapidocr"))
    others = documents(name, True)
    for format in FORMATS:
        assert {klass for klass, _ in told(others[format], document)} <= {"suspect"}, format
    measures = [x.path for x in duikou.extract(document).measures]
    assert measures == [x.path for x in duikou.extract(others["text"]).measures]
    assert measures


# A table of tasks

HEAD = "序号\t重点任务\t工作措施\t牵头单位\t配合单位\t完成时限"
WORK = (
    "建设合作园区，完善道路、供水和供电设施，引进产业项目",
    "开展干部互派，组织培训和挂职，交流管理经验",
    "联合举办展会，推介特色产品，拓展销售渠道",
    "建立联席会议制度，定期研究重大事项，协调解决问题",
)
UNITS = ("省发展改革委", "省商务厅", "省科技厅", "省农业农村厅")


def tasks(count: int = 40, merged: int = 1) -> list[tuple[str, str]]:
    """The rows of a table of tasks; `merged` rows share a number and a task."""
    rows = []
    for i in range(1, count + 1):
        lead, *others = (UNITS[(i + k) % 4] for k in range(3))
        rows.append(f"{i}\t推进第{i}项合作任务\t{WORK[i % 4]}\t{lead}\t{'、'.join(others)}\t2025年{i % 12 + 1}月")
    for i, row in enumerate(rows):
        if i % merged:
            rows[i] = "\t".join(["^", "^", *row.split("\t")[2:]])
    return [("title", "某省对口合作重点任务分解表"), *(("row", row) for row in (HEAD, *rows))]


def fields(x: bytes | str) -> list[tuple[object, ...]]:
    found = duikou.extract(x).measures
    return [
        (m.path, m.title, m.text, m.lead_units, m.responsible_units, m.supporting_units, [d.text for d in m.deadlines])
        for m in found
    ]


@NEEDS_OFFICE
@pytest.mark.parametrize(("repeated", "merged"), [(True, 1), (False, 1), (True, 2), (True, 5)])
def test_a_table_over_pages_gives_the_measures_of_word(repeated: bool, merged: int) -> None:
    layout = Layout(size=14, repeat_head=repeated)
    pieces = tasks(merged=merged)
    word = as_docx(flat_odt(pieces, layout).encode(), "document.fodt")
    pdf = office_pdf(pieces, layout)
    assert (duikou.read(pdf).pages or 0) > 2
    wanted = fields(word)
    assert len(wanted) == 40
    assert fields(pdf) == wanted
    assert fields(converted(flat_odt(pieces, layout).encode(), "document.fodt", "odt")) == wanted
