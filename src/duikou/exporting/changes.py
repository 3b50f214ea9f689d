"""A comparison as Markdown, for an issue or a letter: ~~old~~ **new** inside the passage.

What holds here: the marks are set apart by spaces. CommonMark opens and closes emphasis by what stands next
to the mark: beside a hanzi, a mark followed by Chinese punctuation would not open, and the stars would be
seen. Editorial changes are counted, not listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duikou.exporting.labels import labels
from duikou.exporting.markdown import escape, table
from duikou.exporting.passages import (
    GROUPS,
    editorial_line,
    grouped,
    heading,
    pieces,
    places,
    summary_line,
    verdict,
    version_name,
)
from duikou.model import Change, Comparison, Document

_CONTEXT = 60
_MARKS = {"equal": "", "delete": "~~", "insert": "**"}


def write_markdown(comparison: Comparison, lang: str = "zh", color: bool = False, width: int = 80) -> str:
    """The comparison as Markdown: both versions, a summary, then each change that is not editorial."""
    return "\n\n".join(_sections(comparison, lang)) + "\n"


def _sections(comparison: Comparison, lang: str) -> Iterator[str]:
    words, names = labels(lang, "words"), labels(lang, "classes")
    yield f"# {words['comparison']}"
    yield table([["", words["old"], words["new"]], *_versions(comparison, lang)])
    yield escape(summary_line(comparison, lang))
    sentence = verdict(comparison, lang)
    if sentence:
        yield f"**{sentence}**"
    groups = grouped(comparison.changes)
    for name in GROUPS:
        if groups[name]:
            yield f"## {names[name]}"
            for number, change in enumerate(groups[name], 1):
                yield from _change(number, change, lang)
    if groups["editorial"]:
        yield f"## {names['editorial']}"
        yield escape(editorial_line(groups["editorial"], lang))
    for caution in comparison.cautions:
        yield f"> {escape(caution.message)}"


def _versions(comparison: Comparison, lang: str) -> Iterator[list[str]]:
    heads = labels(lang, "columns")
    both = (comparison.old, comparison.new)
    yield [heads["title"], *(document.title or "" for document in both)]
    for key in ("doc_number", "date"):
        if any(getattr(document, key) for document in both):
            yield [heads[key], *(getattr(document, key) or "" for document in both)]
    yield [heads["file"], *map(_path, both)]


def _path(document: Document) -> str:
    return document.cleaned.source.path or version_name(document, "zh")


def _change(number: int, change: Change, lang: str) -> Iterator[str]:
    yield f"### {number}. {escape(heading(change, lang))}"
    if change.type != "renumber":
        yield marked(change)
    yield f"<sub>{places(change, lang)}</sub>"


def marked(change: Change) -> str:
    """The passage with ~~deleted~~ and **inserted** pieces. A line break inside is shown as `↵`."""
    text = ""
    for kind, piece in pieces(change, _CONTEXT):
        mark = _MARKS[kind]
        # Space at the ends of a marked piece would keep the mark from closing; it is shown instead.
        shown = escape(piece.replace("\n", "↵").replace("\t", " ") if piece.strip() else "␣" * len(piece))
        text += f" {mark}{shown.strip()}{mark} " if mark else shown
    return re.sub(" {2,}", " ", text).strip()
