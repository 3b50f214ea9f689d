"""Workbooks and CSV: task tables of offices, and ledgers of duikou back again."""

from __future__ import annotations

import io
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import builders_typeset
import pytest

import duikou
from duikou.data import load
from duikou.errors import UnreadableError
from duikou.reading import read_bytes

HEAD = ["序号", "工作任务", "牵头单位", "责任单位", "完成时限"]
ROWS = [
    [1, "建设产业园区，建成标准厂房30万平方米。", "市发展改革委", "市工业和信息化局", date(2025, 12, 31)],
    [2, "开展干部互派挂职。", "市委组织部", None, "2024年6月底前"],
    [3, "项目开工率达到的比例。", "市住房城乡建设局", "市财政局", 0.8],
]


def workbook(rows: list[list[Any]], **more: Any) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for area in more.get("merged", ()):
        sheet.merge_cells(area)
    for cell, form in more.get("forms", {}).items():
        sheet[cell].number_format = form
    for name, state in more.get("sheets", {}).items():
        other = book.create_sheet(name)
        other.append(["说明", "其他"])
        other.append(["甲", "乙"])
        other.sheet_state = state
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_task_table_of_an_office() -> None:
    data = workbook([["某市重点任务分工表"], HEAD, *ROWS], forms={"E5": "0%"})
    source = read_bytes(data, "分工表.xlsx")
    assert source.format == "xlsx"
    assert "2025-12-31" in source.text
    assert "80%" in source.text
    extracted = duikou.extract(source)
    assert extracted.document.title == "某市重点任务分工表"
    assert [one.lead_units for one in extracted.measures] == [("市发展改革委",), ("市委组织部",), ("市住房城乡建设局",)]
    assert extracted.measures[0].responsible_units == ("市工业和信息化局",)
    assert extracted.measures[1].deadlines[0].last_day == "2024-06-30"


def test_merged_cells_go_on() -> None:
    rows = [HEAD, ["1", "甲任务要落实。", "市甲局", "市乙局", ""], ["2", "乙任务要落实。", None, "市丙局", ""]]
    source = read_bytes(workbook(rows, merged=["C2:C3"]), "a.xlsx")
    assert source.lines[2].merged == (2,)
    assert [one.lead_units for one in duikou.extract(source).measures] == [("市甲局",), ("市甲局",)]


def test_hidden_sheets_are_named() -> None:
    source = read_bytes(workbook([HEAD, *ROWS], sheets={"旧表": "hidden", "附表": "visible"}), "a.xlsx")
    assert "甲\t乙" in source.text
    assert source.pages == 2
    assert [(one.rule, one.text) for one in source.cautions] == [("xlsx-hidden", "旧表")]


@pytest.mark.skipif(find_spec("python_calamine") is None, reason="needs python-calamine")
@pytest.mark.skipif(builders_typeset.OFFICE is None, reason="needs LibreOffice")
def test_an_old_workbook_is_read_as_a_new_one() -> None:
    rows = [HEAD, *ROWS[:2], [3, "乙任务要落实。", None, "市丙局", ""]]
    new = workbook(rows, merged=["C3:C4"], sheets={"旧表": "hidden", "附表": "visible"})
    old = read_bytes(builders_typeset.converted(new, "a.xlsx", "xls"), "a.xls")
    source = read_bytes(new, "a.xlsx")
    assert (old.format, old.text) == ("xls", source.text)
    assert [line.merged for line in old.lines] == [line.merged for line in source.lines]
    assert [(one.rule, one.text) for one in old.cautions] == [("xlsx-hidden", "旧表")]


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv(mark: str) -> None:
    rows = [mark.join(str(cell or "") for cell in row) for row in [HEAD, *ROWS[:2]]]
    source = read_bytes("\ufeff".encode() + "\r\n".join(rows).encode(), "分工表.csv" if mark == "," else "分工表.tsv")
    assert source.format == "csv"
    assert [one.lead_units for one in duikou.extract(source).measures] == [("市发展改革委",), ("市委组织部",)]


@pytest.mark.parametrize("name", ["ledger.xlsx", "ledger.csv"])
def test_a_ledger_comes_back(name: str, tmp_path: Path) -> None:
    text = "某省工作方案\n\n一、主要任务\n\n（一）建设园区。到2025年，建成2个园区。（责任单位：省发展改革委）\n\n"
    text += "（二）培养人才。开展干部互派挂职。（责任单位：省人力资源社会保障厅）\n"
    duikou.write(duikou.extract(text), tmp_path / name)
    again = duikou.extract(tmp_path / name)
    assert again.document.title == "某省工作方案"
    assert [one.responsible_units for one in again.measures] == [("省发展改革委",), ("省人力资源社会保障厅",)]


