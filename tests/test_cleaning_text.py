"""The rules for characters and text, case by case, and what they must keep in hand: work, warnings, odd characters."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

import duikou
from duikou.cleaning import Selection
from duikou.errors import UnreadableError

DATA = Path(__file__).parent / "data" / "cleaning"
CASES = [
    case
    for name in ("text_rules", "text_more")
    for case in tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))["case"]
]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_text_rules(case: dict[str, Any]) -> None:
    cleaned = duikou.clean(case["before"])
    assert cleaned.text == case.get("after", case["before"])
    assert cleaned.restore() == case["before"]
    assert duikou.clean(cleaned.text).text == cleaned.text
    unsafe = duikou.clean(case["before"], Selection(unsafe=True))
    assert unsafe.restore() == case["before"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5"])
def test_a_stray_zero_byte_refuses_no_file(encoding: str) -> None:
    text = "第一章 總則\n加強合作\x00，推進發展，完成年度工作任務。\n"
    cleaned = duikou.clean(text.encode(encoding))
    assert cleaned.source.text == text
    assert cleaned.text == "第一章總則\n加強合作，推進發展，完成年度工作任務。"
    assert cleaned.edits["invisible"] == 1


@pytest.mark.parametrize("data", [bytes(range(256)) * 8, b"\x7fELF\x02\x01\x01" + b"\x00" * 64, b"\x00" * 32 + b"ab"])
def test_a_binary_file_is_still_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        duikou.clean(data)


# (text, rule of the warning, the characters that it names)
SUSPECTS = [
    ("方案\u202e名称\u202c。", "direction", ["\u202e", "\u202c"]),
    ("方案\u2066名称\u2069。", "direction", ["\u2066", "\u2069"]),
    ("推广РРР模式，支持5С产业。", "look-alike", ["Р", "Р", "Р", "С"]),
    ("支持Gооgle公司", "look-alike", ["о", "о"]),
    ("甲\ud800乙\udc00", "half-character", ["\ud800", "\udc00"]),
    ("β受体、μm、Ω、Москва、Σ", "look-alike", []),
]


@pytest.mark.parametrize(("text", "rule", "named"), SUSPECTS)
def test_odd_characters_are_warned_of_with_their_place(text: str, rule: str, named: list[str]) -> None:
    cleaned = duikou.clean("某某方案\n" + text)
    found = [c for c in cleaned.cautions if c.rule == rule]
    assert [cleaned.source.text[c.place.start : c.place.end] for c in found if c.place] == named
    assert all(c.place and c.place.line == 2 and c.text.isprintable() for c in found)
    assert cleaned.restore() == "某某方案\n" + text
    for char in named:
        assert (char in cleaned.text) == (rule != "direction")


# What is repeated thousands of times: each opened something that was looked for to the end of the text, or could.
REPEATED = [
    *("甲", "a", "1", "—"),
    *("# a\n<br>", "|<br>", "# a\n<!--", "**a** <!--", "# a\n[", "# a\n[a](", "# a\n<p ", "# a\n*a", "|-", "**"),
    *("(", '"', "1-", "1-2,", " ", "1 ", "1，0", "一、", "1l", "2016一", "〔2016", "〈a"),
    *("a@", "a.", "http://", "a ", "f(", "方案(", "附件.doc", "5G,", "：1．", "（一）\n", "\u202e", "РРР"),
    *("— 1 —\n", "7\n", "\n", "甲乙\n", "推进合作，\n", "打印\n", "附件：\n1.目录.doc\n", "索引号：1\n"),
    *("“", "“a“", "“甲”", "**甲**", "a**", "[a](b)", "上午9：30", "索引号 1 "),
    *("|索引号|1|\n", "组长：张三 厅长\n", "《甲》\n"),
]


@pytest.mark.parametrize("piece", REPEATED)
def test_four_times_the_text_is_not_much_more_than_four_times_the_work(piece: str) -> None:
    """Time of this process alone, at four times the length, against the time before: 16 where work is quadratic."""

    def spent(length: int) -> float:
        text = piece * (length // len(piece)) + '\n(a) 1,2 "甲" **b** <br>'
        started = time.process_time()
        duikou.clean(text, Selection(unsafe=True))
        return time.process_time() - started

    duikou.clean(piece)
    # Most are far below at the first try; another one is for a machine that was busy.
    assert any(spent(16_000) / max(spent(4_000), 0.001) < 9 for _ in range(3))
