"""PDF pages that are set in an odd way: nothing of them is lost in silence. The files are written by hand."""

from __future__ import annotations

import zlib

import pytest
from builders_pdf import HEIGHT, grid, lines, pdf, rule, text
from hypothesis import given, settings
from hypothesis import strategies as st

from duikou.errors import UnreadableError
from duikou.reading.budget import Budget
from duikou.reading.pages.accounts import RULE
from duikou.reading.pdf.forms import check_forms
from duikou.reading.pdf.reader import read_pdf

COLUMNS = ["一、主要目标", "坚持稳中求进，完善配套，引进企", "业多家，形成产业集群。"]
XS = (80, 130, 400, 520)


def downwards(line: str, x: float, top: float, size: float = 16) -> str:
    """Each character as a text of its own, one below the other."""
    return "".join(text(x, top + i * size, char, size) for i, char in enumerate(line))


def open_grid(ys: list[float], start: float | None = None, end: float | None = None) -> str:
    """The lines of a table whose first row begins, or last row ends, without a line across."""
    top, bottom = start or ys[0], end or ys[-1]
    return "".join(rule(XS[0], y, XS[-1], y) for y in ys) + "".join(rule(x, top, x, bottom) for x in XS)


def cells(*texts: str, top: float) -> str:
    return "".join(text(x + 6, top, one, 14) for x, one in zip(XS, texts, strict=False) if one)


def test_a_page_set_from_top_to_bottom_is_read_column_by_column() -> None:
    page = "".join(downwards(line, 500 - k * 28, 100) for k, line in enumerate(COLUMNS))
    assert read_pdf(pdf(page)).text.split("\n") == COLUMNS


def test_a_title_down_the_side_of_a_page_does_not_turn_the_page() -> None:
    page = lines(["推进合作，落实任务，完善机制。"] * 5) + downwards("装订线内不要答题", 30, 100)
    source = read_pdf(pdf(page))
    assert source.text.split("\n") == ["推进合作，落实任务，完善机制。"] * 5
    assert [caution.rule for caution in source.cautions] == ["pdf-left-out"]


@pytest.mark.parametrize("middle", [False, True], ids=["two pages", "three pages"])
def test_a_row_that_no_line_closes_goes_on_overleaf(middle: bool) -> None:
    head = cells("序号", "任务", "单位", top=104)
    first = head + cells("1", "建设平台。", "省科技厅", top=134) + open_grid([100, 130], end=HEIGHT - 80)
    between = head + cells("", "培育企业。", "省教育厅", top=134) + open_grid([100, 130], end=HEIGHT - 80)
    last = head + cells("", "引进人才。", "省财政厅", top=134) + cells("2", "其他。", "省商务厅", top=174)
    last += grid(XS, [100, 130, 170, 200])
    source = read_pdf(pdf(*([first, between, last] if middle else [first, last])))
    rows = [source.text[x.start : x.end] for x in source.lines if x.role == "row"]
    tasks = "建设平台。培育企业。引进人才。" if middle else "建设平台。引进人才。"
    units = "省科技厅、省教育厅、省财政厅" if middle else "省科技厅、省财政厅"
    assert rows[1:] == [f"1\t{tasks}\t{units}", "2\t其他。\t省商务厅"]


TASKS = [
    (["序号"], ["任务内容"], ["责任单位"]),
    (["1"], ["建设数字底座，统一数据标准，", "推进归集共享，每年新增20个。"], ["省大数据局"]),
    (["2"], ["培育市场主体。"], ["省工业和信息化", "厅、省商务厅"]),
    (["3"], ["完善服务，优化流程，压缩时限，", "提高效率，加强监测，", "及时通报。"], ["省政府办公厅"]),
]
WHOLE = [
    "序号\t任务内容\t责任单位",
    "1\t建设数字底座，统一数据标准，推进归集共享，每年新增20个。\t省大数据局",
    "2\t培育市场主体。\t省工业和信息化厅、省商务厅",
    "3\t完善服务，优化流程，压缩时限，提高效率，加强监测，及时通报。\t省政府办公厅",
]


def aligned(ruled: bool, above: float = 24) -> str:
    """A table whose cells stand in the middle of their rows, without lines down, and a paragraph below it."""
    shown, y = "", 140.0
    for row in TASKS:
        high = 20 * max(map(len, row))
        for x, cell in zip((80, 120, 400), row, strict=True):
            shown += "".join(text(x, y + (high - 20 * len(cell)) / 2 + 20 * k, one, 14) for k, one in enumerate(cell))
        y += high + above
        shown += rule(80, y - above / 2 - 3, 500, y - above / 2 - 3) if ruled else ""
    return lines(["任务分解表"], top=90) + shown + lines(["\u3000\u3000请抓好落实。"], top=y + 20)


@pytest.mark.parametrize(
    ("ruled", "above"),
    [(False, 14), (True, 14), (True, 0), (False, 0)],
    ids=["white", "rules", "close", "close without rules"],
)
def test_a_table_without_lines_down_is_read_by_its_columns(ruled: bool, above: float) -> None:
    source = read_pdf(pdf(aligned(ruled, above)))
    assert source.text.split("\n") == ["任务分解表", *WHOLE, "请抓好落实。"]


def test_lines_of_one_piece_each_are_no_table() -> None:
    rows = "".join(
        text(x, 100 + 29 * k, one)
        for k in range(6)
        for x, one in zip((80, 230, 380), ("甲乙", "丙丁", "戊己"), strict=True)
    )
    assert read_pdf(pdf(rows)).cautions == ()


