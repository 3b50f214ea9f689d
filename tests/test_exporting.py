"""What is written: text, Markdown, CSV, the spreadsheet and the reports of a comparison."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib.resources import files

import builders_export as make
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duikou.errors import UsageError
from duikou.exporting import WRITERS, choose, formats, load
from duikou.exporting.changes.markdown import marked
from duikou.exporting.changes.report_lines import shortened_ops
from duikou.exporting.changes.terminal import write_terminal
from duikou.exporting.doctor import report
from duikou.exporting.labels import label, labels, path_text, where
from duikou.exporting.rules_list import write_rules
from duikou.exporting.screen import visible
from duikou.exporting.text.explain import explain
from duikou.exporting.text.markdown import escape, escape_line, join_markdown, markdown, table
from duikou.exporting.text.plain import join_text, write_text
from duikou.model import Caution, Change, Place, Removed

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
        ("diff", "pdf", None, "terminal, markdown, json, html, docx or xlsx"),
        ("diff", "xml", None, "terminal, markdown, json, html, docx or xlsx"),
        ("extract", "text", None, "json, jsonl, table, markdown, csv, xlsx, html, ics, sqlite or parquet"),
        ("clean", None, "out.pdf", ".docx"),
        ("diff", None, "out.pdf", ".json"),
    ],
)
def test_an_unknown_format_is_told_with_those_there_are(command, format, output, said):
    with pytest.raises(UsageError, match=said):
        choose(command, format, output)


# Labels


def test_both_languages_have_the_same_labels():
    words = tomllib.loads(files("duikou.data").joinpath("exporting/labels.toml").read_text("utf-8"))
    assert {name: set(words["zh"][name]) for name in words["zh"]} == {
        name: set(words["en"][name]) for name in words["en"]
    }


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


# Comparisons


def test_markdown_of_a_comparison():
    text = load("changes.markdown:write_markdown")(make.comparison(*make.ALL_CHANGES))
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
    assert said in load("changes.markdown:write_markdown")(make.comparison(*changes))


@given(
    st.lists(st.tuples(st.sampled_from(["equal", "delete", "insert"]), st.text("甲乙丙1，", min_size=1)), min_size=1)
)
def test_no_deleted_or_inserted_piece_is_shortened(ops):
    change = Change("substantive", "replace", "wording", make.side("x"), make.side("y"), tuple(ops), "exact", 1.0)
    want = [op for op in ops if op[0] != "equal"]
    assert [piece for piece in shortened_ops(change, 3) if piece[0] != "equal"] == want


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


def test_the_doctor_names_tools_with_their_versions():
    from duikou.reading.files.tools import Tool

    there = Tool("reader", "scans", lambda: "1.2.3", "")
    lacking = Tool("other", ".doc", lambda: None, "apt-get install other")
    assert report([], [there, lacking]).splitlines()[-3:] == [
        "has    reader  1.2.3  for scans",
        "no     other   for .doc",
        "               apt-get install other",
    ]


def test_the_doctor_says_what_to_install():
    from duikou.reading.formats import BY_NAME

    missing = BY_NAME["docx"]._replace(needs=("no_such_module_here",), install="pip install it")
    text = report([missing])
    assert "needs no_such_module_here" in text
    assert "pip install it" in text


def test_paths_are_not_numbers_to_a_spreadsheet():
    assert path_text(("1", "2")) == "1·2"
    assert label("zh", "kinds", "task") == "任务"
    texts = {"json", "jsonl", "table", "markdown", "csv", "html", "ics"}
    assert set(formats("extract")) == {*texts, "xlsx", "sqlite", "parquet"}
