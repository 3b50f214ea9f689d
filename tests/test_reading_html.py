"""Web pages: what is the document, what the page's data, what the site's; tables, lists and white space."""

from __future__ import annotations

import tomllib
from html import escape
from pathlib import Path

import pytest

from duikou.model import Source
from duikou.reading import read

PAGES = Path(__file__).parent / "data" / "reading"
CASES = tomllib.loads((PAGES / "pages.toml").read_text("utf-8"))


def document(source: Source) -> list[tuple[str, str]]:
    return [
        (f"{line.role}{line.level or ''}", source.text[line.start : line.end])
        for line in source.lines
        if line.role in ("text", "heading", "row")
    ]


def shown(markup: str) -> list[str]:
    return read(f"<html><body>{markup}</body></html>".encode()).text.split("\n")


@pytest.mark.parametrize("name", sorted(CASES))
def test_pages(name: str) -> None:
    case = CASES[name]
    source = read(PAGES / f"{name}.html")
    assert document(source) == [tuple(line) for line in case["document"]]
    assert dict(source.metadata) == case["metadata"]
    assert source.encoding == case["encoding"]
    assert source.format == "html"


def test_every_page_has_its_case() -> None:
    assert {path.stem for path in PAGES.glob("*.html")} == set(CASES)


# Each layout takes a document's lines and puts a site around them; nothing of the one may be lost, of the other kept.
MENU = "<ul><li><a href=/>首页</a></li><li><a href=/a>走进青原</a></li><li><a href=/b>政务公开</a></li></ul>"
FOOT = (
    "<p>主办：青原市人民政府办公室　承办：青原市电子政务中心</p>"
    "<p>联系电话：0000-0000000　地址：人民路1号　邮编：000000</p>"
    "<p><a>青ICP备00000000号</a> 网站标识码：0000000000</p>"
)
RELATED = (
    "<h4>相关信息</h4><ul>"
    + "<li><a href=/1>青原市关于做好某项工作的意见</a> <span>2020-01-11</span></li>" * 5
    + "</ul>"
)
NEWS = (
    "<h4>要闻</h4>"
    + "<div><a href=/n>市领导调研重点项目</a><p>近日，市领导深入一线，实地调研项目建设，要求加快进度。</p></div>" * 3
)


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>\n" for line in lines)


