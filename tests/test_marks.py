"""Marks: found by kind, when asked for, kept with the paragraph, and told in what they lie."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator

import pytest
from outlines import cleaned

from duikou.extracting.measures.finding import find_measures
from duikou.model import Marked
from duikou.notation import marking, marks, tails
from duikou.outlining import outline

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
    found = marks.of(Marked("落实【规划2035】，建成12个园区"), "test-number")
    assert [(m.value, m.inside) for m in found] == [(2035, "test-title"), (12, None)]


def test_a_text_without_what_a_kind_needs_is_not_searched() -> None:
    SEARCHED.clear()
    assert marks.of(Marked("全面推进"), "test-number") == ()
    assert SEARCHED == []


def test_a_kind_is_found_once() -> None:
    SEARCHED.clear()
    text = Marked("建成12个园区")
    assert marks.of(text, "test-number") is marks.of(text, "test-number")
    assert len(SEARCHED) == 1


def test_a_kind_that_nobody_registered_is_an_error() -> None:
    with pytest.raises(KeyError):
        marks.of(Marked("12"), "no-such-kind")


def test_a_paragraph_is_marked_up_by_every_kind() -> None:
    text = "按照《某规划》（某政发〔2020〕5号），在甲市建设12个园区。（责任单位：市教育局）"
    marked = Marked(text)
    shown = {
        kind: [text[start:end] for start, end in marking.spans(marked, kind)] for kind in ("citation", "doc_number")
    }
    assert shown == {"citation": ["《某规划》"], "doc_number": ["某政发〔2020〕5号"]}
    assert [mark.inside for mark in marking.of(marked, "number")] == ["doc_number", "doc_number", None]
    assert marking.spans(marked, "tail") == [(text.index("（责任"), len(text))]


def test_the_block_keeps_its_marks_and_what_extracting_looks_in_is_the_same() -> None:
    document = outline(
        cleaned("一、重点任务", "（一）建设园区。到2025年建成。（责任单位：市教育局）", "各单位抓好落实。")
    )
    item = document.blocks[1]
    assert item.own.text == "到2025年建成。（责任单位：市教育局）"
    assert item.own is item.own
    assert item.marked.text == "建设园区。到2025年建成。（责任单位：市教育局）"
    (passage,) = find_measures(document)
    assert passage.stretches[0].marked is item.marked
    assert [tail.inner for tail in tails.find_tails(item.marked)] == ["责任单位：市教育局"]
    assert document.blocks[2].marked is document.blocks[2].paragraph.marked()


def test_what_travels_is_the_text_and_says_the_same() -> None:
    marked = Marked("落实《某规划》。")
    marking.of(marked, "citation")
    other = pickle.loads(pickle.dumps(marked))
    assert other == marked
    assert other.marks == {}
    assert marking.of(other, "citation") == marking.of(marked, "citation")
