"""What a comparison is written as: the script behind all, the page, the sheet, the terminal, several versions, git."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
import stat
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from builders_compare import plan
from builders_diff import NEW, OLD, by_hand, compared, replaced, titled
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from test_cli import run
from test_comparing_properties import versions
from test_exporting import cells

import duikou
from duikou.app import pager as paging
from duikou.comparing import compare
from duikou.comparing.sifting import known, matters, sift
from duikou.errors import UsageError
from duikou.exporting import choose, formats, load
from duikou.exporting.changes.edit_script import NEW as HERE
from duikou.exporting.changes.edit_script import OLD as THERE
from duikou.exporting.changes.edit_script import edit_script, whole
from duikou.exporting.changes.page import write_html
from duikou.exporting.changes.page import write_several as pages
from duikou.exporting.changes.page_view import View
from duikou.exporting.changes.provisions import provisions, side_pieces
from duikou.exporting.changes.report_lines import run_heading, run_position, runs, verdict
from duikou.exporting.changes.rows import rows
from duikou.exporting.changes.sheet import write_several as sheets
from duikou.exporting.changes.sheet import write_xlsx
from duikou.exporting.changes.terminal import write_several, write_terminal
from duikou.model import Change, Comparison, Document, Place, Side

SCHEMA = Path(duikou.__file__).parent / "data" / "schemas" / "diff.json"
ROOT = Path(__file__).resolve().parent.parent

# The script


def assert_whole(comparison: Comparison) -> None:
    pieces = edit_script(comparison)
    assert "".join(piece.text for piece in pieces if piece.kind in THERE) == whole(comparison.old)
    assert "".join(piece.text for piece in pieces if piece.kind in HERE) == whole(comparison.new)


@settings(max_examples=400, deadline=None)
@given(versions())
def test_the_script_makes_both_texts_and_each_paragraph_is_in_one_row(pair: tuple[Document, Document]) -> None:
    comparison = compare(*pair)
    assert_whole(comparison)
    found = rows(comparison)
    for side, document in (("old", comparison.old), ("new", comparison.new)):
        indices = [index for row in found for index in getattr(row, side)]
        assert sorted(indices) == list(range(len(document.cleaned.paragraphs)))
    assert [index for row in found for index in row.new] == sorted(index for row in found for index in row.new)
    assert all(row.old or row.new for row in found)


@settings(max_examples=200, deadline=None)
@given(versions())
def test_an_unchanged_row_is_the_same_paragraph_twice(pair: tuple[Document, Document]) -> None:
    comparison = compare(*pair)
    for row in rows(comparison):
        if not row.differs:
            old, new = (
                [document.cleaned.paragraphs[k].text for k in indices]
                for document, indices in ((comparison.old, row.old), (comparison.new, row.new))
            )
            assert old == new
            assert len(old) == 1


def test_the_pieces_of_a_change_are_the_ones_it_names() -> None:
    comparison = compared()
    for index, change in enumerate(comparison.changes):
        if change.type == "move":
            continue
        shown = {
            kind: "".join(p.text for p in edit_script(comparison) if p.change == index and p.kind == kind).strip("\n")
            for kind in ("delete", "insert")
        }
        said = {kind: "".join(text for op, text in change.ops if op == kind).strip("\n") for kind in shown}
        assert shown == said


@given(
    st.lists(st.text("甲乙丙。", max_size=6).map(lambda t: t.replace("\n", "")), max_size=5),
    st.lists(st.text("甲乙丙。", max_size=6), max_size=5),
    st.tuples(st.integers(0, 12), st.integers(0, 12)),
    st.text("甲乙", min_size=1, max_size=4),
)
def test_no_change_is_believed(old: list[str], new: list[str], at: tuple[int, int], text: str) -> None:
    change = replaced(text, text[::-1] + "丙", (("delete", text), ("insert", text[::-1] + "丙")), at)
    move = replace(replaced(text, text, (("equal", text),), at), type="move")
    assert_whole(by_hand(tuple(old), tuple(new), change, move))
    assert_whole(by_hand(tuple(old), tuple(new), move, replace(move, type="insert", old=None)))


# The page


def visible_text(page: str) -> str:
    body = page.split("<body>", 1)[1].split("<script>", 1)[0]
    body = re.sub(r"<svg width.*?</svg>", "", body, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]*>", "", body))


def test_the_page_shows_every_paragraph_of_both_versions() -> None:
    text = "".join(visible_text(write_html(compared())).split())
    for document in (compared().old, compared().new):
        for paragraph in document.cleaned.paragraphs:
            assert "".join(paragraph.text.split()) in text.replace("¶", "")


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "&lt;b&gt; &amp; </p></article>",
    "</style><style>body{display:none}</style>",
    "javascript:alert(1)",
    "甲\x00\x1b[2J\u202e乙\ufffe",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_text_becomes_markup(text: str, lang: str) -> None:
    def made(text: str) -> str:
        ops = (("equal", "甲"), ("delete", text), ("insert", text + "！"))
        change = replaced(f"甲{text}", f"甲{text}！", ops)
        return write_html(titled(by_hand((f"甲{text}", "丙"), (f"甲{text}！", "丙"), change), text), lang)

    page = made(text)
    assert Counter(re.findall(r"</?\w+", page)) == Counter(re.findall(r"</?\w+", made("乙")))
    assert not re.search("[\x00\x1b\u202e\ufffe]", page)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=30))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    line = "".join(text.split())
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]", "", line)
    kept = re.sub("[\u202a-\u202e\u2066-\u2069\ue000-\uf8ff]", lambda m: f"<U+{ord(m[0]):04X}>", kept)
    page = write_html(by_hand((f"始{line}终",), ("另一句。",)))
    assert f"始{kept}终" in "".join(visible_text(page).split())


def test_the_page_loads_nothing_and_names_its_one_script() -> None:
    page = write_html(compared())
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    own = page.split("<script>", 1)[1].split("</script>", 1)[0]
    digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
    assert policy[1] == f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    assert not re.search(r"""(?:src|href)=["'](?!#)|url\(|@import|https?:""", page)


