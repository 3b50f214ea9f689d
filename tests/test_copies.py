"""Equal files and copies of one text in one run are named once, so that nothing is counted twice unseen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_cli import run
from test_relating import schema

from duikou.app.copies import Copies, digests

PLAN = "某省关于推进两地协作的实施方案\n一、重点任务\n（一）共建园区。到2025年共建园区{n}个。（责任单位：省商务厅）\n"


def warned(*arguments: object) -> list[str]:
    done = run(*arguments)
    assert done.exit_code == 0, done.stderr
    said = [line for line in done.stderr.splitlines() if "under several names" in line]
    return [line for line in said if "one plan" not in line]


@pytest.mark.parametrize("command", ["clean", "extract"])
def test_equal_files_are_named_once(command: str, tmp_path: Path) -> None:
    for name, n in (("甲.txt", 3), ("乙.txt", 5), ("丙.txt", 3), ("丁.txt", 3)):
        (tmp_path / name).write_text(PLAN.format(n=n), "utf-8")
    (line,) = warned(command, tmp_path)
    assert line.startswith("duikou: warning: one file under several names, each counted: ")
    assert [name in line for name in ("甲.txt", "乙.txt", "丙.txt", "丁.txt")] == [True, False, True, True]
    assert warned(command, tmp_path, "--quiet") == []
    # With a cache, and by several processes, too.
    assert warned(command, tmp_path, "--cache", tmp_path / "cache") == [line]
    assert warned(command, tmp_path, "--cache", tmp_path / "cache") == [line]


@pytest.mark.parametrize("command", ["clean", "extract"])
def test_copies_of_one_text_are_named_once(command: str, tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(PLAN.format(n=3), "utf-8")
    (tmp_path / "乙.txt").write_bytes(PLAN.format(n="３").replace("\n", "\r\n\r\n").encode("gb18030"))
    (tmp_path / "丙.txt").write_text(PLAN.format(n=4), "utf-8")
    (line,) = warned(command, tmp_path)
    assert line.startswith("duikou: warning: one text under several names")
    assert [name in line for name in ("甲.txt", "乙.txt", "丙.txt")] == [True, True, False]


def test_measures_that_were_chosen_do_not_make_copies(tmp_path: Path) -> None:
    shared = "（一）建设园区。推进产业合作，完善机制。（责任单位：省商务厅）\n"
    for name, own in (
        ("甲.txt", "（二）修建公路。（责任单位：甲市政府）\n"),
        ("乙.txt", "（二）疏浚河道。（责任单位：乙市政府）\n"),
    ):
        (tmp_path / name).write_text(f"某省方案\n一、任务\n{shared}{own}", "utf-8")
    assert warned("extract", tmp_path, "--unit", "省商务厅") == []


def test_what_says_nearly_nothing_is_no_copy() -> None:
    copies = Copies()
    for number in range(3):
        copies.add(f"{number}.txt", digests(f"{number:032x}{0:032x}", ["附件"]))
    assert list(copies.told()) == []


def test_many_copies_are_told_in_few_lines() -> None:
    copies = Copies()
    for number in range(2000):
        copies.add(f"{number}.txt", digests(f"{number % 100:032x}{0:032x}", ()))
    lines = list(copies.told())
    assert len(lines) == 6
    assert lines[0] == (
        "warning: one file under several names, each counted: 0.txt, 100.txt, 200.txt, 300.txt and 16 more"
    )
    assert lines[-1] == "and 95 more files, texts or plans under several names"


def test_versions_of_one_plan_are_named(tmp_path: Path) -> None:
    for name, n in (("甲.txt", 3), ("乙.txt", 5), ("丙.txt", 3)):
        (tmp_path / name).write_text(PLAN.format(n=n), "utf-8")
    (tmp_path / "丁.txt").write_text(PLAN.format(n=3).replace("某省关于推进两地", "某省关于推进三地"), "utf-8")
    done = run("extract", tmp_path)
    (line,) = [line for line in done.stderr.splitlines() if "one plan" in line]
    assert [name in line for name in ("甲.txt", "乙.txt", "丙.txt", "丁.txt")] == [False, True, True, False]


@pytest.mark.parametrize("ending", ["json", "csv", "sqlite", "xlsx"])
def test_one_version_counts_each_plan_once(ending: str, tmp_path: Path) -> None:
    folder = tmp_path / "文件"
    folder.mkdir()
    draft = PLAN.format(n=3).replace("实施方案\n", "实施方案（征求意见稿）\n", 1)
    copy = PLAN.format(n=5).replace("，", ",").replace("\n", "\r\n\r\n")
    other = PLAN.format(n=9).replace("某省关于推进两地", "某省关于建设三地").replace("共建园区", "修建公路")
    for name, text in {"a.txt": draft, "b.txt": PLAN.format(n=5), "c.txt": copy, "d.txt": other}.items():
        (folder / name).write_text(text, "utf-8")
    outputs = []
    for more in ([], ["--jobs", "1"], ["--cache", tmp_path / "cache"], ["--cache", tmp_path / "cache"]):
        done = run("extract", folder, "--one-version", "-o", tmp_path / f"x.{ending}", *more)
        assert done.exit_code == 0, done.stderr
        assert "b.txt is counted for its plan, and not" in done.stderr
        assert "under several names" not in done.stderr
        outputs.append((tmp_path / f"x.{ending}").read_bytes())
    assert len(set(outputs)) == 1
    done = run("extract", folder, "--one-version", "-f", "json", "--quiet")
    found = [Path(document["source"]["path"]).name for document in json.loads(done.stdout)["documents"]]
    assert found == ["b.txt", "d.txt"]
    copies = json.loads(done.stdout)["copies"]
    assert [(Path(one["path"]).name, Path(one["instead"]).name, one["relation"]) for one in copies] == [
        ("a.txt", "b.txt", "version"),
        ("c.txt", "b.txt", "same"),
    ]
    schema("extract").validate(json.loads(done.stdout))
