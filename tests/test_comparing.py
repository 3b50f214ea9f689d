"""What is reported between two versions: named changes, and nothing that only looks changed."""

from __future__ import annotations

from itertools import chain

import pytest
from builders_compare import articles, plan

import duikou
from duikou import comparing
from duikou.comparing import compare, differs
from duikou.comparing.aligning.similar import Budget
from duikou.model import Change, Document

BODY = (
    "title:甲省与乙省对口合作实施方案",
    "为深化两省合作，制定本方案。",
    "一、总体要求",
    "（一）坚持政府引导。发挥规划引领作用，完善合作机制，推动资源共享和优势互补。",
    "（二）坚持市场运作。充分尊重企业主体地位，引导各类要素在两省之间有序流动。",
    "二、重点任务",
    "（一）共建产业园区。到2025年，建成园区10个，引进项目200个，总投资100亿元，带动就业4万人。",
    "（二）推动科技合作。两省科技厅应当每年联合发布攻关清单，支持高校共建实验室。",
    "（三）加强人才交流。由省委组织部、省教育厅负责，每年互派干部50名。",
    "三、保障措施",
    "（一）加强组织领导。各市政府必须明确专人负责，定期报告进展情况，重要事项及时请示。",
)


def changed(*edits: tuple[str, str], base: tuple[str, ...] = BODY) -> Document:
    """The plan with pieces replaced; each must be there."""
    text = "\n".join(base)
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return plan(*text.split("\n"))


def report(old: Document, new: Document) -> list[Change]:
    return list(compare(old, new).changes)


def marks(change: Change) -> tuple[str, str]:
    """What a change marks as deleted and as inserted."""
    return tuple("".join(text for kind, text in change.ops if kind == name) for name in ("delete", "insert"))  # type: ignore[return-value]


ONE = [
    # (old piece, new piece, class, category, deleted, inserted)
    ("100亿元", "120亿元", "substantive", "number", "100亿元", "120亿元"),
    ("园区10个", "园区12个", "substantive", "number", "10个", "12个"),
    ("2025年", "2026年", "substantive", "date", "2025年", "2026年"),
    ("应当每年", "可以每年", "substantive", "modality", "应当", "可以"),
    ("必须明确", "不得明确", "substantive", "modality", "必须", "不得"),
    ("省教育厅", "省财政厅", "substantive", "unit", "省教育厅", "省财政厅"),
    ("攻关清单", "需求目录", "substantive", "wording", "攻关清单", "需求目录"),
    ("重要事项及时请示", "重要事项定期请示", "substantive", "wording", "及时", "定期"),
    ("完善合作机制，", "", "substantive", "deletion", "完善合作机制，", ""),
    ("企业主体地位，", "企业主体地位，破除地方保护，", "substantive", "insertion", "", "破除地方保护，"),
    ("引进项目", "弓进项目", "suspect", "misreading", "引进", "弓进"),
    ("有序流动", "有序流云", "suspect", "misreading", "流动", "流云"),
    ("企业主体", "企业主休", "suspect", "misreading", "主体", "主休"),
    ("市场运作", "市场运昨", "suspect", "misreading", "运作", "运昨"),
    ("引进项目", "引进顶目", "suspect", "misreading", "项目", "顶目"),
    ("各类要素", "各类耍素", "suspect", "misreading", "要素", "耍素"),
    ("资源共享", "资源源共享", "suspect", "misreading", "", "源"),
]


@pytest.mark.parametrize("edit", ONE)
def test_one_edit_is_one_change(edit):
    old, new, klass, category, gone, come = edit
    found = report(plan(*BODY), changed((old, new)))
    assert [(c.klass, c.type, c.category, c.zone) for c in found] == [(klass, "replace", category, "body")]
    deleted, inserted = marks(found[0])
    assert gone in deleted
    assert come in inserted
    assert len(deleted) <= len(gone) + 4
    assert len(inserted) <= len(come) + 4


EDITORIAL = [
    ("，", ",", "width"),
    ("（一）坚持", "(一)坚持", "numbering"),
    ("两省合作", "两 省合作", "spacing"),
    ("共享和优势互补。", "共享和优势互补；", "punctuation"),
]