def test_every_link_of_the_page_leads_to_a_place_on_it_and_every_id_is_one() -> None:
    for page in (write_html(compared()), pages((compared(), duikou.diff(NEW, OLD)))):
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_front_matter_stands_apart_on_the_page() -> None:
    page = write_html(compared())
    body, front = page.split('<section class="zone front">')
    assert "行动方案" in visible_text("<body>" + front)
    assert '<del class="substantive" data-change="0">' in front
    assert '<del class="substantive" data-change="0">' not in body


def test_the_page_is_the_same_each_time_and_speaks_both_languages() -> None:
    assert write_html(compared()) == write_html(compared())
    english = write_html(compared(), "en")
    assert '<html lang="en">' in english
    assert "Outside the body" in english
    assert "正文之外" not in english
    assert "likely wrong: “投人” for “投入”" in english
    assert "新版疑似有误：“投人”当为“投入”" in write_html(compared())


def test_unchanged_paragraphs_are_folded() -> None:
    page = write_html(compared())
    folds = re.findall(r'<details class="same">.*?</details>', page, re.DOTALL)
    assert any("深化产业协作" in fold for fold in folds)
    assert not any("<ins" in fold or "<del" in fold for fold in folds)
    assert "open" not in "".join(re.findall(r"<details[^>]*class=\"same\"[^>]*>", page))


def test_a_page_without_changes_says_so() -> None:
    page = write_html(duikou.diff(OLD, OLD))
    assert "两个版本没有差异。" in page
    assert 'class="filters"' not in page
    assert '<article class="change"' not in page
    assert write_html(duikou.diff("", OLD)).count('<article class="change"') > 0


def test_what_is_ignored_is_on_the_page_but_not_marked() -> None:
    kept = sift(compared(), only=("number", "date"))
    page = write_html(kept)
    assert f"另有 {len(kept.ignored)} 处变化按要求未列出" in page
    marks = re.findall(r"<(?:ins|del)\b[^>]*>(.*?)</(?:ins|del)>", page)
    assert "2025年" in "".join(marks)
    assert "优化营商环境" not in "".join(marks)
    assert "优化营商环境" in page


# The sheet


def book(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data), rich_text=True)


def test_the_sheet_holds_one_row_a_change_the_body_first() -> None:
    sheet = book(write_xlsx(compared()))["变化清单"]
    heads = [cell.value for cell in sheet[1]]
    assert heads == ["序号", "位置", "旧版", "新版", "类别", "类型", "说明", "出处"]
    found = list(sheet.iter_rows(min_row=2))
    assert [row[0].value for row in found] == list(range(1, len(compared().changes) + 1))
    order = View(compared(), "zh").numbers
    front = [k for k, change in enumerate(compared().changes) if change.zone == "front"]
    assert list(order)[-len(front) :] == front
    for k, number in order.items():
        row, change = found[number - 1], compared().changes[k]
        assert (str(row[2].value) if row[2].value else "") == (change.old.text if change.old else "").replace(
            "\t", "　"
        )
        assert (str(row[3].value) if row[3].value else "") == (change.new.text if change.new else "").replace(
            "\t", "　"
        )
    notes = {row[0].value: row[6].value for row in sheet.iter_rows(min_row=2)}
    assert "新版疑似有误：“投人”当为“投入”" in notes.values()
    assert "由二·（二）移至三·（三）" in notes.values()
    assert "正文之外" in notes.values()


def test_changed_words_are_marked_in_the_cell() -> None:
    sheet = book(write_xlsx(compared()))["变化清单"]
    row = next(row for row in sheet.iter_rows(min_row=2) if "2025年" in str(row[2].value or ""))
    old = {str(run.text): run.font for run in row[2].value if not isinstance(run, str)}
    new = {str(run.text): run.font for run in row[3].value if not isinstance(run, str)}
    assert next(font for text, font in old.items() if "2025年" in text).strike
    assert next(font for text, font in new.items() if "2027年" in text).u == "single"
    whole = next(row for row in sheet.iter_rows(min_row=2) if "优化营商环境" in str(row[3].value or ""))
    assert whole[3].font.u == "single"
    assert whole[2].value is None