LAYOUTS = {
    "boxes": lambda d: f"<div>{MENU}</div><div><div>{paragraphs(d)}</div></div><div>{RELATED}</div><div>{FOOT}</div>",
    "title outside": lambda d: (
        f"<div>{MENU}</div><div><h1>{d[0]}</h1><div>时间：2020-01-01 08:00"
        "　来源：青原网　作者：王某　浏览：<span>22</span>次"
        f"　【字体：<a>大</a> <a>中</a> <a>小</a>】</div><div>{paragraphs(d[1:])}</div>"
        f"<div><a>[打印]</a> <a>[关闭]</a></div></div>{FOOT}"
    ),
    "tables": lambda d: (
        f"<table><tr><td>{MENU}</td></tr></table><table><tr><td><table><tr><td>{RELATED}</td></tr><tr><td>{NEWS}</td></tr></table>"
        f"</td><td><table><tr><td align=center>{d[0]}</td></tr>"
        f"<tr><td>发布日期：2020-01-01&nbsp; 阅读次数：20</td></tr><tr><td>"
        f"{'<br>'.join(d[1:])}</td></tr><tr><td>上一篇：<a>无</a></td></tr></table></td></tr></table><div>{FOOT}</div>"
    ),
    "flat": lambda d: (
        f"{MENU}<p><a>首页</a> &gt; <a>公开</a> &gt; 正文</p>{paragraphs(d)}<p>扫一扫在手机打开当前页</p>"
        f"<p><a>【打印】</a><a>【关闭】</a></p>{RELATED}{FOOT}"
    ),
    "news before": lambda d: (
        f"<header>{MENU}</header><div><div>{NEWS}</div><div>{paragraphs(d)}</div></div><footer>{FOOT}</footer>"
    ),
    "news after": lambda d: (
        f"<header>{MENU}</header><div><div>{paragraphs(d)}</div><div>{NEWS}</div></div><footer>{FOOT}</footer>"
    ),
    "two boxes": lambda d: (
        f"<div>{MENU}</div><div><div>{paragraphs(d[:3])}</div><div>{paragraphs(d[3:])}</div></div><div>{FOOT}</div>"
    ),
    "bare lines": lambda d: (
        f"<div>{MENU}</div><center><b>{d[0]}</b></center><center>2020-01-01 信息来源：市水利局 点击：<b>5</b></center>"
        f"<font>{'<br><br>'.join('&nbsp;&nbsp;' + line for line in d[1:])}</font><hr>{FOOT}"
    ),
    "information table": lambda d: (
        "<table><tr><th>索引号</th><td>X1</td><th>分类</th><td>综合</td></tr><tr><th>名称</th><td colspan=3>"
        f"{d[0]}</td></tr><tr><th>文号</th><td></td><th>有效性</th><td>有效</td></tr></table><div>{paragraphs(d)}</div><div>{FOOT}</div>"
    ),
}
DOCUMENTS = {
    "plan": [
        "青原市人民政府关于印发防汛工作方案的通知",
        "青政发〔2020〕3号",
        "各县（市、区）人民政府，市政府各部门：",
        "现将《防汛工作方案》印发给你们，请认真贯彻执行。",
        "青原市人民政府",
        "2020年4月1日",
        "（此件公开发布）",
        "防汛工作方案",
        "为做好今年防汛工作，保障人民生命财产安全，制定本方案。",
        "一、总体要求",
        "坚持以防为主，防、抗、救相结合，到6月底前完成隐患排查。",
        "二、重点任务",
        "（一）加固堤防。对险工险段逐一排查，列出清单，限期整改。（责任单位：市水利局）",
        "（二）备足物资。各县（市、区）要按标准储备抢险物资，落实专人管理。",
    ],
    "names": [
        "青原市人民政府关于调整防汛指挥部成员的通知",
        "各有关单位：",
        "因人员变动，对市防汛指挥部成员作如下调整：",
        "指挥长：王　某　市长",
        "成　员：李　某　市水利局局长",
        "张　某　市财政局局长",
        "青原市人民政府",
        "2020年4月1日",
    ],
    "reply": [
        "青原市人民政府关于同意设立产业园的批复",
        "青政复〔2020〕3号",
        "石桥县人民政府：",
        "你县请示收悉。同意设立石桥产业园，由你县组织实施。",
        "青原市人民政府",
        "2020年3月3日",
    ],
    "brief": ["关于放假的通知", "各科室：", "定于5月1日放假。", "办公室", "2020年4月28日"],
    "article": [
        "青原市防汛条例",
        "第一条　为了加强防汛工作，制定本条例。",
        "第二条　本市行政区域内的防汛活动，适用本条例。",
        "第三条　本条例自2020年6月1日起施行。",
    ],
}


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
@pytest.mark.parametrize("name", sorted(DOCUMENTS))
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_layouts(layout: str, name: str, encoding: str) -> None:
    lines = DOCUMENTS[name]
    title = f"<meta charset={'gb2312' if encoding == 'gb18030' else encoding}><title>{lines[0]}-青原市人民政府</title>"
    page = f"<!DOCTYPE html><html><head>{title}</head><body>{LAYOUTS[layout](lines)}</body></html>"
    source = read(page.encode(encoding))
    assert [text.strip() for _, text in document(source)] == lines
    assert "网站标识码" in source.text
    assert source.encoding == encoding


