"""Where one part ends and the next begins: the notice, the plan that it carries, each attachment.

What holds here: a part begins at a mark 附件 with a text under it, at a title after a signature's date, at the title
of what the notice says it carries, at a title where the top numbering starts anew or that the history of a statute
stands under, or at a glossary. A list of
attachments, or a link that the page puts after the end, begins none: a part has a body.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from duikou.model import Marked
from duikou.notation import closing_lines, dates, document_lines, history, issuers, tails, titles
from duikou.notation.ordinals import opens_item, readings

_NEAR, _SOON = 6, 15
# A list has at least as many lines below its title.
_ENTRIES = 2
# A notice that carries a text has no more paragraphs than these.
_NOTICE = 30
# What goes on after a signature has as many items at least.
_ITEMS = 2
# A list of attachments has no more lines, and a title that tells one no fewer characters.
_LIST, _TELLING = 20, 8
# A signature with its date on one line is no longer than this.
_SIGNED = 50


class _Text(NamedTuple):
    """The paragraphs, those that can begin no part, the titles of what is carried, and the document's own title."""

    texts: Sequence[str]
    closed: frozenset[int]
    carried: frozenset[str]
    title: titles.Title | None


def beginnings(texts: Sequence[str], closed: frozenset[int], title: titles.Title | None) -> list[int]:
    """The indices at which parts begin; the first is 0. `closed` are paragraphs that can begin none (contents,
    rows)."""
    whole = _Text(texts, closed, _carried(texts, title), title)
    found = [0]
    body = False  # whether the running part has text of its own yet
    signed = False  # whether it ends with a date
    for i, text in enumerate(texts):
        if i in closed:
            # A table is the text of an attachment that holds nothing else; those who sign side by side are none.
            body = body or ("\t" in text and not closing_lines.signs_in_columns(text))
            continue
        if body and (_begins(i, whole, signed) or _begins_with_its_items(i, found[-1], whole)):
            found.append(i)
            body = signed = False
        elif document_lines.is_body(text):
            body, signed = True, False
        elif body and _dated(text):
            signed = True
    return found


def _dated(text: str) -> bool:
    return dates.alone(text) is not None or (len(text) <= _SIGNED and dates.at_end(text) is not None)


def _begins(i: int, whole: _Text, signed: bool) -> bool:
    texts, title, text = whole.texts, whole.title, whole.texts[i]
    if document_lines.is_mark(text):
        text_below = _has_body(i + 1, whole) or _lists(i + 1, whole) or _was_named(i, texts)
        return text_below and not _listed(i, texts)
    rest = document_lines.marked(text)
    if rest is not None:
        sure = signed or titles.doctype(rest) != ""
        return sure and not _listed(i, texts) and _has_body(i + 1, whole) and not readings(rest)
    if (signed and _goes_on_untitled(i, texts)) or (document_lines.is_glossary(text) and _has_body(i + 1, whole)):
        return True
    if not document_lines.is_headline(text) or (title and (i in title.at or titles.same(text, title.text))):
        return False
    if _key(text) in whole.carried and _has_body(i + 1, whole):
        return True
    if i + 1 < len(texts) and _key(text + texts[i + 1]) in whole.carried and _has_body(i + 2, whole):
        return True
    own = titles.find_title(texts[i : i + 4], [None] * 4)
    if own is None or 0 not in own.at:
        return False
    named = titles.doctype(own.text) != "" and not titles.explaining(own.text)
    if signed:
        numbered = any(opens_item(t) for t in texts[i + 1 : i + _SOON])
        return (named or numbered) and _has_body(i + len(own.at), whole)
    return named and (_starts_anew(i, texts) or _tells_history(i + len(own.at), whole))


def _was_named(i: int, texts: Sequence[str]) -> bool:
    """Whether the line below a mark at `i` is the title of an attachment that a list above names."""
    title = texts[i + 1].partition("（")[0] if i + 1 < len(texts) else ""
    lines = texts[max(0, i - _LIST) : i] if len(title) >= _TELLING else ()
    return any(title in text and (document_lines.marked(text) is not None or readings(text)) for text in lines)