def test_the_sheet_is_set_up_for_work_and_for_paper() -> None:
    sheet = book(write_xlsx(compared()))["变化清单"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:H{len(compared().changes) + 1}"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$1:$1"
    assert all(cell.alignment.wrap_text for cell in sheet[2])


def test_an_overview_counts_by_zone_and_class() -> None:
    sheet = book(write_xlsx(compared(), "en"))["Overview"]
    rows_of = {row[0].value: [cell.value for cell in row[1:]] for row in sheet.iter_rows()}
    assert rows_of["Version"] == ["Old", "New"]
    assert rows_of["Outside the body · Substantive"] == [None, 1]
    assert rows_of["Body · Moved"] == [None, 1]


@given(st.text(max_size=8), st.text(max_size=8))
def test_every_cell_of_the_sheet_is_text(old: str, new: str) -> None:
    change = replaced(f"={old}", f"+{new}", (("delete", f"={old}"), ("insert", f"+{new}")))
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(by_hand(("甲",), ("乙",), change))))["变化清单"]
    assert sheet.cell(2, 3).data_type == sheet.cell(2, 4).data_type == "s"


def test_a_long_cell_is_cut_with_a_mark_and_the_bytes_are_the_same() -> None:
    long = "甲" * 40_000
    change = replaced(f"{long}乙", f"{long}丙", (("equal", long), ("delete", "乙"), ("insert", "丙")))
    data = write_xlsx(by_hand(("甲",), ("乙",), change))
    value = str(openpyxl.load_workbook(io.BytesIO(data))["变化清单"].cell(2, 3).value)
    assert len(value) <= 32_767
    assert value.endswith("……（内容过长，此处截断）")
    assert data == write_xlsx(by_hand(("甲",), ("乙",), change))
    assert write_xlsx(compared()) == write_xlsx(compared())


# 条款对照表

STATUTE = (
    "某省取水条例\n（2010年3月1日某省人民代表大会常务委员会第十次会议通过）\n第一章 总则\n"
    "第一条 为了保护水资源，制定本条例。\n第二条 取水的单位应当缴纳水资源费。\n农村取水的除外。\n"
    "（一）饮用的；\n（二）灌溉的。\n第三条 本条例自2010年5月1日起施行。\n"
)
AMENDED = (
    STATUTE.replace("会议通过）", "会议通过 根据2018年5月27日某省人民代表大会常务委员会第二次会议修正）")
    .replace("水资源费", "水资源税")
    .replace("第三条", "第三条 县级以上人民政府负责监督检查。\n第四条")
)
AGAIN = AMENDED.replace("2018年5月27日", "2022年7月28日").replace("农村取水", "农村居民取水")


def test_an_article_is_one_row_with_both_texts_whole() -> None:
    sheet = book(write_xlsx(duikou.diff(STATUTE, AMENDED)))["条款对照表"]
    found = list(sheet.iter_rows(values_only=True))
    heads = [str(head) for head in found[0]]
    assert heads[2:4] == ["旧版（2010年3月1日通过）", "新版（2018年5月27日修正）"]
    rows_of = {str(row[1]): row for row in found[1:]}
    second = rows_of["第二条"]
    assert str(second[2]) == "第二条　取水的单位应当缴纳水资源费。\n农村取水的除外。\n（一）饮用的；\n（二）灌溉的。"
    assert str(second[3]) == str(second[2]).replace("水资源费", "水资源税")
    assert rows_of["第三条"][2] is None
    assert str(rows_of["第三条\n→ 第四条"][3]) == "第四条　本条例自2010年5月1日起施行。"
    numbers = [int(line.split(".")[0]) for row in found[1:] if row[4] for line in str(row[4]).splitlines()]
    assert numbers == sorted(numbers) == list(range(1, len(numbers) + 1))
    hidden = {k for k, shape in sheet.row_dimensions.items() if shape.hidden}
    assert hidden == {k for k, row in enumerate(found, 1) if not row[4]}


@settings(max_examples=60, deadline=None)
@given(versions())
def test_every_paragraph_is_in_one_row_of_the_articles(pair: tuple[Document, Document]) -> None:
    view = View(compare(*pair), "zh")
    for moved in (False, True):
        found = provisions(view.rows, view.old, view.new, moved=moved)
        assert sorted(k for one in found for k in one.rows) == list(range(len(view.rows)))
    for side, document in enumerate(pair):
        texts = [
            "".join(
                piece.text for piece in side_pieces([view.rows[k] for k in one.rows], (view.old, view.new)[side], side)
            )
            for one in provisions(view.rows, view.old, view.new, moved=True)
        ]
        shown = sorted(line.replace("　", "") for text in texts for line in text.splitlines())
        assert shown == sorted(paragraph.text.replace("　", "") for paragraph in document.cleaned.paragraphs)


