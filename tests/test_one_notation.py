"""What a number, an ordinal, a date, an hour, a 发文字号 or a hanzi looks like is known to notation, to no other floor.

What holds here: no pattern and no list outside notation/ and data/notation/ has a grammar of its own for these. It
asks notation, or is composed of the pieces of data/notation/pieces.toml. What is excused stands below, each with its
reason.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import duikou

ROOT = Path(duikou.__file__).parent
# Digits in a pattern, with how many of them: \d{1,2}, [0-9]+.
_DIGITS = r"(?:\\d|0-9\]|０-９\])(?:\{[^{}]*\}|[+*?])*"
# A kind of knowledge, and what a pattern looks like that has a grammar of it.
GRAMMARS = {
    "numerals": re.compile(r"\[[^\[\]]*(?:一二三|二三四|〇○|○〇)[^\[\]]*\]"),
    "dates": re.compile(rf"{_DIGITS}\)?[年月日]|\[[^\[\]]*年[^\[\]]*月[^\[\]]*日[^\[\]]*\]|20\\d"),
    "hours": re.compile(r"\[时点\]|\[点时\]|\\d[^|]{0,12}时|2\[0-4\]"),
    "articles": re.compile(r"第[^第|]{1,40}?[条章款]"),
    "document numbers": re.compile(r"〔[^|]{0,60}号|〕[^|]{0,30}号"),
    "circled ordinals": re.compile(r"①"),
    "hanzi": re.compile(r"[一\u4e00㐀]-[鿿龥]|\\u4e00-|\\u3400-"),
}
# What is excused, by file and name (or by file, for code), and why.
EXCUSED = {
    "cleaning/paragraphs.figures_of_year_ahead": "the second half of a year that the end of a line parts",
    "cleaning/printed.dash_in_article": "the misread number of an article, which no grammar takes for one",
    "cleaning/punctuation.hour_alone": "figures that may be an hour only where another time follows",
    "exporting/ledger/bigrams.py": "what a search takes for one character, with all of Unicode's ideographs",
}
_META = re.compile(r"[\\\[(|+*?{]")


def _in_toml(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, list):
        for each in value:
            yield from _in_toml(each, name)
    elif isinstance(value, dict):
        for key, below in value.items():
            if key not in ("matches", "not", "examples"):
                yield from _in_toml(below, name if key == "pattern" else key)


def _in_code(tree: ast.Module) -> Iterator[str]:
    """Every string but those of docstrings and of messages."""
    told: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(node) is not None:
            told.add(id(node.body[0].value))  # type: ignore[attr-defined]  # a docstring is an expression
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("t", "_", "rule", "UsageError"):
            told.update(map(id, ast.walk(node)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def strings() -> Iterator[tuple[str, str]]:
    """What may be a pattern outside notation: its name, and its text."""
    for path in sorted(ROOT.rglob("*")):
        place = path.relative_to(ROOT)
        if "notation" in place.parts or "locale" in place.parts:
            continue
        if path.suffix == ".py":
            yield from ((place.as_posix(), text) for text in _in_code(ast.parse(path.read_text("utf-8"))))
        # What exporting has in its data are words for readers.
        elif path.suffix == ".toml" and "exporting" not in place.parts:
            file = place.relative_to("data").with_suffix("").as_posix()
            table = tomllib.loads(path.read_text("utf-8"))
            yield from ((f"{file}.{name}", text) for name, text in _in_toml(table, ""))


def second_grammars() -> dict[str, set[str]]:
    """By name, the kinds of which a pattern outside notation has a grammar of its own."""
    found: dict[str, set[str]] = {}
    for name, text in strings():
        if _META.search(text):
            kinds = {kind for kind, sign in GRAMMARS.items() if sign.search(text)}
            if kinds:
                found.setdefault(name, set()).update(kinds)
    return found


def test_no_floor_has_a_grammar_of_its_own() -> None:
    found = second_grammars()
    own = {name: kinds for name, kinds in found.items() if name not in EXCUSED}
    assert not own, f"ask notation, or compose the pattern of the pieces of data/notation/pieces.toml: {own}"


def test_every_excuse_is_needed() -> None:
    assert EXCUSED.keys() <= second_grammars().keys()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("numerals", "[一二三四五六七八九十]{1,3}"),
        ("numerals", r"第[\d二三四]期"),
        ("dates", r"\d{4}年"),
        ("dates", r"(?P<m>[0-9]{1,2})月"),
        ("dates", r"[\d年月日]+"),
        ("hours", r"\d{1,2}[时点]"),
        ("articles", "第[^条]{1,6}条"),
        ("document numbers", r"〔\d{4}〕\d+号"),
        ("circled ordinals", "[①-⑳]"),
        ("hanzi", "[一-龥]"),
        ("hanzi", r"[\u4e00-\u9fff]{2}"),
    ],
)
def test_a_grammar_is_known_by_its_looks(kind: str, text: str) -> None:
    assert GRAMMARS[kind].search(text)


@pytest.mark.parametrize(
    "text", ["(?&any_year)年", "(?&month)月(?:(?&day)日)?", "(?&article)的", "每[年月季]", "[前后]"]
)
def test_what_is_composed_of_pieces_is_none(text: str) -> None:
    assert not any(sign.search(text) for sign in GRAMMARS.values())
