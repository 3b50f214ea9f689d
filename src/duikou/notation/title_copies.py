"""Whether two lines are copies of one title: a site says it above the text in its own way.

What holds here: a copy has the same matter word for word. It may name more or fewer of those who issue, and may have
the 发文字号 before it or 《》 around it.
"""

from __future__ import annotations

from duikou.notation import doc_numbers, issuers

# What stands in 〈〉 inside 《》 stands in 《》 when the title stands alone (GB/T 15834, 4.15).
_INNER = str.maketrans("〈〉", "《》")


def are_copies(one: str, other: str) -> bool:
    """Whether two lines, or several as one, without white space, are the same title."""
    one, other = _bare(one), _bare(other)
    return one == other or issuers.differ_alone(one, other)


def _bare(line: str) -> str:
    """A title without the 发文字号 before it and the 《》 around the whole of it."""
    numbered = doc_numbers.beside(line)
    return unquoted(numbered.title if numbered and numbered.title else line)


def unquoted(title: str) -> str:
    """A title without the 《》 around the whole of it."""
    whole = title.startswith("《") and title.find("》") == len(title) - 1
    return title[1:-1].translate(_INNER) if whole else title
