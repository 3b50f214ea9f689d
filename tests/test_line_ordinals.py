"""Ordinals at the heads of hard-wrapped lines: every form begins a paragraph, and what a sentence cites none."""

from __future__ import annotations

import pytest

import duikou
from duikou.notation import ordinal_forms
from duikou.notation.line_heads import heads

FORMS = [
    *(
        "一、二、三、四、",
        "一．二．三．四．",
        "（一）（二）（三）（四）",
        "(一)(二)(三)(四)",
        "1.2.3.4.",
        "1．2．3．4．",
        "1、2、3、4、",
    ),
    *(
        "（1）（2）（3）（4）",
        "(1)(2)(3)(4)",
        "1）2）3）4）",
        "①②③④",
        "第一条第二条第三条第四条",
        "第一條第二條第三條第四條",
    ),
    *("第一章第二章第三章第四章", "第一節第二節第三節第四節", "第一编第二编第三编第四编", "第1章第2章第3章第4章"),
    *("A.B.C.D.", "A．B．C．D．", "A、B、C、D、", "（A）（B）（C）（D）", "a)b)c)d)"),
    *("Ⅰ.Ⅱ.Ⅲ.Ⅳ.", "Ⅰ、Ⅱ、Ⅲ、Ⅳ、", "（Ⅰ）（Ⅱ）（Ⅲ）（Ⅳ）", "★1.★2.★3.★4.", "●●●●", "◆◆◆◆", "————————"),
    *("任务一：任务二：任务三：任务四：", "行动一 行动二 行动三 行动四 ", "重点任务1.重点任务2.重点任务3.重点任务4."),
    *("任务1.任务2.任务3.任务4.", "任务（一）任务（二）任务（三）任务（四）", "【任务1】【任务2】【任务3】【任务4】"),
    *(
        "甲、乙、丙、丁、",
        "（甲）（乙）（丙）（丁）",
        "壹、贰、叁、肆、",
        "（壹）（贰）（叁）（肆）",
        "一）二）三）四）",
    ),
    *(
        "(i)  (ii) (iii)(iv) ",
        "I.  II. III.IV. ",
        "ⅰ.ⅱ.ⅲ.ⅳ.",
        "❶❷❸❹",
        "➀➁➂➃",
        "㊀㊁㊂㊃",
        "◇◇◇◇",
        "••••",
        "◎◎◎◎",
        "➢➢➢➢",
    ),
    *("第三条之一第三条之二第三条之三第三条之四",),
    "任务一\u3000任务二\u3000任务三\u3000任务四\u3000",
    *("1.1 1.2 1.3 1.4 ", "1.2.1 1.2.2 1.2.3 1.2.4 ", "附件1：附件2：附件3：附件4："),
]
BODIES = [
    "推进河湖长制体系建设和水资源节约集约利用示范区创建",
    "加快构建现代物流体系和多式联运枢纽设施布局优化整合",
    "完善城市更新工作机制和老旧小区改造配套支持政策体系",
    "健全公共文化服务网络和非物质文化遗产保护传承利用制",
]
PROSE = (
    "各有关单位要按照任务分工，结合本地实际，制定工作计划，细化目标举措，明确完成时限，确保各项部署落到实处、见到成效，"
    "重要情况及时向市人民政府办公室报告。"
)


def wrapped(paragraph: str, width: int, indent: str = "") -> list[str]:
    """`paragraph` in lines of `width` characters; no line opens with a mark that ends a clause."""
    lines, rest = [], indent + paragraph
    while rest:
        cut = width
        while cut < len(rest) and rest[cut] in "，。、；：？！）》”":
            cut += 1
        lines.append(rest[:cut])
        rest = rest[cut:]
    return lines


def bare(text: str) -> str:
    for old, new in (*zip(" \u3000．()", ("", "", ".", "（", "）"), strict=True),):
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("width", [24, 30])
@pytest.mark.parametrize("form", FORMS)
def test_a_heading_that_fills_its_line_begins_a_paragraph(form: str, width: int) -> None:
    length = len(form) // 4
    marks = [form[at : at + length] for at in range(0, len(form), length)]
    items = [(mark + body * 2)[:width] for mark, body in zip(marks, BODIES, strict=True)]
    paragraphs = ["甲市关于推进重点工作的实施方案", PROSE, *items]
    source = "\n".join([paragraphs[0], *wrapped(PROSE, width), *items])
    assert list(map(bare, duikou.clean(source).text.split("\n"))) == list(map(bare, paragraphs))


CITING = [
    "对符合本办法第三条、第五条规定的企业，按照甲类、乙类和A、B两类分别给予补助，其中甲类企业补助标准为研发投入的一倍半，"
    "对（一）和（二）项所列情形不再重复补助。",
    "各区要对照附件1和附件2所列清单，逐项核对以来的建设项目，对投资额达到三亿元以上的项目，按照第二章有关要求办理，"
    "重点任务一和任务二应于年底前完成。",
    "设甲、乙两个标段，甲标段由市交通局实施；（甲）类场所每年检查四次，（乙）类场所每年检查两次，按照第三条之一、第三条之二的"
    "规定给予壹拾万元补助。",
    "建立甲、乙、丙三级评价体系，一级、二级响应由市指挥部启动；对一、二类水源保护区按照两种标准监测，结果在五个工作日内报送。",
]


@pytest.mark.parametrize("width", range(20, 36))
@pytest.mark.parametrize("paragraph", CITING)
def test_an_ordinal_that_a_sentence_cites_begins_none(paragraph: str, width: int) -> None:
    source = "\n".join(line for text in (PROSE, paragraph, PROSE) for line in wrapped(text, width, "　　"))
    assert duikou.clean(source).text == f"{PROSE}\n{paragraph}\n{PROSE}"


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        ("2.1.1和2.1.2规定的标准", False),
        ("3.2、3.3所列项目", False),
        ("2.1.1和谐社区建设", True),
        ("3.2与企业对接", True),
    ],
)
def test_dotted_numbers_that_a_sentence_lists_open_no_heading(line: str, opens: bool) -> None:
    assert any(one.style.startswith("dotted") for one in heads(line)) == opens


@pytest.mark.parametrize(
    ("line", "style"), [("（壹）5个项目", "capital"), ("（甲）3项任务", "stem"), ("(乙)2025年建成", "stem")]
)
def test_what_stands_in_brackets_may_be_followed_by_a_figure(line: str, style: str) -> None:
    (found,) = heads(line)
    assert (found.style, found.length, found.sure) == (style, 3, False)


@pytest.mark.parametrize("form", ordinal_forms.FORMS, ids=lambda form: f"{form.style}-{form.counts[0]}")
def test_a_row_of_the_table_of_forms_finds_its_own_mark(form: ordinal_forms.Form) -> None:
    for count in (form.counts[-1], form.counts[1] * form.most):
        mark = f"{form.opening_signs[:1]}{count}{form.closing_signs[:1]}"
        found = form.pattern.match(f"{mark}推进")
        assert found is not None
        assert (found[0], found["n"]) == (mark, count)
        assert mark[0] in form.begins
    assert form.pattern.match("推进建设") is None
