"""The marks of notes: one form, whatever the format shows."""

from __future__ import annotations

import pytest

from duikou.notation import notes

MARKS = {
    "1": "[1]",
    "①": "[1]",
    "⑫": "[12]",
    "（3）": "[3]",
    "[4]": "[4]",
    "〔5〕": "[5]",
    "*": "[*]",
    "ⅱ": "[ii]",
    "": "",
    " ": "",
}
NOTES = {
    ("1", "指注册用户。"): "[1]指注册用户。",
    ("1", "1 指注册用户。"): "[1]指注册用户。",
    ("①", "①指注册用户。"): "[1]指注册用户。",
    ("1", "[1]　指注册用户。"): "[1]指注册用户。",
    ("2", "2021年的数据。"): "[2]2021年的数据。",
    ("*", "* 见附表。"): "[*]见附表。",
    ("", " 见附表。"): "见附表。",
}


@pytest.mark.parametrize("shown", MARKS)
def test_a_mark_has_one_form(shown: str) -> None:
    assert notes.mark(shown) == MARKS[shown]


@pytest.mark.parametrize("given", NOTES, ids=str)
def test_a_note_has_its_mark_once(given: tuple[str, str]) -> None:
    assert notes.note(*given) == NOTES[given]