@pytest.mark.parametrize(
    ("declared", "written", "read_as"),
    [
        ("gb2312", "gb18030", "gb18030"),
        ("gb2312", "utf-8", "utf-8"),
        ("utf-8", "gb18030", "gb18030"),
        ("big5", "big5", "big5"),
        ("iso-8859-1", "gb18030", "gb18030"),
        ("utf-16", "utf-16", "utf-16"),
    ],
)
def test_charsets(declared: str, written: str, read_as: str) -> None:
    text = "為了加強防汛工作，制定本條例。" if written == "big5" else "为了加强防汛工作，镕制定本条例。"
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    page = f"<html><head>{meta}</head><p>{text}</p></html>"
    source = read(page.encode(written))
    assert source.text == text
    assert source.encoding == read_as


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<p>甲\n  乙 \t丙</p>", ["甲 乙 丙"]),
        ("<p>\u3000\u3000甲&nbsp;&nbsp;乙</p>", ["\u3000\u3000甲\xa0\xa0乙"]),
        ("<p>甲<b>乙</b><span>丙</span>丁</p>", ["甲乙丙丁"]),
        ("<p>甲 <b> 乙</b></p>", ["甲 乙"]),
        ("<p>甲<br>乙<br/><br>丙</p>", ["甲", "乙", "丙"]),
        ("甲<div>乙<div>丙</div>丁</div>戊", ["甲", "乙", "丙", "丁", "戊"]),
        ("<p>甲<span style='display:block'>乙</span>丙</p>", ["甲", "乙", "丙"]),
        ("<p>&nbsp;</p><p> </p><p>甲</p>", ["甲"]),
        ("<pre>甲  乙\n丙</pre>", ["甲  乙", "丙"]),
        ("<p>H<sub>2</sub>O</p>", ["H2O"]),
        ("<p>甲<!-- 乙 --><script>丙</script><style>丁</style><template>戊</template>己</p>", ["甲己"]),
        ("<p>甲</p> --> <p>a --&gt; b</p>", ["甲", "a --> b"]),
        ("<p hidden>甲</p><p style='Display : NONE'>乙</p><p style='visibility:hidden'>丙</p><p>丁</p>", ["丁"]),
        ("<ol><li>甲<li>乙</ol>", ["1. 甲", "2. 乙"]),
        ("<ol start=3 type=A><li>甲<li value=7><p>乙</p><p>丙</p></ol>", ["C. 甲", "G. 乙", "丙"]),
        ("<ol reversed><li>甲<li>乙</ol>", ["2. 甲", "1. 乙"]),
        ("<ol style='list-style:none'><li>甲</ol>", ["甲"]),
        ("<ol style='list-style-type:simp-chinese-informal'><li>甲</ol><ol type=i><li>乙</ol>", ["一、甲", "i. 乙"]),
        ("<ol><li>（一）甲<li>2、乙<li><li>丁</ol>", ["（一）甲", "2、乙", "4. 丁"]),
        (
            "<ol><li>Ⅰ.甲<li>１．乙<li>第一百二十条 丙<li>2018年丁</ol>",
            ["Ⅰ.甲", "１．乙", "第一百二十条 丙", "4. 2018年丁"],
        ),
        ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
        ("<ol><li>甲<ol><li>乙</ol><li>丙</ol>", ["1. 甲", "1. 乙", "2. 丙"]),
        ("<select><option>2020<option>2021</select><p>甲</p>", ["甲"]),
    ],
)
def test_lines_of_markup(markup: str, lines: list[str]) -> None:
    assert shown(markup) == lines


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<tr><td>甲<td>乙<tr><td>丙<td>", ["甲\t乙", "丙\t"]),
        ("<tr><td colspan=2>甲<td>乙<tr><td>丙<td>丁<td>戊", ["甲\t\t乙", "丙\t丁\t戊"]),
        ("<tr><td rowspan=2>甲<td>乙<tr><td>丙", ["甲\t乙", "\t丙"]),
        ("<tr><td rowspan=0>甲<td>乙<tr><td>丙<tr><td>丁", ["甲\t乙", "\t丙", "\t丁"]),
        ("<tr><td>甲<td rowspan=2 colspan=2>乙<tr><td>丙<tr><td>丁<td>戊<td>己", ["甲\t乙\t", "丙\t\t", "丁\t戊\t己"]),
        ("<tr><td colspan=30>甲<td>乙<tr><td colspan=30>丙<td>丁", ["甲\t乙", "丙\t丁"]),
        (
            "<tr><td><p>市水</p><p>利局</p><td>open<br>data<br>平台<tr><td>甲<td>乙",
            ["市水利局\topen data平台", "甲\t乙"],
        ),
        ("<tr><td><pre>a\tb</pre><td>乙<tr><td>丙<td>丁", ["a b\t乙", "丙\t丁"]),
        ("<thead><tr><th>甲<th>乙<tbody><tr><td>丙<td>丁<tr><td> <td>&nbsp;", ["甲\t乙", "丙\t丁"]),
        ("<tr><td>甲<tr><td>乙", ["甲", "乙"]),
        ("<tr><td>甲<td>乙", ["甲", "乙"]),
        (
            "<tr><td><table><tr><td>甲<td>乙<tr><td>丙<td>丁</table><td>戊<tr><td>己<td>庚",
            ["甲\t乙", "丙\t丁", "戊", "己", "庚"],
        ),
    ],
)
def test_tables(markup: str, lines: list[str]) -> None:
    source = read(f"<html><body><table>{markup}</table></body></html>".encode())
    assert source.text.split("\n") == lines
    for line in source.lines:
        assert (line.role == "row") == ("\t" in source.text[line.start : line.end])


