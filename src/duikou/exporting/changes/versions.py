"""What each of the versions compared is called: by its title, and by the day that makes it another version.

What holds here: the day comes from the text itself: the last amendment that the history at its head names, else the
date of the document.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from pathlib import PurePath

from duikou.exporting.labels import label, labels
from duikou.model import Comparison, Document
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


def follows(one: Comparison, other: Comparison) -> bool:
    """Whether `other` goes on where `one` ends: the new version of the one is the old one of the other."""
    ends = (one.new.cleaned, other.old.cleaned)
    return ends[0].source.path == ends[1].source.path and ends[0].text == ends[1].text


def one_text(comparisons: Sequence[Comparison]) -> bool:
    """Whether the comparisons are of one text through its versions, each from where the one before ends."""
    return all(map(follows, comparisons, comparisons[1:]))


def step_names(comparisons: Sequence[Comparison], lang: str) -> list[str]:
    """What each of several comparisons is called: the step from version to version, of which plan where there are
    several, and the plan alone where it has one step."""
    words = labels(lang, "diff")
    chains: list[list[Comparison]] = []
    for comparison in comparisons:
        if chains and follows(chains[-1][-1], comparison):
            chains[-1].append(comparison)
        else:
            chains.append([comparison])
    names = []
    for chain in chains:
        plan = version_name(chain[-1].new, lang) if len(chains) > 1 else ""
        for n in range(1, len(chain) + 1):
            step = words["step"].format(old=n, new=n + 1) if len(chain) > 1 or not plan else ""
            names.append(" · ".join(filter(None, (plan, step))))
    return names
