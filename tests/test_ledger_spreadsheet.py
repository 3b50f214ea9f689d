"""The ledger as a spreadsheet: what stands in it, how it is laid out, that it opens, and that memory does not grow."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import builders_export as make
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duikou.errors import OutputError, UnreadableError
from duikou.exporting.ledger import sheet_looks, spreadsheet
from duikou.exporting.ledger.columns import LEDGER, OFFICE
from duikou.exporting.ledger.record import Record, record
from duikou.exporting.ledger.spool import Fill, wide
from duikou.exporting.ledger.spreadsheet import write_xlsx
from duikou.exporting.ledger.whole_rows import sheet_class
from duikou.exporting.ledger.workbook_sheets import SHEETS
from duikou.model import Caution, Deadline, Pair, Place, Quantity, Unit

RECORD = record(make.extracted(make.FULL, make.measure(6)))
SPANNED = record(make.extracted(make.SPANNED, pairs=(Pair("某省", "某市"),), path="other.txt", title="另一个方案"))


def content(*records: Record, lang: str = "zh", errors=(), template: str | None = None) -> bytes:
    return b"".join(write_xlsx(iter(records), list(errors), lang, template))


def workbook(*records: Record, **options):
    return openpyxl.load_workbook(io.BytesIO(content(*records, **options)))


def rows(sheet) -> list[dict[str, object]]:
    heads = [cell.value for cell in sheet[1]]
    return [
        {head: value for head, value in zip(heads, line, strict=True) if value is not None}
        for line in sheet.iter_rows(min_row=2, values_only=True)
    ]


# What stands in it


def test_the_ledger_holds_one_row_a_measure_without_empty_columns():
    sheet = workbook(RECORD)["任务台账"]
    heads = [cell.value for cell in sheet[1]]
    assert heads[0] == "序号"
    assert "部分" not in heads
    assert "关键词" not in heads
    row = rows(sheet)[0]
    assert row["牵头单位"] == "省发展改革委"
    assert (row["出处文件"], row["页"], row["行"]) == ("plan.txt", 2, 15)
    assert row["责任分工（原文）"] == make.FULL.responsibility
    assert row["序号"] == 1
    assert sheet.max_row == 3


def test_what_is_printed_stands_first():
    sheet = workbook(RECORD, SPANNED)["任务台账"]
    heads = [cell.value for cell in sheet[1]]
    printed = heads[: openpyxl.utils.cell.range_boundaries(sheet.print_area.split("!")[1])[2]]
    assert printed[:3] == ["序号", "文件", "章"]
    assert {"标题", "内容", "牵头单位", "责任单位", "配合单位", "时限", "指标"} <= set(printed)
    assert "责任分工（原文）" not in printed
    assert heads[-5:] == ["出处文件", "页", "行", "标识", "所写"]


def test_a_document_alone_need_not_be_named_on_paper():
    sheet = workbook(RECORD)["任务台账"]
    heads = [cell.value for cell in sheet[1]]
    assert heads[-1] == "文件"
    assert sheet.oddHeader.center.text.strip() == "某省协作方案"


def test_the_part_is_printed_where_several_attachments_hold_measures():
    parts = ((1, "通知"), (2, "甲计划"), (3, "乙计划"))
    measures = tuple(make.measure(number, part=number, path=(str(number),)) for number in (2, 3))
    sheet = workbook(replace(RECORD, parts=parts, measures=measures))["任务台账"]
    heads = [cell.value for cell in sheet[1]]
    printed = heads[: openpyxl.utils.cell.range_boundaries(sheet.print_area.split("!")[1])[2]]
    assert "部分" in printed


def test_units_are_counted_and_those_with_most_tasks_stand_first():
    twice = make.measure(
        8,
        lead_units=("省商务厅",),
        units=(Unit("省商务厅", "lead", "省商务厅"), Unit("省商务厅", "guiding", "省商务厅")),
    )
    book = workbook(record(make.extracted(make.SPANNED, twice)))
    assert [{head: cell for head, cell in row.items() if head != "转到"} for row in rows(book["单位汇总"])] == [
        {"单位": "省商务厅", "任务数": 2, "牵头": 1, "指导": 2},
        {"单位": "省发展改革委", "任务数": 1, "牵头": 1},
        {"单位": "甲市政府", "任务数": 1, "责任": 1},
        {"单位": "乙市政府", "任务数": 1, "责任": 1},
    ]
    found = rows(book["单位分工"])
    assert [(row["单位"], row["任务数"], row["角色"], row["序号"]) for row in found] == [
        ("省商务厅", 2, "牵头", 2),
        ("省商务厅", 2, "指导", 1),
        ("省商务厅", 2, "指导", 2),
        ("省发展改革委", 1, "牵头", 1),
        ("甲市政府", 1, "责任", 1),
        ("乙市政府", 1, "责任", 1),
    ]
    assert [row.get("台账所列名称") for row in found] == [None, None, None, "省发改委", None, None]


names = st.sampled_from(["甲厅", "乙厅", "丙局", "丁委"])
units = st.lists(st.tuples(names, st.sampled_from(["lead", "responsible", "supporting"])), max_size=5)


@settings(max_examples=20, deadline=None)
@given(st.lists(units, min_size=1, max_size=5))
def test_the_counts_are_those_of_the_ledger(lists):
    measures = [
        make.measure(number, units=tuple(Unit(name, role) for name, role in found))
        for number, found in enumerate(lists, 1)
    ]
    book = workbook(record(make.extracted(*measures)))
    tasks = Counter(name for found in lists for name in {name for name, _ in found})
    counted = rows(book["单位汇总"]) if "单位汇总" in book.sheetnames else []
    assert {row["单位"]: row["任务数"] for row in counted} == tasks
    assert [row["任务数"] for row in counted] == sorted(tasks.values(), reverse=True)


def test_pairs_figures_and_citations_have_their_sheets():
    book = workbook(RECORD, SPANNED)
    assert book.sheetnames == ["任务台账", "单位汇总", "单位分工", "结对", "指标", "引用文件", "文件", "所列"]
    pairs = rows(book["结对"])
    assert [(row["甲方"], row["乙方"], row["编号"], row["文件"]) for row in pairs] == [
        ("甲市", "丙市", "三·（一）·5", "某省协作方案"),
        ("乙市", "丁市", "三·（一）·5", "某省协作方案"),
        ("某省", "某市", "全文", "另一个方案"),
        ("甲市", "丙市", "三·（一）·7", "另一个方案"),
    ]
    deadline, quantity = rows(book["指标"])[2:]
    assert (deadline["类型"], deadline["原文"], deadline["截止日"]) == ("时限", "到2025年底前", datetime(2025, 12, 31))
    assert {key: quantity[key] for key in ("类型", "原文", "统计对象", "关系", "下限", "计量单位", "序号")} == {
        "类型": "指标",
        "原文": "不少于20个",
        "统计对象": "园区",
        "关系": "不少于",
        "下限": 20,
        "计量单位": "个",
        "序号": 3,
    }
    assert rows(book["引用文件"])[0]["文件名称"] == "某省协作条例"


def test_a_value_between_two_is_a_range():
    found = make.measure(1, quantities=(Quantity("1—2个", 1.0, 2.0, "个"), Quantity("3个", 3.0, 3.0, "个")))
    assert [row["关系"] for row in rows(workbook(record(make.extracted(found)))["指标"])] == ["区间", "等于"]


def test_sheets_without_rows_are_left_out():
    assert workbook(record(make.extracted(make.measure(1)))).sheetnames == ["任务台账", "文件", "所列"]
    empty = workbook(record(make.extracted()))
    assert empty.sheetnames == ["任务台账", "文件", "所列"]
    assert [cell.value for cell in empty["任务台账"][1]] == ["序号", "编号", "标题", "内容", "出处文件", "行", "标识"]


def test_the_documents_and_the_failures_have_a_sheet():
    caution = Caution("private-use", "a private-use character", "x", Place(None, 1, 0, 1))
    with_warning = record(make.extracted(make.FULL, cautions=(caution,)))
    sheet = workbook(with_warning, errors=[UnreadableError("holds no text", "", "empty.txt")])["文件"]
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert found[0] == [
        "标题",
        "发文字号",
        "发文机关",
        "成文日期",
        "出处文件",
        "格式",
        "页数",
        "取得时间",
        "措施数",
        "提示",
    ]
    assert found[1][4:] == ["plan.txt", "文本", None, None, 1, "a private-use character"]
    assert (found[2][4], found[2][9]) == ("empty.txt", "里面没有文字")


def test_the_spreadsheet_in_english():
    book = workbook(RECORD, lang="en")
    names = ["Ledger of tasks", "Unit totals", "Units", "Pairs", "Figures", "Citations", "Documents", "Listed"]
    assert book.sheetnames == names
    assert "Lead units" in [cell.value for cell in book["Ledger of tasks"][1]]
    assert rows(book["Figures"])[1]["Relation"] == "at least"


def test_the_template_adds_empty_columns_that_are_printed():
    sheet = workbook(RECORD, template="ledger")["任务台账"]
    heads = [cell.value for cell in sheet[1]]
    own = ["联系人", "进展情况", "完成情况", "备注"]
    at = heads.index(own[0])
    assert heads[at : at + len(OFFICE)] == own
    assert heads.index("指标") < at
    assert openpyxl.utils.cell.range_boundaries(sheet.print_area.split("!")[1])[2] >= at + len(own)
    assert all(sheet.cell(2, at + 1 + k).value is None for k in range(len(own)))
    (choices,) = sheet.data_validations.dataValidation
    assert choices.formula1 == '"未启动,推进中,已完成,长期坚持"'
    assert str(choices.sqref) == "{0}2:{0}3".format(openpyxl.utils.get_column_letter(heads.index("完成情况") + 1))


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@x", "http://a.example/b", "{=1}", "00012"])
def test_every_cell_is_a_string(text):
    sheet = workbook(record(make.extracted(make.measure(1, text=text))))["任务台账"]
    cells = [cell for cell in sheet[2] if cell.value == text]
    assert [cell.data_type for cell in cells] == ["s"]
    assert [cell.hyperlink for cell in cells] == [None]


def test_a_cell_too_long_is_cut_and_told():
    long = record(make.extracted(make.measure(1, text="甲" * 40_000), make.measure(2, text="乙\x01丙\ufffe")))
    book = workbook(long)
    texts = [row["内容"] for row in rows(book["任务台账"])]
    assert len(texts[0]) == spreadsheet.LONGEST
    assert texts[0].endswith("此处截断）")
    assert texts[1] == "乙丙"
    assert "已截断" in book["文件"]["J2"].value
    assert "控制字符" in book["文件"]["J2"].value


def test_characters_beyond_the_plane_are_counted_as_the_format_counts():
    long = record(make.extracted(make.measure(1, text="𠀀" * 20_000)))
    cell = next(c for c in workbook(long)["任务台账"][2] if str(c.value).startswith("𠀀"))
    assert len(str(cell.value).encode("utf-16-le")) // 2 <= spreadsheet.LONGEST


def test_more_measures_than_rows_is_an_error(monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 2)
    with pytest.raises(OutputError, match="CSV"):
        content(RECORD)


def test_no_room_for_temporary_files_is_an_error(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    with pytest.raises(OutputError, match="TMPDIR"):
        content(RECORD)


# How it is laid out


def test_the_ledger_is_set_up_for_work_and_for_paper():
    book = workbook(RECORD, SPANNED)
    for sheet in (one for one in book if one.sheet_state == "visible"):
        heads = [cell.value for cell in sheet[1]]
        named = sum(1 for head in heads[:2] if head in ("序号", "文件")) if heads[0] == "序号" else 0
        assert sheet.freeze_panes == f"{'ABC'[named]}2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        assert "&P" in sheet.oddFooter.center.text
        assert all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row)
    ledger = book["任务台账"]
    assert ledger.sheet_properties.pageSetUpPr.fitToPage
    assert (ledger.page_setup.fitToWidth or 1, ledger.page_setup.fitToHeight) == (1, 0)


def test_bands_follow_the_sections():
    one, two, three = (make.measure(n, section=section) for n, section in ((1, "甲"), (2, "甲"), (3, "乙")))
    sheet = workbook(record(make.extracted(one, two, three)))["任务台账"]
    fills = [sheet.cell(row, 1).fill.fgColor.rgb for row in (2, 3, 4)]
    assert fills[0] == fills[1] != fills[2]


def test_heights_may_grow_with_what_an_office_writes():
    with zipfile.ZipFile(io.BytesIO(content(RECORD))) as box:
        sheet = box.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<row [^>]*ht="[\d.]+"', sheet)
    assert "customHeight" not in sheet


def test_the_scale_on_paper_can_be_read():
    """On A4 across, 149 characters wide, with every column that there can be, text of 10 points."""
    full = [Fill(True, 600, 600) if column.key == "text" else Fill(True, 30, 30) for column in LEDGER]
    assert 10 * 149 / sum(_printed(sheet_looks.plan(LEDGER, full, "zh"))) > 7
    assert 10 * 149 / sum(_printed(sheet_looks.plan(LEDGER, full, "zh", office=OFFICE))) > 5.5
    alone = sheet_looks.plan(LEDGER, full, "zh", aside=frozenset({"document", "part"}))
    assert 10 * 149 / sum(_printed(alone)) > 8


def _printed(plan: sheet_looks.Plan) -> tuple[float, ...]:
    return plan.widths[: plan.printed]


@given(st.lists(st.text("甲乙，aA1 \n", max_size=3000), min_size=1, max_size=4))
def test_no_row_needs_more_than_a_row_can_have(texts):
    fill = Fill()
    for text in texts:
        fill.add(text)
    (width,) = sheet_looks.plan(SHEETS[0].columns[8:9], [fill], "zh", always=frozenset({"text"})).widths
    for text in texts:
        if text.count("\n") < 8 and wide(text) < 3000:
            assert sheet_looks.height([text], [width]) < sheet_looks.TALLEST


def test_a_long_text_gets_a_taller_row():
    short = workbook(record(make.extracted(make.measure(1))))["任务台账"]
    long = workbook(record(make.extracted(make.measure(1, text="建立机制。" * 60))))["任务台账"]
    assert long.row_dimensions[2].height > short.row_dimensions[2].height


@pytest.mark.parametrize(("text", "width"), [("", 0), ("abc", 3), ("甲乙", 4), ("“甲”", 6), ("é1", 2)])
def test_a_hanzi_is_two_wide(text, width):
    assert wide(text) == width


# The file


def test_the_bytes_depend_on_the_records_alone(tmp_path):
    first = content(RECORD, SPANNED)
    before = os.umask(0o077)
    try:
        assert content(RECORD, SPANNED) == first
    finally:
        os.umask(before)
    with zipfile.ZipFile(io.BytesIO(first)) as box:
        assert box.testzip() is None
        assert {info.date_time[0] for info in box.infolist()} == {1980}


def test_nothing_temporary_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    content(RECORD)
    pieces = write_xlsx([RECORD], [])
    next(pieces)
    pieces.close()
    assert list(tmp_path.iterdir()) == []


def test_every_part_of_the_file_is_well_formed_and_named():
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(content(RECORD, SPANNED, template="ledger"))) as box:
        names = set(box.namelist())
        assert len(names) == len(box.infolist())
        parsed = {name: etree.fromstring(box.read(name)) for name in names}
    types = parsed["[Content_Types].xml"]
    told = {part.get("PartName").removeprefix("/") for part in types if part.get("PartName")}
    assert told <= names
    assert {name for name in names if name.endswith(".xml") and name != "[Content_Types].xml"} <= told


def peak(count: int) -> int:
    """The most memory that writing `count` documents takes, beyond what it takes at the start."""

    def records() -> Iterator[Record]:
        for number in range(count):
            measures = [
                make.measure(k, text=f"第{number}份文件。" + "建立机制。" * 300, responsible_units=(f"第{k}局", "省厅"))
                for k in range(4)
            ]
            yield record(make.extracted(*measures, path=f"{number}.txt", title=f"第{number}个方案"))

    tracemalloc.start()
    try:
        for _ in write_xlsx(records(), []):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_number_of_documents():
    # Buffers and the caches of what names say fill up in the first documents.
    few = peak(120)
    # The texts of 120 documents more would be 1.4 MB.
    assert peak(240) < few + 500_000


# LibreOffice

soffice = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")


def converted(folder: Path, data: bytes, to: str) -> Path:
    """The file that LibreOffice makes of a spreadsheet."""
    source = folder / "ledger.xlsx"
    source.write_bytes(data)
    target = folder / "converted"
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    done = subprocess.run(
        [*command, "--convert-to", to, "--outdir", target, source], capture_output=True, timeout=180, check=False
    )
    made = target / f"ledger.{to.partition(':')[0]}"
    if not made.exists() and b"could not be loaded" in done.stderr + done.stdout:
        pytest.skip("LibreOffice is here without Calc")
    assert made.exists(), done.stderr.decode()
    return made


@soffice
def test_libreoffice_reads_every_cell(tmp_path):
    data = content(RECORD, SPANNED, template="ledger")
    ours = openpyxl.load_workbook(io.BytesIO(data))
    theirs = openpyxl.load_workbook(converted(tmp_path, data, "xlsx:Calc MS Excel 2007 XML"))
    assert theirs.sheetnames == ours.sheetnames

    def plain(value: object) -> object:
        """LibreOffice names a sheet without quotes where it needs none."""
        return value.replace("'", "") if isinstance(value, str) and value.startswith("=HYPERLINK") else value

    for sheet in ours:
        again = theirs[sheet.title]
        assert [[plain(cell.value) for cell in row] for row in sheet] == [
            [plain(again.cell(cell.row, cell.column).value) for cell in row] for row in sheet
        ]
        assert again.auto_filter.ref == sheet.auto_filter.ref
        assert again.print_title_rows == sheet.print_title_rows
    assert theirs["任务台账"].data_validations.dataValidation


def pages(file: Path) -> list[str]:
    told = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True).stdout
    return told.decode("utf-8").split("\f")[:-1]


@soffice
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
def test_every_page_printed_has_head_title_and_number(tmp_path):
    measures = [make.measure(n, text="推动建立协作机制。" * 30, title=f"第{n}项") for n in range(1, 31)]
    printed = pages(converted(tmp_path, content(record(make.extracted(*measures))), "pdf"))
    ledger = printed[:-1]
    assert len(ledger) > 1
    for number, page in enumerate(ledger, 1):
        assert "某省协作方案" in page
        assert "序号" in page
        assert f"第{number}页" in page.replace(" ", "")
    # No row is lost between two pages, and no column needs a page of its own.
    assert [n for n in range(1, 31) if f"第{n}项" in "".join(ledger)] == list(range(1, 31))


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024-03-04", 45355),
        ("1949-10-01", 18172),
        ("2024-03", None),
        ("2024-02-30", None),
        ("1899-01-01", None),
        (3, None),
    ],
)
def test_a_whole_day_is_a_number_to_a_spreadsheet(cell, day):
    from duikou.exporting.ledger.sheet_looks import _day

    assert _day(cell) == day


# Links and days

DUE = (
    Deadline("2025年底前", None, "2025-12-31", 40, 47),
    Deadline("2027年6月底前", None, "2027-06-30", 50, 58),
    Deadline("每年", None, None, 60, 62),
)


def due_sheet(**options):
    measures = (make.measure(1, deadlines=DUE), make.measure(2, deadlines=DUE[2:]))
    return workbook(replace(RECORD, measures=measures, origin=replace(RECORD.origin, path="计划/甲 #1.pdf")), **options)


def test_the_latest_day_of_a_measure_is_a_date_beside_its_deadlines():
    sheet = due_sheet()["任务台账"]
    heads = [cell.value for cell in sheet[1]]
    at = heads.index("截止日")
    assert heads[at - 1] == "时限"
    assert sheet.cell(2, at + 1).value == datetime(2027, 6, 30)
    assert sheet.cell(2, at + 1).number_format == "yyyy-mm-dd"
    assert sheet.cell(3, at + 1).value is None


@pytest.mark.parametrize("template", [None, "ledger"])
def test_days_that_are_past_or_near_stand_out_unless_done(template):
    sheet = due_sheet(template=template)["任务台账"]
    heads = [cell.value for cell in sheet[1]]
    day = f"${openpyxl.utils.get_column_letter(heads.index('截止日') + 1)}2"
    ((ranges, rules),) = [(str(one.sqref), one.rules) for one in sheet.conditional_formatting]
    assert ranges == f"{day[1:]}:{day[1:-1]}3"
    assert [rule.formula[0].split("),")[-1].rpartition(",")[2] for rule in rules] == [
        f"{day}<TODAY())",
        f"{day}<=TODAY()+30)",
    ]
    done = (
        [f'{openpyxl.utils.get_column_letter(heads.index("完成情况") + 1)}2<>"已完成"' in r.formula[0] for r in rules]
        if template
        else [False]
    )
    assert all(done) is bool(template)


@pytest.mark.parametrize(
    ("path", "folder", "target", "location"),
    [
        ("计划/甲 #1.pdf", None, "计划/甲%20%231.pdf", "page=2"),
        ("计划/甲.pdf", "台账", "../计划/甲.pdf", "page=2"),
        ("/资料/甲.pdf", "台账", "file:///%E8%B5%84%E6%96%99/%E7%94%B2.pdf", "page=2"),
        ("甲.docx", None, "甲.docx", None),
        ("资料.zip/里/甲.pdf", None, "资料.zip", None),
        ("-", None, None, None),
        ("s3://plans/甲.pdf", None, None, None),
        ("", None, None, None),
    ],
)
def test_a_row_leads_to_its_file_and_page(path, folder, target, location):
    made = replace(RECORD, origin=replace(RECORD.origin, path=path))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(write_xlsx([made], [], folder=folder))))["任务台账"]
    heads = [cell.value for cell in sheet[1]]
    file, page = (sheet.cell(2, heads.index(head) + 1) for head in ("出处文件", "页"))
    assert page.value == 2
    if target is None:
        assert (file.hyperlink, page.hyperlink) == (None, None)
        return
    assert (file.hyperlink.target, file.hyperlink.location) == (target, None)
    assert (page.hyperlink.target, page.hyperlink.location) == (target, location)


@soffice
def test_the_rows_beside_the_ledger_lead_to_it(tmp_path):
    """By the number that stands in the row, also where the ledger was sorted."""
    book = openpyxl.load_workbook(io.BytesIO(content(RECORD, SPANNED)))
    ledger, units = book["任务台账"], book["单位分工"]
    values = [[cell.value for cell in row] for row in ledger.iter_rows(min_row=2)]
    for at, line in enumerate(reversed(values), 2):
        for column, value in enumerate(line, 1):
            ledger.cell(at, column).value = value
    heads = [cell.value for cell in units[1]]
    go, index = heads.index("转到") + 1, heads.index("序号") + 1
    # What the link says it leads to, as a number: the row that is found.
    for row in range(2, units.max_row + 1):
        formula = units.cell(row, go).value
        units.cell(row, go).value = "=" + formula[formula.index("MATCH(") : formula.rindex(",")]
    saved = io.BytesIO()
    book.save(saved)
    found = openpyxl.load_workbook(converted(tmp_path, saved.getvalue(), "xlsx:Calc MS Excel 2007 XML"), data_only=True)
    units, ledger = found["单位分工"], found["任务台账"]
    assert units.max_row > 2
    for row in range(2, units.max_row + 1):
        assert ledger.cell(units.cell(row, go).value, 1).value == units.cell(row, index).value


@pytest.mark.parametrize("text", ["ab", "甲乙", "甲a—“", "Ā甲", "ɏɐ", "é甲\u3000", "𠮷"])
def test_what_stands_beyond_latin_counts_two(text: str) -> None:
    assert wide(text) == sum(2 if char > "\u024f" else 1 for char in text)


@pytest.mark.parametrize("text", ["<r>甲</r>", " 甲", "甲\n乙", "a&b<c>", "\u3000甲", '"', "=1+1"])
def test_a_cell_holds_its_text_whatever_signs_are_in_it(text: str) -> None:
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("甲", sheet_class())
        look = book.add_format({"bold": True})
        sheet.row(0, 20.0, [(text, look), (3, look), ("", look), (("=1+2", 3), look)])
        sheet.row(1, 20.0, [("乙", look)])
    read = openpyxl.load_workbook(content)["甲"]
    assert [cell.value for cell in read[1]] == [text, 3, None, "=1+2"]
    assert read["A2"].value == "乙"
    assert all(cell.font.bold for cell in read[1])


@pytest.mark.parametrize(
    ("title", "size", "end"),
    [("某市工作方案", 12, "方案"), ("某" * 60, 9, "某"), ("某" * 90, 9, "…"), ("A&B" * 20, 12, "&&B")],
)
def test_a_title_above_the_page_fits_it(title: str, size: int, end: str) -> None:
    document = make.extracted(make.measure(1), title=title)
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(make.written("xlsx", [record(document)])))).worksheets[0]
    said = sheet.oddHeader.center
    assert (said.size, said.text.endswith(end)) == (size, True)
    assert len(said.text.replace("&&", "&").encode("gbk")) <= 151


def test_what_is_too_wide_for_a4_is_printed_on_a3(monkeypatch: pytest.MonkeyPatch) -> None:
    assert workbook(RECORD)["任务台账"].page_setup.paperSize == 9
    monkeypatch.setattr(sheet_looks, "_TOO_WIDE", 60)
    assert workbook(RECORD)["任务台账"].page_setup.paperSize == 8