@pytest.mark.parametrize(("old", "new", "category"), EDITORIAL)
def test_form_alone_is_editorial(old, new, category):
    comparison = compare(plan(*BODY), changed((old, new)))
    assert {(c.klass, c.category) for c in comparison.changes} == {("editorial", category)}
    assert not differs(comparison)


def test_two_numbers_in_one_sentence_are_two_changes():
    found = report(
        plan("一、目标", "营业额合计超过100亿元，并且其中至少两家企业的营业额均超过4亿元。"),
        plan("一、目标", "营业额合计超过120亿元，并且其中至少两家企业的营业额均超过8亿元。"),
    )
    assert [marks(c) for c in found] == [("100亿元", "120亿元"), ("4亿元", "8亿元")]
    assert [c.old.text for c in found if c.old] == [
        "营业额合计超过100亿元，",
        "并且其中至少两家企业的营业额均超过4亿元。",
    ]


# (old clause, new clause, the changes: class, category, deleted, inserted)
NEIGHBOURS = [
    (
        "增长8%，投入资金3亿元",
        "增长8%以上，投人资金3亿元",
        [("substantive", "number", "", "以上"), ("suspect", "misreading", "投入", "投人")],
    ),
    (
        "建成3万个，同比下降5%",
        "建成3个，同比增长5%",
        [("substantive", "number", "3万个", "3个"), ("substantive", "wording", "下降", "增长")],
    ),
    (
        "由省科技厅于2025年6月完成",
        "由省教育厅于2026年6月完成",
        [("substantive", "unit", "省科技厅", "省教育厅"), ("substantive", "date", "2025年6月", "2026年6月")],
    ),
    (
        "省科技厅应当建设10个园区",
        "省教育厅可以建设12个园区",
        [
            ("substantive", "unit", "省科技厅", "省教育厅"),
            ("substantive", "modality", "应当", "可以"),
            ("substantive", "number", "10个", "12个"),
        ],
    ),
    ("投资约100亿元", "投资120亿元以上", [("substantive", "number", "约100亿元", "120亿元以上")]),
    ("请国家邮政局协助", "请铁路局协助", [("substantive", "unit", "国家邮政局", "铁路局")]),
    (
        "全面推进各项工作，做到位",
        "统筹抓好各方任务，做扎实",
        [("substantive", "wording", "全面推进各项工作做到位", "统筹抓好各方任务做扎实")],
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), NEIGHBOURS)
def test_neighbouring_changes_of_different_kinds_are_apart(old, new, expected):
    texts = [plan("一、任务", f"（一）推进合作。{side}，由有关单位落实。") for side in (old, new)]
    for pair, turned in ((texts, False), (texts[::-1], True)):
        found = [(c.klass, c.category, *(marks(c)[::-1] if turned else marks(c))) for c in report(*pair)]
        assert found == expected


def test_editorial_and_true_changes_of_one_paragraph_are_apart():
    old = "一、各市人民政府应当加强领导,明确分工。每年报告一次进展情况，接受社会监督。"
    new = "一、各市人民政府应当加强领导，明确分工。每年报告两次进展情况，接受社会监督。"
    found = report(plan(old), plan(new))
    assert [c.klass for c in found] == ["editorial", "substantive"]


TEXTS = [
    "为了规范营业场所的管理，维护公众的合法权益，制定本条例。",
    "营业场所应当具备与其经营活动相适应的资金和安全管理人员。",
    "申请人应当向县级以上人民政府文化行政部门提出申请。",
    "经营单位不得涂改、出租、出借或者转让许可证。",
    "违反本条例规定的，由公安机关给予警告，可以并处罚款。",
    "本条例自发布之日起施行。",
]
ADDED = "公安机关应当自营业之日起二十个工作日内进行实地检查，并书面告知结果。"


def test_an_insertion_renumbers_what_follows():
    new = [*TEXTS[:3], ADDED, *TEXTS[3:]]
    comparison = compare(plan(*articles(*TEXTS)), plan(*articles(*new)))
    assert [(c.type, c.klass, c.category) for c in comparison.changes] == [
        ("insert", "substantive", "insertion"),
        *[("renumber", "editorial", "numbering")] * 3,
    ]
    renumbered = [(c.old.path[-1], c.new.path[-1]) for c in comparison.changes[1:] if c.old and c.new]
    assert renumbered == [("第四条", "第五条"), ("第五条", "第六条"), ("第六条", "第七条")]
    assert differs(comparison)


