"""Signatures set in columns, and persons who sign: one closing part for the outline, the comparison and the groups."""

from __future__ import annotations

import pytest
from test_relating import PLAN

import duikou
from duikou.outlining import outline

BODY = "甲省与乙省合作协议\n一、合作内容\n双方推进港口合作，共建平台。\n二、其他事项\n双方抓好落实，定期会商。\n"
# What stands below the text; the roles of its lines; who signs; the day.
SIGNED = [
    ("甲省人民政府\t乙省人民政府\n2021年3月5日\n", ["issuer", "date"], ("甲省人民政府", "乙省人民政府"), "2021-03-05"),
    (
        "甲省人民政府\t乙省人民政府\n2021年3月5日\t2021年3月6日\n",
        ["issuer", "date"],
        ("甲省人民政府", "乙省人民政府"),
        "2021-03-06",
    ),
    (
        "甲方：甲省人民政府（盖章）\t乙方：乙省人民政府（盖章）\n法定代表人（签字）：\t法定代表人（签字）：\n2021年3月5日\n",
        ["issuer", "issuer", "date"],
        ("甲省人民政府", "乙省人民政府"),
        "2021-03-05",
    ),
    (
        "甲省人民政府2021年3月5日\t乙省人民政府2021年3月5日\n",
        ["issuer"],
        ("甲省人民政府", "乙省人民政府"),
        "2021-03-05",
    ),
    ("省长\t张某某\n2021年3月5日\n", ["issuer", "date"], (), "2021-03-05"),
    ("省长 张某某\n2021年3月5日\n", ["issuer", "date"], (), "2021-03-05"),
    # A table of units and months, and one of names alone, are tables.
    ("单位\t时间\n甲市财政局\t2021年3月\n", ["row", "row"], (), None),
    ("甲市财政局\t甲市教育局\n甲市商务局\t甲市体育局\n", ["row", "row"], (), None),
]


@pytest.mark.parametrize(("text", "roles", "issuers", "day"), SIGNED, ids=[text[:16] for text, *_ in SIGNED])
def test_a_signature_in_columns_closes_the_text(
    text: str, roles: list[str], issuers: tuple[str, ...], day: str | None
) -> None:
    document = outline(duikou.clean(BODY + text))
    closing = document.blocks[len(BODY.splitlines()) :]
    assert [block.role for block in closing] == roles
    assert all(block.path == () for block in closing if block.role in ("issuer", "date"))
    assert (document.issuers, document.date) == (issuers, day)


PLAN_TO_SIGN = "关于开展年度总结的通知\n各科室：\n一、工作要求\n请按时报送材料。\n二、联系方式\n联系电话：12345。\n"


@pytest.mark.parametrize(
    ("signed", "issuers", "day"),
    [
        ("甲市民政局、甲市财政局 2023年5月6日", ("甲市民政局", "甲市财政局"), "2023-05-06"),
        ("甲市民政局　甲市财政局　2023年5月6日", ("甲市民政局", "甲市财政局"), "2023-05-06"),
        ("甲市体育局2023-05-06", ("甲市体育局",), "2023-05-06"),
        ("甲市人民政府办公室\n2023-05-06", ("甲市人民政府办公室",), "2023-05-06"),
        ("甲市教育局\n甲市卫生健康委\n2023.5.6", ("甲市教育局", "甲市卫生健康委"), "2023-05-06"),
        ("甲市统计局\n2023年10月", ("甲市统计局",), None),
        ("甲市统计局\n二〇二三年十月", ("甲市统计局",), None),
        # A figure, and a day below no name, sign nothing.
        ("甲市统计局\n2023.13.6", (), None),
        ("材料以电子邮件报送。\n2023-05-06", (), None),
    ],
)
def test_those_who_sign_are_told_whatever_form_their_day_has(
    signed: str, issuers: tuple[str, ...], day: str | None
) -> None:
    document = outline(duikou.clean(f"{PLAN_TO_SIGN}{signed}\n"))
    assert (document.issuers, document.date) == (issuers, day)


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("甲省人民代表大会常务委员会公告（第12号）", "甲省人民代表大会常务委员会公告第12号"),
        ("甲省人民代表大会常务委员会公告（第十二号）", "甲省人民代表大会常务委员会公告第十二号"),
        ("甲省人民代表大会常务委员会公告\n（十四届）第12号", "甲省人民代表大会常务委员会公告（十四届）第12号"),
        ("甲市人民政府令（2024年第12号）", "甲市人民政府令2024年第12号"),
        ("甲市人民政府令（第12号", None),
    ],
)
def test_an_announcement_has_its_number_in_brackets_or_not(head: str, number: str | None) -> None:
    law = "甲省节约用水条例\n第一条 为节约用水，制定本条例。\n第二条 本条例自公布之日起施行。\n"
    document = outline(duikou.clean(f"{head}\n《甲省节约用水条例》已经通过，现予公布。\n2024年3月5日\n{law}"))
    assert document.doc_number == number


@pytest.mark.parametrize("beside", [text for text, *_ in SIGNED[:4]])
def test_a_signature_beside_another_is_front_matter_for_diff(beside: str) -> None:
    for one, other in ((BODY, BODY + beside), (BODY + beside, BODY)):
        assert {change.zone for change in duikou.diff(one, other).changes} == {"front"}


def test_who_signs_a_decree_is_told_alike_on_a_line_and_in_columns() -> None:
    law = "某某条例\n第一条 为了规范管理，制定本条例。\n第二条 本条例自2021年1月1日起施行。\n"
    decree = (
        "中华人民共和国国务院令\n第707号\n现公布《某某条例》，自2021年1月1日起施行。\n总理{}张某某\n2020年12月18日\n"
    )
    told = [
        [(change.klass, change.zone) for change in duikou.diff(decree.format(gap) + law, law).changes]
        for gap in (" ", "\t")
    ]
    assert told[0] == told[1]
    assert told[0] == [("substantive", "front")]


ROWS = [(f"{n}", f"推进{name}项目建设", "某省发展改革委") for n, name in enumerate("甲乙丙丁戊己庚辛", 1)]


def ledger(rows: list[tuple[str, str, str]]) -> str:
    return PLAN + "\n".join("\t".join(row) for row in [("序号", "任务", "责任单位"), *rows]) + "\n"


def test_groups_see_what_changed_in_a_table() -> None:
    changed = [
        (n, task.replace("建设", "建设和运营"), unit) if n in "35" else (n, task, unit) for n, task, unit in ROWS
    ]
    (group,) = duikou.group([ledger(ROWS), ledger(changed)])
    (version,) = (file for file in group.files if file.relation != "base")
    assert version.relation == "version"
    assert ("changed_runs", "2") in version.evidence
    # A copy without the table is one: what it lacks stands at the end.
    (group,) = duikou.group([ledger(ROWS), PLAN])
    assert {file.relation for file in group.files} == {"base", "same"}
