"""Marks: found by kind, when asked for, and told in what they lie."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from duikou.notation import marking, marks

SEARCHED: list[str] = []


@marks.kind("test-title", re.compile("【"), holds=True)
def _titles(text: str) -> Iterator[tuple[int, int, object]]:
    for m in re.finditer("【([^】]*)】", text):
        yield m.start(), m.end(), m[1]


@marks.kind("test-number", re.compile("[0-9]"))
def _numbers(text: str) -> Iterator[tuple[int, int, object]]:
    SEARCHED.append(text)
    for m in re.finditer("[0-9]+", text):
        yield m.start(), m.end(), int(m[0])


def test_a_mark_says_in_what_it_lies() -> None:
    found = marks.mark("落实【规划2035】，建成12个园区").of("test-number")
    assert [(m.value, m.inside) for m in found] == [(2035, "test-title"), (12, None)]


def test_a_text_without_what_a_kind_needs_is_not_searched() -> None:
    SEARCHED.clear()
    text = marks.mark("全面推进")
    assert text.of("test-number") == ()
    assert SEARCHED == []


def test_a_kind_is_found_once() -> None:
    SEARCHED.clear()
    text = marks.mark("建成12个园区")
    assert text.of("test-number") is text.of("test-number")
    assert len(SEARCHED) == 1
    assert text.within(0, 2, "test-number") == ()
    assert len(text.within(2, 6, "test-number")) == 1


def test_a_kind_that_nobody_registered_is_an_error() -> None:
    with pytest.raises(KeyError):
        marks.mark("12").of("no-such-kind")


def test_a_paragraph_is_marked_up_once_by_every_kind() -> None:
    text = "按照《某规划》（某政发〔2020〕5号），在甲市建设12个园区。（责任单位：市教育局）"
    assert marking.of(text) is marking.of(text)
    shown = {kind: [text[start:end] for start, end in marking.spans(text, kind)] for kind in ("citation", "doc_number")}
    assert shown == {"citation": ["《某规划》"], "doc_number": ["某政发〔2020〕5号"]}
    assert [mark.inside for mark in marking.of(text).of("number")] == ["doc_number", "doc_number", None]
    assert marking.spans(text, "tail") == [(text.index("（责任"), len(text))]