def test_an_item_put_in_before_a_misread_one_is_an_insertion():
    """The long item after it is no exact match and has another number: the two are no split of the old one."""
    long = "".join(TEXTS[1:5])
    misread = long.replace("转让", "转计")
    new = plan(*articles(TEXTS[0], "健全信息通报渠道。", misread, TEXTS[5]))
    comparison = compare(plan(*articles(TEXTS[0], long, TEXTS[5])), new)
    assert [(c.type, c.category) for c in comparison.changes] == [
        ("insert", "insertion"),
        ("renumber", "numbering"),
        ("replace", "misreading"),
        ("renumber", "numbering"),
    ]


def test_a_renumbering_alone_makes_versions_differ():
    comparison = compare(plan(*articles(*TEXTS)), plan(*articles(*TEXTS, first=2)))
    assert {c.type for c in comparison.changes} == {"renumber"}
    assert differs(comparison)


def test_a_reference_to_a_renumbered_article_is_a_true_change():
    found = report(
        plan("第一条违反本条例第三十二条规定的，给予警告。"), plan("第一条违反本条例第三十三条规定的，给予警告。")
    )
    assert [(c.klass, c.category, *marks(c)) for c in found] == [
        ("substantive", "reference", "第三十二条", "第三十三条")
    ]


def test_a_moved_item_is_one_move():
    moved = BODY[8].replace("（三）", "（二）")
    new = plan(*BODY[:8], *BODY[9:], moved)
    found = report(plan(*BODY), new)
    assert [(c.type, c.category) for c in found] == [("move", "order")]
    assert found[0].old
    assert found[0].new
    assert (found[0].old.path, found[0].new.path) == (("二", "（三）"), ("三", "（二）"))


def test_a_moved_item_with_an_edit_tells_both():
    moved = BODY[8].replace("（三）", "（二）").replace("50名", "60名")
    found = report(plan(*BODY), plan(*BODY[:4], moved, *BODY[4:8], *BODY[9:]))
    assert "move" in {c.type for c in found}
    assert ("50名", "60名") in [marks(c) for c in found if c.category == "number"]


def test_a_short_item_found_elsewhere_is_no_move():
    old = plan(
        "一、甲", "（一）其他情形。", "（二）依照有关规定办理登记手续的企业。", "二、乙", "（一）从事研究活动的单位。"
    )
    new = plan(
        "一、甲", "（一）依照有关规定办理登记手续的企业。", "二、乙", "（一）从事研究活动的单位。", "（二）其他情形。"
    )
    assert "move" not in {c.type for c in report(old, new)}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            [BODY[1], "一、加强领导。各市政府明确专人负责，定期报告进展情况。重要事项及时请示，接受监督。"],
            [BODY[1], "一、加强领导。各市政府明确专人负责，定期报告进展情况。", "重要事项及时请示，接受监督。"],
        ),
        (
            ["title:甲省与乙省对口合作工作实施方案", "一、总体要求", "（一）坚持市场运作。"],
            ["title:甲省与乙省", "title:对口合作工作实施方案", "一、总体要求", "（一）坚持市场运作。"],
        ),
        (
            ["一、有下列情形之一的：（一）逾期未报告；（二）拒绝检查。"],
            ["一、有下列情形之一的：", "（一）逾期未报告；", "（二）拒绝检查。"],
        ),
    ],
)
def test_a_split_paragraph_is_no_change(one, two):
    comparison = compare(plan(*one), plan(*two))
    assert [(c.klass, c.category) for c in comparison.changes] == [("editorial", "split")]
    assert [c.category for c in report(plan(*two), plan(*one))] == ["merge"]
    assert not differs(comparison)


