"""Measures in tables, from rows and from the formats that have tables: web pages, Word, Markdown."""

from __future__ import annotations

import io
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outlines import cleaned

import duikou
from duikou.extracting import extract_document
from duikou.model import Cleaned, Extracted, Measure
from duikou.outlining import outline
from duikou.reading.pages import cell_lines

TABLES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "data" / "extracting" / "tables.toml").read_text("utf-8")
)["table"]
OTHERS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "data" / "extracting" / "other_columns.toml").read_text("utf-8")
)["table"]
HEADS = ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"]


def given_table(case: dict[str, Any]) -> Cleaned:
    """The clean text of a case; it comes from a format that knows which cells are merged."""
    lines = case["text"].strip("\n").replace("|", "\t").split("\n")
    made = cleaned(*lines)
    rows = [i for i, line in enumerate(lines) if "\t" in line]
    merged: dict[int, tuple[int, ...]] = {}
    for cell in case.get("merged", ()):
        row, column = map(int, cell.split(":"))
        merged[rows[row]] = (*merged.get(rows[row], ()), column)
    known = tuple(line._replace(merged=merged.get(i, ())) for i, line in enumerate(made.source.lines))
    return replace(made, source=replace(made.source, lines=known, format="html"))


def row(measure: Measure) -> str:
    """A measure as the cases write it."""
    roles = (measure.lead_units, measure.responsible_units, measure.supporting_units)
    cells = [
        "/".join(measure.path),
        measure.chapter,
        measure.section,
        measure.title,
        measure.text,
        *(" ".join(units) for units in roles),
        " ".join(d.text for d in measure.deadlines),
    ]
    return " | ".join(cell or "-" for cell in cells)


def beside(measure: Measure) -> str:
    """What a measure has of the columns that no field knows, as the cases write it."""
    figures = [f"{q.text} {q.low:g} {q.unit} {q.counted or '-'}" for q in measure.quantities]
    others = [f"{cell.head}: {cell.text}" for cell in measure.other]
    shown = ["/".join(measure.path), " ".join(measure.places), "; ".join(figures), "; ".join(others)]
    return " | ".join(part or "-" for part in shown)


@pytest.mark.parametrize("case", OTHERS, ids=[c["name"] for c in OTHERS])
def test_columns_that_no_field_knows_are_kept(case: dict[str, Any]) -> None:
    clean = given_table(case)
    measures = extract_document(outline(clean)).measures
    assert [beside(m) for m in measures] == case["measures"]
    for measure in measures:
        for cell in measure.other:
            assert clean.text[cell.start : cell.end] == cell.text


@pytest.mark.parametrize("case", TABLES, ids=[c["name"] for c in TABLES])
def test_rows(case: dict[str, Any]) -> None:
    assert [row(m) for m in extract_document(outline(given_table(case))).measures] == case["measures"]


@pytest.mark.parametrize("case", TABLES, ids=[c["name"] for c in TABLES])
def test_every_field_of_a_row_stands_where_it_says(case: dict[str, Any]) -> None:
    made = given_table(case)
    measures = extract_document(outline(made)).measures
    assert len({m.id for m in measures}) == len(measures)
    for measure in measures:
        assert made.place(measure.start, measure.end) == measure.place
        for field in (*measure.units, *measure.deadlines, *measure.quantities):
            assert made.text[field.start : field.end] == field.text != ""


def test_a_format_without_merged_cells_leaves_answering_cells_empty_for_the_one_above() -> None:
    lines = [
        "# 某市任务分解表",
        "",
        "| 序号 | 任务 | 责任单位 | 配合单位 |",
        "|---|---|---|---|",
        "| 1 | 甲事。 | 市商务局 | 市财政局 |",
        "| 2 | 乙事。 | | |",
    ]
    first, second = duikou.extract("\n".join(lines)).measures
    assert first.responsible_units == second.responsible_units == ("市商务局",)
    assert (first.supporting_units, second.supporting_units) == (("市财政局",), ())


def page(body: str) -> bytes:
    head = "".join(f"<th>{name}</th>" for name in HEADS)
    table = f"<table border='1'><tr>{head}</tr>{body}</table>"
    return f"<html><head><meta charset='utf-8'></head><body><h1>某市任务分解表</h1>{table}</body></html>".encode()


def check(found: Extracted) -> None:
    """The table that the tests of formats share."""
    assert [m.path for m in found.measures] == [("一", "1"), ("一", "2")]
    assert [m.text for m in found.measures] == ["推行网上办理。", "提供免费刻章服务。"]
    assert [m.lead_units for m in found.measures] == [("市市场监管局", "市税务局")] * 2
    assert [m.supporting_units for m in found.measures] == [("市财政局", "各区政府"), ()]
    assert [m.deadlines[0].text for m in found.measures] == ["2021年底前"] * 2
    assert {m.chapter for m in found.measures} == {"优化流程"}
    clean = found.document.cleaned.text
    for measure in found.measures:
        for unit in measure.units:
            assert clean[unit.start : unit.end] == unit.text == unit.name


