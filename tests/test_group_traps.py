"""Texts that look like one plan and are not, and one plan in forms that look like others."""

from __future__ import annotations

import duikou
from duikou.relating.grouping.summary import Summary, summarise
from duikou.relating.grouping.telling import group_documents

TASKS = (
    "建设产业园区。统筹布局特色园区，完善水电路气等配套设施，到2025年建成标准厂房50万平方米。",
    "培育龙头企业。实施企业梯度培育行动，每年新增规模以上企业20家，落实各项奖补政策。",
    "强化人才支撑。引进高层次人才团队，建立校企联合培养机制，开展技能培训5000人次。",
    "优化营商环境。压减审批时限，推行一网通办和帮办代办服务，开展企业评议机关活动。",
    "加大金融支持。设立产业发展基金，引导银行机构扩大信贷投放，降低企业融资成本。",
)
TITLE = "商丘市食品产业高质量发展行动方案"


def plan(title: str, tasks: tuple[str, ...] = TASKS, day: str = "2023年5月6日") -> str:
    items = [f"（{'一二三四五六'[at]}）{task}" for at, task in enumerate(tasks)]
    head = [title, "各县（区）人民政府："] if title else []
    return "\n".join(
        [*head, "一、重点任务", *items, "二、保障措施", "加强组织领导，定期调度通报。", *([day] if title else [])]
    )


def summaries(**texts: str) -> list[Summary]:
    return [summarise(duikou.outline(text), name) for name, text in texts.items()]


def grouped(**texts: str) -> list[dict[str, str]]:
    """The groups of these texts: each file with its relation."""
    return [{file.path: file.relation for file in one.files} for one in group_documents(summaries(**texts))]


def test_a_county_that_takes_the_plan_of_its_city_over_has_a_plan_of_its_own() -> None:
    own = tuple(task.replace("50万", "5万").replace("20家", "2家") for task in TASKS)
    found = grouped(
        city=plan(TITLE),
        one=plan("睢县食品产业高质量发展行动方案", own),
        other=plan("民权县食品产业高质量发展行动方案", own),
    )
    assert found == [{"city": "base"}, {"one": "base"}, {"other": "base"}]


def test_a_title_may_name_the_city_of_its_county_or_not() -> None:
    found = grouped(one=plan("睢县食品产业高质量发展行动方案"), other=plan("商丘市睢县食品产业高质量发展行动方案"))
    assert [set(one) for one in found] == [{"one", "other"}]


def test_short_texts_without_a_title_are_told_apart_by_their_years() -> None:
    text = (
        "一、工作任务\n1.开展安全检查。{0}年12月底前完成辖区全部企业检查。\n"
        "2.组织应急演练。{0}年全年不少于2次。\n3.落实值班制度。节假日实行24小时值班。\n"
    )
    found = grouped(a=text.format(2021), b=text.format(2022), c=text.format(2023), again=text.format(2022) + "\n")
    assert [set(one) for one in found] == [{"a"}, {"b", "again"}, {"c"}]


def test_a_plan_is_found_in_its_forms() -> None:
    changed = (*TASKS[:2], TASKS[2].replace("5000", "8000"), *TASKS[3:], "推进绿色发展。单位产值能耗下降10%。")
    misread = plan(TITLE).replace("培育", "塔育").replace("机制", "机削").replace("银行", "银衍")
    notice = (
        f"商丘市人民政府办公室关于印发{TITLE}的通知\n商政办发〔2023〕15号\n各县（区）人民政府：\n"
        f"《{TITLE}》已经市政府同意，现印发给你们，请认真贯彻执行。\n商丘市人民政府办公室\n2023年5月6日\n{plan(TITLE)}"
    )
    found = grouped(
        text=plan(TITLE),
        draft=plan(f"{TITLE}（征求意见稿）", TASKS[:4], "2023年3月1日"),
        scan=misread,
        notice=notice,
        amended=plan(f"{TITLE}（2024年修订）", changed, "2024年4月2日"),
        article=f"《{TITLE}》政策解读\n一、出台背景\n食品产业是我市传统优势产业。\n二、主要内容\n《{TITLE}》提出五项任务。\n",
    )
    assert len(found) == 1
    assert found[0]["amended"] == "base"
    assert found[0]["article"] == "explains"
    assert {found[0][name] for name in ("text", "draft", "scan")} == {"version"}


def test_what_only_names_a_plan_is_none_of_its_files() -> None:
    local = (
        "建设粮油加工园。依托粮食主产区优势，建设粮油精深加工园。",
        "做强肉制品产业。支持屠宰企业升级改造，建设冷链物流中心1个。",
        "打造区域品牌。培育区域公用品牌，开展绿色认证。",
    )
    head = f"柘城县人民政府办公室关于转发{TITLE}并印发柘城县食品产业高质量发展实施方案的通知"
    contents = (
        f"商丘市产业政策汇编\n目录\n1.{TITLE}……1\n2.商丘市装备制造业发展规划……15\n3.商丘市文旅融合发展实施意见……28\n"
    )
    english = "Action Plan for the Food Industry\nI. Key tasks\n1. Build industrial parks. By 2025 build 50 hectares.\n"
    found = grouped(
        plan=plan(TITLE),
        local=f"{head}\n现将方案转发给你们。\n附件\n{plan('柘城县食品产业高质量发展实施方案', local)}",
        contents=contents,
        english=english,
    )
    assert found == [{"plan": "base"}, {"local": "base"}, {"contents": "base"}, {"english": "base"}]
