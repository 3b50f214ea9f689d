"""Every letter, digit and hanzi of a file is in the clean text, in what was removed, or in the metadata.

What holds here: the file is read a second time by other means (the decoded text itself; lxml for a page, without what a
browser doesn't show), and its characters are counted against what came out. Characters may be added (the numbers of a
list) and changed in width, never lost.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

import duikou
from duikou.errors import UnreadableError
from duikou.model import Cleaned

ROOT = Path(__file__).parent.parent
# Documents that are not in the repository are looked at where they lie beside it.
ELSEWHERE = ROOT.parent / "shared"
TEXTS = sorted([*(ROOT / "corpus").glob("*.txt"), *ELSEWHERE.glob("seeds/*.txt"), *ELSEWHERE.glob("wild/docs/*/*.txt")])
PAGES = sorted(
    [
        *(ROOT / "tests" / "data" / "reading").glob("*.html"),
        *ELSEWHERE.glob("wild/docs/*/*.htm*"),
        *ELSEWHERE.glob("cases/*/*.html"),
    ]
)
UNSEEN = (
    *("script", "style", "noscript", "template", "head", "title", "meta", "link", "iframe", "object", "svg", "canvas"),
    *("audio", "video", "select", "datalist", "input", "map"),
)
HIDDEN = "//*[@hidden or contains(translate(@style, ' ', ''), 'display:none') or contains(@style, 'hidden')]"


def letters(text: str) -> Counter[str]:
    """How often each letter, digit and hanzi stands in a text, whatever its width."""
    return Counter(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def shown(markup: str) -> str:
    """The text that a page shows, read by lxml."""
    tree = lxml_html.document_fromstring(markup)
    for element in tree.xpath("//comment()|//processing-instruction()|" + "|".join(f"//{tag}" for tag in UNSEEN)):
        if element.getparent() is not None:
            element.drop_tree()
    for element in tree.xpath(HIDDEN):
        if element.getparent() is not None:
            element.drop_tree()
    return str(tree.text_content())


def lost(given: str, cleaned: Cleaned) -> str:
    """The characters of `given` that are nowhere in what came of it."""
    told = [removed.text for removed in cleaned.removed] + list(cleaned.source.metadata.values())
    return "".join(sorted((letters(given) - letters("\n".join([cleaned.text, *told]))).elements()))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.parent.name + "/" + path.stem)
def test_texts(path: Path) -> None:
    data = path.read_bytes()
    cleaned = duikou.clean(path)
    assert lost(data.decode(cleaned.source.encoding or "utf-8"), cleaned) == ""


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name + "/" + path.stem)
def test_pages(path: Path) -> None:
    cleaned = duikou.clean(path)
    markup = path.read_bytes().decode(cleaned.source.encoding or "utf-8")
    assert lost(shown(markup), cleaned) == ""


LINES = st.sampled_from(
    [
        *(
            "首页",
            "政务公开",
            "当前位置：首页 > 公开 > 正文",
            "发布时间：2024-05-06 信息来源：某局 浏览量：-",
            "【打印】【关闭】",
        ),
        *(
            "某市实施方案",
            "某政发〔2024〕3号",
            "各区人民政府：",
            "为推进工作，制定本方案。",
            "一、总体要求",
            "二、主要任务",
        ),
        *(
            "（一）加强巡查。由市水利局牵头，各区落实。",
            "1.备足物资。",
            "主办单位：市财政局",
            "未经市政府同意，不得使用。",
        ),
        *("相关解读", "《某市实施方案》政策解读", "附件：1.任务表", "某市人民政府", "2024年5月6日", "（此件公开发布）"),
        *(
            "版权所有：某市人民政府",
            "某ICP备00000000号 网站标识码：0000000000",
            "索引号：",
            "000-1",
            "主题分类：综合",
            "— 3 —",
        ),
        *(
            "12",
            "分享文章到",
            "技术支持：某公司",
            "責(zé)任單位",
            "扫一扫在手机打开当前页",
            "编辑：王某",
            "时间",
            "无",
            "发布",
        ),
    ]
)


def box(inside: list[str]) -> st.SearchStrategy[str]:
    tags = (
        "<div>{}</div>",
        "<ul><li>{}</li></ul>",
        "<nav>{}</nav>",
        "<ol><li>{}</ol>",
        "<table><tr><td>{}</table>",
        "{}",
    )
    return st.sampled_from(tags).map(lambda tag: tag.format("".join(inside)))


LINE = st.tuples(LINES, st.sampled_from(["<p>{}</p>", "<span>{}</span>", "<a href=/x>{}</a>", "{}<br>", "<h2>{}</h2>"]))
PARAGRAPH = LINE.map(lambda pair: pair[1].format(escape(pair[0])))
ROWS = st.lists(st.lists(LINES, min_size=1, max_size=4), min_size=1, max_size=4).map(
    lambda rows: "<table>" + "".join("<tr>" + "".join(f"<td>{c}" for c in row) for row in rows) + "</table>"
)
MARKUP = st.recursive(
    PARAGRAPH | ROWS, lambda inner: st.lists(inner, min_size=1, max_size=6).flatmap(box), max_leaves=25
)


@settings(max_examples=300, deadline=None)
@given(st.lists(MARKUP, min_size=1, max_size=4).map("".join))
def test_generated_pages(markup: str) -> None:
    page = f"<html><head><title>某市实施方案</title></head><body>{markup}</body></html>"
    try:
        cleaned = duikou.clean(page.encode())
    except UnreadableError:
        # Nothing but the site's words, which is told as an error.
        return
    assert lost(shown(page), cleaned) == ""


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES | st.just(""), min_size=1, max_size=30).map("\n".join))
def test_generated_texts(text: str) -> None:
    assert lost(text, duikou.clean(text)) == ""