def test_the_history_of_an_article_is_one_row_a_column_a_version() -> None:
    steps = (duikou.diff(STATUTE, AMENDED), duikou.diff(AMENDED, AGAIN))
    sheet = book(sheets(steps))["条款沿革"]
    found = list(sheet.iter_rows(values_only=True))
    assert [str(head) for head in found[0][2:5]] == [
        "第 1 版（2010年3月1日通过）",
        "第 2 版（2018年5月27日修正）",
        "第 3 版（2022年7月28日修正）",
    ]
    rows_of = {str(row[1]): [str(cell or "") for cell in row[2:]] for row in found[1:]}
    assert ["税" in text for text in rows_of["第二条"][:3]] == [False, True, True]
    assert ["农村居民" in text for text in rows_of["第二条"][:3]] == [False, False, True]
    assert [bool(text) for text in rows_of["第三条"][:3]] == [False, True, True]
    assert [text[:3] for text in rows_of["第三条\n→ 第四条"][:3]] == ["第三条", "第四条", "第四条"]
    assert [line[:5] for line in rows_of["第二条"][3].splitlines()] == ["第 2 版", "第 3 版"]


def test_the_page_of_several_versions_shows_each_article_through_all_of_them() -> None:
    page = pages((duikou.diff(STATUTE, AMENDED), duikou.diff(AMENDED, AGAIN)))
    table = page.split('<table class="articles">')[1].split("</table>")[0]
    second = next(row for row in table.split("<tr>") if "取水的单位" in row)
    cells_of = [re.sub("<br>", "\n", cell) for cell in re.findall("<td[^>]*>(.*?)</td>", second)]
    assert [re.findall("<ins>(.*?)</ins>", cell) for cell in cells_of] == [[], ["税"], ["农村居民"]]
    assert "（一）饮用的；\n（二）灌溉的。" in cells_of[0]
    assert "为了保护水资源" not in table


# The terminal and Markdown


@pytest.mark.parametrize("width", [40, 80, 140])
@pytest.mark.parametrize("side_by_side", [False, True])
def test_the_terminal_keeps_to_its_width_and_leaves_nothing_out(width: int, side_by_side: bool) -> None:
    text = write_terminal(compared(), width=width, side_by_side=side_by_side)
    assert max(map(cells, text.splitlines())) <= width
    joined = "".join("".join(line.split()) for line in text.splitlines())
    if not side_by_side:
        for change in compared().changes:
            for kind, piece in change.ops:
                if change.klass != "editorial" and kind != "equal":
                    assert "".join(piece.split()) in joined.replace("↵", "")


def test_running_text_is_no_wider_than_a_reader_can_follow() -> None:
    assert max(map(cells, write_terminal(compared(), width=240).splitlines())) <= 100
    assert max(map(cells, write_terminal(compared(), width=240, side_by_side=True).splitlines())) > 100


def test_two_columns_show_the_old_version_on_the_left() -> None:
    text = write_terminal(compared(), width=120, side_by_side=True)
    line = next(line for line in text.splitlines() if "2025年" in line)
    assert "[-2025年-]" in line
    assert line.index("2025年") < line.index("{+2027年+}")
    assert "2027年" not in line.split("2027年")[0]


def test_the_summary_comes_first_and_front_matter_last() -> None:
    count = len(compared().changes)
    for text in (write_terminal(compared()), load("changes.markdown:write_markdown")(compared())):
        assert text.index("位置移动 1 处") < text.index(f"正文 {count - 1} 处，正文之外 1 处") < text.index("2025年")
        assert text.index("正文之外", text.index("2025年")) < text.index("行动方案", text.index("2025年"))


RENUMBERED = [(4, 5), (5, 6), (6, 7), (9, 11), (10, 12)]


def renumber(old: str, new: str, above: tuple[str, ...] = ("二",)) -> Change:
    sides = [Side((*above, label), label, Place(None, 1, 0, 1)) for label in (old, new)]
    return Change("editorial", "renumber", "numbering", sides[0], sides[1], (("equal", "文"),), "exact", 1.0)


def test_a_chain_of_renumberings_is_told_as_runs() -> None:
    chain = [renumber(str(old), str(new)) for old, new in RENUMBERED]
    assert [len(run) for run in runs(chain)] == [3, 2]
    assert [run_heading(run, "zh") for run in runs(chain)] == [
        "二·4—6 → 二·5—7  重新编号 3 处",
        "二·9—10 → 二·11—12  重新编号 2 处",
    ]
    chinese = [renumber(f"第{a}条", f"第{b}条") for a, b in (("九", "十"), ("十", "十一"), ("十一", "十二"))]
    assert [run_heading(run, "en") for run in runs(chinese)] == [
        "二·第九条—第十一条 → 二·第十条—第十二条  renumbered 3"
    ]
    apart = [renumber("1", "2"), renumber("2", "3", ("三",)), renumber("附", "件")]
    assert [len(run) for run in runs(apart)] == [1, 1, 1]


