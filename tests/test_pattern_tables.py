"""Patterns that are data: composed of pieces, found by name, held to the texts beside them."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

import duikou
from duikou import data
from duikou.notation import patterns
from duikou.notation.patterns import Patterns

DATA = Path(data.__file__).parent
SOURCE = Path(duikou.__file__).parent


def tables() -> dict[str, Patterns]:
    names = (str(path.relative_to(DATA).with_suffix("")) for path in sorted(DATA.rglob("*.toml")))
    return {name: patterns.patterns(name) for name in names if "patterns" in data.load(name)}


EACH = [(name, entry) for name, table in tables().items() for entry in table]


@pytest.mark.parametrize(("name", "entry"), EACH)
def test_a_pattern_finds_its_own_examples(name: str, entry: str) -> None:
    table = patterns.patterns(name)
    found = getattr(table, entry)
    matches, others = table.example(entry)
    assert matches, "say in `matches` what it finds"
    assert [text for text in matches if not found.search(text)] == []
    assert [text for text in others if found.search(text)] == []


def used() -> set[tuple[str, str]]:
    """Which patterns the code asks for: (name of the data file, name of the pattern)."""
    asked = set()
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        names = {
            target.id: node.value.args[0].value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Call)
            and ast.unparse(node.value.func).rpartition(".")[2] == "patterns"
            and isinstance(node.value.args[0], ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        asked |= {
            (names[node.value.id], node.attr)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names
        }
    return asked


def test_every_pattern_that_is_asked_for_is_there_and_every_one_is_asked_for() -> None:
    there = set(EACH)
    assert used() - there == set()
    assert there - used() == set(), "take out what no code asks for"


def test_pieces_stand_for_patterns_and_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    content: dict[str, Any] = {
        "lists": {"units": ["个", "平方米", "米"]},
        "pieces": {"number": "[0-9]+", "unit": {"words": "own.lists.units"}, "amount": "(?&number)(?&unit)"},
        "patterns": {"sum": {"pattern": "^(?&amount)$", "matches": ["3平方米"], "not": ["3吨"]}},
    }
    real = data.load
    monkeypatch.setattr(patterns, "load", lambda name: content if name == "own" else real(name))
    table = patterns.patterns("own")
    assert table.sum.pattern == "^(?:(?:[0-9]+)(?:平方米|个|米))$"
    assert list(table) == ["sum"]
    with pytest.raises(AttributeError, match="no pattern"):
        _ = table.other
    patterns._piece.cache_clear()
    content["pieces"]["number"] = "(?&amount)"
    with pytest.raises(ValueError, match="hold each other"):
        _ = patterns.patterns("own").sum
    patterns._piece.cache_clear()
    content["pieces"]["number"] = "(?&nothing)"
    with pytest.raises(KeyError):
        _ = patterns.patterns("own").sum


def test_a_pattern_is_compiled_when_it_is_used() -> None:
    made = patterns.pattern("(")
    with pytest.raises(re.error):
        made.search("a")
