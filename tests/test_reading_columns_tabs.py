"""TABs of a word processor: which part columns."""

from __future__ import annotations

import pytest

from duikou.reading.files import columns

# Lines as they stand in the file, and as they are told: | is a TAB, _ is U+3000.
LINES = {
    "columns": ("品名|数量|单价/大号|100|35.5", "品名|数量|单价/大号|100|35.5"),
    "table of contents": ("一、工作目标|2/二、保障措施|11", "一、工作目标|2/二、保障措施|11"),
    "contents with numbers set apart": ("一、|工作目标|2", "一、_工作目标|2"),
    "the number of an item": ("一、|总体要求", "一、_总体要求"),
    "the number of an article": ("第三条|本办法自公布之日起施行。", "第三条_本办法自公布之日起施行。"),
    "a dotted number": ("1.2|适用范围", "1.2_适用范围"),
    "two values": ("1.5|2.5", "1.5|2.5"),
    "an indent": ("|为加强管理，制定本办法。", "_为加强管理，制定本办法。"),
    "an indent before columns": ("|联系人：甲|电话", "_联系人：甲|电话"),
    "a signature": ("||某省人民政府", "__某省人民政府"),
    "letter-spacing": ("目|录/姓|名：甲", "目_录/姓_名：甲"),
    "a gap in prose": ("到2025年，|全部建成。", "到2025年，_全部建成。"),
    "a gap behind a colon": ("附件：|1.任务清单", "附件：_1.任务清单"),
    "a sentence and a tail": ("推进共建园区。|牵头单位：省商务厅", "推进共建园区。_牵头单位：省商务厅"),
    "a table of sentences": (
        "1|推进共建园区。|省商务厅/2|开展互访。|省教育厅",
        "1|推进共建园区。|省商务厅/2|开展互访。|省教育厅",
    ),
    "a column of numbers with dots": ("序号|品名|数量/1.|大号|100", "序号|品名|数量/1.|大号|100"),
    "an empty cell": ("序号|任务|备注/1|共建|", "序号|任务|备注/1|共建|"),
    "two TABs for one gap": ("某办公室||2022年4月22日印发", "某办公室|2022年4月22日印发"),
}


@pytest.mark.parametrize("name", LINES)
def test_tabs(name: str) -> None:
    given, told = (x.replace("|", "\t").replace("_", "\u3000").split("/") for x in LINES[name])
    assert columns.told(given) == told


def test_nothing_but_tabs_changes() -> None:
    lines = ["甲 \t 乙", "\t", " \u3000丙\t", "丁"]
    assert ["".join(x.split()) for x in columns.told(lines)] == ["".join(x.split()) for x in lines]