def test_a_run_of_items_is_cited_at_both_ends() -> None:
    items = ("采砂、取土；", "爆破、钻探；", "修建厂房。")
    text = "甲市河道管理办法\n第一条 下列活动应当报经批准：\n{}\n第二条 河道由县水务局管理。\n"
    listed = [f"（{n}）{item}" for n, item in zip("一二三", items, strict=True)]
    more = ["（一）倾倒渣土；", *(f"（{n}）{item}" for n, item in zip("二三四", items, strict=True))]
    changes = duikou.diff(text.format("\n".join(listed)), text.format("\n".join(more))).changes
    heads = [run_heading(run, "zh") for run in runs([c for c in changes if c.type == "renumber"])]
    assert heads == ["第一条第（一）项—第（三）项 → 第一条第（二）项—第（四）项  重新编号 3 处"]


def test_markdown_of_several_versions_renders() -> None:
    text = load("changes.markdown:write_several")((compared(), duikou.diff(NEW, OLD)))
    html = MarkdownIt().enable("table").render(text)
    assert html.count("<table>") == 3
    assert re.findall(r"<h2>(.*?)</h2>", html) == ["第 1 版 → 第 2 版", "第 2 版 → 第 3 版"]
    assert "新版疑似有误：“投人”当为“投入”" in text


# Sifting, and what makes a difference


@pytest.mark.parametrize("name", known())
def test_each_name_takes_its_changes_out_or_keeps_them_alone(name: str) -> None:
    without, alone = sift(compared(), ignore=(name,)), sift(compared(), only=(name,))
    assert set(without.changes) | set(without.ignored) == set(compared().changes)
    assert alone.changes == without.ignored
    assert alone.ignored == without.changes
    assert len(without.changes) + len(without.ignored) == len(compared().changes)


def test_names_join_and_ignoring_goes_before() -> None:
    kept = sift(compared(), ignore=("front",), only=("substantive", "suspect"))
    assert {change.zone for change in kept.changes} == {"body"}
    assert {change.klass for change in kept.changes} == {"substantive", "suspect"}
    assert "move" not in {change.type for change in kept.changes}


