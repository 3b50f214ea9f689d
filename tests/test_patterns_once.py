"""No pattern is made, or looked up among those that `re` has compiled, while a document is worked on.

What holds here: a function that needs a pattern has it from its module, or makes it once. What `re` is given as a
string it looks up at every call, and compiles anew where many came between: for a name of each unit, of thousands.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import duikou
from duikou.data import compiled
from duikou.exporting.anything import written
from duikou.notation.patterns import _Pattern

ROOT = Path(__file__).resolve().parent.parent
SOURCE = Path(duikou.__file__).parent
METHODS = frozenset(("compile", "match", "fullmatch", "search", "finditer", "findall", "split", "sub", "subn"))
ONCE = frozenset(("cache", "lru_cache"))
# Where a pattern is made at each call, and why it may be.
EXCUSED = {
    "data/compiled.py": "all patterns are compiled here, each once",
    "errors.py": "asked once, when something is missing; this floor knows no other",
    "reading/pdf/forms.py": "the number of an object of that very file",
}


def made_in_functions(tree: ast.AST, inside: bool = False) -> Iterator[int]:
    """The lines on which a function gives `re` a pattern as a string, functions that keep what they give aside."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            if not _keeps(node):
                yield from made_in_functions(node, inside=True)
            continue
        if inside and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            on = node.func.value
            if isinstance(on, ast.Name) and on.id == "re" and node.func.attr in METHODS:
                yield node.lineno
        yield from made_in_functions(node, inside)


def _keeps(function: ast.FunctionDef | ast.Lambda) -> bool:
    marks = (name for mark in getattr(function, "decorator_list", ()) for name in ast.walk(mark))
    return any(isinstance(name, ast.Name) and name.id in ONCE for name in marks)


def test_no_function_makes_a_pattern_at_each_call() -> None:
    found = {
        (path.relative_to(SOURCE).as_posix(), line)
        for path in SOURCE.rglob("*.py")
        for line in made_in_functions(ast.parse(path.read_text("utf-8")))
    }
    assert {place for place in found if place[0] not in EXCUSED} == set()
    assert {file for file, _ in found} == EXCUSED.keys()


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("def f(x):\n    return re.sub('a', 'b', x)\n", [2]),
        ("f = lambda x: re.split(x, 'a')\n", [1]),
        ("class A:\n    def f(self):\n        def g():\n            re.match('a', 'b')\n", [4]),
        ("@cache\ndef f():\n    return re.compile('a')\n", []),
        ("@lru_cache(maxsize=4)\ndef f():\n    return re.compile('a')\n", []),
        ("A = re.compile('a')\n", []),
        ("def f(x):\n    return re.escape(x) + A.sub('b', x)\n", []),
    ],
)
def test_what_counts_as_made_in_a_function(code: str, lines: list[int]) -> None:
    assert list(made_in_functions(ast.parse(code))) == lines


def everything(each: list[str]) -> None:
    """Every command, with outputs of each kind."""
    extracted = [duikou.extract(text) for text in each]
    edited = each[0].replace("加强", "强化", 3).replace("2020", "2025", 3).replace("。", "；", 3)
    cleaned = duikou.clean(each[0])
    for result in (
        cleaned,
        extracted[0],
        duikou.diff(each[0], edited),
        duikou.group(each),
        duikou.align(each[:2]),
    ):
        for ending in ("json", "html", "xlsx" if result is not cleaned else "docx"):
            written(result, f"x.{ending}", None, "zh")


def test_a_warm_run_looks_up_no_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    each = [path.read_text("utf-8") for path in sorted((ROOT / "corpus").glob("*.txt"))]
    everything(each)
    asked: list[str] = []

    def note() -> None:
        # A library may ask `re` for what it will.
        frame = sys._getframe(2)
        while frame.f_back and frame.f_globals["__name__"] in ("re", __name__, "duikou.notation.patterns"):
            frame = frame.f_back
        if SOURCE in Path(frame.f_code.co_filename).parents:
            asked.append(f"{Path(frame.f_code.co_filename).relative_to(SOURCE)}:{frame.f_lineno}")

    look_up = re._compile  # type: ignore[attr-defined]
    monkeypatch.setattr(re, "_compile", lambda *given: (note(), look_up(*given))[1])
    monkeypatch.setattr(compiled, "_made", lambda *_: pytest.fail("compiled again"))
    begin = _Pattern.__init__
    monkeypatch.setattr(_Pattern, "__init__", lambda self, *given: (note(), begin(self, *given))[1])
    everything(each)
    assert sorted(set(asked)) == []
