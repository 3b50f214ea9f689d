"""What is told of the articles of a regulation: numbers lost and gained, references, places as they are cited.

The cases are data (data/comparing/articles.toml). Plain renumberings are left out of what is told; each case is told
mirrored when the versions change places.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import duikou
from duikou.comparing.judging.classify import MIRRORED
from duikou.model import Change

DATA = tomllib.loads((Path(__file__).parent / "data/comparing/articles.toml").read_text("utf-8"))
CASES = [pytest.param(case, id=str(k)) for k, case in enumerate(DATA["cases"])]
SWAPPED = {"insert": "delete", "delete": "insert"}


def edited(case: dict[str, Any]) -> str:
    text: str = DATA["base"]
    for old, new in case["edits"]:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def told(changes: tuple[Change, ...]) -> list[list[str]]:
    return [
        [change.klass, change.type, change.category, *(side.cite if side else "" for side in (change.old, change.new))]
        for change in changes
        if change.type != "renumber"
    ]


@pytest.mark.parametrize("case", CASES)
def test_a_regulation(case: dict[str, Any]) -> None:
    changes = duikou.diff(DATA["base"], edited(case)).changes
    assert told(changes) == case["told"]
    assert [change.wanted for change in changes if change.wanted] == ([case["wanted"]] if "wanted" in case else [])


@pytest.mark.parametrize("case", CASES)
def test_a_regulation_the_other_way(case: dict[str, Any]) -> None:
    mirrored = [[a, SWAPPED.get(b, b), MIRRORED.get(c, c), new, old] for a, b, c, old, new in case["told"]]
    found = told(duikou.diff(edited(case), DATA["base"]).changes)
    assert sorted(found) == sorted(mirrored)


FUNDS, SCHOOLS, SPACE, PRESS = (
    "县级以上人民政府应当将保护经费纳入财政预算。",
    "学校应当对学生进行野生动物保护知识教育。",
    "任何单位和个人不得破坏野生动物栖息地。",
    "新闻媒体应当开展野生动物保护法律法规的宣传",
)


def articles(*texts: str) -> str:
    number = "一二三四五六七八九"
    both = "为了保护野生动物，制定本条例。", *texts, "本条例自2024年1月1日起施行。"
    return "某省条例\n" + "\n".join(f"第{number[k]}条 {text}" for k, text in enumerate(both))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ((FUNDS, SCHOOLS, SPACE, f"{PRESS}。"), (f"{PRESS}。{SCHOOLS}", FUNDS, SPACE)),
        ((FUNDS, SCHOOLS, SPACE, f"{PRESS}。"), (f"{PRESS}；{SCHOOLS}", FUNDS, SPACE)),
        ((FUNDS, SCHOOLS, f"{PRESS}。", SPACE), (f"{SPACE}{SCHOOLS}", FUNDS, f"{PRESS}。")),
    ],
)
def test_articles_put_together_in_another_order_are_a_merge(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    for a, b, about in ((old, new, "merge"), (new, old, "split")):
        changes = duikou.diff(articles(*a), articles(*b)).changes
        assert sum(change.type == "move" and change.category == about for change in changes) == 2
        assert [
            change for change in changes if change.klass != "editorial" and change.type not in ("move", "renumber")
        ] == []


def test_a_heading_over_articles_that_stood_before_is_apart_from_the_article_that_came() -> None:
    def chapters(*heads: tuple[str, str], texts: tuple[str, ...]) -> str:
        text = articles(*texts)
        for article, head in heads:
            text = text.replace(f"\n{article} ", f"\n{head}\n{article} ")
        return text

    first = ("第一条", "第一章 总则")
    old = chapters(first, texts=(FUNDS, SPACE))
    for new, expected in (
        (chapters(first, ("第三条", "第二章 教育"), texts=(FUNDS, SCHOOLS, SPACE)), ["第二章", "第三条"]),
        # A chapter that is new with all its articles is one change.
        (
            chapters(first, ("第四条", "第二章 教育"), ("第六条", "第三章 附则"), texts=(FUNDS, SPACE, SCHOOLS, PRESS)),
            ["第二章", "第三章"],
        ),
    ):
        for a, b in ((old, new), (new, old)):
            changes = duikou.diff(a, b).changes
            sides = (
                change.new if change.type == "insert" else change.old for change in changes if change.type in SWAPPED
            )
            assert [side.cite for side in sides if side] == expected


LISTED = [
    # (an article, the same with a list, how many conditions became items)
    (
        "运营者未建立管理制度，或者未采取防范计算机病毒的技术措施，或者未留存网络日志的，责令改正，给予警告。",
        "运营者有下列情形之一的，责令改正，给予警告：\n（一）未建立管理制度的；\n（二）未采取防范计算机病毒的技术措施的；\n"
        "（三）未留存网络日志的。",
        3,
    ),
    (
        "在河道内倾倒垃圾、擅自采砂取土、修建厂房仓库的，由市水务局处五百元罚款。",
        "有下列行为之一的，由市水务局处五百元罚款：\n（一）在河道内倾倒垃圾；\n（二）擅自采砂取土；\n（三）围垦河道；\n"
        "（四）修建厂房仓库。",
        3,
    ),
    # One alone may be chance.
    (
        "在河道内倾倒垃圾、擅自采砂取土的，由市水务局处五百元罚款。",
        "有下列行为之一的，由市水务局处五百元罚款：\n（一）未按期报告；\n（二）擅自采砂取土。",
        0,
    ),
]


@pytest.mark.parametrize(("old", "new", "count"), LISTED)
def test_conditions_that_become_items_stay_the_article(old: str, new: str, count: int) -> None:
    for a, b, about in ((old, new, "split"), (new, old, "merge")):
        changes = duikou.diff(articles(FUNDS, a, SPACE), articles(FUNDS, b, SPACE)).changes
        parted = [change for change in changes if change.category == about]
        assert len(parted) == count
        for change in parted:
            assert change.old is not None
            assert change.new is not None
            assert {change.old.cite, change.new.cite} > {"第三条"}
            for kind, side in (("delete", change.old), ("insert", change.new)):
                assert "".join(text for name, text in change.ops if name in ("equal", kind)) == side.text


PIECES = [
    # (old, new, what was taken out, what was put in)
    ("乡镇人民政府协助巡查。", "乡镇人民政府、街道办事处协助巡查。", "", "、街道办事处"),
    ("由县水务局、村委会负责。", "由县水务局、镇水利站、村委会负责。", "", "镇水利站、"),
    (
        "从事河道采砂经营、船舶维修经营和船员培训业务的，责令改正。",
        "从事船舶维修经营业务的，责令改正。",
        "河道采砂经营、和船员培训",
        "",
    ),
    ("建成园区10个。", "建成园区100个。", "10个", "100个"),
    (
        "有第（一）、（二）、（四）项情形的，处罚款。",
        "有第（一）、（三）、（四）项情形的，处罚款。",
        "（二）",
        "（三）",
    ),
]


@pytest.mark.parametrize(("old", "new", "gone", "come"), PIECES)
def test_what_stands_unchanged_is_not_marked(old: str, new: str, gone: str, come: str) -> None:
    heads = "某条例\n第一条 {}\n第二条 本条例自公布之日起施行。\n"
    ops = [op for change in duikou.diff(heads.format(old), heads.format(new)).changes for op in change.ops]
    assert "".join(text for kind, text in ops if kind == "delete") == gone
    assert "".join(text for kind, text in ops if kind == "insert") == come


def test_an_article_that_became_a_lead_in_stays_that_article() -> None:
    old = (
        "某办法\n第三十条 违反本办法规定，未取得许可，擅自采砂的，由水务局责令停止；有违法所得的，没收违法所得，"
        "并处一万元以上三万元以下罚款；造成损失的，依法承担赔偿责任。\n第三十一条 本办法自公布之日起施行。\n"
    )
    new = (
        "某办法\n第三十条 违反本办法规定，有下列情形之一的，由水务局责令停止，并处罚款；"
        "造成损失的，依法承担赔偿责任：\n"
        "（一）未取得许可，擅自采砂的，处一万元以上三万元以下罚款；\n"
        "（二）未取得许可，擅自取土，有违法所得的，没收违法所得，并处二万元以上五万元以下罚款。\n"
        "第三十一条 本办法自公布之日起施行。\n"
    )
    changes = duikou.diff(old, new).changes
    assert not [change for change in changes if change.type == "renumber"]
    gone = "".join(text for change in changes for kind, text in change.ops if kind == "delete")
    assert "赔偿责任" not in gone
    assert "责令停止" not in gone


FOLLOWING = [
    # (the old text, the new one, what of them is a reference that follows: both sides)
    (
        "某條例\n第一條 為了規範，制定本條例。\n第二條 本條例適用於本市。\n第三條 經營者應當登記。\n"
        "第四條 違反本條例第三條規定的，處警告。\n",
        "某條例\n第一條 為了規範，制定本條例。\n第二條 經營者應當登記。\n第三條 違反本條例第二條規定的，處警告。\n",
        [("第三條", "第二條")],
    ),
    (
        "某条例\n第一章 总则\n第一条 为了规范管理，制定本条例。\n第二章 登记\n第二条 经营者应当如实登记。\n"
        "第三章 附则\n第三条 变更依照本条例第二章办理。\n",
        "某条例\n第一章 总则\n第一条 为了规范管理，制定本条例。\n第二章 职责\n第二条 民政部门负责监督检查工作。\n"
        "第三章 登记\n第三条 经营者应当如实登记。\n第四章 附则\n第四条 变更依照本条例第三章办理。\n",
        [("第二章", "第三章")],
    ),
    (
        "某條例\n第一條 為了規範，制定本條例。\n第二條 本條例適用於本市。\n第三條 經營者應當登記。\n"
        "第四條 違反某管理條例第三條規定，處警告。\n",
        "某條例\n第一條 為了規範，制定本條例。\n第二條 經營者應當登記。\n第三條 違反某管理條例第二條規定，處警告。\n",
        [],
    ),
]


@pytest.mark.parametrize(("old", "new", "pairs"), FOLLOWING)
def test_references_that_follow(old: str, new: str, pairs: list[tuple[str, str]]) -> None:
    follows = [change for change in duikou.diff(old, new).changes if change.category == "follows"]
    found = [
        tuple("".join(text for kind, text in change.ops if kind == side) for side in ("delete", "insert"))
        for change in follows
    ]
    assert found == pairs


def test_two_texts_that_are_no_versions_say_so() -> None:
    other = "关于召开会议的通知\n各有关单位：\n定于下周召开会议，请准时参加，会期一天。\n"
    other += "一、会议时间\n上午九点。\n二、会议地点\n会议中心。\n"
    assert [caution.rule for caution in duikou.diff(DATA["base"], other).cautions] == ["unlike"]
    assert not duikou.diff(DATA["base"], edited(DATA["cases"][0])).cautions


MOVES = [
    # (pieces of the old text and what the new one has; where what moved stood, and where it stands: None for an item so
    # short that it may stand there by chance)
    (
        [
            ["（二）爆破、钻探；\n（三）", "（二）"],
            ["（四）其", "（三）其"],
            ["第七条 本", "第七条 下列活动免费：\n（一）爆破、钻探；\n（二）取样。\n本"],
        ],
        None,
    ),
    (
        [
            ["第三条 任何单位和个人不得在河道内倾倒垃圾、排放污水。\n第四条", "第三条"],
            [
                "第五条 违反本条例第三条",
                "第四条 任何单位和个人均不得在河道内倾倒垃圾、渣土、排放污水。\n第五条 违反本条例第四条",
            ],
        ],
        ("第三条", "第四条"),
    ),
]


@pytest.mark.parametrize(("edits", "places"), MOVES)
def test_what_moved_into_another_place(edits: list[list[str]], places: tuple[str, str] | None) -> None:
    text: str = DATA["base"]
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    moved = [change for change in duikou.diff(DATA["base"], text).changes if change.type == "move"]
    found = [tuple(side.cite for side in (change.old, change.new) if side) for change in moved]
    assert found == ([places] if places else [])


SPLIT = ("并保证正常运行，不得擅自拆除或者更换。", "并保证正常运行。\n第二条 取水单位不得擅自拆除或者更换计量设施。")


def test_a_piece_that_says_its_subject_anew_is_a_split() -> None:
    old = "某办法\n第一条 取水单位应当安装计量设施，{}\n第{}条 本办法自公布之日起施行。\n"
    found = duikou.diff(old.format(SPLIT[0], "二"), old.format(SPLIT[1], "三")).changes
    assert [change.category for change in found] == ["split", "insertion", "numbering"]


@pytest.mark.parametrize(
    ("whole", "pieces", "parted"),
    [
        ("档案和保密制度", ("档案制度", "保密制度"), True),
        ("应急预案以及演练计划", ("应急预案", "演练计划"), True),
        ("收费标准、服务项目公开", ("收费标准公开", "服务项目公开"), True),
        ("档案和保密制度", ("档案和保密制度", "保密制度"), False),  # one says it all
        ("档案和保密制度", ("安全制度", "保密制度"), False),  # one says something else
        ("档案管理和信息保密制度", ("档案制度", "保密制度"), False),  # something is left out
    ],
)
def test_a_short_item_that_becomes_two_is_a_split(whole: str, pieces: tuple[str, str], parted: bool) -> None:
    lead = "某办法\n第一条 单位应当建立下列制度：\n（一）会议记录；\n（二）"
    one, two = f"{lead}{whole}；\n（三）考核。\n", f"{lead}{pieces[0]}；\n（三）{pieces[1]}；\n（四）考核。\n"
    for old, new, named in ((one, two, "split"), (two, one, "merge")):
        assert (named in {change.category for change in duikou.diff(old, new).changes}) == parted


TABLE = "# 某表\n\n一、分工\n\n| 事项 | 单位 |{h}\n| --- | --- |{r}\n| 清淤 | 市水务局 |{a}\n| 巡查 | 各县 |{b}\n"


def test_a_new_column_is_one_change(tmp_path: Path) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(TABLE.format(h="", r="", a="", b=""), "utf-8")
    new.write_text(TABLE.format(h=" 时限 |", r=" --- |", a=" 2025年 |", b=" 2026年 |"), "utf-8")
    changes = duikou.diff(old, new).changes
    assert [(change.klass, change.category) for change in changes] == [("substantive", "insertion")]


CHARTER = [
    "承运人应当按照约定将旅客和行李安全运送到目的地，并提供必要的服务。",
    "托运人应当正确申报货物的名称、性质、重量和数量，不得隐瞒危险货物。",
    "收货人应当及时提取货物，逾期不提取的，应当支付保管费用。",
]
# What an article's second paragraph says before and after it moved with its article.
SECOND = [
    (
        "因出租人过失未提供约定的船舶致使承租人遭受损失的，出租人应当负赔偿责任。",
        "因出租人的过错未提供约定的船舶致使承租人遭受损失的，出租人应当承担赔偿责任。",
    ),
    ("监狱的武装警戒由武装部队负责，具体办法另行规定。", "监狱的外围武装警戒由武装部队负责，具体任务另行规定。"),
    ("当事人可以书面约定争议的解决办法，约定不明的除外。", "当事人应当书面约定争议的解决方式，约定不明的除外。"),
]


@pytest.mark.parametrize(("before", "after"), SECOND)
def test_a_paragraph_that_changed_is_found_in_the_article_that_moved(before: str, after: str) -> None:
    moved = "出租人应当提供约定的船舶；经承租人同意，可以更换船舶，但提供的船舶不符合约定的，承租人有权拒绝。"
    texts = []
    for order, second in (((3, 0, 1, 2), before), ((0, 1, 2, 3), after)):
        articles = [*CHARTER, f"{moved}\n{second}"]
        lines = [f"第{'一二三四'[n]}条 {articles[k]}" for n, k in enumerate(order)]
        texts.append("某某条例\n" + "\n".join(lines) + "\n")
    changes = duikou.diff(*texts).changes
    assert not [change for change in changes if change.type in ("insert", "delete")]
    told = [change for change in changes if change.old and change.new and change.type == "replace"]
    assert {change.new.cite for change in told} == {"第四条第二款"}


def test_a_rule_said_of_two_bodies_goes_to_its_own() -> None:
    rule = "{0}应当对{1}所议事项的决定作成会议记录，出席会议的{2}应当在会议记录上签名。"
    own, other = rule.format("董事会", "", "董事"), rule.format("监事会", "", "监事")
    texts = []
    for articles in ([rule.format("董事会", "会议", "董事"), *CHARTER], [*CHARTER, other, own]):
        lines = [f"第{'一二三四五'[n]}条 {article}" for n, article in enumerate(articles)]
        texts.append("某某条例\n" + "\n".join(lines) + "\n")
    changes = duikou.diff(*texts).changes
    assert [change.new.text for change in changes if change.type == "insert"] == [f"第四条{other}"]
    assert [change.new.cite for change in changes if change.type == "move"] == ["第五条"]


# Items of a list before and after; what is told: the categories, with where it stands now.
JOINED = [
    (["申请书；", "营业执照复印件；", "可行性研究报告。"], ["申请书和营业执照复印件；", "可行性研究报告。"], "merge"),
    (
        ["财务制度；", "档案制度和保密制度；", "应急预案。"],
        ["财务制度；", "档案制度；", "保密制度；", "应急预案。"],
        "split",
    ),
    (
        ["财务制度；", "档案制度；", "保密制度；", "应急预案。"],
        ["财务制度；", "档案制度和保密制度；", "应急预案。"],
        "merge",
    ),
]


@pytest.mark.parametrize(("before", "after", "category"), JOINED)
def test_short_items_that_are_put_together_or_parted_are_told_so(
    before: list[str], after: list[str], category: str
) -> None:
    texts = []
    for items in (before, after):
        listed = "".join(f"（{'一二三四'[n]}）{item}\n" for n, item in enumerate(items))
        texts.append(f"某某办法\n第一条 单位应当提交下列材料：\n{listed}第二条 本办法自公布之日起施行。\n")
    changes = duikou.diff(*texts).changes
    assert not [change for change in changes if change.type in ("insert", "delete")]
    assert category in {change.category for change in changes}


def test_a_stale_reference_is_shown_with_whole_words() -> None:
    lines = [
        "第{}条 各市应当安排资金。",
        "第{}条 企业应当提交材料。",
        "第{}条 违反本条例第{}条、第{}条规定的，责令改正。",
    ]
    old = "某某条例\n第一条 本条例适用于本省。\n" + "\n".join(lines).format("二", "三", "四", "二", "三") + "\n"
    new = "某某条例\n" + "\n".join(lines).format("一", "二", "三", "一", "三") + "\n"
    (stale,) = [change for change in duikou.diff(old, new).changes if change.klass == "suspect"]
    assert stale.wanted == "第二条"
    assert stale.new is not None
    assert stale.new.text.startswith("第三条规定的")


STATION = "巡查人员应当佩戴统一制发的证件。"
RECORD = "监测记录应当保存三年以上。"
MOVED = """甲市水库管理办法
第一条 为了加强水库管理，制定本办法。{0}
第二条 水库管理单位应当每日巡查大坝。{1}发现险情的，立即报告。
第三条 水库管理单位应当按月监测水质。{2}
{3}第四条 市水务局每年公布水质监测结果。{4}
第五条 本办法自2020年5月1日起施行。
"""
PLACES = [
    # (where the sentence stands before, what it is there, where it stands then, what it is then, both citations)
    (1, STATION, 3, STATION + "\n", [["move", "第二条", "第三条第二款", None]]),
    (2, RECORD, 0, RECORD, [["insert", "", "第一条", "第三条"], ["delete", "第三条", "", "第一条"]]),
    (4, RECORD + STATION, 3, RECORD + STATION + "\n", [["move", "第四条", "第三条第二款", None]]),
]


@pytest.mark.parametrize(("out", "before", "into", "then", "expected"), PLACES)
def test_a_sentence_that_stands_elsewhere_has_moved(out, before, into, then, expected) -> None:
    old = MOVED.format(*(before * (k == out) for k in range(5)))
    new = MOVED.format(*(then * (k == into) for k in range(5)))

    def seen(changes: tuple[Change, ...]) -> list[list[str | None]]:
        assert {(change.klass, change.category) for change in changes} == {("substantive", "order")}
        return [
            [change.type, *(side.cite if side else "" for side in (change.old, change.new)), change.elsewhere]
            for change in changes
        ]

    assert seen(duikou.diff(old, new).changes) == expected
    mirrored = [[SWAPPED.get(kind, kind), there, here, place] for kind, here, there, place in expected]
    assert sorted(seen(duikou.diff(new, old).changes)) == sorted(mirrored)


def test_what_stands_beside_a_sentence_that_moved_is_told() -> None:
    old = MOVED.format("", STATION + "巡查结果当日登记。", "", "", "")
    new = MOVED.format("", "", "", STATION + "\n", "")
    found = [(change.type, change.old.text if change.old else "") for change in duikou.diff(old, new).changes]
    assert sorted(found) == [("delete", "巡查结果当日登记。"), ("move", STATION)]


def test_a_sentence_said_twice_has_moved_nowhere() -> None:
    old = MOVED.format("", STATION, "", "", STATION)
    new = MOVED.format("", "", "", STATION + "\n", "")
    assert {change.type for change in duikou.diff(old, new).changes} <= {"insert", "delete"}


def test_the_reports_say_where_a_sentence_stands_elsewhere(tmp_path: Path) -> None:
    comparison = duikou.diff(MOVED.format("", "", RECORD, "", ""), MOVED.format(RECORD, "", "", "", ""))
    for name in ("o.md", "o.html"):
        duikou.write(comparison, tmp_path / name)
        text = (tmp_path / name).read_text("utf-8")
        assert "移至 第一条" in text, name
        assert "移自 第三条" in text, name


LISTED = """甲市渡口管理办法
第一条 为了加强渡口管理，制定本办法。
{}第{}条 渡口应当配备救生设备。
第{}条 渡船应当每年检验。{}
第{}条 违反本办法{}规定的，责令改正。
"""
MORE = "\n检验不收费。"
NEW_ARTICLE = "第二条 渡口由乡镇人民政府设置。\n"
LISTS = [
    # (the references before, those after, a second paragraph of the third article in either version, what is told)
    ("第二条、第三条", "第三条、第四条", ("", ""), ["follows"]),
    ("第二条或者第三条", "第三条或者第四条", ("", ""), ["follows"]),
    ("第二条、第三条", "第四条", ("", ""), ["reference", "follows"]),
    ("第三条", "第四条第一款", ("", MORE), ["insertion", "follows"]),
    ("第三条", "第四条", ("", MORE), ["insertion", "follows"]),
    ("第三条", "第四条第一款", (MORE, MORE), ["reference"]),
]


@pytest.mark.parametrize(("before", "after", "more", "expected"), LISTS)
def test_references_that_follow_stand_against_their_new_names(before, after, more, expected) -> None:
    old = LISTED.format("", "二", "三", more[0], "四", before)
    new = LISTED.format(NEW_ARTICLE, "三", "四", more[1], "五", after)
    found = [change for change in duikou.diff(old, new).changes if change.type != "renumber"]
    assert [change.category for change in found] == ["insertion", *expected]
    assert [change.wanted for change in found if change.wanted] == []


TAKEN = [
    # (an article of the old version, the same reworded in another place of the new one)
    (
        "渡口安全检查人员依法执行检查任务时，依照规定出示相应证件，有权查验船员证书。",
        "渡口安全检查人员执行检查任务时，应当出示工作证件，可以查验船员证书和船舶证书。",
    ),
    (
        "渡运收费的具体标准由县级价格主管部门制定后向社会公布。",
        "渡运收费的具体标准由县级价格主管部门会同交通运输、财政等部门征求乘客意见，制定后向社会公布。",
    ),
]
APART = """甲市渡口管理办法
第一条 为了加强渡口管理，制定本办法。
{}第{}条 渡口应当配备救生设备。
第{}条 渡船应当每年检验。
{}"""


@pytest.mark.parametrize(("before", "after"), TAKEN)
def test_an_article_that_moved_and_was_reworded_is_found(before: str, after: str) -> None:
    old = APART.format(f"第二条 {before}\n", "三", "四", "")
    new = APART.format("", "二", "三", f"第四条 {after}\n")
    changes = duikou.diff(old, new).changes
    assert [(c.old.cite, c.new.cite) for c in changes if c.type == "move" and c.old and c.new] == [("第二条", "第四条")]
    assert {c.type for c in changes} <= {"move", "replace", "renumber"}


NAMED = """甲市农产品管理办法
第一条 为了加强管理，制定本办法。
{}第{}条 有下列情形之一的农产品，不得销售：
（一）含有违禁农药的；
（二）残留超过标准的。
第{}条 销售单位应当建立台账。
第{}条 {}，责令停止销售。
"""
NEW_RULE = "第二条 主管部门应当每年公布检查结果。\n"
ITEMS = [
    # (the reference before, the one after, what is told, what it should be)
    ("有本办法第二条第二项情形的", "有本办法第三条第二项情形的", "follows", None),
    ("有本办法第二条第（二）项情形的", "有本办法第三条第（二）项情形的", "follows", None),
    ("有本办法第二条第二项情形的", "有本办法第二条第二项情形的", "reference", "第三条第（二）项"),
    ("违反专利法第一条、第二条和第三条规定的", "违反专利法第一条、第二条和第三条规定的", None, None),
    ("违反专利法第二条、第三条规定的", "违反专利法第三条、第四条规定的", "reference", None),
]


@pytest.mark.parametrize(("before", "after", "category", "wanted"), ITEMS)
def test_references_to_items_and_to_other_laws(before, after, category, wanted) -> None:
    old, new = NAMED.format("", "二", "三", "四", before), NAMED.format(NEW_RULE, "三", "四", "五", after)
    found = [change for change in duikou.diff(old, new).changes if change.type not in ("renumber", "insert")]
    assert {change.category for change in found} == ({category} if category else set())
    assert [change.wanted for change in found if change.wanted] == ([wanted] if wanted else [])


def test_a_reference_that_named_nothing_is_told_of_the_version_that_it_stood_in() -> None:
    old, new = (NAMED.format(a, *b, "有本办法第二条第二项情形的") for a, b in ((NEW_RULE, "三四五"), ("", "二三四")))
    (change,) = [change for change in duikou.diff(old, new).changes if change.klass == "suspect"]
    assert (change.wrong, change.wanted) == ("old", "第三条第（二）项")


BODY = "县级以上人民政府渡口运输管理主管部门"
OFFICE = f"""甲市渡口管理办法
第一条 为了加强渡口管理，制定本办法。
第二条 {BODY}负责渡口的监督检查。
第三条 {BODY}应当公布渡口名录。
第四条 {BODY}应当建立台账。
{{}}"""
SEIZED = [f"依照本办法规定没收的实物，由{BODY}或者其授权的单位按照规定处理。", f"没收的实物，由{BODY}按照规定处理。"]


@pytest.mark.parametrize("seized", SEIZED)
def test_a_name_that_stands_all_over_the_text_puts_nothing_together(seized: str) -> None:
    value = "本办法规定的渡船价值、渡口设施价值的评估标准和方法，由国务院渡口运输管理主管部门制定。"
    guided = f"{BODY}应当加强对渡船及其设施鉴定、价值评估工作的规范、指导。{value}"
    old, new = OFFICE.format(f"第五条 {seized}\n第六条 {value}"), OFFICE.format(f"第五条 {guided}")
    assert "merge" not in {change.category for change in duikou.diff(old, new).changes}


# A clause that stands elsewhere, and where what was parted off is cited

DUTIES = """某市河道规定
第一条 {0}市水务局负责编制河道整治规划，{1}并报市人民政府批准。
第二条 河道管理单位应当定期巡查河道，{2}发现问题及时报告。
第三条 违反规定的，责令改正{3}。
"""
CLAUSES = [
    "会同有关部门组织专家论证，",
    "向社会公布联系方式和办理时限，",
    "对涉及公众利益的事项公开征求意见，",
]


@pytest.mark.parametrize("clause", CLAUSES)
@pytest.mark.parametrize(("there", "place"), [(2, "第二条"), (3, "第三条")])
def test_a_clause_that_stands_elsewhere_names_both_places(clause: str, there: int, place: str) -> None:
    pieces = ["", "", "", ""]
    pieces[there] = f"，{clause[:-1]}" if there == 3 else clause
    found = duikou.diff(DUTIES.format("", clause, "", ""), DUTIES.format(*pieces)).changes
    told = [(c.type, c.category, c.elsewhere) for c in found if c.klass == "substantive"]
    assert told == [("delete", "order", place), ("insert", "order", "第一条")]


def test_a_clause_that_stands_in_several_places_has_not_moved() -> None:
    clause = CLAUSES[0]
    old, new = DUTIES.format(clause, clause, "", ""), DUTIES.format(clause, "", clause, "")
    assert [c.category for c in duikou.diff(old, new).changes if c.klass == "substantive"] == ["deletion", "insertion"]


def test_a_sentence_that_begins_a_new_paragraph_names_both_places() -> None:
    sentence = "副院长协助院长主持日常工作。"
    old = f"某组织法\n第一条 本院设院长一人。院长主持全面工作。{sentence}\n第二条 本法自公布之日起施行。\n"
    new = old.replace(sentence, f"\n{sentence[:-1]}，按照分工分管有关领域；受院长委托办理其他事项。")
    told = [(c.type, c.category, c.elsewhere) for c in duikou.diff(old, new).changes if c.category == "order"]
    assert told == [("delete", "order", "第一条第二款"), ("insert", "order", "第一条")]


FINES = (
    ("有违法所得的，没收违法所得，处二倍以上五倍以下罚款；", "没有违法所得的，处三万元以上十万元以下罚款。"),
    ("对单位处十万元以上二十万元以下罚款；", "对个人处一万元以上二万元以下罚款。"),
    ("逾期不补办手续的，处五千元以下罚款；", "拒绝接受检查的，处一万元以上五万元以下罚款。"),
)


@pytest.mark.parametrize("fines", FINES)
def test_what_becomes_an_item_is_cited_as_that_item(fines: tuple[str, str]) -> None:
    text = (
        "某条例\n第一条 为了规范管理，制定本条例。\n第二条 未取得许可从事经营的，由主管部门责令停止经营{}\n"
        "第三条 本条例自公布之日起施行。\n"
    )
    old = text.format("；" + "".join(fines))
    new = text.format(f"，并按照下列规定处罚：\n（一）{fines[0]}\n（二）{fines[1]}")
    parted = [c for c in duikou.diff(old, new).changes if c.category == "split"]
    assert [c.new.cite if c.new else "" for c in parted] == ["第二条第（一）项", "第二条第（二）项"]
    back = [c for c in duikou.diff(new, old).changes if c.category == "merge"]
    assert [c.old.cite if c.old else "" for c in back] == ["第二条第（一）项", "第二条第（二）项"]


def test_what_went_is_told_where_it_stood_though_its_neighbour_moved() -> None:
    said = [
        "河长负责巡查所辖河道，及时报告发现的问题。",
        "取水单位应当安装计量设施，按月报送取水数据。",
        "禁止在大坝上修建码头、埋设杆管。",
        "排污口的设置应当经主管部门审查同意。",
        "工程竣工后应当按照规定组织验收。",
    ]

    def text(*order: int) -> str:
        return "某办法\n" + "".join(f"第{'一二三四五'[k]}条 {said[n]}\n" for k, n in enumerate(order))

    told = [(c.type, c.old.cite if c.old else "") for c in duikou.diff(text(0, 1, 2, 3, 4), text(2, 0, 1, 4)).changes]
    # 第三条 is now the first, but the article behind it stood, and went, behind 第二条.
    assert told.index(("delete", "第四条")) > told.index(("renumber", "第二条"))


LONGER = [
    (
        "前款活动的审批期限为二十日。",
        "，情况复杂的经负责人批准可以延长十日，并将延长理由告知申请人，期限内不能作出决定的视为同意。",
    ),
    (
        "采砂单位应当公示许可内容。",
        "、作业范围、作业工具和联系电话，接受沿岸单位与群众监督，并在作业结束后七日内清除现场的全部砂石弃料。",
    ),
]


@pytest.mark.parametrize(("short", "more"), LONGER)
def test_a_paragraph_that_goes_on_is_the_same_paragraph(short: str, more: str) -> None:
    text = "某办法\n第一条 活动应当报经批准。\n{}\n第二条 本办法自公布之日起施行。\n"
    new = text.format(f"{short[:-1]}{more}\n批准机关应当建立档案。")
    told = [c.type for c in duikou.diff(text.format(short), new).changes if c.klass == "substantive"]
    assert told == ["replace", "insert"]


@pytest.mark.parametrize("short", ["拒不改正的，予以通报；", "逾期的，注销许可；", "拒绝整改的，责令停业；"])
def test_a_short_sentence_goes_with_the_one_beside_it(short: str) -> None:
    text = (
        "某条例\n第一条 未按规定备案的，责令改正。{}\n第二条 未按规定报送资料的，给予警告。\n"
        "第三条 擅自停业的，处一万元罚款。{}\n"
    )
    both = f"{short}情节严重的，撤销其班轮运输经营资格。"
    changes = duikou.diff(text.format(both, ""), text.format("", f"\n{both}")).changes
    assert [(c.type, c.old.text if c.old else "") for c in changes if c.klass == "substantive"] == [("move", both)]
