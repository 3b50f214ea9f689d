"""The heading of an item: a first sentence that names it, or a paragraph that stands alone above its text.

What holds here: a heading is decided among its siblings. Where most of them open with a short naming sentence, that
is the heading; items that simply run have none. In a statute 【…】 or （…） right after 第X条 is one, and a short
sentence (落户奖励。) or line where nearly all articles open with one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from duikou.model import Marked, Paragraph
from duikou.notation import tails
from duikou.notation.patterns import pattern, patterns
from duikou.notation.scripts import words
from duikou.outlining.sequence import Head

_LONG, _SHORT, _ALONE, _BRIEF = 50, 26, 60, 12
# Of so many articles so many must open with a short sentence, or it is text.
_NEARLY = (4, 5)
# First sentences are text, not headings, where they are longer than this, so many times more items stand beside them,
# and of so many of those no more than one has a heading.
_LONG_MEAN, _MANY, _HARDLY = 16, 3, 8
# Fewer siblings than these are asked with all items of their style.
_FEW = 3
_LINES = patterns("outlining/frame")
_STOP_OR_BRACKET = pattern("[。（(“《【）)”》】]")


class Item(NamedTuple):
    """An item as the headings see it: its head, its paragraph, the paragraphs that go on with it, its children's
    number."""

    at: int
    head: Head
    paragraph: Paragraph
    follows: tuple[Paragraph, ...]
    children: int

    @property
    def text(self) -> str:
        """The paragraph that opens the item."""
        return self.paragraph.text


class Heading(NamedTuple):
    """The heading of an item (None when it has none), and where its own text begins in the paragraph."""

    title: str | None
    body: int


def decide(items: Sequence[Item]) -> dict[int, Heading]:
    """The heading of each item of one part, by the index of its paragraph."""
    forms = {item.at: _form(item) for item in items}
    wide: dict[str, list[Item]] = defaultdict(list)
    near: dict[tuple[tuple[str, ...], str], list[Item]] = defaultdict(list)
    for item in items:
        wide[item.head.ordinal.style].append(item)
        near[item.head.path[:-1], item.head.ordinal.style].append(item)
    # Counted once for all of a group, or the cost would grow with the square of it.
    among_near = {key: _counted(group, forms) for key, group in near.items()}
    among_wide = {style: _counted(group, forms) for style, group in wide.items()}
    found = {}
    for item in items:
        style = item.head.ordinal.style
        group = among_near[item.head.path[:-1], style]
        # A few siblings decide alone where they all have headings. Articles are decided all together.
        decides = style != "article" and (group.items >= _FEW or group.plainly) and not _runs(group, among_wide[style])
        found[item.at] = _heading(item, forms[item.at], group if decides else among_wide[style])
    return found


def _runs(group: _Group, wide: _Group) -> bool:
    """Whether the long first sentences of a few items are text: hardly any of the many others has a heading."""
    return (
        group.length > _LONG_MEAN * group.good
        and wide.items >= _MANY * group.items
        and (wide.good - group.good) * _HARDLY < wide.inline - group.inline
    )


class _Form(NamedTuple):
    """`kind`: "alone" above its text, "run_in" before it, "running" (one sentence and no more), "boxed", or "brief"
    before the text of an article."""

    kind: str
    title: str
    body: int
    names: bool


def _form(item: Item) -> _Form:
    end, text = item.head.end, item.text
    style = item.head.ordinal.style
    rest = text[end:]
    if style in ("article",):
        match = _LINES.boxed.match(rest)
        if match:
            return _Form("boxed", match["title"] or match["aim"], end + match.end(), match["title"] is not None)
        return _of_article(item) or _Form("running", "", end, False)
    if style in ("volume", "chapter", "section", "box"):
        return _Form("alone", rest.rstrip("。"), len(text), True)
    cut = _sentence(rest)
    sentence = rest[:cut].strip()
    stop = cut + 1 if cut < len(rest) else cut
    own = tails.body(item.paragraph.marked(end + stop)).strip("。； ") if rest[stop:] else ""
    if not own or own == sentence:
        bare = tails.body(Marked(rest[:cut])).rstrip("。；")
        after = any(tails.body(paragraph.marked()).strip() for paragraph in item.follows)
        if not (after or item.children):
            return _named(rest, end) or _Form("running", "", end, False)
        return _Form("alone", bare.rstrip("："), end + stop, _names_alone(bare, rest, item))
    if named := _named(rest, end):
        return named
    bare = tails.body(Marked(sentence)) or sentence
    return _Form("run_in", bare, end + stop, _names(bare, _LONG))


def _of_article(item: Item) -> _Form | None:
    """The short sentence or line that an article opens with, above or before its text."""
    end, rest = item.head.end, item.text[item.head.end :]
    match = _LINES.opens_article.match(rest)
    title = match["title"].rstrip("。：") if match else ""
    if match is None or not (rest[match.end() :] or item.follows) or not _names(title, _SHORT):
        return None
    return _Form("brief", title, end + match.end(), True)


def _named(rest: str, end: int) -> _Form | None:
    """A heading closed by ：, as in 工作目标：到2020年…"""
    match = _LINES.named.match(rest)
    if match and rest[match.end() :].strip() and _names(match["title"], _SHORT) and "，" in rest + "，":
        if _words("labels").search(match["title"]):
            return None
        return _Form("run_in", match["title"], end + match.end(), True)
    return None


def _sentence(text: str) -> int:
    """Where the first sentence of `text` ends: the index of its 。, outside brackets and quotation marks, or the
    length."""
    depth = 0
    for match in _STOP_OR_BRACKET.finditer(text):
        sign = match.group()
        if sign in "（(“《【":
            depth += 1
        elif sign != "。":
            depth = max(0, depth - 1)
        elif not depth:
            return match.start()
    return len(text)


def _names(sentence: str, limit: int) -> bool:
    """Whether `sentence` names a matter, rather than saying who shall do what."""
    if not 2 <= len(sentence) <= limit or _LINES.no_heading.search(sentence):
        return False
    if (_words("runs").match(sentence) and not _words("no_runs").match(sentence)) or _words("prose").search(sentence):
        return False
    return "是" not in sentence or "是" not in _words("is_words").sub("", sentence)


@cache
def _words(name: str) -> re.Pattern[str]:
    return pattern("|".join(words("notation/documents")["headings"][name]))


def _tells(sentence: str) -> bool:
    """Whether `sentence`, which opens as an order may (各级…), orders nothing."""
    return len(sentence) <= _SHORT and not _LINES.tells.search(sentence)


def _names_alone(bare: str, rest: str, item: Item) -> bool:
    if bare.endswith("：") and len(bare) > _SHORT:
        return False
    if len(bare) > _ALONE or "；" in bare:
        return False
    stopped = rest.rstrip().endswith("。")
    return not stopped or (_names(bare, _LONG) and (len(bare) <= 40 or item.children > 0))


def _is_brief(item: Item, form: _Form) -> bool:
    return form.kind == "running" and len(item.text) - item.head.end <= _BRIEF


class _Group(NamedTuple):
    """Items whose headings are decided together: how many there are, those with a boxed heading, those with one or a
    brief one, those that stand in a line with their text and are not brief, those of them whose title names, how long
    these are together, and whether such a title stands alone. `plainly` when there are several and each has a short
    one in a line with its text."""

    items: int
    boxed: int
    brief: int
    inline: int
    good: int
    length: int
    alone: bool
    plainly: bool


def _counted(group: Sequence[Item], forms: dict[int, _Form]) -> _Group:
    # A short sentence alone (抓好试点。) says nothing of whether others have headings.
    inline = [forms[i.at] for i in group if forms[i.at].kind != "alone" and not _is_brief(i, forms[i.at])]
    return _Group(
        len(group),
        sum(forms[i.at].kind == "boxed" for i in group),
        sum(forms[i.at].kind in ("boxed", "brief") for i in group),
        len(inline),
        sum(f.kind == "run_in" and f.names for f in inline),
        sum(len(f.title) for f in inline if f.kind == "run_in" and f.names),
        any(forms[i.at].kind == "alone" and forms[i.at].names for i in group),
        len(group) > 1 and all(_is_plain(forms[i.at]) for i in group),
    )


def _is_plain(form: _Form) -> bool:
    return form.kind == "run_in" and form.names and len(form.title) <= _SHORT and "，" not in form.title


def _heading(item: Item, form: _Form, group: _Group) -> Heading:
    plain = Heading(None, item.head.end)
    if form.kind == "running":
        return plain
    if form.kind == "brief":
        return Heading(form.title, form.body) if group.brief * _NEARLY[1] >= group.items * _NEARLY[0] else plain
    if form.kind == "boxed":
        return Heading(form.title, form.body) if form.names or group.boxed * 2 >= group.items else plain
    if not form.names and not (form.kind == "run_in" and group.good == group.inline - 1 >= 2 and _tells(form.title)):
        return plain
    if form.kind == "alone":
        return Heading(form.title, form.body)
    if group.inline >= 3:
        return Heading(form.title, form.body) if group.good * 2 > group.inline else plain
    limit = _LONG if group.alone or group.good == group.inline == 2 else _SHORT
    return Heading(form.title, form.body) if len(form.title) <= limit else plain
