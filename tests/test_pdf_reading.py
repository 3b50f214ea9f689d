"""PDF: characters with their places become lines, tables and notes; what is no text is left out and named."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import builders_typeset as typeset
import pytest
from builders_pdf import LEADING, LEFT, SIZE, fill, grid, lines, pdf, picture, rule, text
from hypothesis import given, settings
from hypothesis import strategies as st

import duikou
from duikou.errors import UnreadableError
from duikou.model import Source
from duikou.reading.ocr import page_pictures
from duikou.reading.options import Limits, Options
from duikou.reading.pages.placed import Placed
from duikou.reading.pdf import chars as pdfchars
from duikou.reading.pdf import pdfium, reader
from duikou.reading.pdf.reader import read_pdf

CORPUS = sorted(Path(__file__).parent.parent.joinpath("corpus").glob("*.txt"))
PROSE = (
    "\u3000\u3000为推动两地产业合作，支持双方共建产业园区，推动项目",
    "落地见效，形成一批可复制的经验，由各市政府负责落实。",
    "二、组织实施",
    "\u3000\u3000（一）加强领导。建立联席会议制度，每年召开一次会议。",
)
PLAIN = [line.strip() for line in PROSE]
LONG = [
    "促进对口合作的若干措施由各有关部门和各市政府抓好落实",
    "建立健全工作机制加强统筹协调推动重点任务落地见效产业",
] * 4


def shown(source: Source, *roles: str) -> list[str]:
    """The texts of the lines with these roles (all lines without any)."""
    return [source.text[line.start : line.end] for line in source.lines if not roles or line.role in roles]


def row(top: float, *cells: str, xs: tuple[float, ...] = (80, 140, 300, 420)) -> str:
    return "".join(text(x + 4, top + 6, cell, 12) for x, cell in zip(xs, cells, strict=False) if cell)


# --- lines -----------------------------------------------------------------------------------------------------------


def test_lines_have_text_page_box_and_size() -> None:
    source = read_pdf(pdf(lines(PROSE), lines(["后记"], size=12)), "a.pdf")
    assert shown(source) == [*PLAIN, "后记"]
    assert (source.format, source.path, source.pages, len(source.sha256)) == ("pdf", "a.pdf", 2, 64)
    first, second, last = source.lines[0], source.lines[1], source.lines[-1]
    assert first.box == pytest.approx((LEFT + 2 * SIZE, 100, LEFT + 27 * SIZE, 100 + SIZE), abs=0.02)
    assert second.box == pytest.approx((LEFT, 100 + LEADING, LEFT + 26 * SIZE, 100 + LEADING + SIZE), abs=0.02)
    assert (first.page, first.size, last.page, last.size) == (1, SIZE, 2, 12)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_rotated_page_is_read_as_it_is_shown(rotate: int) -> None:
    turned, straight = read_pdf(pdf(lines(PROSE), rotate=rotate)), read_pdf(pdf(lines(PROSE)))
    assert shown(turned) == PLAIN
    # The text is upright in the page's own axes: the turn turns it as well, and reading turns it back.
    assert [line.box for line in turned.lines] == [line.box for line in straight.lines]


@pytest.mark.parametrize("rotate", [0, 90])
def test_a_page_set_sideways_is_turned(rotate: int) -> None:
    page = "".join(text(80 + 29 * i, 700, line, angle=90) for i, line in enumerate(PLAIN))
    source = read_pdf(pdf(page, rotate=rotate))
    assert shown(source) == PLAIN
    assert all(line.box and line.box[2] - line.box[0] > line.box[3] - line.box[1] for line in source.lines)


HANZI = st.text("对口合作产业园区负责落实，。（）《》", min_size=1, max_size=26)


@given(st.lists(HANZI, min_size=1, max_size=20, unique=True))
@settings(max_examples=40, deadline=None)
def test_any_lines_come_back(texts: list[str]) -> None:
    source = read_pdf(pdf(lines(texts, top=80)))
    assert shown(source) == texts
    ends = [line.box[2] for line in source.lines if line.box]
    assert ends == pytest.approx([LEFT + SIZE * len(t) for t in texts], abs=0.1)


SPACES = [
    # What is printed (with Tc spread in points), what is read.
    (text(100, 100, "通知", 22, spread=44), "通\u3000\u3000知"),
    (text(100, 100, "国家能源局", 22, spread=22), "国家能源局"),
    (text(100, 100, "实施方案", 16, spread=4), "实施方案"),
    (text(100, 100, "到2025年建成PPP项目", 12, spread=5), "到2025年建成PPP项目"),
    (text(100, 100, "Smart City智慧城市", 12, spread=5), "Smart City智慧城市"),
    (text(100, 100, "国发〔2016〕") + text(100 + 16 * 6, 100, "号", 16), "国发〔2016〕号"),
    (text(100, 100, "某省商务厅") + text(100 + 16 * 9, 100, "某省财政厅"), "某省商务厅" + "\u3000" * 4 + "某省财政厅"),
    (text(100, 100, "plan of action"), "plan of action"),
    (text(100, 100, "plan") + text(100 + 8 * 5, 100, "of"), "plan of"),
]


@pytest.mark.parametrize(("page", "wanted"), SPACES)
def test_spaces(page: str, wanted: str) -> None:
    assert shown(read_pdf(pdf(page)))[0].replace(" ", " ") == wanted


def test_letters_that_reach_below_their_font_stay_on_the_line() -> None:
    words = ["推广App和Page View统计", "gyp推进opj合作"]
    source = read_pdf(pdf(lines(words)))
    assert shown(source) == words
    assert source.cautions == ()


def test_names_in_columns_keep_their_gaps() -> None:
    names = zip((80, 200, 320, 440), ("张伟", "李娜", "刘敏", "赵磊"), strict=True)
    page = "".join(text(x, 100, name[0]) + text(x + 2 * SIZE, 100, name[1]) for x, name in names)
    line = shown(read_pdf(pdf(page + text(80, 140, "后文"))))[0]
    assert line == ("\u3000" * 4).join(["张伟", "李娜", "刘敏", "赵磊"])


def test_ligatures_and_radicals_come_as_the_map_says() -> None:
    page = lines(["the eﬃcient oﬀice", "推进⼯业⾼质量发展"])
    assert shown(read_pdf(pdf(page, maps={"ﬃ": "ffi", "ﬀ": "ff"}))) == ["the efficient office", "推进⼯业⾼质量发展"]


def test_a_character_beyond_the_first_plane() -> None:
    assert shown(read_pdf(pdf(lines(["企业家李甲出席"]), maps={"甲": "𠮷"}))) == ["企业家李𠮷出席"]


def test_a_character_that_the_map_does_not_know_is_named() -> None:
    source = read_pdf(pdf(lines(["推动项目落地见效"]), maps={"动": "\0"}))
    assert shown(source) == ["推\ufffd项目落地见效"]
    assert [caution.rule for caution in source.cautions] == ["pdf-unmapped"]


def test_text_printed_twice_to_look_bold_is_read_once() -> None:
    assert shown(read_pdf(pdf(lines(PROSE) + lines(PROSE, x=LEFT + 0.4)))) == PLAIN
    doubled = "".join(text(100 + 16 * i + k, 100, c) for i, c in enumerate("任务分工表") for k in (0, 0.4))
    assert shown(read_pdf(pdf(doubled))) == ["任务分工表"]


def test_a_mark_of_another_font_inside_a_line_keeps_its_place() -> None:
    # The line leaves a cell free, and the quote is set into it afterwards.
    page = text(80, 100, "建设") + text(80 + 16 * 3, 100, "一体化平台") + text(80 + 16 * 2, 100, "“", 16)
    assert shown(read_pdf(pdf(page))) == ["建设“一体化平台"]


# --- columns ---------------------------------------------------------------------------------------------------------


def column(texts: list[str], x: float, top: float = 120) -> str:
    return lines(texts, top=top, x=x, size=10.5, leading=17)


HALF = [
    "推动两地产业合作支持双方共建产业园区推动项目",
    "落地见效形成一批可复制的经验由各市政府负责落",
    "实建立联席会议制度每年召开一次会议研究重要事",
]


@pytest.mark.parametrize("offset", [0, 8])
def test_two_columns_are_read_one_after_the_other(offset: float) -> None:
    left, right = [f"{t}左" for t in HALF * 3], [f"{t}右" for t in HALF * 3]
    page = text(180, 60, "横跨两栏的标题在这里", 22) + column(left, 48) + column(right, 310, 120 + offset)
    assert shown(read_pdf(pdf(page))) == ["横跨两栏的标题在这里", *left, *right]


def test_three_columns_are_read_one_after_the_other() -> None:
    columns = [[f"{t[:15]}{side}" for t in HALF * 3] for side in "左中右"]
    page = "".join(column(texts, x) for texts, x in zip(columns, (30, 215, 400), strict=True))
    assert shown(read_pdf(pdf(page))) == [line for texts in columns for line in texts]


def test_a_last_page_with_few_lines_in_each_column() -> None:
    full = column(HALF * 3, 48) + column(HALF * 3, 310)
    short = column(HALF[:2], 48) + column(HALF[1:3], 310)
    assert shown(read_pdf(pdf(full, short)))[-4:] == [*HALF[:2], *HALF[1:3]]


def test_a_list_with_gaps_is_no_text_in_columns() -> None:
    pairs = enumerate(zip("甲乙丙丁戊己", "赵钱孙李周吴", strict=True))
    page = "".join(
        text(80, 100 + 29 * i, f"{place}市") + text(330, 100 + 29 * i, f"{name}同志") for i, (place, name) in pairs
    )
    read = shown(read_pdf(pdf(page)))
    assert [line.replace("\u3000", "") for line in read[:2]] == ["甲市赵同志", "乙市钱同志"]


# --- tables ----------------------------------------------------------------------------------------------------------

XS = (80, 140, 300, 420, 520)
HEAD = ("序号", "任务", "责任单位", "时限")


def test_a_table_gives_rows() -> None:
    table = grid(XS, (300, 330, 360)) + row(300, *HEAD) + row(330, "1", "共建园区", "", "2025年")
    source = read_pdf(pdf(lines(PROSE) + table + lines(["表后文字。"], 400)))
    assert shown(source, "row") == ["\t".join(HEAD), "1\t共建园区\t\t2025年"]
    assert shown(source)[-1] == "表后文字。"
    assert source.lines[4].box == pytest.approx((80, 300, 520, 330), abs=0.5)


def test_lines_of_a_cell_are_joined_and_a_run_over_two_cells_is_cut() -> None:
    page = grid((80, 140, 300), (300, 360, 390))
    page += text(84, 306, "任务", 12) + text(144, 306, "推动项目落地见效并形成一", 12) + text(144, 326, "批经验", 12)
    page += text(116, 366, "一二三四五", 12)
    assert shown(read_pdf(pdf(page)), "row") == ["任务\t推动项目落地见效并形成一批经验", "一二\t三四五"]


def test_merged_cells_stand_once_and_open_sides_are_closed() -> None:
    table = "".join(rule(80, y, 520, y) for y in (300, 330, 390, 420)) + rule(140, 360, 520, 360)
    table += "".join(rule(x, 300, x, 420) for x in (140, 300, 420))
    page = table + row(300, *HEAD) + row(345, "一") + row(330, "", "共建园区", "省商务厅", "2025年")
    page += row(360, "", "干部互派", "省委组织部", "长期") + row(390, "二", "人才培养", "省教育厅", "2026年")
    assert shown(read_pdf(pdf(page)), "row") == [
        "\t".join(HEAD),
        "一\t共建园区\t省商务厅\t2025年",
        "\t干部互派\t省委组织部\t长期",
        "二\t人才培养\t省教育厅\t2026年",
    ]


def test_rules_drawn_as_thin_fills_and_double_lines() -> None:
    table = "".join(fill(80, y, 300, y + 1) for y in (300, 302, 330, 360))
    table += "".join(fill(x, 300, x + 1, 361) for x in (80, 140, 299))
    page = table + row(302, "甲", "乙", xs=(80, 150)) + row(330, "丙", "丁", xs=(80, 150))
    assert shown(read_pdf(pdf(page)), "row") == ["甲\t乙", "丙\t丁"]


def test_a_frame_around_text_is_no_table() -> None:
    page = grid((60, 540), (80, 100 + 29 * 5)) + lines(PROSE)
    assert [line.role for line in read_pdf(pdf(page)).lines] == ["text"] * 4


def test_a_form_that_holds_a_whole_text_is_read_as_lines() -> None:
    body = [f"{t}，" for t in LONG * 2]
    page = grid((60, 140, 560), (60, 90)) + grid((60, 560), (90, 90 + 29 * 17))
    page += text(64, 66, "名称", 12) + text(150, 66, "方案", 12) + lines(body, 96)
    assert "促进" not in "".join(shown(read_pdf(pdf(page)), "row"))


def test_a_table_over_pages_is_one() -> None:
    first = grid(XS, (690, 720, 750)) + row(690, *HEAD) + row(720, "1", "共建园区", "省商务厅", "2025年")
    second = grid(XS, (100, 130, 160)) + row(100, *HEAD) + row(130, "2", "干部互派", "省委组织部", "长期")
    source = read_pdf(pdf(lines(PROSE) + first, second + lines(["完"], 300)))
    rows = ["\t".join(HEAD), "1\t共建园区\t省商务厅\t2025年", "2\t干部互派\t省委组织部\t长期"]
    assert shown(source, "row") == rows
    assert shown(source, "header") == rows[:1]


@pytest.mark.parametrize(
    ("task", "rest", "wanted"),
    [
        # The cell's line is full: its text goes on overleaf.
        ("共建产业园区并促进科技项", "目落地", "1\t共建产业园区并促进科技项目落地\t省商务厅\t2025年"),
        # It is not: the empty cell overleaf belongs to a merged one.
        ("共建园区", "干部互派", "\t干部互派\t\t"),
    ],
)
def test_a_row_cut_by_the_page(task: str, rest: str, wanted: str) -> None:
    first = grid(XS, (690, 720, 750)) + row(690, *HEAD) + row(720, "1", task, "省商务厅", "2025年")
    second = grid(XS, (100, 130, 160)) + row(100, "", rest) + row(130, "2", "人才培养", "某厅", "长期")
    assert wanted in shown(read_pdf(pdf(lines(PROSE) + first, second)))


def test_text_set_sideways_in_a_cell_is_the_cells() -> None:
    page = grid((80, 140, 300), (300, 400)) + text(100, 380, "重点任务", 12, angle=90) + text(144, 306, "共建园区", 12)
    assert shown(read_pdf(pdf(lines(PROSE) + page)), "row") == ["重点任务\t共建园区"]


# --- margins ---------------------------------------------------------------------------------------------------------


def test_heads_feet_and_page_numbers_have_their_roles() -> None:
    pages = []
    for i, mark in enumerate("甲乙丙丁", 1):
        number = text(90 if i % 2 else 460, 780, f"— {i} —", 14)
        pages.append(text(200, 40, "某省人民政府公报", 10) + lines([mark + line for line in PLAIN]) + number)
    source = read_pdf(pdf(*pages))
    assert shown(source, "header") == ["某省人民政府公报"] * 4
    assert [t.replace(" ", "") for t in shown(source, "footer")] == [f"—{i}—" for i in range(1, 5)]
    assert len(shown(source, "text")) == 16


def test_a_cover_without_the_head_does_not_hide_it() -> None:
    inner = [text(200, 60, "某省人民政府公报", 10) + lines([mark + line for line in PLAIN]) for mark in "甲乙丙丁"]
    source = read_pdf(pdf(text(150, 30, "二〇二一年第三期", 30) + lines(PROSE), *inner))
    assert shown(source, "header") == ["某省人民政府公报"] * 4
    assert "二〇二一年第三期" in shown(source, "text")


def test_what_opens_each_page_of_the_text_is_no_head() -> None:
    pages = [
        lines([f"附件{i}", f"第{mark}套方案", *PLAIN]) + text(290, 790, str(i + 4), 10)
        for i, mark in enumerate("一二三四", 1)
    ]
    source = read_pdf(pdf(*pages))
    assert shown(source, "header") == []
    assert shown(source, "footer") == ["5", "6", "7", "8"]


def test_a_number_in_the_text_is_no_page_number() -> None:
    source = read_pdf(pdf(lines(["合作项目数", "12", "其中新开工"]), lines(["合作项目数", "13", "其中新开工"])))
    assert shown(source, "footer", "header") == []


def test_footnotes_stand_at_the_end_and_their_marks_stay() -> None:
    body = lines(PROSE[:2]) + text(LEFT + 26 * SIZE, 129, "1", 8) + rule(80, 700, 200, 700)
    note = text(80, 706, "1", 7) + text(90, 706, "园区是指省级以上的各类开", 10) + text(80, 722, "发区。", 10)
    source = read_pdf(pdf(body + note + text(270, 790, "— 1 —", 14), lines(PROSE[2:])))
    marked = [line if i != 1 else line + "[1]" for i, line in enumerate(PLAIN)]
    assert shown(source, "text") == marked
    assert shown(source, "footnote") == ["[1]园区是指省级以上的各类开发区。"]
    assert source.lines[-1].role == "footnote"
    assert source.lines[-1].page == 1


def test_each_footnote_is_a_paragraph() -> None:
    notes = ["1本款所称园区，是指省级以上人民政府批准设立的各类", "2园区数据来源于统计部门公布的年度统计公报的第三章"]
    placed = "".join(text(80, 706 + 16 * k, note, 10) for k, note in enumerate(notes))
    body = "".join(text(LEFT + 26 * SIZE, 100 + k * LEADING, str(k + 1), 8) for k in range(2))
    source = read_pdf(pdf(lines(LONG[:2]) + body + rule(80, 700, 200, 700) + placed, lines(PROSE)))
    marked = [f"[{note[0]}]{note[1:]}" for note in notes]
    assert shown(source, "footnote") == marked
    assert [paragraph.text for paragraph in duikou.clean(source).paragraphs][-2:] == marked


# --- what is no text -------------------------------------------------------------------------------------------------


def test_watermarks_and_seals_are_left_out_and_named() -> None:
    page = lines(PROSE) + text(150, 500, "内部资料", 60, angle=45, grey=0.6)
    page += text(150, 600, "样稿", 60, grey=0.9) + text(150, 700, "仅供参考", 60, alpha=True)
    page += "".join(text(540, 300 + 14 * i, c, 12) for i, c in enumerate("依申请公开"))
    source = read_pdf(pdf(page))
    assert shown(source) == PLAIN
    assert {caution.text for caution in source.cautions} == {"内部资料", "样稿", "仅供参考", "依申请公开"}
    assert {caution.rule for caution in source.cautions} == {"pdf-left-out"}
    assert all("page 1" in caution.message for caution in source.cautions)


def test_white_text_on_a_dark_fill_is_read() -> None:
    assert "白字标题" in shown(
        read_pdf(pdf(lines(PROSE) + fill(80, 300, 300, 330) + text(90, 305, "白字标题", grey=1)))
    )


def test_text_outside_the_page_is_left_out_and_named() -> None:
    source = read_pdf(pdf(lines(PROSE) + text(700, 100, "裁切标记")))
    assert shown(source) == PLAIN
    assert [caution.text for caution in source.cautions] == ["裁切标记"]


def test_invisible_text_over_a_scan_is_read_and_doubles_of_visible_text_are_not() -> None:
    hidden = "".join(text(80, 100 + 29 * i, line, mode=3) for i, line in enumerate(PLAIN))
    assert shown(read_pdf(pdf(picture() + hidden))) == PLAIN
    assert shown(read_pdf(pdf(picture() + lines(PROSE, x=81) + hidden))) == PLAIN


# --- pages without text ----------------------------------------------------------------------------------------------


def test_a_file_of_pictures_says_that_it_needs_ocr() -> None:
    with pytest.raises(UnreadableError, match=r"pictures and no text \(pages 1–2 of 2\).*OCR"):
        read_pdf(pdf(picture(), picture()))


def test_pictures_between_pages_of_text_are_named() -> None:
    data = pdf(lines(PROSE), picture(), picture() + text(270, 790, "— 3 —", 14))
    source = read_pdf(data)
    assert [(caution.rule, caution.message.split(":")[0]) for caution in source.cautions] == [
        ("pdf-images", "page 2"),
        ("pdf-scan", "page 3"),
    ]


def test_a_large_picture_beside_text_is_named() -> None:
    large, logo, under = picture(0, 400, 595, 780), picture(60, 400, 160, 500), picture(0, 90, 595, 780)
    page = lines(LONG, leading=20)
    stamped = large + text(200, 600, "样章", 14)
    source = read_pdf(pdf(page, page + large, page + logo, page + under, page + stamped))
    assert [(caution.rule, caution.message.split(":")[0]) for caution in source.cautions] == [
        ("pdf-picture", "pages 2, 5")
    ]


def test_ocr_reads_the_pages_without_text() -> None:
    asked = []

    def ocr(data: bytes, pages: Sequence[int]) -> dict[int, list[Placed]]:
        asked.append((data[:5], [*pages]))
        return {1: [Placed("识别的文字", 1, (80.0, 100.0, 160.0, 116.0), 16.0, score=0.9)]}

    source = read_pdf(pdf(picture(), lines(PROSE)), ocr=ocr)
    assert asked == [(b"%PDF-", [1])]
    assert shown(source) == ["识别的文字", *PLAIN]
    assert source.cautions == ()


GARBAGE = {
    "other hanzi": {c: chr(0x4E00 + ord(c) * 7919 % 20000) for c in "".join(LONG)},
    "private use": {c: chr(0xE000 + ord(c) % 3000) for c in "".join(LONG)},
    "accents": {c: chr(0xC0 + ord(c) % 60) for c in "".join(LONG)},
}


@pytest.mark.parametrize("kind", GARBAGE)
def test_a_text_layer_of_garbage_is_refused(kind: str) -> None:
    with pytest.raises(UnreadableError, match=r"garbage on page 1.*OCR"):
        read_pdf(pdf(lines(LONG), maps=GARBAGE[kind]))


def test_rare_characters_are_no_garbage() -> None:
    names = [
        "张伟王芳李娜刘敏陈静杨丽赵磊黄强周洋吴勇徐杰孙艳胡娟",
        "朱涛高明林超何秀英郭霞马平罗刚梁冰宋雪郑浩谢婷韩璐唐",
        "喀什阿克苏和田伊犁塔城阿勒泰博尔塔拉巴音郭楞克孜勒苏",
    ]
    assert shown(read_pdf(pdf(lines(names)))) == names


# --- files that can't be read ----------------------------------------------------------------------------------------


def test_an_empty_user_password_opens() -> None:
    assert shown(read_pdf(pdf(lines(PROSE), password=""))) == PLAIN


def test_a_password() -> None:
    data = pdf(lines(PROSE), password="secret")
    assert shown(read_pdf(data, options=Options(password="secret"))) == PLAIN
    with pytest.raises(UnreadableError, match=r"needs a password.*--password"):
        read_pdf(data)
    with pytest.raises(UnreadableError, match="does not open it"):
        read_pdf(data, options=Options(password="other"))


WHOLE = pdf(lines(PROSE))


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (WHOLE[: len(WHOLE) // 2], "end is missing"),
        (WHOLE[:-60], "end is missing"),
        (b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\nstartxref\n0\n%%EOF", "damaged"),
        (WHOLE.replace(b"%PDF-1.7", b"%PDF-1.7 /Linearized 1 /L 999999 /O 5"), "end is missing"),
        (pdf(""), "without any text"),
    ],
)
def test_damaged_files_get_one_error(data: bytes, cause: str) -> None:
    with pytest.raises(UnreadableError, match=cause) as raised:
        read_pdf(data, "some.pdf")
    assert raised.value.path == "some.pdf"


@given(st.integers(0, 10**9))
@settings(max_examples=60, deadline=None)
def test_no_damage_gives_another_error(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(pdf(lines(PROSE) + grid(XS, (300, 330)) + row(300, *HEAD) + picture(80, 400, 200, 500)))
    for _ in range(chance.choice((1, 5, 50))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    with contextlib.suppress(UnreadableError):
        assert read_pdf(bytes(data)).text


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableError, match=r"2 pages, and at most 1.*--limit pages=2"):
        read_pdf(pdf(lines(PROSE), lines(PROSE)), None, Options(limits=Limits(pages=1)))
    monkeypatch.setattr(reader, "MOST_CHARACTERS", 20)
    monkeypatch.setattr(pdfchars, "MOST_CHARACTERS", 20)
    with pytest.raises(UnreadableError, match="more than 20 characters on page 1"):
        read_pdf(WHOLE)


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    for data in (WHOLE, WHOLE[:-60], WHOLE.replace(b"endstream", b"endstraem")):
        with contextlib.suppress(UnreadableError):
            read_pdf(data)
    assert capfd.readouterr() == ("", "")


# --- cleaning what was typeset ---------------------------------------------------------------------------------------


def test_clean_makes_paragraphs_whole() -> None:
    paragraphs = [
        "为推动两地产业合作，支持双方共建产业园区，推动项目落地见效，形成一批可复制的经验，由各市政府负责落实，每年报告。",
        "二、组织实施",
        "（一）加强领导。建立联席会议制度，每年召开一次会议，研究重要事项，协调解决困难和问题，确保各项任务按期完成，不得拖延。",
        "（二）强化督查。对任务落实情况开展督促检查，定期通报进展，对工作不力的单位予以批评，并将结果作为考核的重要依据。",
    ]
    printed = [
        ("\u3000\u3000" + paragraph)[at : at + 26]
        for paragraph in paragraphs
        for at in range(0, len(paragraph) + 2, 26)
    ]
    pages = [lines(printed[:5]) + text(90, 780, "— 1 —", 14), lines(printed[5:]) + text(460, 780, "— 2 —", 14)]
    cleaned = duikou.clean(pdf(*pages))
    assert cleaned.text.split("\n") == paragraphs
    assert [removed.text.replace(" ", "") for removed in cleaned.removed] == ["—1—", "—2—"]
    assert cleaned.restore() == cleaned.source.text


def test_a_gap_parts_a_full_line_without_a_stop_from_the_next() -> None:
    heading = "《方案》中相关省（市）对口合作关系是如何确定"
    texts = [
        ["《方案》的出台，将推动两地在产业园区和科技创新", "等方面的合作，带动社会力量参与，形成长效机制。"],
        [heading],
        ["《方案》强调，对口合作是推动区域协调发展的重要", "举措，要坚持政府引导和市场运作，有力有序推进。"],
        [
            "建立联席会议制度，每年召开一次会议，研究重大事",
            "项，协调解决困难，定期通报进展，推动合作任务落",
            "实到位，并将有关情况报告联席会议办公室。",
        ],
    ]
    page, top = "", 100.0
    for part in texts:
        page += lines(part, top)
        top += LEADING * len(part) + 12
    assert [paragraph.text for paragraph in duikou.clean(pdf(page)).paragraphs] == ["".join(x) for x in texts]


LAYOUTS = {
    "plain": typeset.Layout(),
    "head, two columns": typeset.Layout(columns=2, size=12, leading=20, width=500, head="某省人民政府公报"),
    "table and notes": typeset.Layout(size=14, leading=24, face="Noto Sans CJK SC"),
}
MISSING = {
    "office": pytest.mark.skipif(not typeset.OFFICE, reason="LibreOffice is not installed"),
    "browser": pytest.mark.skipif(not typeset.BROWSER, reason="no Chromium is installed"),
}
PROGRAMS = [
    pytest.param(typeset.office_pdf, marks=MISSING["office"], id="LibreOffice"),
    pytest.param(typeset.browser_pdf, marks=MISSING["browser"], id="Chromium"),
]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_typeset_document_comes_back(program: Callable[..., bytes], layout: str) -> None:
    texts = [paragraph.text for paragraph in duikou.clean(CORPUS[-1]).paragraphs]
    pieces = [("title" if i == 0 else "para", content) for i, content in enumerate(texts)]
    wanted = list(texts)
    if layout == "table and notes":
        tasks = [content[:20] for content in texts[5:40]]
        table = ["\t".join(HEAD), *(f"{n}\t{task}\t省发展改革委、省商务厅\t2025年" for n, task in enumerate(tasks, 1))]
        pieces[8:8] = [("row", content) for content in table]
        wanted[8:8] = table
        if program is typeset.office_pdf:
            pieces.insert(6, ("note", "园区是指省级以上的各类开发区。"))
            wanted[5] += "[1]"
            wanted.append("[1]园区是指省级以上的各类开发区。")
    cleaned = duikou.clean(program(pieces, LAYOUTS[layout]))
    assert [paragraph.text for paragraph in cleaned.paragraphs] == wanted
    assert cleaned.restore() == cleaned.source.text


# --- memory: what is open, counted -----------------------------------------------------------------------------------


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The documents and pages of pdfium in the order in which they were opened; all earlier ones must be closed."""
    import pypdfium2

    documents: list[Any] = []
    pages: list[Any] = []

    class Document(pypdfium2.PdfDocument):  # type: ignore[misc]
        def __init__(self, *args: Any, **named: Any) -> None:
            assert all(not document.raw for document in documents)
            super().__init__(*args, **named)
            documents.append(self)

        def get_page(self, index: int) -> Any:
            assert all(not page.raw for page in pages), "a page was left open"
            pages.append(super().get_page(index))
            return pages[-1]

    monkeypatch.setattr(pypdfium2, "PdfDocument", Document)
    return documents