def _tells_history(i: int, whole: _Text) -> bool:
    """Whether `i` says in brackets when a statute was adopted and amended, with its text below: a decision to amend
    carries it."""
    if i >= len(whole.texts):
        return False
    text = whole.texts[i]
    return tails.brackets(text) == [(0, len(text))] and history.is_history(text[1:-1]) and _has_body(i + 1, whole)


def _goes_on_untitled(i: int, texts: Sequence[str]) -> bool:
    """Whether `i` is the first sentence of what a notice carries, its title missing: it stands right after a body's
    signature and its date, and numbered items follow that the page would not put there."""
    if i < 2 or not document_lines.is_body(texts[i]) or opens_item(texts[i - 1]):
        return False
    dated = texts[i - 1]
    glued = dates.at_end(dated)
    signer = texts[i - 2] if dates.alone(dated) else dated[: glued[0]] if glued else ""
    return issuers.is_organisation(signer) and sum(opens_item(text) for text in texts[i : i + _SOON]) >= _ITEMS


def _begins_with_its_items(i: int, start: int, whole: _Text) -> bool:
    """Whether `i` is the first item of what a notice carries, both its title and the notice's signature missing: the
    running part says that it hands a text on, its own items run and nobody answers for them, and `i` is a first item
    of another style for which somebody does."""
    texts = whole.texts
    head = next((r for r in readings(texts[i]) if r.sure), None)
    if head is None or head.style in ("dun", "chapter", "section", "article") or head.ordinal.value != 1:
        return False
    if i - start > _NOTICE:
        return False
    before = texts[start:i]
    if (
        not before[-1].endswith("。")
        or not any(map(titles.hands_to_you, before))
        or not tails.find_tails(Marked(texts[i]))
    ):
        return False
    own = [text for text in before if any(r.sure and r.style == "dun" for r in readings(text))]
    runs = len(own) > 1 and own[-1] == before[-1] and all("。" in text[:-1] for text in own)
    return runs and not any(tails.find_tails(Marked(text)) for text in own)


def _key(text: str) -> str:
    return titles.signs(titles.canonical(text))


def _carried(texts: Sequence[str], title: titles.Title | None) -> frozenset[str]:
    """The titles of what the document says it carries: 印发《…》, 现将《…》, 关于印发…的通知."""
    found = set()
    head = title.text if title else ""
    if named := titles.carried(head):
        found.add(_key(named))
    for text in texts[:30]:
        found.update(map(_key, titles.handed_over(text)))
    found.discard(_key(head))
    return frozenset(key for key in found if len(key) >= 4)


def _has_body(i: int, whole: _Text) -> bool:
    """Whether text of the part's own follows soon after `i`."""
    near = range(i, min(i + _NEAR, len(whole.texts)))
    return any(k in whole.closed or document_lines.is_body(whole.texts[k]) for k in near)


def _lists(i: int, whole: _Text) -> bool:
    """Whether a title of a list of names or figures stands at `i`, with lines below it."""
    near = whole.texts[i : i + 1 + _ENTRIES]
    if len(near) <= _ENTRIES or not document_lines.is_headline(near[0]) or not titles.doctype(near[0]):
        return False
    return not any(document_lines.is_mark(text) or document_lines.is_byline(text) for text in near[1:])


def _listed(i: int, texts: Sequence[str]) -> bool:
    """Whether the mark at `i` opens a list of attachments: a signature with its date follows, and no sentence before
    it; or numbered titles alone that end the text."""
    after = texts[i + 1 : i + 30]
    for text in (texts[i], *after):
        if _dated(text):
            return True
        if "。" in text[:-1] or len(text) > 80:
            return False
    titled = all(opens_item(text) and not text.endswith(("。", "；")) for text in after)
    return bool(after) and i + 1 + len(after) == len(texts) and titled


def _starts_anew(i: int, texts: Sequence[str]) -> bool:
    """Whether the top style of numbering, used before `i`, starts at one again after it."""
    before = {r.style: r.ordinal.value for t in texts[:i] for r in readings(t) if r.sure}
    after = [readings(t) for t in texts[i + 1 : i + 12]]
    first = next((r for rs in after for r in rs if r.sure), None)
    return (
        first is not None
        and first.style in ("dun", "chapter", "article")
        and first.ordinal.value == 1
        and (before.get(first.style, 0) >= 2)
    )
