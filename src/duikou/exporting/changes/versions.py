"""What each of the versions compared is called: by its title, and by the day that makes it another version.

What holds here: the day comes from the text itself: the last amendment that the history at its head names, else the
date of the document.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from pathlib import PurePath
from typing import NamedTuple

from duikou.exporting.labels import label, labels
from duikou.model import Document
from duikou.notation.history import Edition, edition, is_history


def version_name(document: Document, lang: str) -> str:
    """A version in one phrase: title, number, and which version it is; the file's name where it has no title."""
    path = document.cleaned.source.path
    name = document.title or (PurePath(path).name if path else label(lang, "words", "untitled"))
    more = [text for text in (document.doc_number, edition_name(document)) if text]
    return f"{name}（{'，'.join(more)}）" if more else name


def edition_name(document: Document) -> str | None:
    """Which version it is: the last amendment that its own history names (2018年5月27日修正), else its date."""
    found = edition_of(document)
    return found.text if found else document.date


def short_names(documents: Sequence[Document], lang: str) -> list[str]:
    """What each version is called at the head of a column: old and new, or its number where there are more than two,
    with the day that makes it another version."""
    if len(documents) == 2:
        names = [label(lang, "words", key) for key in ("old", "new")]
    else:
        names = [labels(lang, "diff")["version"].format(number=number) for number in range(1, len(documents) + 1)]
    days = map(edition_name, documents)
    return [f"{name}（{day}）" if day else name for name, day in zip(names, days, strict=True)]


def edition_of(document: Document) -> Edition | None:
    """The version that the history at the head of a document names; None where it has none."""
    head = takewhile(lambda block: block.ordinal is None, document.blocks)
    return edition(block.paragraph.text for block in head if is_history(block.paragraph.text))


class Step(NamedTuple):
    """One step among the versions of a text: what it is called ("" where it is the only one), and what the two versions
    are called."""

    name: str
    sides: tuple[str, str]


def steps(count: int, lang: str) -> list[Step]:
    """The steps from version to version; a single one leads from the old version to the new."""
    if count == 1:
        return [Step("", (label(lang, "words", "old"), label(lang, "words", "new")))]
    words = labels(lang, "diff")
    names = [words["version"].format(number=number) for number in range(1, count + 2)]
    return [Step(words["step"].format(old=n, new=n + 1), (names[n - 1], names[n])) for n in range(1, count + 1)]