def test_a_page_nested_without_end_is_read() -> None:
    source = read(("<div>" * 20_000 + "<p>一、加强领导，落实责任。</p>" + "<span>" * 20_000 + "附件").encode())
    assert [text for _, text in document(source)] == ["一、加强领导，落实责任。", "附件"]


def test_meta_elements_fill_what_the_table_leaves_open() -> None:
    page = (
        '<html><head><meta name="ArticleTitle" content="防汛通知">'
        '<meta name="PubDate" content="2020-01-02"></head><body>'
        "<table><tr><td>标题</td><td>关于防汛的通知</td></tr><tr><td>文号</td><td>一号</td></tr></table><p>请做好防汛工作，落实责任。</p></body></html>"
    )
    assert read(page.encode()).metadata == {"title": "关于防汛的通知", "doc_number": "一号", "published": "2020-01-02"}


# What a document says in the words of sites, and what a site says around it. Each pair is a page's lines and whether
# the document has them.
ITEMS = [f"{n}.建设第{n}类项目。加快补齐短板，年底前全部完成，切实增强群众获得感。" for n in range(1, 5)]
SAID = [
    ["承办单位：市体育局", "技术支持：市信息中心"],
    ["未经许可，任何单位和个人不得使用专项资金。"],
    ["版权所有者应当依法登记作品，未经同意不得转载。"],
    ["相关解读工作由市政府办公室负责。"],
    ["网站地图、网站标识码应当在首页底部显示。"],
    ["分享改革经验，推广典型做法。", "扫一扫二维码可以办理的事项一律上网。"],
]


@pytest.mark.parametrize("said", SAID, ids=lambda said: said[0])
@pytest.mark.parametrize("place", [1, 2, 3])
@pytest.mark.parametrize("tag", ["p", "div"])
def test_words_of_sites_in_a_document_cut_nothing(said: list[str], place: int, tag: str) -> None:
    lines = ["某市重点工作方案", "为推进工作，制定本方案。", *ITEMS[:place], *said, *ITEMS[place:]]
    text = "".join(f"<{tag}>{escape(line)}</{tag}>" for line in lines)
    page = f"<div>{MENU}</div><div>{text}</div><div>{RELATED}</div><div>{FOOT}</div>"
    assert [text for _, text in document(read(page.encode()))] == lines


BYLINES = [
    "发表时间：2026-04-20 11:19:38 信息来源：某区教育局 浏览量：-",
    "信息来源：市水利局 发布日期：2024年5月6日 字号：大 中 小",
    "作者：王某 来源：某网 阅读次数：12 打印",
    "2024-05-06 08:30 文章来源：市政府办公室 点击数： 次",
    "浏览次数：-次 听全文",
    "字体：【大】【中】【小】 分享到：",
]


