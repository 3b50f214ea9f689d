"""Patterns as they were compiled before: each finds what that of `re` finds, and what is kept is checked."""

from __future__ import annotations

import marshal
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import growing
import pytest

from duikou.data import compiled, kept

SOURCES = [
    ("(?P<year>20[0-9]{2})年|(第)?(?P<n>[一二三])条", 0),
    ("(?x) a  # 甲", re.IGNORECASE),
    (rb"[\xe3-\xe9]{2}", 0),
]
TEXT = "第一条 2025年3月 a A 三、第二"
# Each source with a code that is none: of another shape, cut off, made for nothing, with groups that are not there.
DAMAGE: list[Any] = [
    None,
    (1, 2),
    (32, b"abc", 0, {}),
    (32, b"\xff" * 64, 0, {}),
    (32, b"", 0, {}),
    (32, (1).to_bytes(4, sys.byteorder), 0, {"n": 5}),
    (32, (1).to_bytes(4, sys.byteorder), -3, {}),
    ("32", 7, "0", []),
]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(compiled, "place", lambda: tmp_path / "cache" / "patterns.marshal")
    monkeypatch.setattr(compiled, "_new", {})
    compiled._store.cache_clear()
    yield compiled.place()
    compiled._store.cache_clear()


def again(monkeypatch: pytest.MonkeyPatch) -> None:
    """As another process would find it that begins now."""
    monkeypatch.setattr(compiled, "_new", {})
    compiled._store.cache_clear()


def test_what_is_kept_is_what_re_makes(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    each = [*SOURCES, *((kept.source, kept.flags) for kept in growing.patterns())]
    for source, flags in each:
        compiled.compiled(source, int(flags))
    compiled.keep()
    again(monkeypatch)
    monkeypatch.setattr(compiled, "_made", lambda *_: pytest.fail("compiled again"))
    for source, flags in each:
        found, usual = compiled.compiled(source, int(flags)), re.compile(source, flags)
        assert_finds_the_same(found, usual)
        assert (found.groups, found.groupindex, found.flags) == (usual.groups, usual.groupindex, usual.flags)


def assert_finds_the_same(found: re.Pattern[Any], usual: re.Pattern[Any]) -> None:
    text: Any = TEXT.encode() if isinstance(usual.pattern, bytes) else TEXT
    assert found.pattern == usual.pattern
    assert [(m.span(), m.groups()) for m in found.finditer(text)] == [
        (m.span(), m.groups()) for m in usual.finditer(text)
    ]


def test_what_processes_kept_at_one_time_is_kept_of_both(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled.compiled("甲+", 0)
    first = dict(compiled._new)
    again(monkeypatch)
    compiled.compiled("乙+", 0)
    compiled.keep()
    monkeypatch.setattr(compiled, "_new", first)
    compiled.keep()
    assert {source for source, _ in kept.read(place)} == {"甲+", "乙+"}
    assert [path.name for path in place.parent.iterdir()] == [place.name]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"rubbish",
        marshal.dumps({}),  # without its checksum
        b"\0\0\0\0(\xff\xff\xff\x7f",  # a tuple of two thousand million
        b"\0\0\0\0",
    ],
)
def test_a_file_that_is_damaged_is_made_anew(place: Path, content: bytes) -> None:
    place.parent.mkdir()
    place.write_bytes(content)
    assert_made_anew(place)


@pytest.mark.parametrize("value", [7, [("a", 0)], None])
def test_a_file_that_holds_something_else_is_made_anew(place: Path, value: Any) -> None:
    kept.write(place, value)
    assert_made_anew(place)


@pytest.mark.parametrize("at", range(0, 120, 7))
def test_a_file_with_one_byte_changed_is_made_anew(place: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    compiled.compiled("(?P<year>20[0-9]{2})年", 0)
    compiled.keep()
    content = bytearray(place.read_bytes())
    content[at] ^= 1
    place.write_bytes(content)
    again(monkeypatch)
    assert kept.read(place) is None
    assert_made_anew(place)


def assert_made_anew(place: Path) -> None:
    assert_finds_the_same(compiled.compiled("甲+", 0), re.compile("甲+"))
    compiled.keep()
    assert [source for source, _ in kept.read(place)] == ["甲+"]


@pytest.mark.parametrize("code", DAMAGE, ids=repr)
@pytest.mark.parametrize(("source", "flags"), SOURCES)
def test_a_code_that_is_damaged_is_made_anew(place: Path, source: str, flags: int, code: Any) -> None:
    kept.write(place, {(source, int(flags)): code})
    assert_finds_the_same(compiled.compiled(source, int(flags)), re.compile(source, flags))
    compiled.keep()
    assert kept.read(place)[source, int(flags)] != code


def test_too_many_patterns_begin_the_file_anew(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_MOST", 3)
    for source in ("甲", "乙", "丙", "丁"):
        again(monkeypatch)
        compiled.compiled(source, 0)
        compiled.keep()
    assert [source for source, _ in kept.read(place)] == ["丁"]


def test_nothing_is_kept_where_python_keeps_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert compiled.compiled("甲+", 0).search("一甲")
    compiled.keep()
    assert not place.parent.exists()


def test_a_wrong_pattern_is_told_as_re_tells_it(place: Path) -> None:
    with pytest.raises(re.error, match="unterminated"):
        compiled.compiled("(甲", 0)


def test_a_python_that_hands_on_no_code_compiles_as_usual(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "_sre", None)
    # Two patterns are equal where their code is.
    assert compiled.compiled("第一|[二三]", 0) == re.compile("第一|[二三]")


def test_a_pattern_is_the_same_on_every_run() -> None:
    """Else it would be kept again and again, and never found."""
    show = "import growing; print(sorted(ascii(kept.source) for kept in growing.patterns()))"
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    runs = [
        subprocess.run(
            [sys.executable, "-c", show],
            env={**env, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        )
        for seed in ("1", "2")
    ]
    first, second = (run.stdout for run in runs)
    assert len(first) > 10_000
    assert first == second