def test_an_article_that_becomes_two_is_a_split_with_a_number_of_its_own():
    first, second = "设立园区应当符合国土空间规划，", "由所在地人民政府提出申请，报上一级人民政府批准。"
    old = plan(*articles(TEXTS[0], first[:-1] + "。" + second, TEXTS[3]))
    new = plan(*articles(TEXTS[0], first[:-1] + "。", second, TEXTS[3]))
    told = [(c.klass, c.category, *marks(c)) for c in report(old, new) if c.type != "renumber"]
    assert told == [("substantive", "split", "", "\n第三条")]
    told = [(c.klass, c.category, *marks(c)) for c in report(new, old) if c.type != "renumber"]
    assert told == [("substantive", "merge", "\n第三条", "")]


def test_a_split_with_an_edit_tells_the_edit():
    old = plan("一、加强领导。各市政府明确专人负责，定期报告进展情况。重要事项及时请示，接受监督。")
    new = plan("一、加强领导。各市政府明确专人负责，每年报告进展情况。", "重要事项及时请示，接受监督。")
    found = [c for c in report(old, new) if c.klass != "editorial"]
    assert [marks(c) for c in found] == [("定期", "每年")]


def test_a_missing_item_is_one_change_with_what_stands_below_it():
    found = report(plan(*BODY), plan(*BODY[:5], *BODY[9:]))
    assert [(c.type, c.category) for c in found if c.type != "renumber"] == [("delete", "deletion")]
    assert found[0].old
    assert found[0].old.text == "\n".join(BODY[5:9])


def test_a_missing_attachment_is_one_change():
    lists = (
        "attachment:附件1",
        "title:任务分工表",
        "一、省发展改革委牵头推进园区建设。",
        "二、省科技厅牵头推进科技合作。",
    )
    found = report(plan(*BODY, "===", *lists), plan(*BODY))
    assert [(c.type, c.klass, c.zone) for c in found] == [("delete", "substantive", "body")]
    assert found[0].old
    assert found[0].old.text.count("\n") == 3


def test_a_rewritten_article_alone_in_its_place_is_a_replacement():
    rewritten = "经营单位应当妥善保管许可证，不得涂改、伪造，也不得以任何方式交由他人使用。"
    found = report(plan(*articles(*TEXTS)), plan(*articles(*TEXTS[:3], rewritten, *TEXTS[4:])))
    assert {c.type for c in found} == {"replace"}


def test_a_misread_ordinal_is_suspect_and_no_missing_article():
    old = [*articles(*TEXTS[:3]), "笫四条" + TEXTS[3], *articles(*TEXTS[4:], first=5)]
    found = report(plan(*old), plan(*articles(*TEXTS)))
    assert [(c.klass, c.category, *marks(c)) for c in found] == [("suspect", "misreading", "笫四条", "第四条")]


def test_the_likely_wrong_side_is_named():
    old = plan("一、应当置备成员名册，并报登已机关。", "二、登记机关应当自受理登记申请之日起二十日内办结。")
    new = plan("一、应当置备成员名册，并报登记机关。", "二、登记机关应当自受理登记申请之日起二十日内办结。")
    assert report(old, new)[0].hint == "the old version is likely misread: 登已 for 登记"
    assert report(new, old)[0].hint == "the new version is likely misread: 登已 for 登记"


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("加强人才交流交流。", "加强人才交流。", "the old version is likely misread: 交流 too many"),
        ("加强人才交流。", "加强人才交流交流。", "the new version is likely misread: 交流 too many"),
    ],
)
def test_a_doubled_word_is_told_as_one_too_many(old, new, hint):
    assert [c.hint for c in report(plan(f"一、{old}"), plan(f"一、{new}"))] == [hint]


FRONT = [
    ("summary:主要目标：到2025年建成一批合作园区。", "editorial"),
    ("summary:现将实施方案印发给你们，请认真组织实施。", "substantive"),
    ("contents:一、总体要求", "editorial"),
    ("title:甲省与乙省对口合作实施方案（全文）", "editorial"),
    ("attachment:附件", "editorial"),
    ("red_head:甲省人民政府文件", "editorial"),
    ("doc_number:甲政发〔2020〕8号", "substantive"),
    ("recipients:各市人民政府：", "substantive"),
]


@pytest.mark.parametrize(("line", "klass"), FRONT)
def test_front_matter_on_one_side_is_one_change_apart(line, klass):
    found = report(plan(*BODY), plan(line, *BODY))
    assert [(c.klass, c.type, c.zone) for c in found] == [(klass, "insert", "front")]