def test_a_web_page() -> None:
    body = (
        "<tr><td colspan='5'>一、优化流程</td></tr>"
        "<tr><td>1</td><td>推行网上<br>办理。</td><td rowspan='2'>市市场监管局<br>市税务局</td>"
        "<td>市财政局<br/>各区政府</td>"
        "<td rowspan='2'>2021年底前</td></tr><tr><td>2</td><td>提供免费刻章服务。</td><td></td></tr>"
    )
    check(duikou.extract(page(body)))


INNER = "<table><tr><td>计划</td><td>3</td><td>5</td></tr></table>"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (f"推进甲事项。{INNER}", "推进甲事项。计划3 5"),
        (f"<div>{INNER}</div>", "计划3 5"),
        ("<p>推进甲</p><p>事项。</p>", "推进甲事项。"),
    ],
)
def test_a_table_in_a_cell_is_its_text(cell: str, text: str) -> None:
    rest = "<td>市甲局</td><td></td><td>2024年底</td>"
    body = f"<tr><td>1</td><td>{cell}</td>{rest}</tr><tr><td>2</td><td>推进乙事项。</td>{rest}</tr>"
    found = duikou.extract(page(body))
    assert [m.path for m in found.measures] == [("1",), ("2",)]
    assert text in found.document.cleaned.text
    assert [m.lead_units for m in found.measures] == [("市甲局",)] * 2


def test_a_table_that_arranges_the_page_is_read_as_blocks() -> None:
    body = "<tr><td>1</td><td>推进甲事项。</td><td>市甲局</td><td></td><td>2024年底</td></tr>" * 2
    inner = page(body).decode()
    outer = inner.replace("<table", "<table><tr><td>导航</td><td>首页</td><td>正文</td></tr><tr><td><table", 1)
    whole = outer.replace("</table></body>", "</table></td></tr></table></body>").encode()
    assert [m.text for m in duikou.extract(whole).measures] == ["推进甲事项。"] * 2


def test_word(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("某市任务分解表", 0)
    table = document.add_table(4, 5)
    table.style = "Table Grid"
    rows = [
        HEADS,
        ["一、优化流程", "", "", "", ""],
        ["1", "推行网上办理。", "市市场监管局\n市税务局", "市财政局\n各区政府", "2021年底前"],
        ["2", "提供免费刻章服务。", "", "", ""],
    ]
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(1, 4))
    for column in (2, 4):
        table.cell(2, column).merge(table.cell(3, column))
    buffer = io.BytesIO()
    document.save(buffer)
    check(duikou.extract(buffer.getvalue()))


def test_markdown() -> None:
    lines = [
        "# 某市任务分解表",
        "",
        "| " + " | ".join(HEADS) + " |",
        "|---|---|---|---|---|",
        "| 一、优化流程 | | | | |",
        "| 1 | 推行网上办理。 | 市市场监管局<br>市税务局 | 市财政局<br>各区政府 | 2021年底前 |",
        "| 2 | 提供免费刻章服务。 | | | 2021年底前 |",
    ]
    check(duikou.extract("\n".join(lines)))


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["市发展改革委", "市财政局", "各区政府"], "市发展改革委、市财政局、各区政府"),
        (["市商务局、", "市财政局"], "市商务局、市财政局"),
        (["市政府", "办公室"], "市政府办公室"),
        (["省委", "宣传部"], "省委宣传部"),
        (["省自然", "资源厅、省水利厅"], "省自然资源厅、省水利厅"),
        (["压缩至2个", "工作日"], "压缩至2个工作日"),
        (["open", "data"], "open data"),
        (["市公安局", "会同有关部门"], "市公安局会同有关部门"),
        ([], ""),
    ],
)
def test_lines_of_a_cell(lines: list[str], whole: str) -> None:
    assert cell_lines.join(lines) == whole


CELLS = st.sampled_from(
    [
        "",
        "1",
        "一、",
        "序号",
        "任务",
        "责任单位",
        "牵头单位",
        "完成时限",
        "市商务局",
        "推进工作。",
        "2021年",
        "注：说明",
        "（一）",
        "—",
        "类别",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=5), min_size=1, max_size=8))
def test_no_table_is_refused(rows: list[list[str]]) -> None:
    made = cleaned("某市任务分解表", *("\t".join(cells) for cells in rows))
    for measure in extract_document(outline(made)).measures:
        assert measure.text or measure.title
        for unit in measure.units:
            assert made.text[unit.start : unit.end] == unit.text


def test_a_title_after_a_table_is_no_part_of_its_last_row() -> None:
    import duikou

    plan = (
        "某市任务分解表\n任务\t责任部门\t时间\n新建园区3个\t市商务局\t2024年6月\n领导小组名单\n姓名\t职务\n张三\t局长\n"
    )
    assert [(m.text, m.responsible_units) for m in duikou.extract(plan).measures] == [("新建园区3个", ("市商务局",))]