@pytest.mark.parametrize(
    ("name", "said"), [("nonsense", "Give substantive, suspect"), ("scripts", "Give substantive, suspect")]
)
def test_an_unknown_name_is_told(name: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        sift(compared(), ignore=(name,))


MATTERS = [
    ("substantive", "replace", True, True),
    ("substantive", "move", True, True),
    ("suspect", "replace", True, False),
    ("editorial", "renumber", True, False),
    ("editorial", "replace", False, False),
]


@pytest.mark.parametrize(("klass", "kind", "by_default", "strictly"), MATTERS)
def test_which_changes_make_a_difference(klass: str, kind: str, by_default: bool, strictly: bool) -> None:
    change = replace(compared().changes[0], klass=klass, type=kind)
    assert (matters(change), matters(change, "substantive")) == (by_default, strictly)


def test_a_report_never_says_there_is_no_difference_when_some_are_left_out() -> None:
    none = sift(compared(), only=("place",))
    assert verdict(none, "zh") == "没有要列出的变化。"
    for text in (write_terminal(none), load("changes.markdown:write_markdown")(none), write_html(none)):
        assert "没有差异" not in text
        assert f"另有 {len(compared().changes)} 处变化按要求未列出" in text
    assert json.loads(load("json.contract:diff_json")(none))["ignored"] == len(compared().changes)


# Several versions


def test_several_versions_in_each_format() -> None:
    steps = (compared(), duikou.diff(NEW, OLD))
    text = write_several(steps)
    assert [line[:7] for line in text.splitlines()[:3]] == ["第 1 版  ", "第 2 版  ", "第 3 版  "]
    assert text.index("第 2 版 → 第 3 版  实质性变化") < text.index("2025年")
    value = json.loads(load("json.contract:diffs_json")(steps))
    Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(value)
    assert value["schema"] == "duikou.diffs/1"
    assert [step["schema"] for step in value["comparisons"]] == ["duikou.diff/1"] * 2
    assert book(sheets(steps)).sheetnames == [
        "条款沿革",
        "条款对照表 1→2",
        "变化清单 1→2",
        "条款对照表 2→3",
        "变化清单 2→3",
        "概要",
    ]
    page = pages(steps)
    assert page.count('<section class="comparison"') == 2
    assert page.count("<h1") == 1


def test_every_format_of_diff_is_written_for_two_and_all_but_word_for_more() -> None:
    for name, writer in formats("diff").items():
        assert load(writer.function)(compared())
        assert bool(writer.join) == (name != "docx")
    assert choose("diff", None, "x.XLSX").format == "xlsx"


# The command


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(OLD, "utf-8")
    new.write_text(NEW, "utf-8")
    return old, new


EDITORIAL = OLD.replace("坚持政府引导、", "坚持政府引导,")
SUSPECT = OLD.replace("每年投入专项资金", "每年投人专项资金")
EXITS = [
    (OLD, [], 0),
    (EDITORIAL, [], 0),
    (SUSPECT, [], 1),
    (SUSPECT, ["--fail-on", "substantive"], 0),
    (SUSPECT, ["--ignore", "suspect"], 0),
    (SUSPECT, ["--only", "number,date"], 0),
    (NEW, [], 1),
    (NEW, ["--fail-on", "substantive"], 1),
    (NEW, ["--only", "editorial"], 0),
    (NEW, ["--ignore", "substantive,suspect", "--ignore", "moved,renumbered"], 0),
]


@pytest.mark.parametrize(("new", "options", "code"), EXITS)
def test_the_exit_code_is_about_what_is_reported(tmp_path: Path, two, new: str, options: list[str], code: int) -> None:
    path = tmp_path / "other.txt"
    path.write_text(new, "utf-8")
    assert run("diff", two[0], path, *options).exit_code == code


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "one version"),
        (["new.txt", "new.txt", "-o", "x.docx"], "3 are named"),
        (["new.txt", "--ignore", "nothing"], "no changes of the name"),
        (["new.txt", "--author", "x"], "--author and --date are for Word"),
        (["new.txt", "-o", "x.docx", "--author", " "], "--author is empty"),
        (["new.txt", "-o", "x.docx", "--date", "yesterday"], "is no date"),
        (["new.txt", "-o", "x.html", "--side-by-side"], "--side-by-side is for the terminal"),
        (["new.txt", "--git"], "7 arguments"),
        (["a", "b", "c", "d", "e", "f", "--git", "-o", "x.txt"], "Leave out -o"),
    ],
)
def test_options_that_do_not_fit_are_told_before_anything_is_written(
    tmp_path, two, monkeypatch, arguments, said
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("diff", "old.txt", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.txt", "old.txt"]


@pytest.mark.parametrize(
    ("given", "stamp"),
    [
        ("2026-01-31", "2026-01-31T00:00:00Z"),
        ("2026-01-31T09:30", "2026-01-31T09:30:00Z"),
        ("2026-01-31T09:30:00+08:00", "2026-01-31T01:30:00Z"),
    ],
)
def test_author_and_date_go_into_the_word_file(tmp_path: Path, two, given: str, stamp: str) -> None:
    made = tmp_path / "x.docx"
    assert run("diff", *two, "-o", made, "--author", "张三", "--date", given).exit_code == 1
    from wordchanges import W, body

    dates = {element.get(f"{W}date") for element in body(made.read_bytes()).iter() if element.get(f"{W}date")}
    authors = {element.get(f"{W}author") for element in body(made.read_bytes()).iter() if element.get(f"{W}author")}
    assert (dates, authors) == ({stamp}, {"张三"})


def test_three_versions_on_the_command_line(tmp_path: Path, two) -> None:
    made = tmp_path / "x.json"
    assert run("diff", *two, two[0], "-o", made).exit_code == 1
    value = json.loads(made.read_text("utf-8"))
    assert [step["old"]["path"] for step in value["comparisons"]] == list(map(str, two))
    assert run("diff", two[0], two[0], two[0]).exit_code == 0


def test_side_by_side_on_the_command_line(two) -> None:
    assert "{+2027年+}" in run("diff", *two, "--side-by-side").stdout


# The pager


@pytest.fixture
def pager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pager that keeps what it is given; standard output is a terminal of 24 lines."""
    got = tmp_path / "got.txt"
    program = tmp_path / "pager"
    program.write_text(f'#!/bin/sh\necho "LESS=$LESS" > "{got}"\ncat >> "{got}"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PAGER", f"'{program}' -x")
    for name in ("NO_PAGER", "LESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("LINES", "24")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    return got


LONG = "一行\n" * 30


def test_long_text_goes_to_the_pager(pager: Path) -> None:
    assert paging.paged(LONG)
    assert pager.read_text("utf-8") == f"LESS=FRX\n{LONG}"


@pytest.mark.parametrize(
    ("text", "asked", "variables"),
    [
        ("一行\n", True, {}),
        (LONG, False, {}),
        (LONG, True, {"NO_PAGER": "1"}),
        (LONG, True, {"PAGER": ""}),
        (LONG, True, {"PAGER": "cat"}),
        (LONG, True, {"PAGER": "no-such-pager"}),
        (LONG, True, {"PAGER": "'unclosed"}),
        (LONG, True, {"TERM": "dumb"}),
    ],
)
def test_no_pager_when_it_is_not_wanted_or_cannot_be(pager, monkeypatch, text, asked, variables) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert not paging.paged(text, asked)
    assert not pager.exists()


def test_a_pager_that_is_left_early_is_no_error(pager: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", "true")
    assert paging.paged("一行\n" * 200_000)


def test_off_a_terminal_there_is_no_pager(pager: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False, raising=False)
    assert not paging.paged(LONG)


# git


def git(folder: Path, *arguments: str, **variables: str) -> str:
    scripts = str(Path(sys.executable).parent)
    env = {
        "PATH": os.pathsep.join([scripts, os.environ.get("PATH", os.defpath)]),
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "x",
        "GIT_AUTHOR_EMAIL": "x@example.org",
        "GIT_COMMITTER_NAME": "x",
        "GIT_COMMITTER_EMAIL": "x@example.org",
        "PYTHONUTF8": "1",
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        ["git", "-c", "core.quotepath=false", *arguments],
        cwd=folder,
        env=env | variables,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a plan that was changed, one that was removed and one that was added, not yet committed."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet")
    (folder / "方案.txt").write_text(OLD, "utf-8")
    (folder / "gone.txt").write_text(OLD, "utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "one")
    (folder / "方案.txt").write_text(NEW, "utf-8")
    (folder / "gone.txt").unlink()
    (folder / "more.txt").write_text("某省方案\n\n一、推进合作。\n", "utf-8")
    git(folder, "add", "-A")
    return folder


def test_git_runs_it_as_an_external_diff(repository: Path) -> None:
    for said in (
        git(repository, "diff", "--cached", GIT_EXTERNAL_DIFF="duikou diff --git"),
        git(
            repository, "diff", "--cached", "--ext-diff", "--no-renames", GIT_EXTERNAL_DIFF="duikou diff --git --quiet"
        ),
    ):
        assert "[-2025年-]{+2027年+}" in said
        assert "方案.txt@" in said
        assert "gone.txt: deleted" in said
        assert "more.txt: new file" in said


def test_git_runs_it_as_the_driver_of_some_files(repository: Path) -> None:
    (repository / ".gitattributes").write_text("方案.txt diff=duikou\n", "utf-8")
    git(repository, "config", "diff.duikou.command", "duikou diff --git --ignore editorial --lang en")
    said = git(repository, "diff", "--cached")
    assert "[-2025年-]{+2027年+}" in said
    assert "Substantive" in said
    assert "-某省与某市对口合作实施方案" in said, "the other files are git's own"
    git(repository, "commit", "--quiet", "-m", "two")
    assert "[-2025年-]{+2027年+}" in git(repository, "log", "-p", "-1", "--ext-diff")


def test_a_file_that_cannot_be_read_does_not_stop_git(repository: Path) -> None:
    (repository / "a.bin").write_bytes(bytes(range(256)) * 30)
    git(repository, "add", "a.bin")
    git(repository, "commit", "--quiet", "-m", "two")
    (repository / "a.bin").write_bytes(bytes(reversed(range(256))) * 30)
    (repository / "方案.txt").write_text(OLD, "utf-8")
    said = git(repository, "diff", GIT_EXTERNAL_DIFF="duikou diff --git")
    assert "a.bin: can't be compared: " in said
    assert "[-2027年-]{+2025年+}" in said


def test_a_renamed_file_is_compared_under_both_names(repository: Path) -> None:
    git(repository, "commit", "--quiet", "-m", "two")
    git(repository, "mv", "方案.txt", "新方案.txt")
    path = repository / "新方案.txt"
    path.write_text(NEW.replace("120亿元", "150亿元"), "utf-8")
    git(repository, "add", "-A")
    said = git(repository, "diff", "--cached", "-M", GIT_EXTERNAL_DIFF="duikou diff --git")
    assert "方案.txt@" in said
    assert "新方案.txt" in said
    assert "[-120亿元-]{+150亿元+}" in "".join(said.split())


def test_git_takes_it_as_textconv(repository: Path) -> None:
    (repository / ".gitattributes").write_text("*.txt diff=plan\n", "utf-8")
    git(repository, "config", "diff.plan.textconv", "duikou clean --quiet")
    (repository / "方案.txt").write_text(
        NEW.replace("支持两地装备", "支持两地 装备").replace("年，组织", "年,组织"), "utf-8"
    )
    git(repository, "add", "-A")
    git(repository, "commit", "--quiet", "-m", "two")
    (repository / "方案.txt").write_text(NEW.replace("2027年", "2028年"), "utf-8")
    said = git(repository, "diff", "--unified=0")
    lines = [line for line in said.splitlines() if line[:1] in "+-" and not line.startswith(("+++", "---"))]
    assert len(lines) == 2, "spacing and width are no change"
    assert "2028年" in lines[1]


def test_the_page_on_git_says_what_is_tested() -> None:
    page = (ROOT / "docs" / "git.md").read_text("utf-8")
    for command in (
        "duikou diff --git",
        "duikou clean --quiet",
        "GIT_EXTERNAL_DIFF",
        "diff.duikou.command",
        "textconv",
    ):
        assert command in page


def test_a_change_by_hand_of_a_document_with_a_plan() -> None:
    assert_whole(compare(plan("第一条甲。"), plan("第一条乙。", "第二条丙。")))


# What cannot be seen, and where a change stands


@pytest.mark.parametrize(
    "name", ["changes.terminal:write_terminal", "changes.markdown:write_markdown", "changes.page:write_html"]
)
def test_private_use_characters_are_shown_as_their_code(name: str) -> None:
    old = "一、任务\n（一）建设水池。水深2.5米，由有关单位负责。\n"
    said = unescape(load(name)(duikou.diff(old, old.replace("2.5", "2\ue0105")), "zh"))
    assert "\ue010" not in said
    assert "U+E010" in said


def test_a_run_of_renumbered_items_of_two_parts_is_two() -> None:
    def renumbered(old: str, new: str, part: str) -> Change:
        sides = [Side((label,), label, Place(None, 1, 0, 1), part=part) for label in (old, new)]
        return Change("editorial", "renumber", "numbering", *sides, (("delete", old), ("insert", new)), "exact", 1.0)

    changes = [renumbered("一", "二", ""), renumbered("二", "三", "附件1"), renumbered("三", "四", "附件1")]
    found = list(runs(changes))
    assert [len(run) for run in found] == [1, 2]
    assert run_position(found[1], "zh") == "附件1·二—三 → 附件1·三—四"


def test_the_same_replacement_throughout_is_one_entry() -> None:
    old = "某办法\n" + "".join(
        f"第{n}条 {w}的，按规定缴纳资源费。\n" for n, w in zip("一二三四", "采砂取土爆破钻探", strict=False)
    )
    comparison = duikou.diff(old, old.replace("资源费", "资源税"))
    text = write_terminal(comparison, width=0)
    assert text.count("×4") == 1
    assert "第一条；第二条；第三条；第四条" in text
    assert text.count("按规定") == 1
    assert len(comparison.changes) == 4


_NAMED = """某省管理办法
第一条 {0}主管全省管理工作，组织实施本办法。
第二条 市、县{1}负责本行政区域内的管理工作。
第三条 申请人应当向县级{1}提交材料。{1}应当自受理之日起二十日内作出决定。
第四条 {0}应当会同省财政厅制定标准，报省人民政府批准。
第五条 对{1}作出的决定不服的，可以申请复议。
第六条 违反本办法的，由县级以上{1}责令改正；情节严重的，由{0}吊销许可证。
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("省林业厅", "林业行政主管部门"), ("省林业和草原局", "林业和草原主管部门")),
        (("省民政厅", "民政部门"), ("省应急管理厅", "应急管理部门")),
        (("省旅游发展委员会", "旅游主管部门"), ("省文化和旅游厅", "文化和旅游主管部门")),
        (("省食品药品监督管理局", "食品药品监督管理部门"), ("省市场监督管理局", "市场监督管理部门")),
    ],
)
def test_another_name_throughout_is_one_entry(old: tuple[str, str], new: tuple[str, str]) -> None:
    comparison = duikou.diff(_NAMED.format(*old), _NAMED.format(*new))
    assert sorted(len(run) for run in runs(comparison.changes)) == [3, len(comparison.changes) - 3]
    text = write_terminal(comparison, width=0)
    assert (text.count("×3"), text.count("×5")) == (1, 1)