def test_a_changed_document_number_is_a_replacement_in_front():
    found = report(plan("doc_number:甲政发〔2020〕8号", *BODY), plan("doc_number:甲政发〔2021〕9号", *BODY))
    assert [(c.klass, c.type, c.category, c.zone) for c in found] == [("substantive", "replace", "number", "front")]


HISTORY = ("title:营业场所管理条例", "2002年9月29日国务院令第363号公布", *articles(*TEXTS))


def test_a_new_line_of_history_is_front_matter():
    new = (*HISTORY[:2], "2019年3月24日《国务院关于修改部分行政法规的决定》第一次修订", *HISTORY[2:])
    found = report(plan(*HISTORY), plan(*new))
    assert [(c.type, c.klass, c.zone) for c in found] == [("insert", "substantive", "front")]


def test_other_words_for_the_same_history_are_editorial():
    new = (HISTORY[0], "根据2002年9月29日中华人民共和国国务院令第363号公布", *HISTORY[2:])
    comparison = compare(plan(*HISTORY), plan(*new))
    assert comparison.changes
    assert not differs(comparison)


def test_changes_follow_the_new_version_and_deletions_stand_where_they_stood():
    new = changed(("总投资100亿元", "总投资90亿元"), ("制定本方案", "特制定本方案"), (BODY[7] + "\n", ""))
    found = [c for c in report(plan(*BODY), new) if c.type != "renumber"]
    assert [c.type for c in found] == ["replace", "replace", "delete"]
    assert [c.category for c in found] == ["insertion", "number", "deletion"]


def test_places_are_those_of_each_source():
    found = report(plan(*BODY), changed(("100亿元", "120亿元")))
    (change,) = found
    assert change.old
    assert change.new
    for side, document in ((change.old, plan(*BODY)), (change.new, changed(("100亿元", "120亿元")))):
        assert document.cleaned.source.text[side.place.start : side.place.end] == side.text
        assert side.place.line == 7


def test_very_different_texts_end_early_and_say_so(monkeypatch):
    monkeypatch.setattr(comparing, "Budget", lambda: Budget(left=3))
    old = plan(*[f"{k}.甲类事项之{'东西南北中' * k}" for k in range(1, 9)])
    new = plan(*[f"{k}.乙类问题及{'春夏秋冬' * k}" for k in range(1, 9)])
    comparison = compare(old, new)
    assert comparison.cautions
    assert comparison.cautions[0].rule == "budget"


def test_a_moved_chapter_is_one_move_with_what_stands_below_it():
    chapters = [
        ["一、甲类事项", "（一）支持两地企业联合开展技术改造和设备更新。", "（二）其他情形。"],
        ["二、乙类事项", "（一）推动两地港口在航线和集装箱业务上深化合作。", "（二）其他情形。"],
        [
            "三、丙类事项",
            "（一）组织两地旅游企业联合开发线路并互送客源。",
            "（二）其他情形。",
            "（三）每季度通报一次客源情况。",
        ],
    ]
    moved = [
        [chapters[1][0].replace("二", "一", 1), *chapters[1][1:]],
        [chapters[2][0].replace("三", "二", 1), *chapters[2][1:]],
        [chapters[0][0].replace("一", "三", 1), *chapters[0][1:]],
    ]
    found = report(plan(*chain(*chapters)), plan(*chain(*moved)))
    assert [c.type for c in found] == ["renumber", "renumber", "move"]
    assert found[2].old
    assert found[2].old.text.count("\n") == 2


def test_short_siblings_in_another_order_are_a_move():
    old = plan("一、材料", "（一）企业营业执照；", "（二）资金信用证明；", "（三）场所产权证明或者租赁意向书。")
    new = plan("一、材料", "（一）企业营业执照；", "（二）场所产权证明或者租赁意向书。", "（三）资金信用证明；")
    assert sorted(c.type for c in report(old, new)) == ["move", "renumber"]