def test_boxes_drawn_in_axes_of_their_own_make_a_table() -> None:
    boxes = "".join(f"{x} {y} {wide} 30 re S\n" for y in (500, 533) for x, wide in ((100, 60), (163, 300), (466, 120)))
    tops = [HEIGHT - 0.75 * (y + 30) + 4 for y in (533, 500)]
    rows = [("1", "建设平台", "省科技厅"), ("2", "培育企业", "省教育厅")]
    shown = "".join(
        text(0.75 * x + 4, top, one, 12)
        for top, row in zip(tops, rows, strict=True)
        for x, one in zip((100, 163, 466), row, strict=True)
    )
    source = read_pdf(pdf(f"q 0.75 0 0 0.75 0 0 cm 1 w {boxes} Q\n{shown}"))
    assert [(x.role, source.text[x.start : x.end]) for x in source.lines] == [("row", "\t".join(row)) for row in rows]


def test_a_line_printed_twice_in_other_pieces_is_read_once() -> None:
    twice = (
        text(80, 100, "2011 年度报告")
        + "".join(text(80.3 + 8 * i, 100, char) for i, char in enumerate("2011"))
        + text(80.3 + 40, 100, "年度")
        + text(80.3 + 72, 100, "报告")
    )
    source = read_pdf(pdf(twice + text(80, 140, "股票代码：300218") + text(80.4 + 80, 140, "300218")))
    assert source.text == "2011 年度报告\n股票代码：300218"
    assert source.cautions == ()


def test_a_page_whose_text_stands_off_it_says_so() -> None:
    with pytest.raises(UnreadableError, match="outside the page"):
        read_pdf(pdf(text(3000, 100, "推进合作，落实任务。")))


_CHARS = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x4EFF) | st.sampled_from("0123456789，。（）"), max_size=20
)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.floats(0, 500), st.floats(0, 780), _CHARS), max_size=12))
def test_every_character_of_a_page_is_in_a_line_or_named(placed: list[tuple[float, float, str]]) -> None:
    page = "".join(text(x, y, content) for x, y, content in placed if content)
    if not any(content for _, _, content in placed):
        return
    try:
        source = read_pdf(pdf(page))
    except UnreadableError:
        return
    assert RULE not in {caution.rule for caution in source.cautions}


def forms(levels: int, times: int, packed: bool = True, last: int | None = None) -> bytes:
    """Forms that each draw the next so many times; the last draws the form `last`, if any."""
    found = b"%PDF-1.5\n"
    for level in range(levels):
        inner = level + 1 if level + 1 < levels else last
        content = b"/X Do " * times if inner is not None else b""
        body = zlib.compress(content) if packed else content
        names = f"/XObject << /X {inner + 10} 0 R >>" if inner is not None else ""
        kind = "/Filter /FlateDecode" if packed else ""
        found += (
            f"{level + 10} 0 obj\n<< /Type /XObject /Subtype /Form {kind} /Resources << {names} >> >> stream\n".encode()
        )
        found += body + b"\nendstream\nendobj\n"
    return found


@pytest.mark.parametrize("packed", [True, False])
def test_forms_that_use_each_other_too_often_are_refused(packed: bool) -> None:
    with pytest.raises(UnreadableError, match="more than is safe"):
        check_forms(forms(10, 10, packed), Budget())
    check_forms(forms(5, 8, packed), Budget())
    check_forms(forms(2000, 1, packed), Budget())
    check_forms(forms(5, 3, packed, last=0), Budget())  # a circle: pdfium leaves out a form inside itself


@given(st.binary(max_size=400))
def test_no_bytes_stop_the_count_of_forms(noise: bytes) -> None:
    check_forms(forms(3, 2)[:-60] + noise + b"/Form obj stream", Budget())


def composite(content: bytes) -> bytes:
    """A PDF of one page with a composite face, /V set downwards and /H across, whose size is that of the matrix of a
    text: 240 times 0.05."""
    face = b"/Type /Font /Subtype /Type0 /BaseFont /STSong-Light /DescendantFonts [5 0 R]"
    fonts = b"<< /V << %b /Encoding /UniGB-UCS2-V >> /H << %b /Encoding /UniGB-UCS2-H >> >>" % (face, face)
    info = b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 6 0 R /DW 1000"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font %b >> >>" % fonts,
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light %b >>" % info,
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    made, places = b"%PDF-1.5\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
    return made + head + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(made))


def shown(font: str, x: float, y: float, content: str) -> str:
    return f"BT /{font} 240 Tf 0.05 0 0 0.05 {x} {y} Tm <{content.encode('utf-16-be').hex()}> Tj ET\n"


@pytest.mark.parametrize("word", ["噪声", "固体废物"])
def test_text_set_downwards_in_a_face_for_it_stays_in_its_cell(word: str) -> None:
    content = "".join(f"80 {y} m 500 {y} l S\n" for y in (500, 600, 700))
    content += "".join(f"{x} 500 m {x} 700 l S\n" for x in (80, 120, 300, 500))
    content += "".join(shown("V", 96, 660 - 12 * k, char) for k, char in enumerate(word))
    content += shown("H", 130, 650, "建设平台") + shown("H", 310, 650, "每吨")
    content += shown("H", 130, 550, "培育企业") + shown("H", 310, 550, "每年")
    assert read_pdf(composite(content.encode())).text == f"{word}\t建设平台\t每吨\n\t培育企业\t每年"
