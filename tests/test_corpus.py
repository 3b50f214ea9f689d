"""The corpus is what its catalogue says, byte for byte."""

from __future__ import annotations

import datetime
import hashlib
import re
import tomllib
from pathlib import Path

import pytest

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
KEYS = {
    "file",
    "title",
    "issuers",
    "doc_number",
    "date",
    "plan",
    "genre",
    "copy",
    "published",
    "encoding",
    "bytes",
    "sha256",
    "notable",
}
DOCUMENTS = tomllib.loads((CORPUS / "catalog.toml").read_text("utf-8"))["document"]
BY_FILE = pytest.mark.parametrize("entry", DOCUMENTS, ids=lambda entry: entry["file"])


def squeezed(text: str) -> str:
    """`text` without white space, with punctuation in one width."""
    return re.sub(r"\s+", "", text).translate(str.maketrans(",:;?!()", "，：；？！（）"))


def test_every_file_is_in_the_catalogue_once_and_nothing_else() -> None:
    listed = [entry["file"] for entry in DOCUMENTS]
    there = [path.name for path in CORPUS.iterdir() if path.name != "catalog.toml"]
    assert sorted(listed) == sorted(there)
    assert len(set(listed)) == len(listed) >= 5


@BY_FILE
def test_the_entry_is_whole(entry: dict[str, object]) -> None:
    assert set(entry) == KEYS
    assert entry["genre"] in {"plan", "notice", "article"}
    assert entry["copy"] in {"web", "scan-text"}
    assert entry["notable"]


@BY_FILE
def test_the_file_is_unchanged(entry: dict[str, object]) -> None:
    content = (CORPUS / str(entry["file"])).read_bytes()
    assert len(content) == entry["bytes"]
    assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    content.decode(str(entry["encoding"]))


@BY_FILE
def test_what_the_entry_says_stands_in_the_text(entry: dict[str, object]) -> None:
    text = squeezed((CORPUS / str(entry["file"])).read_text(str(entry["encoding"])))
    assert isinstance(entry["issuers"], list)
    for words in [entry["title"], entry["doc_number"], *entry["issuers"]]:
        assert squeezed(str(words)) in text
    if entry["date"]:
        date = datetime.date.fromisoformat(str(entry["date"]))
        shapes = [f"{date.year}年{date.month}月{date.day}日", f"{date.year}年{date:%m}月{date:%d}日"]
        assert any(shape in text for shape in shapes)


@BY_FILE
def test_the_name_tells_plan_and_copy(entry: dict[str, object]) -> None:
    name = str(entry["file"])
    assert name.startswith(str(entry["plan"]))
    assert name.endswith(f"-{str(entry['copy']).removesuffix('-text')}.txt")


def test_copies_of_one_plan_share_their_title() -> None:
    titles: dict[str, set[str]] = {}
    for entry in DOCUMENTS:
        titles.setdefault(entry["plan"], set()).add(entry["title"])
    assert [plan for plan, names in titles.items() if len(names) > 1] == []
    assert len(titles) < len(DOCUMENTS)
