"""References to items: 第四条, 第八条第二款第（三）项, （二）项, as a text makes them to itself or to another one.

What holds here: a reference is found whole, in either script, by the one pattern by which a text is cut into words too.
What it names is for those to say who know the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from duikou.notation import marks, scripts
from duikou.notation.patterns import one_of, pattern, patterns, piece

_FORMS = patterns("notation/citing")
# What every reference has.
_GATE = pattern("[第笫苐（(]")
# How far back the list that a reference stands in may begin.
_BEFORE = 80
_JOINT = 2


@cache
def whole() -> re.Pattern[str]:
    """The pattern of a reference, or of several that are named together."""
    return pattern(piece("notation/token_forms", "reference"))


@marks.kind("reference", _GATE)
def _references(text: str) -> Iterator[tuple[int, int, object]]:
    return ((match.start(), match.end(), match[0]) for match in whole().finditer(text))


def is_reference(text: str) -> bool:
    """Whether `text` is a reference and nothing else."""
    return whole().fullmatch(text) is not None


def plain(said: str) -> str:
    """A reference as it would be cited: no spaces, items in full-width brackets (第四项 is 第（四）项), simplified
    characters."""
    bare = scripts.simplified("".join(said.split()).replace("(", "（").replace(")", "）"))
    return _FORMS.bare_item.sub(r"第（\1）项", bare)


def label(said: str) -> str:
    """The ordinal that a reference to one item names: （三） of 第（三）项."""
    return plain(said).strip("第项款目")


def article(cited: str) -> str:
    """The article that a citation names: 第八条 of 第八条第二款; 第八条之一 of itself."""
    found = _FORMS.first_part.match(cited)
    return found[0] if found else ""


def names_clause(said: str) -> bool:
    """Whether a reference names a paragraph or an item of its article."""
    return said.count("第") > 1


def names_article(said: str) -> bool:
    """Whether a reference names an article, in either script."""
    return "条" in scripts.simplified(said)


def names_another(before: str) -> bool:
    """Whether the words before a reference, or before the list that it stands in, name another document:
    《某条例》第四条."""
    own, others = _names()
    before = _without_list(before[-_BEFORE:])
    return others.search(before) is not None and own.search(before) is None


def _without_list(before: str) -> str:
    """A text without the references in a row at its end, each with what joins it to the next: 第八条、第九条和."""
    end = len(before)
    for match in reversed(list(whole().finditer(before))):
        joint = before[match.end() : end]
        if not 0 < len(joint) <= _JOINT or not _joints().fullmatch(joint):
            break
        end = match.start()
    return before[:end]


@cache
def _joints() -> re.Pattern[str]:
    return pattern(one_of(scripts.words("notation/citing")["joints"]))


@cache
def _names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    lists = scripts.words("notation/citing")
    documents = one_of(lists["documents"])
    return pattern(rf"(?:{'|'.join(lists['own'])})(?:{documents})$"), pattern(rf"(?:{documents})$")