def test_an_item_under_another_heading_is_moved_even_in_order():
    old = plan(
        "一、产业合作",
        "（一）共建产业园区。",
        "（二）互派干部挂职锻炼并联合开展人才培训。",
        "二、人才交流",
        "（一）联合办学。",
    )
    new = plan(
        "一、产业合作",
        "（一）共建产业园区。",
        "二、人才交流",
        "（一）互派干部挂职锻炼并联合开展人才培训。",
        "（二）联合办学。",
    )
    assert "move" in {c.type for c in report(old, new)}


WEB = """互联网营业场所管理规定
2002年9月29日 国务院令第363号公布

第一章 总则

第一条 为了规范营业场所的管理,制定本规定。

第二条 申请人应当提交下列文件:
(一)营业执照;
(二)资金信用证明。

第三条 违反本规定的,由公安机关处1万元以上5万元以下的罚款。
"""
MARKDOWN = """# 互联网营业场所管理规定

根据2002年9月29日中华人民共和国国务院令第363号公布

## 第一章　总　则

**第一条**　为了规范营业场所的管理，制定本规定。

**第二条**　申请人应当提交下列文件：

（一）营业执照；

（二）资金信用证明。

**第三条**　违反本规定的，由公安机关处１万元以上５万元以下的罚款。
"""


def test_two_copies_from_two_sites_do_not_differ():
    assert not differs(duikou.diff(WEB, MARKDOWN))


def test_a_change_is_found_through_the_noise_of_two_sites():
    comparison = duikou.diff(WEB, MARKDOWN.replace("５万元", "１０万元"))
    (change,) = [c for c in comparison.changes if c.klass != "editorial"]
    assert (change.category, *marks(change)) == ("number", "5万元", "10万元")
    assert change.new
    assert change.new.path[-1] == "第三条"


PARTS = """甲省人民政府关于推进对口合作的通知

各市人民政府：

现将有关事项通知如下。

一、共建园区
推动两地共建产业园区10个。由有关部门负责。

甲省人民政府
2020年3月1日

附件1

任务分工表

一、推动两省企业加强合作，总投资100亿元。

二、推动两省高校加强合作，互派教师50名。
"""


def test_a_change_names_its_attachment_and_its_role():
    new = PARTS.replace("100亿元", "120亿元").replace("10个", "12个").replace("2020年", "2021年")
    found = duikou.diff(PARTS, new).changes
    stands = [(c.old.part, c.old.role, c.old.path) for c in found if c.old]
    assert stands == [("", "text", ("一",)), ("", "date", ()), ("附件1", "item", ("一",))]


ROWS = ("序号\t任务\t单位", "1\t建设产业园区\t主管部门", "2\t举办推介活动\t商务部门", "3\t互派干部挂职\t组织部门")


def table(*rows: str) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row.split("\t")) for row in rows)
    return f"<h1>任务分工表</h1><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


@pytest.mark.parametrize("serial", [False, True])
def test_rows_that_change_places_are_a_move(serial):
    rows = ["建设园区\t甲局", "培训人员\t乙局", "修建道路\t丙局", "整治河道\t丁局"]
    swapped = [rows[1], rows[0], *rows[2:]]
    sides = [[f"{k}\t{row}" if serial else row for k, row in enumerate(side, 1)] for side in (rows, swapped)]
    found = duikou.diff(*(table(*side).encode() for side in sides)).changes
    assert [c.type for c in found if c.klass != "editorial"] == ["move"]


def test_a_row_that_goes_is_one_deletion_and_renumberings():
    more = (*ROWS, "4\t共建科技平台\t科技部门")
    less = (*more[:2], *(f"{k}{row[1:]}" for k, row in enumerate(more[3:], 2)))
    found = duikou.diff(table(*more).encode(), table(*less).encode()).changes
    assert [(c.type, c.category) for c in found] == [("delete", "deletion"), *[("renumber", "numbering")] * 2]
    back = duikou.diff(table(*less).encode(), table(*more).encode()).changes
    assert [(c.type, c.category) for c in back] == [("insert", "insertion"), *[("renumber", "numbering")] * 2]


def test_the_first_cell_of_a_table_that_counts_nothing_is_a_number():
    found = duikou.diff(table("年份\t产值", "5\t高", "9\t低").encode(), table("年份\t产值", "6\t高", "9\t低").encode())
    assert [(c.klass, c.type) for c in found.changes] == [("substantive", "replace")]
