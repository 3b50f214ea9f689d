"""The library at a prompt: what is there, how results look, and writing them."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest

import duikou
from duikou.errors import OutputError, UsageError

OLD = "某省工作方案\n\n一、主要任务\n\n（一）建设园区。到2025年，建成2个<园区>。（责任单位：省发展改革委）\n"
NEW = OLD.replace("2个", "3个")


def test_what_is_there() -> None:
    assert {"clean", "diff", "extract", "read", "write", "Options"} <= set(dir(duikou))
    assert all(hasattr(duikou, name) for name in dir(duikou))


def test_results_are_short_at_a_prompt() -> None:
    extracted = duikou.extract(OLD * 50)
    for value in (extracted, extracted.document, extracted.document.cleaned, extracted.document.cleaned.source):
        assert len(repr(value)) < 160
    assert repr(duikou.extract(OLD)) == "<Extracted 某省工作方案: 1 measure>"
    assert repr(extracted.measures[0]) == "<Measure 一·（一） 建设园区>"
    assert repr(duikou.diff(OLD, NEW).changes[0]).startswith("<Change substantive number: ")
    assert len(repr(duikou.clean(OLD * 50).log)) < 400
    assert repr(duikou.diff("甲。", "甲。")) == "<Comparison without a title → without a title: 0 changes>"


def test_errors_and_selections_are_at_hand() -> None:
    with pytest.raises(duikou.DuikouError):
        duikou.clean(Path("nowhere.txt"))
    assert duikou.clean("推进,加快", duikou.Selection(ignore=("marks",))).text == "推进,加快"
    with pytest.raises(TypeError, match="not int"):
        duikou.clean(3)  # type: ignore[arg-type]


def test_tables_of_a_notebook_are_escaped() -> None:
    shown = duikou.extract(OLD)._repr_html_()
    assert "省发展改革委" in shown
    comparison = duikou.diff(OLD, NEW)._repr_html_()
    assert "&lt;园区&gt;" in comparison
    assert "<园区>" not in comparison


def test_a_comparison_is_true_when_something_changed() -> None:
    assert duikou.diff(OLD, NEW)
    assert not duikou.diff(OLD, OLD)


def results() -> dict[str, Any]:
    return {
        "a.txt": duikou.clean(OLD),
        "a.docx": duikou.clean(OLD),
        "b.json": duikou.extract(OLD),
        "b.xlsx": [duikou.extract(OLD), duikou.extract(NEW)],
        "b.sqlite": duikou.extract(OLD),
        "c.html": duikou.diff(OLD, NEW),
        "c.docx": duikou.diff(OLD, NEW),
        "d.csv": duikou.group([OLD, NEW]),
        "e.md": duikou.align([OLD, NEW]),
    }


@pytest.mark.parametrize("name", sorted(results()))
def test_every_result_is_written(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    duikou.write(results()[name], file)
    first = file.read_bytes()
    assert first
    with pytest.raises(OutputError):
        duikou.write(results()[name], file)
    duikou.write(results()[name], file, force=True)
    assert [one.name for one in tmp_path.iterdir()] == [name]
    if name.endswith(".json"):
        assert json.loads(first)["schema"] == "duikou.extract/1"


def test_what_is_no_result_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        duikou.write("text", tmp_path / "a.txt")
    with pytest.raises(UsageError):
        duikou.write(duikou.clean(OLD), tmp_path / "a.xlsx")
    with pytest.raises(OutputError):
        duikou.write(duikou.clean(OLD), tmp_path / "none" / "a.txt")


def test_a_str_that_names_a_file_warns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.txt").write_text(OLD, "utf-8")
    for function in (duikou.clean, duikou.extract, duikou.read):
        with pytest.warns(UserWarning, match="names a file") as told:
            function("plan.txt")
        assert [one.filename for one in told] == [__file__]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        duikou.clean("plan2.txt")
        duikou.clean(Path("plan.txt"))


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_frame_has_a_row_a_measure(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from duikou.model import frames

    pytest.importorskip(library)
    monkeypatch.setattr(frames, "_LIBRARIES", (library,))
    frame = duikou.extract(OLD).to_frame()
    assert len(frame) == 1
    assert list(frame["path"]) == ["一·（一）"]
    assert list(duikou.extract("推进合作。").to_frame().columns) == list(frame.columns)
