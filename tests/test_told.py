"""What is told of a result is in the user's language, can be found in the text, and fits a page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PLAN = "某省工作方案\n一、主要任务\n（一）建设园区。到2O25年，建成2个园区。\n"
PAGE = (
    "<html><body><h1>某省工作方案</h1><p>一、主要任务</p><p>（一）建设园区。到2O25年，建成2个园区。</p>"
    "<p>（二）引进人才。到2O27年，引进100人。</p></body></html>"
)


def run(place: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    kept = {
        name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LANG", "DUIKOU_LANG", "COLUMNS")
    }
    command = [sys.executable, "-m", "duikou", *arguments]
    return subprocess.run(command, cwd=place, capture_output=True, check=False, env={**kept, **variables})


@pytest.mark.parametrize("command", ["clean", "extract", "diff"])
@pytest.mark.parametrize(("locale", "said"), [("zh_CN.UTF-8", "加 --unsafe 可修正"), ("C", "--unsafe repairs it")])
def test_messages_in_json_are_in_the_language_of_messages(tmp_path: Path, command: str, locale: str, said: str) -> None:
    (tmp_path / "a.txt").write_text(PLAN, "utf-8")
    names = ("a.txt", "a.txt") if command == "diff" else ("a.txt",)
    value: Any = json.loads(run(tmp_path, command, *names, "-f", "json", LC_ALL=locale).stdout)
    warnings = value["warnings"] if command == "diff" else value["documents"][0]["warnings"]
    assert all(said in one["message"] for one in warnings)
    assert warnings


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_causes_in_json_are_in_the_language_of_messages(tmp_path: Path, format: str) -> None:
    for command in ("clean", "extract"):
        done = run(tmp_path, command, "gone.txt", "-f", format, LC_ALL="zh_CN.UTF-8")
        assert "没有这个文件" in done.stdout.decode()


@pytest.mark.parametrize(("locale", "said"), [("zh_CN.UTF-8", "应为第四条"), ("C.UTF-8", "it should be 第四条")])
def test_hints_of_diff_are_too(tmp_path: Path, locale: str, said: str) -> None:
    old = "甲条例\n第一条 为了管理，制定本条例。\n第二条 禁止倾倒垃圾。\n第三条 违反第二条规定的，处罚款。\n"
    new = "甲条例\n第一条 为了管理，制定本条例。\n第二条 县级政府负责监督管理工作。\n第三条 部门应当公开信息目录。\n"
    new += "第四条 禁止倾倒垃圾。\n第五条 违反第二条规定的，处罚款。\n"
    (tmp_path / "a.txt").write_text(old, "utf-8")
    (tmp_path / "b.txt").write_text(new, "utf-8")
    assert said in run(tmp_path, "diff", "a.txt", "b.txt", "-f", "json", LC_ALL=locale).stdout.decode()


@pytest.mark.parametrize("command", [("group",), ("align",), ("search", "园区")], ids=lambda given: given[0])
@pytest.mark.parametrize(("locale", "said"), [("zh_CN.UTF-8", "里面没有文字"), ("C.UTF-8", "holds no text")])
def test_causes_about_several_plans_are_too(tmp_path: Path, command: tuple[str, ...], locale: str, said: str) -> None:
    for name in ("甲", "乙"):
        (tmp_path / f"{name}.txt").write_text(f"{name}市方案\n一、任务\n（一）建设园区。建成园区。", "utf-8")
    (tmp_path / "空.txt").write_text("", "utf-8")
    done = run(tmp_path, *command, "甲.txt", "乙.txt", "空.txt", "-f", "json", LC_ALL=locale)
    assert said in done.stdout.decode()


@pytest.mark.parametrize("command", ["clean", "extract"])
def test_a_warning_of_a_page_of_one_line_says_what_it_is_about(tmp_path: Path, command: str) -> None:
    (tmp_path / "a.html").write_text(PAGE, "utf-8")
    told = run(tmp_path, command, "a.html", LC_ALL="zh_CN.UTF-8").stderr.decode()
    assert "到2O25年，建成2个园区" in told
    assert "到2O27年，引进100人" in told


@pytest.mark.parametrize(("columns", "widest"), [("", 120), ("90", 90), ("200", 200)])
def test_a_table_in_a_pipe_is_no_wider_than_a_page(tmp_path: Path, columns: str, widest: int) -> None:
    from rich.cells import cell_len

    for name in ("甲", "乙"):
        title = f"{name}省关于深入推进产业协作和人才交流重点工作任务的实施方案"
        task = "大力推动两地产业园区共建和重点项目对接落地"
        (tmp_path / f"{name}.txt").write_text(
            f"{title}\n一、主要任务\n（一）{task}。{task}。\n（二）引进人才。每年100人。\n"
        )
    lines = run(tmp_path, "align", "甲.txt", "乙.txt", COLUMNS=columns).stdout.decode().splitlines()
    assert lines
    assert max(map(cell_len, lines)) <= widest
