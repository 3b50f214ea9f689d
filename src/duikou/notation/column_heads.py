"""What the columns of a table hold, by the words at their heads: 序号, 任务, 牵头单位, 完成时限 in any usual wording.

What holds here: the words are data (data/notation/columns.toml). What reads a table's rows and what finds a table in
lines of text ask the same list.
"""

from __future__ import annotations

from itertools import chain

from duikou.data import load
from duikou.notation.patterns import patterns

_FORMS = patterns("notation/columns")


def kind(head: str) -> str | None:
    """What a column, or a line, with this head holds; None for no head that is known."""
    bare = _FORMS.bracket.sub("", plain(head)) or plain(head)
    words = load("notation/columns")
    if not bare or len(bare) > words["longest"] or _FORMS.sentence_mark.search(bare):
        return None
    labels = load("notation/bodies")["labels"]
    for found in words["order"]:
        of_tails = (word for group in words["labels"].get(found, ()) for word in labels[group])
        held = chain(words["holds"].get(found, ()), of_tails)
        if bare in words["alone"].get(found, ()) or any(word in bare for word in held):
            return str(found)
    return None


def is_head(text: str) -> bool:
    """Whether a text is the head of a column by itself: it ends in the word for what stands below, or is short."""
    found = kind(text)
    bare = _FORMS.bracket.sub("", plain(text)) or plain(text)
    words = load("notation/columns")
    if found is None or len(bare) <= words["short"]:
        return found is not None
    of_tails = (word for group in words["labels"].get(found, ()) for word in load("notation/bodies")["labels"][group])
    return bare.endswith((*words["holds"].get(found, ()), *of_tails))


def tells_kinds(head: str) -> bool:
    """Whether a column of this head says of what kind each measure is."""
    return plain(head) in load("notation/columns")["kinds"]["heads"]


def kind_said(cell: str) -> str | None:
    """The kind of measure that a cell of such a column names."""
    found: str | None = load("notation/columns")["kinds"]["said"].get(cell.strip())
    return found


def is_foreign(head: str) -> bool:
    """Whether `head` names a column that no table of tasks has (姓名, 面积), a year's among them."""
    bare = _FORMS.bracket.sub("", plain(head))
    return bare in load("notation/columns")["foreign"] or is_year(head)


def is_year(head: str) -> bool:
    """Whether `head` is a year: what stands below is of that year, or to be reached by its end."""
    return _FORMS.year.fullmatch(_FORMS.bracket.sub("", plain(head))) is not None


def tells_tasks(head: str) -> bool:
    """Whether `head` names tasks, and nothing that may be a thing (项目, 内容)."""
    return any(word in plain(head) for word in load("notation/columns")["tells"])


def plain(head: str) -> str:
    """A head without the blanks and the colon that may stand in it."""
    return _FORMS.blank_or_colon.sub("", head)