def test_numbers_that_begin_alike_are_no_replacement_throughout() -> None:
    kept = "一二三四"
    old = "某办法\n" + "".join(f"第{n}条 罚款为{k}5万元以下。\n" for k, n in enumerate(kept, 1))
    comparison = duikou.diff(old, old.replace("5万元", "6万元"))
    assert [len(run) for run in runs(comparison.changes)] == [1, 1, 1, 1]


# Texts that are no versions of one

_NUMERALS = "一二三四五六七八"
_WATER = "取水单位应当安装计量设施并按月报送第{}类数据。"
_SCHOOL = "学校应在规定期限内公布招生名额与范围{}。"
STRANGERS = {
    "water.txt": "某省取水管理办法\n" + "".join(f"第{k}条　{_WATER.format(k)}\n" for k in _NUMERALS),
    "school.txt": "甲市中小学招生通告\n" + "".join(f"{k}、{_SCHOOL.format(k)}\n" for k in _NUMERALS),
}


@pytest.mark.parametrize("format", ["terminal", "json", "html", "xlsx", "docx", "markdown"])
def test_texts_that_are_no_versions_are_compared_only_when_asked(tmp_path: Path, format: str) -> None:
    for name, text in STRANGERS.items():
        (tmp_path / name).write_text(text, "utf-8")
    names = [str(tmp_path / name) for name in STRANGERS]
    out = tmp_path / "out"
    refused = run("diff", *names, "-f", format, "-o", out)
    assert refused.exit_code == 2
    assert len(refused.stderr.splitlines()) == 1
    assert "--anyway" in refused.stderr
    assert f"{names[0]} → {names[1]}" in refused.stderr
    if format == "json":
        value = json.loads(out.read_text("utf-8"))
        Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(value)
        assert "changes" not in value
        assert [error["advice"] for error in value["errors"]] == ["Give --anyway to compare them"]
    else:
        assert not out.exists()
    asked = run("diff", *names, "-f", format, "-o", out, "--anyway", "--force")
    assert asked.exit_code == 1
    assert out.exists()
