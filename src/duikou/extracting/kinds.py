"""The kind of a measure: what its own heading and those above it call it.

What holds here: kind is one of task, principle, safeguard, project, goal, instruction, article. The nearest heading
that names a kind decides; words are data (documents.toml).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from duikou.data import load
from duikou.model import Document, Node, Part

KINDS = ("task", "principle", "safeguard", "project", "goal", "instruction", "article")


def of(document: Document, part: Part, chain: Sequence[Node]) -> str:
    """The kind of the item at the end of `chain`, which holds the nodes from the chapter down."""
    if chain[-1].ordinal.style == "article":
        return "article"
    words = load("documents")["kinds"]
    # An item's own heading says less than the chapter it stands in: 完善保障机制 is often a task.
    if named := by_titles(node.title or "" for node in reversed(chain[:-1])):
        return named
    own = chain[-1].title or ""
    for kind in ("principle", "goal"):
        if len(own) <= 8 and any(own == name for name in words[kind]):
            return kind
    if len(chain) == 1 and any(own == name for name in words["safeguard"]):
        return "safeguard"
    return "instruction" if _instructs(document, part, chain) else "task"


def by_titles(titles: Iterable[str]) -> str | None:
    """The kind that the first of `titles` to name one names."""
    for title in titles:
        for kind, names in load("documents")["kinds"].items():
            if len(title) <= 20 and any(name in title for name in names):
                return str(kind)
    return None


def _instructs(document: Document, part: Part, chain: Sequence[Node]) -> bool:
    """Whether the item is an instruction of a notice that carries another text, or of a flat notice."""
    if part.index == 1 and len(document.parts) > 1 and any(p.nodes for p in document.parts[1:]):
        return True
    return len(chain) == 1 and document.doctype in ("通知", "批复", "通告", "公告", "决定", "函")
