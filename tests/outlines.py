"""Clean texts made by hand, for tests of outlining and extracting."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from duikou.model import Cleaned, Line, Paragraph, Place, Source
from duikou.model.edits import EditLog

DATA = Path(__file__).parent / "data" / "outlining"


def cleaned(*texts: str, metadata: Mapping[str, str] | None = None) -> Cleaned:
    """A clean text of these paragraphs; those with a TAB are rows."""
    text = "\n".join(texts)
    lines, paragraphs, at = [], [], 0
    for number, line in enumerate(texts, 1):
        end = at + len(line)
        lines.append(Line(at, end, number))
        kind = "row" if "\t" in line else "text"
        paragraphs.append(Paragraph(line, at, end, kind, Place(None, number, at, end)))
        at = end + 1
    source = Source(text, tuple(lines), "text", metadata=metadata or {})
    return Cleaned(source, text, tuple(paragraphs), (), EditLog(()))


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of a data file."""
    return list(tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))["document"])


def given(case: Mapping[str, Any]) -> Cleaned:
    """The clean text of a case."""
    return cleaned(*case["text"].replace("\\t", "\t").strip("\n").split("\n"), metadata=case.get("metadata"))


CASES = [case for name in ("documents", "everyday", "fronts", "answers", "headed", "closing") for case in cases(name)]