@pytest.mark.parametrize("name", ["ledger.xlsx", "ledger.csv"])
def test_a_ledger_of_several_plans_has_no_one_title(name: str, tmp_path: Path) -> None:
    plans = [
        f"{place}工作方案\n\n一、主要任务\n\n（一）建设园区。加快建设{place}园区。（责任单位：{place}商务厅）\n"
        for place in ("甲省", "乙省")
    ]
    duikou.write([duikou.extract(plan) for plan in plans], tmp_path / name)
    again = duikou.extract(tmp_path / name)
    assert (again.document.title, len(again.measures)) == (None, 2)
    # Each measure still says of which plan it is.
    assert [[cell.text for cell in one.other] for one in again.measures] == [["甲省工作方案"], ["乙省工作方案"]]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["ledger.xlsx", "ledger.csv"])
def test_a_ledger_comes_back_with_its_numbers_and_headings(name: str, lang: str, tmp_path: Path) -> None:
    text = "某省工作方案\n一、基本原则\n（一）政府引导。统筹推进各项工作。\n二、重点任务\n（一）发展产业\n"
    text += "1.建设园区。2025年底前建成2个园区。（责任单位：省商务厅）\n2.发展旅游。开发线路5条。\n三、保障措施\n"
    text += "（一）加强领导。成立领导小组。\n（二）加强考核。每年考核一次。\n"
    written = duikou.extract(text)
    duikou.write(written, tmp_path / name, lang=lang)
    kept = ("id", "path", "kind", "chapter", "title", "text", "responsible_units")
    assert [[getattr(one, field) for field in kept] for one in duikou.extract(tmp_path / name).measures] == [
        [getattr(one, field) for field in kept] for one in written.measures
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["ledger.xlsx", "ledger.csv"])
def test_a_ledger_comes_back_with_kinds_that_no_heading_tells_and_its_number(
    name: str, lang: str, tmp_path: Path
) -> None:
    text = "某省人民政府关于支持甲市发展的批复\n某政函〔2020〕3号\n甲市人民政府：\n你市请示收悉。现批复如下：\n"
    text += "一、原则同意甲市发展方案。\n二、甲市人民政府要加强组织领导，抓好任务落实。\n某省人民政府\n2020年3月5日\n"
    written = duikou.extract(text)
    duikou.write(written, tmp_path / name, lang=lang)
    again = duikou.extract(tmp_path / name)
    assert [one.kind for one in again.measures] == [one.kind for one in written.measures]
    assert "task" not in [one.kind for one in again.measures]
    assert (again.document.title, again.document.doc_number) == (written.document.title, "某政函〔2020〕3号")


def test_the_kinds_in_a_ledger_are_known_by_their_labels() -> None:
    labels = {word: kind for table in load("exporting/labels").values() for kind, word in table["kinds"].items()}
    assert load("notation/columns")["kinds"]["said"] == labels


@pytest.mark.parametrize(("said", "chapter"), [("保障", None), ("重点", "重点")])
def test_a_kind_that_an_office_wrote_into_a_ledger_is_kept(said: str, chapter: str | None) -> None:
    table = f"编号,类别,标题,内容\n1,{said},建设园区,建成园区2个。\n2,任务,发展旅游,开发线路5条。\n"
    first = duikou.extract(read_bytes(table.encode(), "a.csv")).measures[0]
    assert (first.kind, first.chapter) == ("safeguard" if said == "保障" else "task", chapter)


def test_the_name_of_the_first_sheet_is_that_of_ledgers() -> None:
    for lang, table in load("reading/cells")["sheets"].items():
        assert table == {name: load("exporting/labels")[lang]["sheets"][name] for name in ("ledger", "listed")}


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x05\x06" + bytes(18)])
def test_what_can_not_be_read_is_one_error(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_bytes(data, "a.xlsx")


def test_slides_are_refused_with_advice() -> None:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("ppt/presentation.xml", "<p/>")
    with pytest.raises(UnreadableError, match="presentation"):
        read_bytes(out.getvalue(), "a.pptx")