def test_one_page_is_open_at_a_time(opened: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfium.pages, "__defaults__", (*(pdfium.pages.__defaults__ or ())[:-1], 2))
    data = pdf(*(lines([f"第{name}部分工作由各有关部门负责落实"]) for name in "一二三四五"))
    assert shown(read_pdf(data)) == [f"第{name}部分工作由各有关部门负责落实" for name in "一二三四五"]
    assert len(opened) == 3
    assert not any(document.raw for document in opened)


def test_a_document_is_drawn_some_pages_at_a_time(opened: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfium, "DRAWN_AT_A_TIME", 2)
    data = pdf(*(lines(["推进合作"] * count) for count in (1, 2, 3, 4, 5)))
    drawn = list(page_pictures.of_pdf(data, [1, 2, 4, 5, 3], dpi=50))
    assert [sheet.page for sheet in drawn] == [1, 2, 4, 5, 3]
    dark = [sheet.picture.convert("L").histogram()[0] for sheet in drawn]
    assert sorted(dark) == [dark[0], dark[1], dark[4], dark[2], dark[3]]
    assert len(opened) == 3
    assert not any(document.raw for document in opened)


def test_paragraphs_are_whole_before_an_annex_of_wider_lines() -> None:
    narrow = [
        "\u3000\u3000第一条为规范管理，根据有关法律法规和国务",
        "院办公厅印发的实施方案，结合本省实际，制定本",
        "名录，请各有关方面认真贯彻落实，并按时报告。",
        "\u3000\u3000第二条属于本名录的单位应当在规定时限内申",
        "请许可，新建单位应当在启动生产设施之前申请，",
        "不需要对其他生产设施和相应排放口申请许可。",
    ]
    wide = [
        "注：1.表格中标有符号的，是指在工业建筑中生产的单位，其定义参见有关技术标准，是指提供生产用的各",
        "种建筑物，如车间、厂前区建筑、生活间、动力站、库房和运输设施等，不包括生活区的建筑，各地从其规定",
        "，涉及使用量的单位，其投运满三年的，使用量按照近三年最大量确定，其未投运的，按照批准文件确定，并报",
        "上级主管部门备案，各有关单位应当如实填报，不得弄虚作假，违反规定的依照有关法律法规处理，并予以公开。",
    ]
    page = lines(narrow, x=80, size=16)
    source = pdf(page, lines(wide, x=50, size=10, leading=18))
    found = [paragraph.text for paragraph in duikou.clean(source).paragraphs]
    assert found[:2] == ["".join(narrow[:3]).strip("\u3000"), "".join(narrow[3:]).strip("\u3000")]
    assert [text[:2] for text in found[2:]] == ["注："]
