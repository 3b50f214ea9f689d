"""What a quantity counts: the noun after a unit that counts things, or before one that measures.

What holds here: a name is given as written, without the verb that leads to it, and no longer than a name is. Only the
words near the number are looked at, so that the cost does not grow with the paragraph.
"""

from __future__ import annotations

import re
from functools import cache

from duikou.data import load
from duikou.extracting.fields import spans
from duikou.notation import made_of

# No name is longer; nor does one stand farther away.
_LONGEST, _NEAR = 20, 80
_RUN = re.compile(r"(?:[^\W_]|“|”|\+)*")
_RUN_BEFORE = re.compile(r"(?:“[^“”]{1,20}”|[^\W_]|[“”/&+]|(?<=\d)\.(?=\d))*+$")
# 能耗比2020年下降: what is compared stands before.
_COMPARED = re.compile(r"(?P<name>.{2,})(?:比|较)(?:上年|\d{4}年)(?:年?[底末])?(?:同期|水平)?$")
# 审批时限由原来的20个工作日压缩至
_REDUCED = re.compile(
    r"(?P<name>.{2,}?)(?:由|从)(?:原来的?|原有的?|目前的?|现行的?|法定的?|平均)?\d[\d.]*[^\d]{1,12}(?:到|至)$"
)
# 装机规模2025年达到: the year stands behind the name.
_YEAR_LAST = re.compile(r"(?P<name>[^\d]{2,}?)(?<![比较])(?:到|在|于)?\d{4}年(?:[底末]|[上下]半年)?$")
_GIVES = ("给予", "奖励", "补助", "补贴", "资助")
# What closes a quantity that stands before: 由30%以上提高到40%以上.
_BOUNDS = ("以上", "以下", "以内", "左右")
_LEVEL = re.compile(r"^\d{1,2}级(?:及?以上)?(?=..)")
# 8个省区的近600个县: two quantities, each with its own name.
_NUMBERED = re.compile(r"的(?=[近约超逾]?\d)")
_DATED = re.compile(
    r"\d{1,2}月(?:份)?(?:\d{1,2}日|[底末初]|[上中下]旬)?之?前?|.*(?:(?<![\d.])\d{1,4}年|五”?)(?:底|末|前|期间|时期)*|.*季度末?"
)
# 处五千元以下的罚款, 给予100万元的一次性奖励
_GIVEN = re.compile(
    r"的(?!标准)(?P<name>[^\W\d_的]{2,8})(?=[，。；、]|$)|(?:给予|的)?(?!标准)(?P<fine>(?:一次性|[一-龥]{0,4}?)(?:罚款|奖励|补助|补贴|资助|奖补|奖金|资金|贷款|授信|经费|基金|债券))"
)

# 100万元、50万元奖励: what is said of the last of a list of sums is said of each.
_OTHERS = re.compile(r"^(?:[、和及或](?:最高|不超过)?[\d.,]+[百千万亿]*元)+")


def name(text: str, start: int, end: int, measures: bool) -> str | None:
    """What the quantity [start, end) of `text` counts; `measures` is True for units such as 亿元 and 公里, after which
    no noun follows."""
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    if measures:
        given = _GIVEN.match(_OTHERS.sub("", after, count=1))
        if given is None:
            return _before(before)
        named = _ends().split(given["name"], maxsplit=1)[0] if given["name"] else given["fine"]
        return named if len(named) >= 2 else _before(before)
    return _after(after) or _before(before)


def _after(text: str) -> str | None:
    run = _RUN.match(text)
    found = _NUMBERED.split((run.group() if run else "").removeprefix("的"), maxsplit=1)[0]
    if "的" in found and not re.match("[^的]{1,8}(?:参与|参加|主导|牵头)的", found):
        found = found.rsplit("的", 1)[1]
    found = _ends().split(found, maxsplit=1)[0]
    return _bare(found[:_LONGEST])


def _before(text: str) -> str | None:
    run = _RUN_BEFORE.search(text)
    written = run.group() if run else ""
    if reduced := _REDUCED.search(written):
        written = reduced["name"]
    for money in load("extracting/quantities")["names"]["before_numbers"]:
        written = written.removesuffix(money)  # 经费人民币30万元
    found = made_of.without_end(written, _verbs())
    if found.endswith("的") and written.endswith(_GIVES):
        # 对通过复核的给予50万元: what is given is not said.
        return None
    found = _YEAR_LAST.sub(r"\g<name>", found.removesuffix("的"))
    if compared := _COMPARED.search(found):
        found = made_of.without_end(compared["name"], _verbs())
    found = _LEVEL.sub("", _DATED.sub("", found))
    while shorter := _leads().match(found):
        found = found[shorter.end() :]
    found = _cuts().sub("", re.sub("^.*?的(?=.{2})", "", found))
    while shorter := _leads().match(found):
        found = found[shorter.end() :]
    if len(found) < 2 or found.startswith(_BOUNDS) or re.match(r"\d+(?:\.\d+)?(?![A-Za-z\d.岁千亿万])", found):
        return None
    return None if found in load("extracting/quantities")["names"]["works"] else _bare(_cut(found))


def _cut(found: str) -> str:
    """The end of a long name; not from within a Latin word or a number, and from behind a word that joins where one
    stands in it."""
    end = found[-_LONGEST:]
    if len(found) > _LONGEST and (joined := re.search("[与和及](?=[^与和及]{2,}$)", end)):
        return end[joined.end() :]
    return re.sub(r"^[A-Za-z\d.]+", "", end) if re.match("[A-Za-z\\d]", found[-_LONGEST - 1 : -_LONGEST]) else end


def _bare(found: str) -> str | None:
    """The name without marks at its ends, and without a quotation mark that has lost its fellow."""
    found = found.strip("+")
    if found.startswith("“") and found.endswith("”") and found.count("“") == 1:
        found = found[1:-1]
    while found.count("“") != found.count("”"):
        odd = "“" if found.count("“") > found.count("”") else "”"
        at = found.rindex(odd) if odd == "“" else found.index(odd)
        found = found[:at] + found[at + 1 :]
    return found or None


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(spans.one_of(load("extracting/quantities")["names"]["ends"]))


@cache
def _cuts() -> re.Pattern[str]:
    """All up to the last verb that no name holds; at least two characters of a name stay, and 建设用地 is one."""
    words = spans.one_of(load("extracting/quantities")["names"]["cuts"])
    return re.compile(
        f"^.*(?:{words})(?=.{{2,}}$)(?!用地|项目$|规模|工程|兵团|标准|水平|面积|成本|率|时间|指标|任务|投资|数|里程|幅度|总?[额量])"
    )


@cache
def _leads() -> re.Pattern[str]:
    words = load("extracting/quantities")["names"]
    works = spans.one_of(words["works"])
    leads = spans.one_of(words["leads"])
    return re.compile(f"(?!比[例重率值]|到位|对[口外])(?:{leads}|(?:{works})(?=.{{2}})|后(?=年))")


@cache
def _verbs() -> frozenset[str]:
    """The verbs between what is measured and the number: 达到, 提高到, 增长, 不低于."""
    words = load("extracting/quantities")
    return frozenset((*words["changes"], *words["before"], *words["names"]["verbs"]))
