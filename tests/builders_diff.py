"""Two versions of an invented plan that differ in every way there is, and what is made of them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from builders_export import document

import duikou
from duikou.model import Change, Comparison, Document, Place, Side

OLD = """\
某省与某市对口合作实施方案

为推进两地对口合作，制定本方案。

一、总体要求

（一）工作思路。坚持政府引导、市场运作，到2025年建成合作园区3个，总投资达到100亿元。

（二）基本原则。各有关部门可以根据实际制定配套措施，形成工作合力。

二、重点任务

（一）深化产业协作。支持两地装备制造企业开展技术合作，共建中试基地，推动一批科技成果转化落地。

（二）共建物流通道。开行两地直达货运班列，完善多式联运体系，降低企业综合物流成本。

（三）加强人才交流。每年互派干部20名，组织企业家互访，加大投入力度。由省商务厅负责。

（四）拓展文旅合作。联合推介冰雪与温泉线路，互设旅游推广窗口，培育跨省游客市场。每年投入专项资金。

（五）完善合作机制。建立联席会议制度，定期会商重大事项，协调解决合作中的困难。及时通报进展。

三、保障措施

（一）强化督促检查。对任务落实情况开展年度评估，评估结果作为考核依据。

（二）做好宣传引导。及时总结典型经验，营造良好氛围。
"""

NEW = """\
某省与某市对口合作行动方案

为推进两地对口合作，制定本方案。

一、总体要求

（一）工作思路。坚持政府引导、市场运作，到2027年建成合作园区5个，总投资达到120亿元。

（二）基本原则。各有关部门应当根据实际制定配套措施,形成工作合力。

二、重点任务

（一）深化产业协作。支持两地装备制造企业开展技术合作，共建中试基地，推动一批科技成果转化落地。

（二）优化营商环境。建立两地企业服务专员制度，实行一次办结。

（三）加强人才交流。每年互派干部20名，组织企业家互访，加大投入力度。由省发展改革委负责。

（四）拓展文旅合作。联合推介冰雪与温泉线路，互设旅游推广窗口，培育跨省游客市场。每年投人专项资金。

（五）完善合作机制。建立联席会议制度，定期会商重大事项，协调解决合作中的困难。

及时通报进展。

（六）深化园区共建。探索共建共管共享模式，完善利益分享机制。

三、保障措施

（一）健全工作专班。由两地分管负责同志牵头，明确责任人员。

（二）强化督促检查。对任务落实情况开展年度评估，评估结果作为考核依据。

（三）共建物流通道。开行两地直达货运班列，完善多式联运体系，降低企业综合物流成本。
"""


@cache
def pair() -> tuple[Document, Document]:
    """Both versions, outlined."""
    from duikou import api

    return api.outline(OLD), api.outline(NEW)


@cache
def compared() -> Comparison:
    """The comparison of both."""
    return duikou.diff(*pair())


def by_hand(old: tuple[str, ...], new: tuple[str, ...], *changes: Change) -> Comparison:
    """A comparison of two plain texts with changes made by hand, which name no place in the clean text."""
    sides = [document(*(("text", text, (), None) for text in texts)) for texts in (old, new)]
    return Comparison(sides[0], sides[1], changes)


def replaced(old: str, new: str, ops: tuple[tuple[str, str], ...], at: tuple[int, int] = (0, 0)) -> Change:
    """A change of one passage into another, at these offsets of the clean texts."""
    places = [Place(None, 1, start, start + len(text)) for start, text in zip(at, (old, new), strict=True)]
    sides = [
        Side(("一",), text, place, start, start + len(text))
        for text, place, start in zip((old, new), places, at, strict=True)
    ]
    return Change("substantive", "replace", "wording", sides[0], sides[1], ops, "label", 1.0)


def titled(comparison: Comparison, title: str) -> Comparison:
    """The comparison with this title on both sides."""
    return replace(comparison, old=replace(comparison.old, title=title), new=replace(comparison.new, title=title))
