"""The ledger as CSV and Markdown, what a record keeps of a document, and which measures are chosen."""

from __future__ import annotations

import csv
import io
import pickle
from dataclasses import fields, replace

import builders_export as make
import pytest
from hypothesis import given
from hypothesis import strategies as st

import duikou
from duikou.data import load
from duikou.exporting.json.contract import extract_value
from duikou.exporting.labels import labels, meanings
from duikou.exporting.ledger.columns import FIELD_COLUMNS, FLAT, LEDGER, OFFICE, TIDY, numbered, task
from duikou.exporting.ledger.csv_and_markdown import harmless, rows, write_csv, write_markdown
from duikou.exporting.ledger.record import fields as fields_of
from duikou.exporting.ledger.record import record
from duikou.exporting.ledger.tables import rows_of
from duikou.exporting.ledger.workbook_sheets import SHEETS
from duikou.extracting.fields.units import listed
from duikou.extracting.selecting import Choice, is_at, is_unit, select
from duikou.model import Extracted, Measure, Pair, Quantity, Unit

RECORD = record(make.extracted(make.FULL, make.measure(6)))
SPANNED = record(make.extracted(make.SPANNED, pairs=(Pair("某省", "某市"),)))
COLUMNS = {column.key: column for group in (LEDGER, FLAT, OFFICE, TIDY) for column in group} | {
    column.key: column for sheet in SHEETS for column in sheet.columns
}


def table(*records, lang="zh", tidy=False) -> list[dict[str, str]]:
    text = "".join(write_csv(records, [], lang, tidy)).removeprefix("\ufeff")
    heads, *rows = csv.reader(io.StringIO(text, newline=""))
    return [dict(zip(heads, row, strict=True)) for row in rows]


# Columns


