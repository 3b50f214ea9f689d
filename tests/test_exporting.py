"""What is written: text, Markdown, CSV, the spreadsheet and the reports of a comparison."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import tomllib
from dataclasses import replace
from importlib.resources import files

import builders_export as make
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duikou.errors import OutputError, UnreadableError, UsageError
from duikou.exporting import WRITERS, choose, formats, load, spreadsheet
from duikou.exporting.changes import marked
from duikou.exporting.columns import FLAT, LEDGER, numbered
from duikou.exporting.doctor import report
from duikou.exporting.explain import explain
from duikou.exporting.labels import label, labels, path_text, where
from duikou.exporting.ledger import harmless, write_csv
from duikou.exporting.ledger import write_markdown as write_ledger
from duikou.exporting.markdown import escape, escape_line, join_markdown, markdown, table
from duikou.exporting.passages import pieces
from duikou.exporting.plain import join_text, write_text
from duikou.exporting.record import record
from duikou.exporting.rules import write_rules
from duikou.exporting.screen import visible
from duikou.exporting.spreadsheet import write_xlsx
from duikou.exporting.terminal import write_terminal
from duikou.model import Caution, Change, Place, Removed

RECORD = record(make.extracted(make.FULL, make.measure(6)))


# The registry


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: f"{writer.command}-{writer.format}")
def test_every_writer_can_be_loaded(writer):
    assert callable(load(writer.function))
    assert not writer.join or callable(load(writer.join))


@pytest.mark.parametrize(
    ("command", "format", "output", "chosen"),
    [
        ("clean", None, None, "text"),
        ("clean", None, "out.md", "markdown"),
        ("clean", None, "OUT.DOCX", "docx"),
        ("clean", "json", "out.md", "json"),
        ("clean", None, "out", "text"),
        ("clean", None, "/dev/stdout", "text"),
        ("extract", None, None, "json"),
        ("extract", None, "a.b/out.xlsx", "xlsx"),
        ("diff", None, None, "terminal"),
        ("diff", None, "out.txt", "terminal"),
    ],
)
def test_the_format_follows_the_name_unless_it_is_given(command, format, output, chosen):
    assert choose(command, format, output).format == chosen


@pytest.mark.parametrize(
    ("command", "format", "output", "said"),
    [
        ("diff", "html", None, "terminal, markdown or json"),
        ("diff", "docx", None, "terminal, markdown or json"),
        ("extract", "text", None, "json, markdown, csv or xlsx"),
        ("clean", None, "out.pdf", ".docx"),
        ("diff", None, "out.html", ".json"),
    ],
)
def test_an_unknown_format_is_told_with_those_there_are(command, format, output, said):
    with pytest.raises(UsageError, match=said):
        choose(command, format, output)


# Labels


def test_both_languages_have_the_same_labels():
    words = tomllib.loads(files("duikou.data").joinpath("labels.toml").read_text("utf-8"))
    assert {name: set(words["zh"][name]) for name in words["zh"]} == {
        name: set(words["en"][name]) for name in words["en"]
    }


@pytest.mark.parametrize("column", [*LEDGER, *FLAT], ids=lambda column: column.key)
def test_every_column_has_a_label(column):
    assert column.key in labels("zh", "columns")


def test_an_unknown_language_is_told():
    with pytest.raises(UsageError, match="zh or en"):
        labels("fr", "words")


@pytest.mark.parametrize(
    ("place", "lang", "shown"),
    [
        (Place(3, 12, 0, 1), "zh", "第3页第12行"),
        (Place(None, 12, 0, 1), "zh", "第12行"),
        (Place(3, 12, 0, 1), "en", "page 3, line 12"),
        (None, "zh", ""),
    ],
)
def test_a_place_reads_as_page_and_line(place, lang, shown):
    assert where(place, lang) == shown


# Text and Markdown


def test_text_is_one_paragraph_a_line_with_one_final_line_feed():
    assert write_text(make.cleaned("一、甲", "乙")) == "一、甲\n乙\n"
    assert write_text(make.cleaned()) == ""


@pytest.mark.parametrize(
    ("texts", "joined"),
    [(["甲\n", "乙\n"], "甲\n\n乙\n"), (["甲\n", "", "乙\n"], "甲\n\n乙\n"), (["", "甲\n"], "甲\n"), ([], "")],
)
def test_documents_are_apart_by_an_empty_line(texts, joined):
    assert "".join(join_text(texts)) == joined


def test_markdown_documents_are_apart_by_a_line_across():
    assert "".join(join_markdown(["# 甲\n", "# 乙\n"])) == "# 甲\n\n---\n\n# 乙\n"


def test_markdown_of_a_document():
    assert markdown(make.document(*make.PLAIN)) == (
        "# 某省关于\\*协作\\*的方案\n\n"
        "## 一、总体要求\n\n"
        "### （一）工作思路\n\n"
        "1.工作任务\n\n"
        "1\\. 编号后有空格，\\<标签>不变。\n\n"
        "| 序号 | 任务\\|要点 |\n| --- | --- |\n| 1 | 推进 |\n\n"
        "\\# 井号开头\n"
    )


def test_a_chapter_with_its_text_in_the_same_paragraph_stays_a_paragraph():
    made = make.document(("item", "一、加强领导。各地要抓好落实。", ("一",), "dun"))
    open_item = replace(made.blocks[0], body_start=made.blocks[0].paragraph.start + 7)
    assert markdown(replace(made, blocks=(open_item,))) == "一、加强领导。各地要抓好落实。\n"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("一、甲", "一、甲"),
        ("1.甲", "1.甲"),
        ("1. 甲", "1\\. 甲"),
        ("12) 甲", "12\\) 甲"),
        ("- 甲", "\\- 甲"),
        ("+ 甲", "\\+ 甲"),
        ("——甲", "——甲"),
        ("---", "\\---"),
        ("> 甲", "\\> 甲"),
        ("## 甲", "\\## 甲"),
        ("#甲", "#甲"),
        ("a_b", "a_b"),
        ("_a_", "\\_a\\_"),
        ("[甲](乙)", "\\[甲\\](乙)"),
        ("A&B &lt; &#60;", "A&B \\&lt; \\&#60;"),
        ("C:\\甲", "C:\\\\甲"),
        ("`x` ~~y~~", "\\`x\\` \\~\\~y\\~\\~"),
    ],
)
def test_only_what_markdown_would_eat_is_escaped(text, escaped):
    assert escape_line(text) == escaped


def rendered(source: str) -> str:
    """The text that a reader of rendered Markdown sees, block by block."""
    import re
    from html import unescape

    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(source)
    return unescape(re.sub(r"<[^>]+>", "", html)).strip("\n")


@given(st.text(st.sampled_from("甲1.)-+*_#>~`[]()!<>&;|\\ =aＡ，。"), min_size=1, max_size=24))
def test_rendered_markdown_reads_as_the_text(text):
    text = " ".join(text.split())
    if text:
        assert rendered(escape_line(text)) == text
        assert rendered(f"# {escape(text)}") == text.rstrip("#").rstrip() or text.endswith("#")


def test_a_table_has_as_many_cells_in_each_row():
    assert table([["甲"], ["乙", "丙"]]) == "| 甲 |  |\n| --- | --- |\n| 乙 | 丙 |"


# The ledger


def test_csv_has_a_mark_heads_and_one_row_a_measure():
    text = "".join(write_csv([RECORD], []))
    assert text.startswith("\ufeff来源文件,文件,")
    assert text.count("\r\n") == text.count("\n") == 3
    heads, first, second = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    row = dict(zip(heads, first, strict=True))
    assert row["责任单位"] == "甲市政府；乙市政府"
    assert row["结对"] == "甲市—丙市（园区共建）；乙市—丁市"
    assert row["引用文件"] == "《某省协作条例》（某政发〔2020〕1号）"
    assert (row["编号"], row["页"], row["行"], row["类别"]) == ("三·（一）·5", "2", "15", "任务")
    assert len(second) == len(heads)


def test_csv_heads_in_english():
    assert "".join(write_csv([RECORD], [], "en")).startswith("\ufeffFile,Document,Document number,")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_csv_begins_a_formula(start):
    record_ = record(make.extracted(make.measure(1, text=f"{start}1+1", title=f"{start}x")))
    text = "".join(write_csv([record_], [])).removeprefix("\ufeff")
    row = list(csv.reader(io.StringIO(text, newline="")))[1]
    assert f"'{start}1+1" in row
    assert f"'{start}x" in row


@given(st.text())
def test_a_harmless_cell_is_the_cell_or_the_cell_with_an_apostrophe(text):
    assert harmless(text) in (text, f"'{text}")
    assert str(harmless(text))[:1] not in ("=", "+", "-", "@", "\t", "\r")


def test_markdown_ledger_shows_each_measure_under_its_chapter():
    text = "".join(write_ledger([RECORD], []))
    assert text.count("## 三、重点任务") == 1
    assert (
        text.index("### （一）深化协作")
        < text.index("**三·（一）·5 第5项任务**")
        < text.index("- 牵头单位：省发展改革委")
    )
    assert "配合单位" not in text[text.index("**三·（一）·6") :]
    assert text.endswith("- 出处：第2页第16行\n")


@pytest.mark.parametrize(
    ("label", "shown"),
    [("四", "四、协作"), ("（一）", "（一）协作"), ("2", "2.协作"), ("1.2", "1.2 协作"), ("第三章", "第三章 协作")],
)
def test_a_heading_has_its_number(label, shown):
    assert numbered(label, "协作") == shown


def test_markdown_ledger_says_when_there_are_no_measures():
    assert "未发现编号措施。" in "".join(write_ledger([record(make.extracted())], []))


def test_only_the_kinds_asked_for_are_kept():
    found = make.extracted(make.measure(1), make.measure(2, kind="principle"))
    assert [m.kind for m in record(found, ("principle",)).measures] == ["principle"]


# The spreadsheet


def workbook(*records, lang="zh", errors=()):
    return openpyxl.load_workbook(io.BytesIO(b"".join(write_xlsx(records, list(errors), lang))))


def test_the_ledger_holds_one_row_a_measure_without_empty_columns():
    sheet = workbook(RECORD)["任务台账"]
    heads = [cell.value for cell in sheet[1]]
    assert heads[:2] == ["序号", "文件"]
    assert heads[-1] == "出处"
    assert "部分" not in heads
    assert "关键词" not in heads
    row = dict(zip(heads, (cell.value for cell in sheet[2]), strict=True))
    assert row["牵头单位"] == "省发展改革委"
    assert row["出处"] == "plan.txt 第2页第15行"
    assert row["序号"] == 1
    assert sheet.max_row == 3


def test_the_ledger_is_set_up_for_work_and_for_paper():
    sheet = workbook(RECORD)["任务台账"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.oddHeader.center.text == "某省协作方案"
    assert "&P" in sheet.oddFooter.center.text
    assert all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row)


def test_the_documents_and_the_failures_have_a_sheet():
    caution = Caution("private-use", "a private-use character", "x", Place(None, 1, 0, 1))
    with_warning = record(make.extracted(make.FULL, cautions=(caution,)))
    sheet = workbook(with_warning, errors=[UnreadableError("holds no text", "", "empty.txt")])["文件"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["标题", "发文字号", "发文机关", "成文日期", "来源文件", "格式", "页数", "措施数", "提示"]
    assert rows[1][4:] == ["plan.txt", "文本", None, 1, "a private-use character"]
    assert (rows[2][4], rows[2][8]) == ("empty.txt", "holds no text")


def test_the_spreadsheet_in_english():
    book = workbook(RECORD, lang="en")
    assert book.sheetnames == ["Ledger of tasks", "Documents"]
    assert "Lead units" in [cell.value for cell in book["Ledger of tasks"][1]]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@x", "http://a.example/b", "{=1}", "00012"])
def test_every_cell_is_a_string(text):
    sheet = workbook(record(make.extracted(make.measure(1, text=text))))["任务台账"]
    cells = [cell for cell in sheet[2] if cell.value == text]
    assert [cell.data_type for cell in cells] == ["s"]
    assert [cell.hyperlink for cell in cells] == [None]


def test_the_bytes_depend_on_the_records_alone():
    assert b"".join(write_xlsx([RECORD], [])) == b"".join(write_xlsx([RECORD], []))


def test_a_cell_too_long_is_cut_and_told():
    long = record(make.extracted(make.measure(1, text="甲" * 40_000), make.measure(2, text="乙\x01丙\ufffe")))
    book = workbook(long)
    texts = [row[[c.value for c in book["任务台账"][1]].index("内容")].value for row in book["任务台账"].iter_rows(2)]
    assert len(texts[0]) == spreadsheet.LONGEST
    assert texts[0].endswith("此处截断）")
    assert texts[1] == "乙丙"
    assert "已截断" in book["文件"]["I2"].value
    assert "控制字符" in book["文件"]["I2"].value


def test_characters_beyond_the_plane_are_counted_as_the_format_counts():
    long = record(make.extracted(make.measure(1, text="𠀀" * 20_000)))
    cell = next(c for c in workbook(long)["任务台账"][2] if str(c.value).startswith("𠀀"))
    assert len(str(cell.value).encode("utf-16-le")) // 2 <= spreadsheet.LONGEST


def test_more_measures_than_rows_is_an_error(monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 2)
    with pytest.raises(OutputError, match="CSV"):
        b"".join(write_xlsx([RECORD], []))


def test_a_long_text_gets_a_wider_column_and_a_taller_row():
    short = workbook(record(make.extracted(make.measure(1))))["任务台账"]
    long = workbook(record(make.extracted(make.measure(1, text="建立机制。" * 60))))["任务台账"]
    assert long.row_dimensions[2].height > short.row_dimensions[2].height
    assert long.row_dimensions[2].height <= spreadsheet.TALLEST


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_reads_the_spreadsheet(tmp_path):
    file = tmp_path / "ledger.xlsx"
    file.write_bytes(b"".join(write_xlsx([RECORD], [])))
    profile = (tmp_path / "profile").as_uri()
    command = [
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76",
    ]
    done = subprocess.run([*command, "--outdir", tmp_path, file], capture_output=True, timeout=180, check=False)
    made = tmp_path / "ledger.csv"
    if not made.exists() and b"could not be loaded" in done.stderr + done.stdout:
        pytest.skip("LibreOffice is here without Calc")
    rows = list(csv.reader(io.StringIO(made.read_text("utf-8"))))
    assert rows[0][:2] == ["序号", "文件"]
    assert len(rows) == 3


# Comparisons


def test_markdown_of_a_comparison():
    text = load("changes:write_markdown")(make.comparison(*make.ALL_CHANGES))
    assert "完成投资 ~~100亿~~ **120亿** 元，建成园区。" in text
    assert "三·5 → 三·6" in text
    assert "编辑性变化 1 处：标点 1" in text
    assert "一,二" not in text


@pytest.mark.parametrize(
    "ops",
    [
        (("equal", "甲"), ("delete", "，"), ("equal", "乙")),
        (("equal", "甲"), ("insert", "“乙”"), ("equal", "丙")),
        (("delete", "*甲*"), ("insert", "_乙_")),
        (("equal", "甲"), ("insert", " "), ("equal", "乙")),
    ],
)
def test_marks_of_markdown_are_never_seen(ops):
    change = Change("substantive", "replace", "wording", make.side("x"), make.side("y"), ops, "exact", 1.0)
    shown = rendered(marked(change))
    assert "**" not in shown
    assert "~~" not in shown
    assert shown.replace(" ", "") == "".join(text if text.strip() else "␣" for _, text in ops)


def test_the_terminal_without_colour_uses_marks_and_fits_80_columns():
    text = write_terminal(make.comparison(*make.ALL_CHANGES))
    assert "完成投资[-100亿-]{+120亿+}元，建成园区。" in text
    assert "\x1b" not in text
    assert text.index("实质性变化 3 处") < text.index("三·5 → 三·6")
    assert max(map(cells, text.splitlines())) <= 80


def cells(line: str) -> int:
    from rich.cells import cell_len

    return cell_len(line)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_long_passages_wrap_within_the_width(width):
    long = Change(
        "substantive",
        "replace",
        "wording",
        make.side("x", "三", "5"),
        make.side("y", "三", "5"),
        (
            ("equal", "甲乙丙丁" * 40),
            ("delete", "推进" * 50),
            ("insert", "make progress " * 20),
            ("equal", "戊己" * 90),
        ),
        "label",
        0.5,
    )
    text = write_terminal(make.comparison(long), width=width)
    assert max(map(cells, text.splitlines())) <= width
    assert "推进" * 50 in "".join(line.strip() for line in text.splitlines())


def test_the_terminal_with_colour_uses_no_marks():
    text = write_terminal(make.comparison(make.NUMBER), color=True)
    assert "\x1b[" in text
    assert "[-" not in text


def test_nothing_of_a_document_steers_the_terminal():
    evil = Change(
        "substantive",
        "insert",
        "insertion",
        None,
        make.side("x\x1b[2J\u202e"),
        (("insert", "x\x1b[2J\u202e"),),
        "none",
        0.0,
    )
    text = write_terminal(make.comparison(evil))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "␛[2J<U+202E>" in text


@given(st.text())
def test_visible_text_holds_no_control_characters(text):
    assert not any(ord(c) < 32 and c not in "\n\t" for c in visible(text))


@pytest.mark.parametrize(("changes", "said"), [((), "两个版本没有差异。"), ((make.COMMA,), "两个版本没有实质性差异。")])
def test_no_difference_is_said(changes, said):
    assert said in write_terminal(make.comparison(*changes))
    assert said in load("changes:write_markdown")(make.comparison(*changes))


@given(
    st.lists(st.tuples(st.sampled_from(["equal", "delete", "insert"]), st.text("甲乙丙1，", min_size=1)), min_size=1)
)
def test_no_deleted_or_inserted_piece_is_shortened(ops):
    change = Change("substantive", "replace", "wording", make.side("x"), make.side("y"), tuple(ops), "exact", 1.0)
    want = [op for op in ops if op[0] != "equal"]
    assert [piece for piece in pieces(change, 3) if piece[0] != "equal"] == want


# Explanations, rules, doctor


def test_an_explanation_shows_edits_removals_and_warnings():
    removed = Removed("— 3 —", "page-numbers", Place(3, 40, 5, 10))
    caution = Caution("misread-di", "likely 第", "笫五条", Place(None, 7, 0, 3))
    text = explain(
        make.cleaned("甲 乙", removed=(removed,), cautions=(caution,), log=make.log_of("甲  乙", (1, 3, " ")))
    )
    assert text == (
        "plan.txt：1 个段落\n"
        "  改动：1\n"
        "         1  spaces\n"
        "  删除的页面元素：1\n"
        "    第3页第40行  page-numbers  — 3 —\n"
        "  提示：1\n"
        "    第7行  misread-di  likely 第  笫五条\n"
    )


def test_an_explanation_of_nothing():
    assert explain(make.cleaned("甲"), "en") == "plan.txt: paragraphs: 1\n  no edits\n  nothing was removed\n"


@pytest.mark.parametrize("format", ["text", "markdown", "json"])
def test_every_rule_is_listed(format):
    from duikou.cleaning import rules_in_order

    rules = rules_in_order()
    text = write_rules(rules, format)
    assert all(rule.name in text for rule in rules)
    assert text.endswith("\n")


def test_rules_in_another_format_are_refused():
    with pytest.raises(UsageError, match="json"):
        write_rules([], "xml")


def test_the_doctor_names_every_format():
    from duikou.reading.formats import FORMATS

    text = report(FORMATS)
    assert all(record.label in text for record in FORMATS)
    assert "lxml" in text


def test_the_doctor_says_what_to_install():
    from duikou.reading.formats import BY_NAME

    missing = replace(BY_NAME["docx"], needs=("no_such_module_here",), install="pip install it")
    text = report([missing])
    assert "needs no_such_module_here" in text
    assert "pip install it" in text


def test_paths_are_not_numbers_to_a_spreadsheet():
    assert path_text(("1", "2")) == "1·2"
    assert label("zh", "kinds", "task") == "任务"
    assert set(formats("extract")) == {"json", "markdown", "csv", "xlsx"}
