"""Tables of a PDF page that no lines part: rows come out whole where white, rules or their own text tell them, and
where nothing does, no cell runs into another, and the page is named. The files are written by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from builders_pdf import lines, pdf, rule, text

from duikou.reading.pdf.reader import read_pdf

SIZE, PITCH = 14, 20
Cells = Sequence[Sequence[str]]  # of a row: the lines of each cell

PLACES = {"number": 80, "task": 120, "unit": 360, "due": 460}
HEADS = {"number": ["序号"], "task": ["重点任务"], "unit": ["责任单位"], "due": ["完成时限"]}
ROWS = [
    {
        "number": ["1"],
        "task": ["建设数字底座，统一数据标准，推进", "归集共享，每年新增20个。"],
        "unit": ["省大数据局、", "省财政厅"],
        "due": ["2025年"],
    },
    {"number": ["2"], "task": ["培育市场主体。"], "unit": ["省商务厅"], "due": ["长期"]},
    {
        "number": ["3"],
        "task": ["完善服务，优化流程，压缩时限，提", "高效率，加强监测，及时通报，定期", "评估。"],
        "unit": ["省政府办公厅"],
        "due": ["2026年"],
    },
    {"number": ["4"], "task": ["引进紧缺人才。"], "unit": ["各市人民政府"], "due": ["长期"]},
]


def laid(rows: Sequence[dict[str, list[str]]], names: Sequence[str], top: float, middle: bool, above: float) -> str:
    """Rows without lines, their cells at the top or in the middle, `above` points more between rows than lines."""
    shown, y = "", top
    for row in rows:
        high = PITCH * max(len(row[name]) for name in names)
        for name in names:
            down = (high - PITCH * len(row[name])) / 2 if middle else 0
            shown += "".join(text(PLACES[name], y + down + PITCH * k, one, SIZE) for k, one in enumerate(row[name]))
        y += high + above
    return shown


def rows_of(data: bytes) -> list[list[str]]:
    source = read_pdf(data)
    assert source.cautions == ()
    return [source.text[x.start : x.end].split("\t") for x in source.lines if x.role == "row"]


def whole(names: Sequence[str], rows: Sequence[dict[str, list[str]]]) -> list[list[str]]:
    return [["".join(row[name]) for name in names] for row in rows]


@pytest.mark.parametrize("middle", [False, True], ids=["top", "middle"])
@pytest.mark.parametrize("above", [0, 8], ids=["close", "white"])
@pytest.mark.parametrize(
    "names",
    [("number", "task", "unit", "due"), ("task", "unit", "due"), ("task", "unit"), ("number", "task")],
    ids=["four", "no numbers", "two", "numbers and tasks"],
)
def test_rows_are_told_by_how_their_cells_go_on(names: tuple[str, ...], middle: bool, above: float) -> None:
    table = [HEADS, *ROWS]
    page = lines(["任务分解表"], top=80) + laid(table, names, 140, middle, above)
    page += lines(["\u3000\u3000请抓好落实。"], top=420)
    assert rows_of(pdf(page)) == whole(names, table)
    assert read_pdf(pdf(page)).text.endswith("请抓好落实。")


def test_a_table_between_three_rules_has_one_head_of_two_lines() -> None:
    head = {
        "number": ["地区"],
        "task": ["户籍人口", "（万人）"],
        "unit": ["男性", "（万人）"],
        "due": ["女性", "（万人）"],
    }
    figures = [
        ("甲区", "124.88", "60.48", "64.40"),
        ("乙区", "73.40", "35.61", "37.79"),
        ("丙县", "9.10", "4.30", "4.80"),
    ]
    body = [dict(zip(head, ([one] for one in row), strict=True)) for row in figures]
    page = laid([head], list(head), 140, True, 0) + laid(body, list(head), 186, False, 8)
    page += "".join(rule(78, y, 530, y) for y in (135, 182, 270))
    assert rows_of(pdf(page)) == [["地区", "户籍人口（万人）", "男性（万人）", "女性（万人）"], *map(list, figures)]


@pytest.mark.parametrize("head", [True, False], ids=["head again", "no head"])
def test_a_table_goes_on_overleaf_with_the_row_that_the_page_cut(head: bool) -> None:
    names = ["number", "task", "unit", "due"]
    first = {"number": ["4"], "task": ["引进紧缺人才，完善评价机制，加强"], "unit": ["各市人民政府"], "due": ["长期"]}
    rest = {"number": [""], "task": ["培养锻炼。"], "unit": [""], "due": [""]}
    last = {"number": ["5"], "task": ["推进改革。"], "unit": ["省商务厅"], "due": ["长期"]}
    one = laid([HEADS, *ROWS[:3], first], names, 140, False, 6)
    other = laid([*([HEADS] if head else []), rest, last], names, 90, False, 6)
    rows = rows_of(pdf(one, other))
    assert [row for row in rows if row[0] != "序号"] == [
        *whole(names, ROWS[:3]),
        ["4", "引进紧缺人才，完善评价机制，加强培养锻炼。", "各市人民政府", "长期"],
        ["5", "推进改革。", "省商务厅", "长期"],
    ]


def test_a_head_beside_its_narrower_cells_is_of_their_column() -> None:
    narrow = laid(ROWS, list(HEADS), 160, False, 6).replace("80 ", "50 ")
    heads = "".join(
        text(x, 135, one, SIZE) for x, one in ((92, "序号"), (230, "重点任务"), (380, "责任单位"), (460, "时限"))
    )
    assert rows_of(pdf(heads + narrow))[1:] == whole(list(HEADS), ROWS)


def test_where_nothing_tells_the_rows_no_cell_runs_into_another() -> None:
    line = {
        "task": ["推进改革创新发展，完善工作机制措", "施健全政策体系提升服务水平质量效"],
        "unit": ["省发展改革委会", "同有关方面推进"],
    }
    page = laid([HEADS, *[line] * 3], ["task", "unit"], 120, False, 0) + "".join(
        text(480, 140 + PITCH * k, "按计划推", SIZE) for k in range(6)
    )
    source = read_pdf(pdf(page))
    assert [caution.rule for caution in source.cautions] == ["pdf-table"]
    assert source.text.split("\n")[1] == "推进改革创新发展，完善工作机制措\t省发展改革委会\t按计划推"
