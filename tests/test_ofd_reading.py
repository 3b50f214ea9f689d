"""Reading OFD. The files are made here, from the XML that the programs of offices write."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from builders_ofd import EM, document, element, ofd, page, plain, text, zipped
from hypothesis import given
from hypothesis import strategies as st

import duikou
from duikou.errors import UnreadableError
from duikou.model import Line, Source
from duikou.reading import read
from duikou.reading.files import container
from duikou.reading.ofd.page import steps
from duikou.reading.ofd.reader import read_ofd
from duikou.reading.options import Limits, Options

MM = 72 / 25.4


def shown(source: Source) -> list[tuple[int | None, str, str]]:
    return [(line.page, line.role, source.text[line.start : line.end]) for line in source.lines]


def texts(*objects: str) -> list[str]:
    return [t for _, _, t in shown(read_ofd(ofd(document([page(*objects)]))))]


def test_lines_carry_page_box_and_size() -> None:
    data = ofd(document([page(text(28, 40, "一、总体要求")), page(text(39.2, 50, "推进合作。"))]), title="总体要求")
    source = read_ofd(data, "计划.ofd")
    assert (source.format, source.path, source.pages, source.metadata) == ("ofd", "计划.ofd", 2, {"title": "总体要求"})
    assert source.text == "一、总体要求\n推进合作。"
    first, second = source.lines
    assert (first.number, first.page, second.number, second.page) == (1, 1, 2, 2)
    assert first.size == pytest.approx(EM * MM, abs=0.01)
    assert first.box is not None
    x0, top, x1, bottom = first.box
    assert (x0, x1) == (pytest.approx(28 * MM, abs=0.1), pytest.approx((28 + 6 * EM) * MM, abs=0.1))
    assert top < 40 * MM < bottom
    assert second.box is not None
    assert second.box[0] - x0 == pytest.approx(2 * EM * MM, abs=0.1)


STEPS = [
    ("g 3 5.2", [5.2, 5.2, 5.2]),
    ("g 2 5 3 g 1 -7", [5, 5, 3, -7]),
    ("1 2.5 3", [1, 2.5, 3]),
    ("", []),
    (None, []),
    ("g 2", [0, 2]),  # cut short: what is left is taken as it is
    ("x 4", [0, 4]),
]


@pytest.mark.parametrize(("written", "meant"), STEPS)
def test_steps(written: str | None, meant: list[float]) -> None:
    assert steps(written) == meant


LINES = {
    "drawn out of order": (
        [text(50, 60, "第三行"), text(28, 40, "第一行"), text(28, 50, "第二行")],
        ["第一行", "第二行", "第三行"],
    ),
    "one object a character": (
        [text(28 + EM * i, 40, c) for i, c in reversed(list(enumerate("加快发展")))],
        ["加快发展"],
    ),
    "two lines in one object": (
        [text(28, 40, "甲乙丙丁", steps=f"{EM} {-EM} {EM}", code='DeltaY="0 10 0"')],
        ["甲乙", "丙丁"],
    ),
    "bold by drawing twice": ([text(28, 40, "总体要求"), text(28.1, 40.05, "总体要求")], ["总体要求"]),
    "the same character twice": ([text(28, 40, "人人有责1122年")], ["人人有责1122年"]),
    "letters set apart": ([text(28, 40, "国务院", size=10, steps="20 20")], ["国务院"]),
    "a gap in a line": ([text(28, 40, "办公室"), text(28 + 6 * EM, 40, "印发")], ["办公室　　　印发"]),
    "white space inside": ([text(28, 40, "— 3 —")], ["— 3 —"]),
    "words of Latin in pieces": ([text(28, 40, "GDP"), text(28 + 2 * EM, 40, "Growth")], ["GDP Growth"]),
    "a raised small mark": ([text(28, 40, "平方米"), text(28 + 3 * EM, 38.2, "2", size=2.8)], ["平方米2"]),
    "the issuers of a joint document": (
        [text(40, 40, "某省财政厅", size=8), text(40, 52, "某省统计局", size=8), text(90, 48, "文件", size=20)],
        ["某省财政厅　文件", "某省统计局"],
    ),
    "no steps at all": ([text(28, 40, "共3项", steps="").replace('DeltaX=""', "")], ["共3项"]),
    "scaled by its CTM": (
        [text(28, 40, "合作", size=1, steps="1", more='CTM="5.6 0 0 5.6 0 0"').replace('Y="1"', 'Y="1"')],
        ["合作"],
    ),
    "not visible": ([text(28, 40, "可见"), text(28, 50, "不可见", more='Visible="false"')], ["可见"]),
    "a character beyond the first plane": ([text(28, 40, "\U00020000山")], ["\U00020000山"]),
    "in blocks": (["<ofd:PageBlock>" + text(28, 40, "块内") + "</ofd:PageBlock>"], ["块内"]),
}


@pytest.mark.parametrize("name", LINES)
def test_lines(name: str) -> None:
    objects, expected = LINES[name]
    assert texts(*objects) == expected


def test_the_ctm_sets_size_and_place() -> None:
    data = ofd(document([page(text(28, 40, "合作", size=1, steps="1", more='CTM="5 0 0 6 0 0"'))]))
    (line,) = read_ofd(data).lines
    assert line.size == pytest.approx(6 * MM, abs=0.01)
    assert line.box is not None
    assert line.box[2] - line.box[0] == pytest.approx(10 * MM, abs=0.05)


def test_a_page_that_is_set_sideways_is_turned_back() -> None:
    def sideways(x: float, y: float, content: str) -> str:
        return text(x, y, content, more='CTM="0 1 -1 0 0 0"')

    assert texts(sideways(180, 30, "第一行"), sideways(170, 30, "第二行")) == ["第一行", "第二行"]


def test_the_corner_of_the_page_counts() -> None:
    plain_page = read_ofd(ofd(document([page(text(28, 40, "甲"))]))).lines[0].box
    moved = read_ofd(ofd(document([page(text(38, 60, "甲"), area="10 20 210 297")]))).lines[0].box
    assert moved == plain_page


def rule(x0: float, y0: float, x1: float, y1: float, more: str = "") -> str:
    """A straight line, as a stroke."""
    return (
        f'<ofd:PathObject ID="5" Boundary="{x0} {y0} {x1 - x0 + 0.1} {y1 - y0 + 0.1}" LineWidth="0.2" {more}>'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def grid(xs: list[float], ys: list[float]) -> list[str]:
    return [*(rule(xs[0], y, xs[-1], y) for y in ys), *(rule(x, ys[0], x, ys[-1]) for x in xs)]


CELLS = [
    text(32, 48, "任务"),
    text(72, 48, "责任单位"),
    text(32, 58, "共建园区"),
    text(72, 58, "省商务厅、省科技"),
    text(72, 65, "厅"),
]


def test_a_table_is_read_by_its_rules() -> None:
    rules = grid([30, 70, 120], [40, 50, 70])
    source = read_ofd(ofd(document([page(text(28, 30, "附表"), *rules, *CELLS)])))
    assert shown(source) == [
        (1, "text", "附表"),
        (1, "row", "任务\t责任单位"),
        (1, "row", "共建园区\t省商务厅、省科技厅"),
    ]


def test_rules_may_be_thin_fills_and_rectangles() -> None:
    def thin(x0: float, y0: float, x1: float, y1: float) -> str:
        w, h = max(x1 - x0, 0.2), max(y1 - y0, 0.2)
        return (
            f'<ofd:PathObject ID="5" Boundary="{x0} {y0} {w} {h}" Stroke="false" Fill="true">'
            f"<ofd:AbbreviatedData>S 0 0 L {w} 0 L {w} {h} L 0 {h} C</ofd:AbbreviatedData></ofd:PathObject>"
        )

    frame = (
        '<ofd:PathObject ID="5" Boundary="30 40 90 30">'
        "<ofd:AbbreviatedData>M 0 0 L 90 0 L 90 30 L 0 30 C</ofd:AbbreviatedData></ofd:PathObject>"
    )
    source = read_ofd(ofd(document([page(frame, thin(30, 50, 120, 50), thin(70, 40, 70, 70), *CELLS)])))
    assert [role for _, role, _ in shown(source)] == ["row", "row"]


def test_page_numbers_and_running_heads_have_their_roles() -> None:
    pages = [
        page(
            text(60, 15, "某市三年行动方案", size=4),
            text(28, 40, f"正文内容第{i}段在这里。"),
            text(100, 290, f"— {i} —"),
        )
        for i in range(1, 5)
    ]
    roles = {t: role for _, role, t in shown(read_ofd(ofd(document(pages))))}
    assert roles["某市三年行动方案"] == "header"
    assert roles["— 3 —"] == "footer"
    assert roles["正文内容第2段在这里。"] == "text"


def test_several_documents_follow_each_other() -> None:
    first = document([page(text(28, 40, "通知")), page(text(28, 40, "通知二"))])
    second = document([page(text(28, 40, "附件"))], folder="Doc_1")
    source = read_ofd(ofd(first, second))
    assert shown(source) == [(1, "text", "通知"), (2, "text", "通知二"), (3, "text", "附件")]
    assert source.pages == 3


def test_pages_come_in_the_order_of_the_document() -> None:
    parts = document([page(text(28, 40, "甲")), page(text(28, 40, "乙"))])
    root = str(parts["Doc_0/Document.xml"])
    one, two = (f'<ofd:Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in (0, 1))
    parts["Doc_0/Document.xml"] = root.replace(one + two, two + one)
    assert [t for _, _, t in shown(read_ofd(ofd(parts)))] == ["乙", "甲"]


def test_a_template_behind_several_pages_is_furniture() -> None:
    behind = page(text(28, 15, "某市工作方案"), text(100, 290, "第 页"), text(60, 150, "内部资料"))
    pages = [page(text(28, 40, f"正文{i}"), templates=["t"]) for i in (1, 2)]
    source = read_ofd(ofd(document(pages, templates={"t": behind})))
    assert shown(source)[:4] == [
        (1, "header", "某市工作方案"),
        (1, "text", "正文1"),
        (1, "chrome", "内部资料"),
        (1, "footer", "第 页"),
    ]
    cleaned = duikou.clean(source)
    assert cleaned.text == "正文1\n正文2"
    assert {r.text for r in cleaned.removed} == {"某市工作方案", "第 页", "内部资料"}
    assert cleaned.restore() == source.text


def test_a_template_behind_one_page_is_its_text() -> None:
    behind = page(text(28, 40, "责任单位："))
    over = page(text(28 + 5 * EM, 40, "市统计局"), templates=["t"])
    source = read_ofd(ofd(document([over], templates={"t": behind})))
    assert shown(source) == [(1, "text", "责任单位：市统计局")]


def test_turned_text_is_chrome() -> None:
    slanted = text(60, 150, "仅供参考", more='CTM="0.7 0.7 -0.7 0.7 0 0"')
    down = text(190, 100, "密封线", steps="0 0", code=f'DeltaY="{EM} {EM}"')
    source = read_ofd(ofd(document([page(text(28, 40, "正文内容在此处较长一些"), slanted, down)])))
    assert {t: role for _, role, t in shown(source)} == {
        "正文内容在此处较长一些": "text",
        "仅供参考": "chrome",
        "密封线": "chrome",
    }


def test_annotations_are_chrome() -> None:
    notes = {
        "Annots/Annotations.xml": element(
            "Annotations", '<ofd:Page PageID="0"><ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page>'
        ),
        "Annots/Page_0/Annotation.xml": element(
            "PageAnnot",
            '<ofd:Annot Type="Stamp"><ofd:Appearance Boundary="100 200 40 40">'
            + text(0, 10, "电子印章")
            + '</ofd:Appearance></ofd:Annot><ofd:Annot Type="Watermark" Visible="false"><ofd:Appearance>'
            + text(0, 10, "隐藏")
            + "</ofd:Appearance></ofd:Annot>",
        ),
    }
    inside = "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>"
    source = read_ofd(ofd(document([page(text(28, 40, "正文"))], inside=inside, parts=notes)))
    assert shown(source) == [(1, "text", "正文"), (1, "chrome", "电子印章")]
    box = source.lines[1].box
    assert box is not None
    assert box[0] == pytest.approx(100 * MM, abs=0.1)


def test_units_of_several_objects_are_read() -> None:
    unit = (
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7" Width="50" Height="9"><ofd:Content>'
        + text(0, 8, "组合内容")
        + "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    )
    use = '<ofd:CompositeObject ID="8" ResourceID="7" Boundary="30 40 50 9"/>'
    source = read_ofd(
        ofd(
            document(
                [page(use)],
                common="<ofd:DocumentRes>Res.xml</ofd:DocumentRes>",
                parts={"Res.xml": element("Res", unit)},
            )
        )
    )
    assert source.text == "组合内容"


def test_other_prefixes_and_locations_from_the_root() -> None:
    parts = document([page(text(28, 40, "正文"))])
    changed = {
        name: str(content).replace("ofd:", "").replace("xmlns:ofd", "xmlns").replace("xmlns", "xmlns", 1)
        for name, content in parts.items()
    }
    changed["Doc_0/Document.xml"] = changed["Doc_0/Document.xml"].replace("Pages/Page_0", "/Doc_0/Pages/Page_0")
    changed = {name: content.replace(":ofd=", "=") for name, content in changed.items()}
    assert "ofd:" not in "".join(changed.values())
    assert read_ofd(ofd(changed)).text == "正文"


def cautions(data: bytes) -> dict[str, str]:
    return {c.rule: c.message for c in read_ofd(data).cautions}


def test_what_is_not_read_is_told() -> None:
    two = document([page(text(28, 40, "甲")), page(text(28, 40, "乙"))])
    del two["Doc_0/Pages/Page_1/Content.xml"]
    assert "page 2" in cautions(ofd(two))["ofd-page"]
    two["Doc_0/Pages/Page_1/Content.xml"] = "<ofd:Page"
    assert "page 2" in cautions(ofd(two))["ofd-page"]
    listing = element("Attachments", '<ofd:Attachment ID="1" Name="任务表.xlsx"/>')
    inside = "<ofd:Attachments>A.xml</ofd:Attachments>"
    attached = document([page(text(28, 40, "甲"))], inside=inside, parts={"A.xml": listing})
    assert "任务表.xlsx" in cautions(ofd(attached))["ofd-attachments"]
    hidden = document([page(text(28, 40, "甲"), text(28, 50, "乙", more='Visible="false"'))])
    assert "not shown" in cautions(ofd(hidden))["ofd-hidden"]
    assert "1 signs" in cautions(ofd(document([page(text(28, 40, "甲¤"))])))["ofd-glyphs"]
    assert cautions(plain("一切正常")) == {}


BOMB = zipped({"OFD.xml": b"<a>" + b" " * (40 * 2**20) + b"</a>"})
ROOT = element("OFD", "<ofd:DocBody><ofd:DocRoot>&a;</ofd:DocRoot></ofd:DocBody>")
ENTITY = ROOT.replace("?>", '?><!DOCTYPE x [<!ENTITY a "aaa">]>', 1)
BROKEN = {
    "cut short": (plain("正文")[:-40], "damaged"),
    "no document": (zipped({"OFD.xml": element("OFD", "")}), "not in it"),
    "no root": (zipped({"a.xml": "<a/>"}), "without an OFD document"),
    "document missing": (
        zipped({"OFD.xml": element("OFD", "<ofd:DocBody><ofd:DocRoot>D.xml</ofd:DocRoot></ofd:DocBody>")}),
        "not in it",
    ),
    "bad XML": (zipped({"OFD.xml": "<ofd:OFD"}), "damaged"),
    "a bomb": (BOMB, "times its size"),
    "entities": (zipped({"OFD.xml": ENTITY}), "document type"),
    "no text": (ofd(document([page()])), "holds no text"),
    "encrypted": (zipped({"OFD.xml": element("OFD", ""), "Encryptions.xml": "<a/>"}), "encrypted"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files_give_one_clear_error(name: str) -> None:
    data, said = BROKEN[name]
    with pytest.raises(UnreadableError) as caught:
        read_ofd(data, "坏.ofd")
    assert said in caught.value.cause
    assert caught.value.advice
    assert str(caught.value).startswith("坏.ofd: ")


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MAX_MEMBERS", 2)
    with pytest.raises(UnreadableError, match="at most 2 are read"):
        read_ofd(plain("正文"))


def test_more_pages_than_the_limit_are_an_error() -> None:
    data = ofd(document([page(text(28, 40, "甲")), page(text(28, 40, "乙"))]))
    with pytest.raises(UnreadableError, match=r"2 pages, and at most 1.*--limit pages=2"):
        read_ofd(data, None, Options(limits=Limits(pages=1)))
    assert read_ofd(data, None, Options(limits=Limits(pages=2))).text == "甲\n乙"


def test_a_file_is_recognised_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "方案.bin"
    path.write_bytes(plain("　　一、总则", "　　推进合作。"))
    source = read(path)
    assert source.format == "ofd"
    assert source.text == "一、总则\n推进合作。"


WORDS = st.text(alphabet="一二三合作发展，。（）1a", min_size=1, max_size=20)


@given(st.lists(WORDS, min_size=1, max_size=30))
def test_every_character_is_read_once_and_in_order(lines: list[str]) -> None:
    source = read_ofd(plain(*lines))
    assert source.text == "\n".join(lines)
    assert [source.text[x.start : x.end] for x in source.lines] == lines
    assert all(isinstance(x, Line) and x.box and x.box[0] < x.box[2] and x.box[1] < x.box[3] for x in source.lines)


@given(st.integers(0, 3000), st.integers(0, 255))
def test_a_damaged_byte_never_gives_a_traceback(at: int, value: int) -> None:
    data = bytearray(plain("一、总则", "推进合作。"))
    data[at % len(data)] = value
    try:
        read_ofd(bytes(data))
    except UnreadableError:
        assert zipfile
