"""What stands before and behind a document's text on pages and in files, told from the text, and what it says of it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

import duikou
from duikou.model import Cleaned
from duikou.outlining import outline

CASES = tomllib.loads((Path(__file__).parent / "data" / "cleaning" / "front_and_end.toml").read_text("utf-8"))["case"]
FIELDS = ("title", "doc_number", "issuers", "recipients", "date")


def cleaned(case: dict[str, Any], folder: Path) -> Cleaned:
    if case.get("format", "txt") == "txt":
        return duikou.clean(case["text"])
    file = folder / f"case.{case['format']}"
    file.write_text(case["text"], "utf-8")
    return duikou.clean(file)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_front_and_end(case: dict[str, Any], tmp_path: Path) -> None:
    found = cleaned(case, tmp_path)
    if "after" in case:
        assert found.text == case["after"].strip("\n")
    document = outline(found)
    parts = [part.title for part in document.parts]
    told = {name: getattr(document, name) for name in FIELDS} | {"parts": parts}
    told = {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}
    asked = {name: case[name] for name in told if name in case}
    assert {name: told[name] for name in asked} == asked


# Lines set in the middle of a Word document, what of them is the title, and what stands alone.
CENTRED = [
    (["青州市人民政府令", "（第37号）"], ["青州市人民政府令", "（第37号）"], "青州市人民政府令第37号"),
    (["甲县人民政府令", "第12号"], ["甲县人民政府令", "第12号"], "甲县人民政府令第12号"),
    (["关于做好防汛工作的通知", "（2023年5月6日）"], ["关于做好防汛工作的通知", "（2023年5月6日）"], None),
    (["甲县教育局对县政协十届", "二次会议第15号提案的答复"], ["甲县教育局对县政协十届二次会议第15号提案的答复"], None),
    (["甲县现代农业发展规划", "（2021—2025年）"], ["甲县现代农业发展规划（2021—2025年）"], None),
]


@pytest.mark.parametrize(("lines", "kept", "number"), CENTRED, ids=[lines[0] for lines, *_ in CENTRED])
def test_lines_in_the_middle_of_a_word_document(
    lines: list[str], kept: list[str], number: str | None, tmp_path: Path
) -> None:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in ("现就有关事项通知如下。", "一、加强值守。落实责任。", "二、做好保障。备足物资。"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "case.docx"))
    found = duikou.clean(tmp_path / "case.docx")
    assert found.text.split("\n")[: len(kept)] == kept
    assert outline(found).doc_number == number