@pytest.mark.parametrize("key", COLUMNS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_column_has_a_head_and_a_meaning(key, lang):
    assert labels(lang, "columns")[key]
    assert meanings()[key][lang].endswith(("。", "."))


def test_no_meaning_is_without_a_column():
    assert set(load("exporting/columns")) | {column.name for column in FIELD_COLUMNS} == set(COLUMNS)


@pytest.mark.parametrize("columns", [FLAT, LEDGER, TIDY, *(sheet.columns for sheet in SHEETS)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_head_is_there_twice(columns, lang):
    heads = [labels(lang, "columns")[column.key] for column in columns]
    assert len(set(heads)) == len(heads)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_sheet_has_a_name_that_spreadsheets_take(sheet):
    for lang in ("zh", "en"):
        name = labels(lang, "sheets")[sheet.name]
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\'")


@pytest.mark.parametrize(
    ("label", "shown"),
    [("四", "四、协作"), ("（一）", "（一）协作"), ("2", "2.协作"), ("1.2", "1.2 协作"), ("第三章", "第三章 协作")],
)
def test_a_heading_has_its_number(label, shown):
    assert numbered(label, "协作") == shown


@pytest.mark.parametrize(
    ("title", "text", "shown"),
    [("深化协作", "推动。", "深化协作"), (None, "推动。\n再推。", "推动。"), (None, "推" * 50, "推" * 40 + "……")],
)
def test_a_task_is_its_title_or_how_its_text_begins(title, text, shown):
    assert task(make.measure(1, title=title, text=text)) == shown


def test_units_are_each_once_a_role_and_none_of_the_lists_is_lost():
    found = make.measure(
        1,
        lead_units=("甲厅",),
        responsible_units=("乙厅", "丙厅"),
        units=(Unit("乙厅", "responsible", "乙", "乙厅", 3, 5), Unit("乙厅", "responsible", "乙", "乙厅", 9, 11)),
    )
    assert [(u.name, u.role, u.start) for u in listed(found)] == [
        ("甲厅", "lead", 0),
        ("乙厅", "responsible", 3),
        ("丙厅", "responsible", 0),
    ]


# Records


def test_a_record_knows_where_its_fields_stood():
    for field in fields_of(make.SPANNED):
        place = SPANNED.place(field)
        assert place is not None
        assert make.BODY[place.start : place.end] == field.text
    assert SPANNED.place(Pair("某省", "某市")) is None


def test_what_the_preamble_cites_is_in_the_ledger():
    plan = (
        "某省办公厅关于印发某省甲业发展方案的通知\n各市人民政府：\n现将《某省甲业发展方案》印发给你们，请认真贯彻执行。\n某省甲业发展方案\n"
        "为落实《国家甲业规划》（国发〔2020〕8号）和《甲业条例》，制定本方案。\n一、总体要求\n（一）建设基地。按照《基地办法》建设3个基地。\n"
        "（二）培育企业。培育50家企业，做强产业。\n附则所列《甲业暂行规定》同时废止。\n"
    )
    extracted = duikou.extract(plan)
    assert [(one.title, one.doc_number) for one in extracted.citations][:2] == [
        ("国家甲业规划", "国发〔2020〕8号"),
        ("甲业条例", None),
    ]
    kept = record(extracted)
    assert all(kept.place(one) for one in kept.citations)
    value = extract_value(kept)
    assert [one["title"] for one in value["citations"]] == [one.title for one in extracted.citations]
    assert [one["source"]["line"] for one in value["citations"]][:2] == [5, 5]
    sheet = next(sheet for sheet in SHEETS if sheet.name == "citations")
    lines = [line.cells[0] for line in sheet.lines(kept, [*rows([kept], "zh")], "zh")]
    assert lines[:3] == ["国家甲业规划", "甲业条例", "基地办法"]
    assert "某省甲业发展方案" not in lines
    stored = [row[1:4] for row in rows_of(kept)["citations"]]
    assert stored[0] == (1, None, "国家甲业规划")
    assert (1, 1, "基地办法") in stored


def test_every_field_of_a_measure_with_a_span_is_known_to_the_record():
    """A new field is added to `fields` too."""
    spans = sum(
        sum(hasattr(item, "start") for item in value)
        for field in fields(Measure)
        if isinstance(value := getattr(make.SPANNED, field.name), tuple)
    )
    assert spans == len(list(fields_of(make.SPANNED))) == 10


def test_a_record_leaves_the_text_behind():
    measure = replace(make.measure(1), start=0, end=4)
    made = record(Extracted(make.document(("text", "一段没有措施的话。", (), None), title="标题"), (measure,)))
    assert made.passages == ("一段没有",)
    assert pickle.loads(pickle.dumps(made)) == made
    assert "一段没有措施的话".encode() not in pickle.dumps(made)


def test_every_place_in_json_leads_to_the_field():
    measure = extract_value(SPANNED)["measures"][0]
    for name in ("units", "place_mentions", "pairs", "deadlines", "quantities", "instruments"):
        assert measure[name]
        for field in measure[name]:
            assert make.BODY[field["source"]["start"] : field["source"]["end"]] == field["text"]
    assert [unit["role"] for unit in measure["units"]] == ["lead", "responsible", "responsible", "guiding"]
    assert measure["deadlines"][0]["end"] == "2025-12-31"
    assert extract_value(SPANNED)["pairs"] == [
        {"left": "某省", "right": "某市", "topic": None, "text": "", "source": None}
    ]


def test_a_field_made_by_hand_stands_where_its_measure_does():
    measure = extract_value(RECORD)["measures"][0]
    assert measure["quantities"][0]["source"] == measure["source"]


# CSV


def test_csv_has_a_mark_heads_and_one_row_a_measure():
    text = "".join(write_csv([RECORD], []))
    assert text.startswith("\ufeff出处文件,文件,")
    assert text.count("\r\n") == text.count("\n") == 3
    first, second = table(RECORD)
    assert first["责任单位"] == "甲市政府；乙市政府"
    assert first["结对"] == "甲市—丙市（园区共建）；乙市—丁市"
    assert first["引用文件"] == "《某省协作条例》（某政发〔2020〕1号）"
    assert (first["编号"], first["页"], first["行"], first["类别"]) == ("三·（一）·5", "2", "15", "任务")
    assert len(second) == len(FLAT)


def test_csv_in_english():
    (row,) = table(SPANNED, lang="en")
    assert row["Path"] == "plan.txt"
    assert row["Responsible units"] == "甲市政府; 乙市政府"


def test_tidy_csv_has_one_row_a_unit():
    rows = table(SPANNED, tidy=True)
    assert [(row["单位"], row["规范名称"], row["角色"]) for row in rows] == [
        ("省发改委", "省发展改革委", "牵头"),
        ("甲市政府", "甲市政府", "责任"),
        ("乙市政府", "", "责任"),
        ("省商务厅", "省商务厅", "指导"),
    ]
    assert {row["内容"] for row in rows} == {make.SPANNED.text}
    assert "牵头单位" not in rows[0]


def test_tidy_csv_loses_no_measure_without_units():
    rows = table(RECORD, tidy=True)
    assert len(rows) == 5
    assert (rows[-1]["标题"], rows[-1]["单位"], rows[-1]["角色"]) == ("第6项任务", "", "")


def test_tidy_csv_has_all_other_columns():
    kept = [column.key for column in FLAT if not column.key.endswith("_units")]
    assert [column.key for column in TIDY if column.key not in ("unit", "key", "role")] == kept


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
@pytest.mark.parametrize("tidy", [False, True])
def test_no_cell_of_csv_begins_a_formula(start, tidy):
    (row,) = table(record(make.extracted(make.measure(1, text=f"{start}1+1", title=f"{start}x"))), tidy=tidy)
    assert (row["内容"], row["标题"]) == (f"'{start}1+1", f"'{start}x")


@given(st.text())
def test_a_harmless_cell_is_the_cell_or_the_cell_with_an_apostrophe(text):
    assert harmless(text) in (text, f"'{text}")
    assert str(harmless(text))[:1] not in ("=", "+", "-", "@", "\t", "\r")


# Markdown


def test_markdown_shows_each_measure_under_its_chapter():
    text = "".join(write_markdown([RECORD], []))
    assert text.count("## 三、重点任务") == 1
    assert (
        text.index("### （一）深化协作")
        < text.index("**三·（一）·5 第5项任务**")
        < text.index("- 牵头单位：省发展改革委")
    )
    assert "配合单位" not in text[text.index("**三·（一）·6") :]
    assert text.endswith("- 出处：第2页第16行\n")


def test_markdown_says_when_there_are_no_measures():
    assert "未发现编号措施。" in "".join(write_markdown([record(make.extracted())], []))


def test_markdown_names_the_pairs_of_the_whole_document():
    assert "- 结对：某省—某市\n" in "".join(write_markdown([SPANNED], []))


# Which measures are chosen

FOUND = make.extracted(
    make.SPANNED,
    make.measure(1, kind="principle", chapter="基本原则", section=None),
    make.measure(2, responsible_units=("省商务厅",), places=("沈阳市浑南区",), pairs=(Pair("辽宁省盘锦市", "无锡市"),)),
)


@pytest.mark.parametrize(
    ("choice", "chosen"),
    [
        (Choice(), ["1.7", "1.1", "1.2"]),
        (Choice(kinds=("principle",)), ["1.1"]),
        (Choice(kinds=("principle", "task")), ["1.7", "1.1", "1.2"]),
        (Choice(units=("省商务厅",)), ["1.7", "1.2"]),
        (Choice(units=("省发改委",)), ["1.7"]),
        (Choice(units=("省发展改革委",)), ["1.7"]),
        (Choice(units=("商务",)), []),
        (Choice(places=("沈阳市",)), ["1.2"]),
        (Choice(places=("沈阳",)), ["1.2"]),
        (Choice(places=("盘锦市",)), ["1.2"]),
        (Choice(places=("甲市",)), ["1.7"]),
        (Choice(chapters=("原则",)), ["1.1"]),
        (Choice(chapters=("协作",)), ["1.7", "1.1", "1.2"]),  # the part's title holds it
        (Choice(chapters=("深化",)), ["1.7", "1.2"]),
        (Choice(chapters=("深化",), units=("省商务厅",), places=("沈阳市",)), ["1.2"]),
        (Choice(kinds=("principle",), units=("省商务厅",)), []),
    ],
)
def test_measures_are_chosen_as_they_are_or_not_at_all(choice, chosen):
    kept = select(FOUND, choice).measures
    assert [measure.id for measure in kept] == chosen
    assert all(measure in FOUND.measures for measure in kept)


@pytest.mark.parametrize(
    ("name", "wanted", "same"),
    [
        ("省发改委", "省发展改革委", True),
        ("省发展改革委", "省发改委", True),
        ("省发展和改革委员会", "省发改委", True),
        ("辽宁省商务厅", "省商务厅", True),
        ("省商务厅", "省商务厅", True),
        ("省商务厅", "商务厅", False),
        ("团省委", "省委", False),
        ("省商务厅", "省财政厅", False),
        ("某不知名公司", "某不知名公司", True),
        ("某不知名公司", "", False),
    ],
)
def test_a_unit_is_known_by_any_of_its_names(name, wanted, same):
    assert is_unit(name, wanted) is same


@pytest.mark.parametrize(
    ("name", "wanted", "there"),
    [
        ("沈阳市", "沈阳市", True),
        ("沈阳市", "沈阳", True),
        ("沈阳", "沈阳市", True),
        ("辽宁省沈阳市", "沈阳市", True),
        ("沈阳市浑南区", "沈阳市", True),
        ("浑南区", "沈阳市", True),
        ("大连市", "辽宁省", True),
        ("大连市", "辽宁", True),
        ("大连市", "吉林省", False),
        ("辽宁省", "大连市", False),
        ("某园区", "大连市", False),
        ("沈阳经开区", "沈阳市", True),
        ("中德（沈阳）高端装备制造产业园", "辽宁省", True),
        ("沈阳经开区", "大连市", False),
        ("大连市", "", False),
    ],
)
def test_a_place_is_known_with_what_lies_in_it(name, wanted, there):
    assert is_at(name, wanted) is there


PLAN = """某省关于推进协作的实施方案

一、重点任务

（一）深化协作。到2025年底前，推动甲市与丙市建立机制，共建园区不少于20个。（牵头单位：省发展改革委；责任单位：省商务厅）

（二）加强交流。每年互派干部20名，落实《某省干部培训规划》要求。（责任单位：省人力资源社会保障厅）
"""


def test_the_places_of_a_real_document_lead_to_its_fields():
    found = record(duikou.extract(PLAN))
    cells = [field for measure in found.measures for field in fields_of(measure) if field.end > field.start]
    for field in cells:
        place = found.place(field)
        assert place is not None
        assert PLAN[place.start : place.end] == field.text


@pytest.mark.parametrize(
    ("found", "zh", "en"),
    [
        (Quantity("不少于20个", 20.0, None, "个", ">=", "园区"), "园区：不少于20个", "园区: 不少于20个"),
        (Quantity("9.8%", 9.8, 9.8, "%", "+", "增加值"), "增加值：增加9.8%", "增加值: up by 9.8%"),
        (Quantity("15%", 15.0, 15.0, "%", "-", "能耗"), "能耗：减少15%", "能耗: down by 15%"),
        (Quantity("翻一番", 1.0, 1.0, "番", "+", "产值"), "产值：翻一番", "产值: 翻一番"),
        (Quantity("3‰", 3.0, 3.0, "‰"), "3‰", "3‰"),
        (Quantity("2个", 2.0, 2.0, "个", "=", "示范区“样板”"), "示范区“样板”：2个", "示范区“样板”: 2个"),
    ],
)
def test_a_quantity_says_what_is_counted_and_which_way_it_goes(found, zh, en):
    extracted = record(make.extracted(make.measure(quantities=(found,))))
    assert table(extracted)[0]["指标"] == zh
    assert table(extracted, lang="en")[0]["Quantities"] == en


def test_two_quantities_with_the_same_words_are_told_apart():
    both = (Quantity("3个", 3.0, 3.0, "个", "=", "园区"), Quantity("3个", 3.0, 3.0, "个", "=", "平台"))
    assert table(record(make.extracted(make.measure(quantities=both))))[0]["指标"] == "园区：3个；平台：3个"


def test_what_came_by_standard_input_is_called_so():
    piped = record(make.extracted(make.measure(), path="-"))
    assert table(piped)[0]["出处文件"] == "标准输入"
    assert table(piped, lang="en")[0]["Path"] == "standard input"
