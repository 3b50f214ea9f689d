"""Traditional and simplified characters taken for the same, with OpenCC and without it."""

from __future__ import annotations

import importlib.util
import re
import sys

import pytest
from typer.testing import CliRunner

import duikou
from duikou.app.cli import app
from duikou.errors import UsageError, install_command
from duikou.model import Change

SIMPLIFIED = """一、总体要求
（一）发展产业园区。各市应当于2025年建成园区10个，并报主管部门备案。
（二）加强组织领导，着力解决台账和群众反映的问题。
"""
TRADITIONAL = """一、總體要求
（一）發展產業園區。各市應當於2025年建成園區10個，並報主管部門備案。
（二）加強組織領導，著力解決臺賬和羣眾反映的問題。
"""
needs_opencc = pytest.mark.skipif(importlib.util.find_spec("opencc") is None, reason="OpenCC is not installed")


def joined(change: Change, kinds: tuple[str, str]) -> str:
    return "".join(text for kind, text in change.ops if kind in kinds)


@needs_opencc
@pytest.mark.parametrize("pair", [(SIMPLIFIED, TRADITIONAL), (TRADITIONAL, SIMPLIFIED)])
def test_script_alone_is_editorial(pair):
    changes = duikou.diff(*pair, script=True).changes
    assert {(c.klass, c.category) for c in changes} == {("editorial", "script")}


# A character that OpenCC's lists give another variant than the plain one, or that has two forms in one script.
WORDS = [
    ("加强卫生保卫工作。", "加強衛生保衛工作。"),
    ("为什么合并机构。", "為什麼合併機構。"),
    ("了解情绪并批复。", "瞭解情緒並批覆。"),
    ("借助平台反复研究。", "藉助平臺反覆研究。"),
    ("加强卫生防疫。", "加強衞生防疫。"),
]


@needs_opencc
@pytest.mark.parametrize(("old", "new"), WORDS)
def test_words_in_both_scripts(old, new):
    text = "一、总体要求\n（一）安排。{}"
    changes = duikou.diff(text.format(old), text.format(new), script=True).changes
    assert {(c.klass, c.category) for c in changes} == {("editorial", "script")}


@needs_opencc
@pytest.mark.parametrize("old", [SIMPLIFIED, TRADITIONAL])
def test_a_true_change_stands_out_from_the_script(old):
    new = (TRADITIONAL if old is SIMPLIFIED else SIMPLIFIED).replace("10", "12")
    found = duikou.diff(old, new, script=True).changes
    (change,) = [c for c in found if c.klass != "editorial"]
    assert change.category == "number"
    for c in found:
        assert joined(c, ("equal", "delete")) == (c.old.text if c.old else "")
        assert joined(c, ("equal", "insert")) == (c.new.text if c.new else "")
        assert c.old is None or c.old.text in old.replace("\n", "")
        assert c.new is None or c.new.text in new.replace("\n", "")


@needs_opencc
def test_the_command_leaves_script_out(tmp_path):
    for name, text in (("old.txt", SIMPLIFIED), ("new.txt", TRADITIONAL)):
        (tmp_path / name).write_text(text, "utf-8")
    files = [str(tmp_path / "old.txt"), str(tmp_path / "new.txt")]
    assert CliRunner().invoke(app, ["diff", *files]).exit_code == 1
    left_out = CliRunner().invoke(app, ["diff", *files, "--ignore", "script"])
    assert left_out.exit_code == 0, left_out.output


def test_without_opencc_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "opencc", None)
    with pytest.raises(UsageError, match=re.escape(install_command("zh"))):
        duikou.diff(SIMPLIFIED, TRADITIONAL, script=True)
