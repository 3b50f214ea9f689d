"""How titles are broken in print, and that they come back whole (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest

import duikou
from duikou.exporting.text.page import write_html
from duikou.exporting.text.title_lines import title_lines, width
from duikou.exporting.text.word import write_docx

# Each a title of more than a line, with its lines.
TITLES = [
    (
        "甲省人民政府办公厅关于对接国家重大区域发展战略的实施意见",
        ["甲省人民政府办公厅关于对接", "国家重大区域发展战略的实施意见"],
    ),
    (
        "国务院办公厅关于印发东北地区与东部地区部分省市对口合作工作方案的通知",
        ["国务院办公厅关于印发东北地区与东部地区", "部分省市对口合作工作方案的通知"],
    ),
    (
        "全国人民代表大会常务委员会关于修改《中华人民共和国商标法》的决定",
        ["全国人民代表大会常务委员会", "关于修改《中华人民共和国商标法》的决定"],
    ),
    ("关于进一步加强和改进新形势下高校宣传工作的若干意见", ["关于进一步加强和改进新形势下", "高校宣传工作的若干意见"]),
]
SHORT = ["甲省与乙市对口合作实施方案", "", "关于做好2024年工作的通知"]


@pytest.mark.parametrize(("title", "lines"), TITLES)
def test_a_title_is_broken_at_words(title: str, lines: list[str]) -> None:
    found = title_lines(title, 20)
    assert [line.strip() for line in found] == lines
    assert "".join(found) == title


@pytest.mark.parametrize("title", SHORT)
def test_a_title_of_one_line_is_left(title: str) -> None:
    assert title_lines(title, 20) == (title,)


@pytest.mark.parametrize("path", sorted((Path(__file__).parent.parent / "corpus").glob("*.txt")), ids=lambda p: p.stem)
@pytest.mark.parametrize("most", [8, 12, 16])
def test_lines_of_titles_are_no_hourglass(path: Path, most: int) -> None:
    title = duikou.outline(path).title or ""
    found = title_lines(title, most)
    assert "".join(found) == title
    if len(found) > 1:
        widths = [width(line) for line in found]
        assert max(widths) <= most
        steps = [b > a for a, b in pairwise(widths) if a != b]
        assert (False, True) not in set(pairwise(steps)), found


@pytest.mark.parametrize("title", ["甲" * 70, "（" * 50, "2024" * 30, "关于" * 40])
def test_what_has_no_words_is_no_wait(title: str) -> None:
    assert "".join(title_lines(title, 20)) == title


@pytest.mark.parametrize(("title", "lines"), TITLES)
def test_a_title_comes_back_whole(title: str, lines: list[str]) -> None:
    text = f"{title}\n\n各市人民政府：\n\n一、主要任务\n\n推进合作，加快发展。"
    data = write_docx(duikou.outline(text))
    inside = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert inside.count("<w:br/>") == len(lines) - 1
    assert duikou.clean(data).text.split("\n")[0] == title
    assert duikou.outline(data).title == title


# The head of a document, and its title as it is printed.
TOGETHER = [
    ("国家发展改革委 商务部关于印发方案的通知", "国家发展改革委\u3000商务部关于印发方案的通知"),
    ("教育部 财政部\n关于做好工作的通知", "教育部\u3000财政部关于做好工作的通知"),
    ("中共某省委某省人民政府关于推进合作的意见", "中共某省委\u3000某省人民政府关于推进合作的意见"),
    # One body, marks between the names, and names elsewhere than at the head are left.
    ("国务院办公厅关于做好工作的通知", "国务院办公厅关于做好工作的通知"),
    ("教育部、财政部关于做好工作的通知", "教育部、财政部关于做好工作的通知"),
    ("关于印发某省财政厅某省教育厅方案的通知", "关于印发某省财政厅某省教育厅方案的通知"),
    ("中共中央 国务院关于推进合作的意见", "中共中央\u3000国务院关于推进合作的意见"),
]


@pytest.mark.parametrize(("head", "printed"), TOGETHER)
def test_bodies_that_issue_together_stand_apart_in_print(head: str, printed: str) -> None:
    """In Word and HTML; the clean text, also that of the Word file, has no blank there."""
    document = duikou.outline(f"{head}\n\n各市：\n\n一、主要任务\n\n推进合作，加快发展。\n")
    clean = printed.replace("\u3000", "")
    assert document.title == clean
    data = write_docx(document)
    inside = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    in_word = re.findall(r"<w:t [^>]*>([^<]*)</w:t>|(<w:br/>)", inside.split("</w:p>")[0])
    in_page = re.findall(r"<h1[^>]*>(.*?)</h1>", write_html(document))
    assert "".join(text for text, _ in in_word) == printed
    assert re.sub(r"</?span>", "", in_page[0]) == printed
    assert duikou.clean(data).text.split("\n")[0] == clean
