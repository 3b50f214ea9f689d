"""Outlining: ordinals, dates, tails and lists of units one by one; and what holds for any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st
from outlines import CASES, cleaned, given

from duikou.extracting import extract_document
from duikou.model import ROLES, Block, Marked, Node
from duikou.notation import bodies, dates, doc_numbers, document_lines, spoken_tails, tails, titles
from duikou.notation.numerals import number
from duikou.notation.ordinals import readings
from duikou.outlining import outline
from duikou.outlining.sequence import arrange

NUMBERS = [
    ("12", 12),
    ("一", 1),
    ("十", 10),
    ("十二", 12),
    ("二十", 20),
    ("二十一", 21),
    ("一百零五", 105),
    ("一百一十", 110),
    ("二〇二一", 2021),
    ("二○二一", 2021),
    ("⑫", 12),
    ("Ⅲ", 3),
    ("一十", 10),
    ("十百", None),
    ("二三十", None),
    ("", None),
    ("甲", None),
]


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_numbers(text: str, value: int | None) -> None:
    assert number(text) == value


DAYS = [
    ("2018年3月17日", "2018-03-17"),
    ("二○二一年一月八日", "2021-01-08"),
    ("二〇二一年十二月三十一日", "2021-12-31"),
    ("（2019年1月12日）", "2019-01-12"),
    ("成文日期：2020年5月1日", "2020-05-01"),
    ("2019年2月30日", None),
    ("2021年", None),
    ("2018年3月17日起施行", None),
]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_a_paragraph_that_is_a_date(text: str, day: str | None) -> None:
    assert dates.alone(text) == day


HEADS = [
    ("一、总体要求", "dun", "一"),
    ("三十、加强监管。", "dun", "三十"),
    ("（十一）培育机构", "paren", "（十一）"),
    ("1.深化改革。", "dot", "1"),
    ("12、落实", "comma", "12"),
    ("（1）建立台账", "number_paren", "（1）"),
    ("1）建立台账", "half_paren", "1）"),
    ("①东环路", "circled", "①"),
    ("第三条为了管理", "article", "第三条"),
    ("第三十－条在城乡规划区内", "article", "第三十一条"),
    ("笫五十四条清算组", "article", "第五十四条"),
    ("第一章总则", "chapter", "第一章"),
    ("第二节登记", "section", "第二节"),
    ("第十条之一有下列情形", "article", "第十条之一"),
    ("第十条之十二有下列情形", "article", "第十条之十二"),
    ("第二十五条之二十有下列情形", "article", "第二十五条之二十"),
    ("第一部分总则", "volume", "第一部分"),
]


@pytest.mark.parametrize(("text", "style", "label"), HEADS)
def test_ordinals(text: str, style: str, label: str) -> None:
    sure = [r.ordinal for r in readings(text) if r.sure]
    assert [(o.style, o.label) for o in sure] == [(style, label)]
    assert text.startswith(sure[0].text)


@pytest.mark.parametrize(
    "text",
    [
        "一带一路沿线国家",
        "2021年完成",
        "3月底前",
        "1.5倍以上",
        "2.5米高的围挡",
        "一、二类口岸",
        "二、三线城市",
        "1、2号线",
        "一是加强领导",
        "第五条第一款规定的材料",
        "第三方机构",
        "（一）、（二）项规定",
        "十四五期间",
        "百分之二十",
    ],
)
def test_text_that_only_looks_numbered(text: str) -> None:
    assert not any(r.sure for r in readings(text))


SEQUENCES = [
    (
        "runs on over chapters",
        ["一、甲", "（一）乙", "（二）丙", "二、丁", "（三）戊"],
        ["一", "一/（一）", "一/（二）", "二", "二/（三）"],
    ),
    (
        "items run on over sections",
        ["一、甲", "（一）乙", "1.丙", "（二）丁", "2.戊"],
        ["一", "一/（一）", "一/（一）/1", "一/（二）", "一/（二）/2"],
    ),
    (
        "items straight under a chapter",
        ["一、甲", "1.乙", "二、丙", "（一）丁", "1.戊"],
        ["一", "一/1", "二", "二/（一）", "二/（一）/1"],
    ),
    (
        "a list against the usual ranks",
        ["1.甲", "（一）乙", "（二）丙", "2.丁", "（一）戊"],
        ["1", "1/（一）", "1/（二）", "2", "2/（一）"],
    ),
    ("eleven, not a decimal", ["10.甲", "11.121人才", "12.乙"], ["10", "11", "12"]),
    ("a decimal between items", ["1.甲", "2.5米以上的", "2.乙"], ["1", None, "2"]),
    (
        "dotted under bare numbers",
        ["1总则", "1.1目的", "1.2范围", "2职责", "2.1机构"],
        ["1", "1/1.1", "1/1.2", "2", "2/2.1"],
    ),
    (
        "three dotted levels",
        ["1.总则", "1.1目的", "1.1.1依据", "1.1.2原则", "1.2范围"],
        ["1", "1/1.1", "1/1.1/1.1.1", "1/1.1/1.1.2", "1/1.2"],
    ),
    ("marks that documents mix", ["1.甲", "2、乙", "3.丙"], ["1", "2", "3"]),
    (
        "articles run on over chapters",
        ["第一章甲", "第一条乙", "第二章丙", "第二条丁"],
        ["第一章", "第一章/第一条", "第二章", "第二章/第二条"],
    ),
    ("a citation of an article opens none", ["第四条甲", "第三条第一款规定的", "第五条乙"], ["第四条", None, "第五条"]),
    (
        "four levels",
        ["一、甲", "（一）乙", "1.丙", "（1）丁", "①戊"],
        ["一", "一/（一）", "一/（一）/1", "一/（一）/1/（1）", "一/（一）/1/（1）/①"],
    ),
    (
        "a box has numbering of its own",
        ["第一节甲", "专栏1乙工程", "1.丙", "2.丁", "第二节戊", "专栏二己工程"],
        ["第一节", "第一节/专栏1", "第一节/专栏1/1", "第一节/专栏1/2", "第二节", "第二节/专栏二"],
    ),
    (
        "a box among items that go on after it",
        ["一、甲", "1.乙", "2.丙", "专栏1丁工程", "1.戊", "3.己"],
        ["一", "一/1", "一/2", "一/专栏1", "一/专栏1/1", "一/3"],
    ),
    (
        "a list above the box's rank stays in it",
        ["第一节甲", "专栏1乙工程", "（一）丙", "（二）丁", "第二节戊"],
        ["第一节", "第一节/专栏1", "第一节/专栏1/（一）", "第一节/专栏1/（二）", "第二节"],
    ),
    ("a box that is only named", ["一、甲", "专栏1所列项目。", "专栏2中的项目"], ["一", None, None]),
    ("Roman and Latin only in a row", ["（Ⅰ）甲", "（Ⅱ）乙", "A.股发行", "文"], ["（Ⅰ）", "（Ⅱ）", None, None]),
]


@pytest.mark.parametrize(("texts", "paths"), [s[1:] for s in SEQUENCES], ids=[s[0] for s in SEQUENCES])
def test_sequences(texts: list[str], paths: list[str | None]) -> None:
    assert ["/".join(h.path) if h else None for h in arrange(texts)] == paths


UNITS = [
    ("市科委、市卫生健康委", ["市科委", "市卫生健康委"]),
    ("省发展改革委、沈河、大东区政府", ["省发展改革委", "沈河区政府", "大东区政府"]),
    ("甲、乙、丙市政府", ["甲市政府", "乙市政府", "丙市政府"]),
    ("各市、县（市、区）人民政府", ["各市、县（市、区）人民政府"]),
    ("各省、自治区、直辖市人民政府", ["各省、自治区、直辖市人民政府"]),
    ("市交通委（市道运局、市轨道处）、市公安局", ["市交通委（市道运局、市轨道处）", "市公安局"]),
    ("工业和信息化部、文化和旅游部", ["工业和信息化部", "文化和旅游部"]),
    ("发展改革委、粮食和储备局", ["发展改革委", "粮食和储备局"]),
    ("财政部和税务总局", ["财政部", "税务总局"]),
    ("市委和市政府", ["市委", "市政府"]),
    ("人民银行等部门", ["人民银行"]),
    ("民政部、教育部等和各省级人民政府", ["民政部", "教育部", "各省级人民政府"]),
    ("海关总署、商务部等有关部门", ["海关总署", "商务部"]),
    ("省教育厅，各市政府", ["省教育厅", "各市政府"]),
    ("各有关部门和单位", ["各有关部门和单位"]),
    ("省林业厅，海门、山前区政府", ["省林业厅", "海门区政府", "山前区政府"]),
    ("市农业局，有关市、县政府", ["市农业局", "有关市、县政府"]),
    ("各县（市、区）委、人民政府", ["各县（市、区）委、人民政府"]),
    ("省直有关单位，各市、县党委和政府", ["省直有关单位", "各市、县党委和政府"]),
    ("各市〔州〕、县〔市、区〕人民政府", ["各市〔州〕、县〔市、区〕人民政府"]),
    ("各省、自治区、直辖市及计划单列市人民政府", ["各省、自治区、直辖市及计划单列市人民政府"]),
    ("省能源局等省有关部门和各市人民政府", ["省能源局", "各市人民政府"]),
    ("省发展改革委、财政厅", ["省发展改革委", "财政厅"]),
    ("市科技局、甲大学等高校，有关企业", ["市科技局", "甲大学", "有关企业"]),
    ("办公室、人事科、各直属学校", ["办公室", "人事科", "各直属学校"]),
    ("东城、西城、南城街道办事处", ["东城街道办事处", "西城街道办事处", "南城街道办事处"]),
    ("甲、乙、丙镇政府", ["甲镇政府", "乙镇政府", "丙镇政府"]),
    ("县委组织部、宣传部，县财政局、编办", ["县委组织部", "县委宣传部", "县财政局", "编办"]),
    ("组织部、宣传部", ["组织部", "宣传部"]),
    ("市政府各委、办、局，各人民团体", ["市政府各委、办、局", "各人民团体"]),
    ("市直各部、委、办、局，大专院校", ["市直各部、委、办、局", "大专院校"]),
    ("省直各厅、局", ["省直各厅、局"]),
    ("市教委、办公厅", ["市教委", "办公厅"]),
    (
        "北京、天津、河北、山东省（市）人民政府",
        ["北京市人民政府", "天津市人民政府", "河北省人民政府", "山东省人民政府"],
    ),
    ("河北、新疆、陕西省（自治区、直辖市）商务厅", ["河北省商务厅", "新疆维吾尔自治区商务厅", "陕西省商务厅"]),
    ("内蒙古、西藏自治区财政厅", ["内蒙古自治区财政厅", "西藏自治区财政厅"]),
    ("河北、江苏省发展改革委", ["河北省发展改革委", "江苏省发展改革委"]),
    ("吉林、长春市政府", ["吉林市政府", "长春市政府"]),
]


@pytest.mark.parametrize(("text", "names"), UNITS)
def test_lists_of_units(text: str, names: list[str]) -> None:
    assert bodies.names(text) == names


TAILS = [
    ("推广试点。（财政部负责）", ["财政部负责"]),
    ("推广试点（财政部负责）。", ["财政部负责"]),
    ("甲事。（市科委负责）乙事。（市教委配合）", ["市科委负责", "市教委配合"]),
    ("建设中心。（市科委、市教委）", ["市科委、市教委"]),
    ("建设中心。【责任单位：市科委】", ["责任单位：市科委"]),
    ("建设中心。(牵头单位：市科委)", ["牵头单位：市科委"]),
    ("责任单位：市科委、市教委", ["责任单位：市科委、市教委"]),
    ("建设中心。牵头单位：市科委；配合单位：市教委。", ["牵头单位：市科委；配合单位：市教委"]),
    ("推广试点。（市交通委（市道运局）牵头，各区政府配合）", ["市交通委（市道运局）牵头，各区政府配合"]),
    ("建设中心。［市科委牵头，市教委配合］", ["市科委牵头，市教委配合"]),
    ("建设中心。（市科委〔牵头〕、市教委）", ["市科委〔牵头〕、市教委"]),
    ("建设中心。牵头单位：市科委。责任单位：市教委。", ["牵头单位：市科委。责任单位：市教委"]),
    ("建设中心。由市政府督查室负责。", ["由市政府督查室负责"]),
    ("建设中心。以上两项由市科委牵头，市教委配合。", ["由市科委牵头，市教委配合"]),
    ("完成时限：2022年12月", ["完成时限：2022年12月"]),
    ("责任领导：张某", ["责任领导：张某"]),
    ("建设中心。（市领导：张某；牵头单位：市科委）", ["牵头单位：市科委"]),
    ("建设中心。（市科委牵头；2023年底前完成并持续推进）", ["市科委牵头；2023年底前完成并持续推进"]),
    ("建设中心3个以上（市科委、市教委、各街镇）。", ["市科委、市教委、各街镇"]),
    ("建设中心，由市科委统筹，每月报告。", []),
    ("建设中心。由于资金不足，进展较慢。", []),
    ("建设中心。各地要加强领导，抓好落实。", []),
    ("推广试点（以下简称试点）。", []),
    ("覆盖各县（市、区）。", []),
    ("落实规划（2016—2020年）。", []),
    ("领导小组（由市长牵头）每月开会一次，研究重大事项。", []),
    ("安装设备（企业依法安装自动监测设备、与环保部门联网）并公开。", []),
    ("推进三网融合（电信、广电）。", []),
    ("完善设施。（含配套用房）", []),
]


@pytest.mark.parametrize(("text", "inner"), TAILS)
def test_tails(text: str, inner: list[str]) -> None:
    found = tails.find_tails(Marked(text))
    assert [t.inner for t in found] == inner
    assert all(0 <= t.start < t.end <= len(text) for t in found)


TYPES = [
    ("某市人民政府关于加强管理的通知", "通知"),
    ("某市条例（修订）", "条例"),
    ("某行动计划（2021—2023年）", "行动计划"),
    ("解读《某工作方案》", "解读"),
    ("问答实录：《若干意见》的有关情况", "问答"),
    ("《某办法》政策解读", "解读"),
    ("关于印发《某解读规范》的通知", "通知"),
    ("海岸公园", ""),
]


@pytest.mark.parametrize(("title", "kind"), TYPES)
def test_doctypes(title: str, kind: str) -> None:
    assert titles.doctype(title) == kind


def test_a_title_sheds_what_the_page_added() -> None:
    assert titles.canonical("某市 合作实施方案（全文）") == "某市合作实施方案"
    assert titles.canonical("某市工作方案时间：2017-03-19信息来源：某网") == "某市工作方案"
    assert titles.canonical("某市作息时间：方案") == "某市作息时间：方案"


def test_a_document_number_is_known_alone_and_after_its_head() -> None:
    assert document_lines.doc_number("国办发〔2018〕128号") == "国办发〔2018〕128号"
    assert document_lines.doc_number("某市人民政府文件某政发〔2020〕3号") == "某政发〔2020〕3号"
    assert document_lines.doc_number("（某政发〔2020〕3号）") == "某政发〔2020〕3号"
    assert document_lines.doc_number("某税务局公告2018年第61号") == "某税务局公告2018年第61号"
    assert document_lines.doc_number("根据国办发〔2018〕128号文件精神") is None


# Markers and texts of every kind, put together at random: whatever comes out, nothing may break and nothing be lost.
MARKS = st.sampled_from(
    [
        "",
        "一、",
        "二、",
        "十一、",
        "（一）",
        "（二）",
        "1.",
        "2.",
        "11.",
        "2.5",
        "1.1",
        "1.1.1",
        "（1）",
        "①",
        "第一章",
        "第三条",
        "第三十－条",
        "附件",
        "附件1：",
        "目录",
        "A.",
        "Ⅱ.",
        "——",
        "一是",
    ]
)
BODIES = st.one_of(
    st.sampled_from(
        [
            "",
            "总体要求",
            "推进改革。加快落实各项任务。",
            "推进改革。",
            "（市科委负责）",
            "（责任单位：市科委、各区政府）",
            "各市人民政府：",
            "某市人民政府关于印发方案的通知",
            "某政发〔2020〕3号",
            "某市人民政府",
            "2020年3月1日",
            "二〇二〇年三月一日",
            "（此件公开发布）",
            "发布日期：2020-03-01",
            "序号\t任务\t单位",
            "拥护宪法；",
            "责任单位：市财政局",
            "《某方案》（全文）",
        ]
    ),
    st.text(alphabet="一二第条章、。；：（）【】《》〔〕1.2年市局委和等负责\t", max_size=30),
)
PARAGRAPHS = st.lists(st.builds(str.__add__, MARKS, BODIES), max_size=25)


def nodes_of(nodes: tuple[Node, ...]) -> list[Node]:
    return [n for node in nodes for n in (node, *nodes_of(node.children))]


@given_any(PARAGRAPHS)
@settings(max_examples=300, deadline=None)
def test_any_paragraphs_give_a_document(texts: list[str]) -> None:
    clean = cleaned(*texts)
    document = outline(clean)
    assert [block.paragraph for block in document.blocks] == list(clean.paragraphs)
    assert [b for part in document.parts for b in part.blocks] == list(document.blocks)
    assert all(block.role in ROLES for block in document.blocks)
    assert [part.index for part in document.parts] == list(range(1, len(document.parts) + 1))
    for part in document.parts:
        found = nodes_of(part.nodes)
        opened = [block for block in part.blocks if block.role == "item"]
        assert [node.blocks[0] for node in found] == opened
        assert all(node.path[-1] == node.ordinal.label and len(node.path) == node.level for node in found)
        kept: list[Block] = [block for node in found for block in node.blocks]
        assert [block for block in part.blocks if block.path] == kept
        assert all(b.paragraph.start <= b.body_start <= b.paragraph.end for b in part.blocks)


@given_any(PARAGRAPHS)
@settings(max_examples=300, deadline=None)
def test_any_document_gives_measures_in_order(texts: list[str]) -> None:
    clean = cleaned(*texts)
    measures = extract_document(outline(clean)).measures
    assert len({m.id for m in measures}) == len(measures)
    spans = [(m.start, m.end) for m in measures]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(clean.text) for start, end in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
    for measure in measures:
        for name in (*measure.lead_units, *measure.responsible_units, *measure.supporting_units):
            assert name == name.strip()
            assert name


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_the_same_text_gives_the_same_document(case: dict[str, str]) -> None:
    assert outline(given(case)) == outline(given(case))


SAID = [
    (
        "抓好工作。由市甲局牵头，市乙局配合，每季度通报一次。",
        "由市甲局牵头，市乙局配合，每季度通报一次",
        "市甲局牵头，市乙局配合",
    ),
    # The same words may stand before, inside another clause.
    ("支持由市甲局牵头建园区，由市甲局牵头，每季度通报一次。", "由市甲局牵头，每季度通报一次", "市甲局牵头"),
    ("办好园区， 由市甲局牵头 ，每季度通报一次。", "由市甲局牵头 ，每季度通报一次", "市甲局牵头"),
    ("应由市甲局牵头，每季度通报一次。", "应由市甲局牵头，每季度通报一次", "市甲局牵头"),
]


@pytest.mark.parametrize(("text", "span", "named"), SAID)
def test_where_a_sentence_says_who_leads(text: str, span: str, named: str) -> None:
    found = spoken_tails.said(text)
    assert found is not None
    start, end, names = found
    assert (text[start:end], names) == (span, named)
    assert start == text.rindex(span)


NO_NUMBERS = [
    "根据某政发〔2020〕3号",
    "根據某政發〔2020〕3號",
    "某市人民政府贯彻国发〔2020〕3号",
    "某市人民政府貫徹國發〔2020〕3號",
    "學習某政發〔2020〕3號",
    "某辦公室轉發某政發〔2020〕3號",
    "某辦公室印發某政發〔2020〕3號",
    "某局關於某政發〔2020〕3號",
    "執行某政發〔2020〕3號",
    "落實某政發〔2020〕3號",
    "廢止某政發〔2020〕3號",
    "依據某政發〔2020〕3號",
]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_words_of_a_title_are_no_code(text: str) -> None:
    assert doc_numbers.alone(text) is None
    assert doc_numbers.alone("某政發〔2020〕3號") == doc_numbers.Number("某政發〔2020〕3號")
