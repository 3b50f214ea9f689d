"""The kind of a measure: what its own heading and those above it call it, and the document's type.

What holds here: kind is one of task, principle, safeguard, project, goal, instruction, article. A chapter is one of
safeguards only when its heading says nothing else (组织保障; not 保障和改善民生). Under a chapter of aims (总体要求) an
item's own heading decides: 基本原则 are principles, all else are goals. Items of a notice that carries another text, or
of a flat notice, instruct. Words are data (documents.toml).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from duikou.data import lists, load
from duikou.extracting.measures.acting_verbs import acting
from duikou.model import Document, Node, Part
from duikou.notation import titles
from duikou.notation.made_of import is_made_of
from duikou.notation.patterns import patterns
from duikou.notation.scripts import words

KINDS = ("task", "principle", "safeguard", "project", "goal", "instruction", "article")
_FORMS = patterns("extracting/measures")
_WORDS = lists("extracting/measures")
# A heading that names a kind is no longer than this.
_LONGEST = 20


def of(document: Document, part: Part, chain: Sequence[Node]) -> str:
    """The kind of the item at the end of `chain`, which holds the nodes from the chapter down."""
    if chain[-1].ordinal.style == "article":
        return "article"
    if box := next((node for node in chain if node.ordinal.style == "box"), None):
        return "goal" if any(word in (box.title or "") for word in _WORDS.aims) else "project"
    named = by_titles([node.title or "" for node in chain])
    if (
        named == "safeguard"
        and chain[0].ordinal.value == 1
        and chain[0].title not in _WORDS.always_safeguards
        and chain[1:]
    ):
        # What secures the rest does not come first: 一、加强党的全面领导 is a task.
        named = None
    return named or ("instruction" if _instructs(document, part, chain) else "task")


def by_titles(titles: Sequence[str]) -> str | None:
    """The kind that the headings of an item name, from the chapter down to its own; None when they name none."""
    *above, own = titles
    nearest = next((kind for title in reversed(above) if (kind := _named(title))), None)
    if nearest == "goal" and (named := _named(own)) in ("principle", "goal"):
        return named
    if nearest:
        return nearest
    table = load("notation/documents")["kinds"]
    for kind in ("principle", "goal"):
        if own in table[kind]:
            return kind
    first = next(filter(None, titles), "")
    return "safeguard" if _is_safeguard(first) and (above or len(titles) == 1) else None


@lru_cache(maxsize=512)
def _named(title: str) -> str | None:
    """The kind, of those by words, that one heading names."""
    if title in _WORDS.always_safeguards:
        return "safeguard"
    if len(title) > _LONGEST or governed(title):
        return None
    pieces = _FORMS.joined_kinds.split(title)
    if all(piece in load("notation/documents")["backgrounds"]["names"] for piece in pieces):
        return "goal"
    for kind in ("principle", "goal"):
        names = tuple(load("notation/documents")["kinds"][kind])
        if any(piece.startswith(names) or piece.endswith(names) for piece in pieces):
            return kind
    return "project" if _is_of_projects(title) else None


def governed(title: str) -> bool:
    """Whether a heading begins with a verb that governs the rest (夯实发展基础, 优化布局): it names a task, whatever
    noun it ends with. 发展基础 and 建设目标 begin with nouns."""
    return title.startswith(_governing_verbs())


@cache
def _governing_verbs() -> tuple[str, ...]:
    return tuple(words("notation/documents")["chapters"]["governing_verbs"])


def _is_of_projects(title: str) -> bool:
    """Whether a heading names projects (重大项目, 重点项目清单) and not what to do about them (加快重大项目建设)."""
    return _FORMS.of_projects.search(title) is not None and acting().match(title) is None


@lru_cache(maxsize=512)
def _is_safeguard(title: str) -> bool:
    """Whether a heading is made of the words of safeguards alone."""
    table = load("notation/documents")["safeguards"]
    return len(title) <= _LONGEST and is_made_of(title, table["names"], table["around"])


def secures(title: str) -> bool:
    """Whether the heading of a chapter names what secures the whole (保障措施). One of 有关要求 or 组织保障 in plain
    paragraphs is a closing remark."""
    return any(word in title for word in _WORDS.secures) and by_titles([title]) == "safeguard"


def _instructs(document: Document, part: Part, chain: Sequence[Node]) -> bool:
    """Whether the item is an instruction of a notice that carries another text, or of a flat notice."""
    types = load("notation/documents")["instructions"]["doctypes"]
    own = (titles.doctype(part.title) if part.title else "") or (document.doctype if part.index == 1 else "")
    if own not in types:
        return False
    carries = part.index == 1 and any(other.nodes for other in document.parts[1:])
    return carries or len(chain) == 1
