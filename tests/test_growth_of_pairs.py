"""How the work of comparing and of relating grows where there is more of everything: versions, files, plans.

What holds here: nothing is timed. The steps that cost most are counted by their calls and by the size of what they are
given. Work that grows as the text does is doubled, work that grows as its square is fourfold.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

import duikou
from duikou.relating.grouping import finding
from duikou.relating.grouping.summary import Summary, summarise
from duikou.relating.grouping.telling import group_documents

# At twice the size: linear work is 2; sorting, and what has not reached its bound at the smaller size, a little more.
MOST = 2.4
SUBJECTS = ("港口物流", "农业产业", "旅游合作", "人才交流", "科技创新", "医疗卫生", "教育培训", "文化产业")
VERBS = ("推进", "深化", "加强", "支持", "拓展", "提升")


def plan(items: int, edited: int = 0, title: str = "甲省与乙省合作实施方案", seed: int = 0) -> str:
    """A plan of so many items, no two alike, every other a long one; every `edited`-th (0: none) is worded in another
    way, as in a new version, and an item is put in behind it."""
    lines = [title]
    for k in range(items):
        if k % 10 == 0:
            lines.append(f"{'一二三四五六七八九十'[k // 10 % 10]}、第{k // 10 + seed}类任务")
        name = chr(0x4E00 + 7 * k + 31 * seed) + chr(0x5E00 + 11 * k + 17 * seed)
        what = f"{VERBS[(k + seed) % 6]}{SUBJECTS[k % 8]}{name}区建设"
        long = f"，坚持{name}统筹规划、分步实施，做到{name}有序推进" * (7 * (k % 2))
        new = bool(edited) and k % edited == 0
        who = "相关单位" if new else "有关单位"
        lines.append(f"{k % 10 + 1}.{what}{long}，在{1990 + k}年前建成{k + 3}个项目，由{who}抓好落实。")
        if new and k % 2:
            lines.append(f"另设{name}专班，争取国家有关部门支持{name}区。")
    return "\n".join(lines) + "\n"


def size_of(value: Any) -> int:
    return len(value) if isinstance(value, (str, list, tuple)) else 1


@contextmanager
def counted(*steps: str) -> Iterator[dict[str, int]]:
    """The work of each step while this lasts: `module:function`, counted by the size of what it is given."""
    found = dict.fromkeys(steps, 0)
    with pytest.MonkeyPatch.context() as patch:
        for step in steps:
            module, name = step.split(":")
            home = importlib.import_module(f"duikou.{module}")
            patch.setattr(home, name, _counting(getattr(home, name), found, step))
        yield found


def _counting(function: Callable[..., Any], found: dict[str, int], step: str) -> Callable[..., Any]:
    def counting(*given: Any, **named: Any) -> Any:
        found[step] += 1 + sum(map(size_of, given))
        return function(*given, **named)

    return counting


def grown(work: Callable[[int], None], size: int, steps: tuple[str, ...]) -> dict[str, float]:
    """The work of each step at twice the size, that at the size itself as 1."""
    with counted(*steps) as small:
        work(size)
    with counted(*steps) as large:
        work(2 * size)
    assert min(small.values()) > size / 10, "a step that is not taken tells nothing"
    return {step: large[step] / small[step] for step in steps}


COMPARING = (
    "comparing.aligning.reading_order:fold",
    "comparing.aligning.lists:_pairs",
    "comparing.aligning.align:ratio",
    "comparing.telling.inline:tokens",
    "comparing.telling.differences:judge",
)


def test_comparing_grows_as_the_text_does() -> None:
    def work(items: int) -> None:
        duikou.diff(plan(items), plan(items, edited=3))

    ratios = grown(work, 60, COMPARING)
    assert {step: ratio for step, ratio in ratios.items() if ratio > MOST} == {}


def summaries(count: int) -> list[Summary]:
    """Plans of which every third is a version of the one before, and all of which share their stock phrases."""
    made = []
    for k in range(count):
        seed = k - (k % 3 == 2)
        text = plan(
            12, edited=4 * (k % 3 == 2), title=f"{SUBJECTS[seed % 8]}第{chr(0x4E00 + seed)}号工作方案", seed=seed
        )
        made.append(summarise(duikou.outline(text), f"{k:04}.txt"))
    return made


def test_grouping_grows_as_the_files_do() -> None:
    documents = summaries(2 * 160)
    steps = ("relating.grouping.finding:containment", "relating.grouping.finding:_is_one")
    ratios = grown(lambda count: group_documents(documents[:count]) and None, 160, steps)
    assert {step: ratio for step, ratio in ratios.items() if ratio > MOST} == {}


def test_no_file_is_compared_with_more_than_its_likeliest() -> None:
    documents = summaries(200)
    pairs = list(finding._candidates(documents))
    late = [pair for pair in pairs if pair[1] == len(documents) - 1]
    assert len(late) <= finding._TRIED + finding._KEPT
    assert len(group_documents(documents)) > 100


ALIGNING = ("relating.aligning.linking:_product", "relating.aligning.linking:_shared")


def test_setting_plans_side_by_side_grows_with_each_plan() -> None:
    """Every measure of the one is tried with every measure of the other, and no more than that."""
    other = plan(20, title="丙省与丁省合作实施方案", seed=1)

    def work(items: int) -> None:
        duikou.align([plan(items), other])

    ratios = grown(work, 40, ALIGNING)
    assert {step: ratio for step, ratio in ratios.items() if ratio > MOST} == {}