@pytest.mark.parametrize("byline", BYLINES)
@pytest.mark.parametrize("where", ["below the title", "below the text"])
def test_bylines_in_any_order_are_the_sites(byline: str, where: str) -> None:
    lines = [
        "某区招生方案",
        "各幼儿园：",
        "请遵照执行，做好招生工作。",
        "一、招生对象。凡年满三周岁的均可报名。",
        "某区教育局",
        "2026年4月20日",
    ]
    spans = "".join(f"<span>{escape(part)}</span>" for part in byline.split(" "))
    box = f"<div class=a>{spans}</div>"
    first, rest = f"<div>{lines[0]}</div>", f"<div>{paragraphs(lines[1:])}</div>"
    inside = first + box + rest if where == "below the title" else first + rest + box
    source = read(f"<div>{MENU}</div><div>{inside}<div>分享文章到</div></div><div>{FOOT}</div>".encode())
    assert [text.strip() for _, text in document(source)] == lines


def test_prose_that_is_left_out_is_warned_of_with_its_size() -> None:
    aside = paragraphs(
        ["本栏目由某单位主编，内容仅供参考，请以正式文件为准。", "如有疑问，可以来电咨询，我们将及时答复。"]
    )
    page = f"<div>{MENU}</div><div>{paragraphs(DOCUMENTS['plan'])}</div><footer>{aside}</footer>"
    (caution,) = read(page.encode()).cautions
    assert caution.rule == "site-chrome"
    assert caution.message.startswith("46 characters in 2 lines")


def test_a_table_of_one_row_is_a_row_and_the_tools_of_a_page_are_none() -> None:
    head = "<table><tr><td>序号<td>姓名<td><p>开始</p><p>时间</p><td>金额</table>"
    tools = "<table><tr><td>打印<td>关闭<td>收藏</table>"
    page = f"<div>{paragraphs(DOCUMENTS['article'])}<p>附表</p>{head}</div>{tools}"
    assert [text for _, text in document(read(page.encode()))][-2:] == ["附表", "序号\t姓名\t开始时间\t金额"]


SAID_OF_SITES = [
    "字体大小应当符合国家标准，正文使用仿宋体三号字。",
    "扫一扫二维码即可进入报名系统，群众可以自行查询。",
    "扫描件应当清晰可辨",
    "上一篇章主要总结经验，下一篇章部署任务。",
    "网站地图、联系我们等栏目由某某局统一维护。",
    "ICP备案工作由某某局负责，网站标识码由办公室统一申请。",
    "公网安备手续由各单位自行办理。",
]


@pytest.mark.parametrize("said", SAID_OF_SITES)
def test_what_a_document_says_of_sites_is_its_text(said: str) -> None:
    body = ["各乡镇人民政府：", "现就有关事项通知如下，请结合实际认真贯彻落实。", said, "某某县水利局", "2024年11月5日"]
    shown = "".join(f"<p>{line}</p>" for line in body)
    foot = "<div>主办单位：某某县水利局 某ICP备00000000号 网站标识码：0000000000</div>"
    page = f"<body><div><a href='/'>首页</a></div><div><h1>某某县水利局通知</h1>{shown}</div>{foot}</body>"
    assert [text for _, text in document(read(page.encode()))] == ["某某县水利局通知", *body]


@pytest.mark.parametrize(
    "line", ["字体：大 中 小", "字号 【大 中 小】", "扫一扫在手机打开当前页", "上一篇：某某通知", "某ICP备12345678号"]
)
def test_what_a_site_says_is_none(line: str) -> None:
    body = "".join(
        f"<p>{text}</p>" for text in ("现就有关事项通知如下，请结合实际认真贯彻落实。", "某某局", "2024年11月5日")
    )
    page = f"<body><div><h1>某某局通知</h1>{body}</div><div>{line}</div></body>"
    assert line not in [text for _, text in document(read(page.encode()))]
