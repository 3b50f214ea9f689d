"""What stands behind the last item of a part and speaks of the whole: a closing remark, a list of members, a stray
line, a table that ends the part.

What holds here: a paragraph behind the last item belongs to it unless what it does or where it stands says otherwise.
It speaks of the whole when it tells all to act (各地区、各部门要…), says from when the document is in force, stands
behind items of one paragraph each, or follows who answers for the last item. What follows a remark is one too.
"""

from __future__ import annotations

from collections.abc import Sequence

from duikou.data import load
from duikou.model import Marked, Paragraph
from duikou.notation import closing_lines, tail_words, tails
from duikou.notation.patterns import patterns
from duikou.outlining.headings import Heading, Item

# A list of names has as many lines at least, and a table that ends a part as many rows.
_LIST, _ROWS = 3, 3
# A line behind the last sentence that is no longer than this, and no sentence, is none of the text.
_STRAY = 8
_LINES = patterns("outlining/frame")
_STATUTE = ("article", "chapter", "section")


def find_remarks(
    paragraphs: Sequence[Paragraph],
    roles: Sequence[str],
    items: Sequence[Item],
    owners: Sequence[int | None],
    found: dict[int, Heading],
) -> list[int]:
    """The indices of the paragraphs of a part that belong to no item though they stand behind the last: `owners` says
    to which item each would belong, `found` has the headings."""
    if not items:
        return []
    last = items[-1]
    after = [i for i, owner in enumerate(owners) if owner == last.at and i != last.at]
    rows = [i for i in after if roles[i] == "row"]
    remarks = rows if len(rows) >= _ROWS else []
    after = [i for i in after if roles[i] == "text"]
    for k, i in enumerate(after):
        listed = any(row > i for row in rows)
        if _stands_apart([paragraphs[j].text for j in after[k:]], paragraphs[i - 1].text, listed):
            remarks, after = [*remarks, *after[k:]], after[:k]
            break
    if last.head.ordinal.style in _STATUTE:
        return remarks
    return remarks + _closing(paragraphs, items, after, found[last.at])


def _stands_apart(texts: Sequence[str], before: str, listed: bool) -> bool:
    """Whether the first of `texts`, what is left of the part, is no text of an item: it heads a list of members, which
    may be `listed` in rows, or it is a stray line that ends the part behind a sentence."""
    first, *others = texts
    if closing_lines.heads_members(first) and (others or listed) and all(map(closing_lines.is_member, others)):
        return True
    stray = len(first) <= _STRAY and not _LINES.stopped.search(first)
    return stray and not others and _LINES.ended.search(before) is not None


def _closing(
    paragraphs: Sequence[Paragraph], items: Sequence[Item], after: Sequence[int], heading: Heading
) -> list[int]:
    """Of the paragraphs behind the last item those that speak of the whole."""
    last = items[-1]
    peers = [i for i in items[:-1] if i.head.ordinal.style == last.head.ordinal.style and not i.children]
    single = bool(peers) and not any(i.follows for i in peers)
    runs = single and len(peers) >= 2
    alone = not runs and heading.title is not None and heading.body >= len(last.text)
    if alone or last.text.endswith("："):
        after = after[1:]
    plain, weak = (tuple(load("notation/documents")[name]) for name in ("closing", "closing_weak"))
    words = plain if alone else plain + weak
    listed = [i for i in after if not _LINES.stopped.search(paragraphs[i].text)]
    if len(listed) >= _LIST:
        # A sentence after a list of names speaks of the whole.
        return [i for i in after if i > listed[-1]]
    before = last.text if runs or not alone else paragraphs[after[0] - 1].text if after else ""
    for i in after:
        text = paragraphs[i].text
        if tail_words.label().fullmatch(before):
            # Who answers stands below the label.
            before += text
            continue
        tailed = tails.ends_in_tail(Marked(before))
        before = text
        answers = tails.find_tails(paragraphs[i].marked())
        if answers and (not text.startswith(words) or any(tail.covers != 1 for tail in answers)):
            continue
        if runs or tailed or text.startswith(words) or (single and closing_lines.addresses_all(text)):
            return [k for k in after if k >= i]
    return []
