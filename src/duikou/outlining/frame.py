"""What stands around a part's text: title, 发文字号, 主送机关 before it; 署名, date, 附注 and the list of attachments
after.

What holds here: every paragraph of a part gets a role, and only those left "text" may open items. What stands before
the title and is none of these is the page's or its editor's (summary); so is what stands between two copies of the
title.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from duikou.data import lists
from duikou.model import Marked
from duikou.notation import (
    closing_lines,
    dates,
    doc_numbers,
    document_lines,
    history,
    numbered_heads,
    tail_words,
    titles,
)
from duikou.notation import issuers as issuing
from duikou.notation.ordinals import opens_item
from duikou.notation.patterns import patterns
from duikou.notation.tails import brackets, is_alone
from duikou.outlining import closing

_LINES = patterns("outlining/frame")
_WORDS = lists("outlining/frame")

_SIGNATURES = 12
# The number of an order or an announcement stands in the first lines.
_NUMBERED = 20
# No more bodies than these sign below a title.
_JOINT = 6
# No longer are their names on one line.
_ISSUERS = 60
# No more lines than these after the date are the page's.
_RESIDUE = 8


class Frame(NamedTuple):
    """What was found around one part. `roles` has one role for each paragraph of the part, `adopters` are those of whom
    the history of a statute says that they adopted or issued it."""

    roles: tuple[str, ...]
    title: str | None
    doc_number: str | None = None
    recipients: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    date: str | None = None
    note: str | None = None
    red_head: str | None = None
    adopters: tuple[str, ...] = ()


def find_frame(
    texts: Sequence[str],
    levels: Sequence[int | None],
    rows: Sequence[bool],
    contents: frozenset[int],
    metadata: Mapping[str, str],
) -> Frame:
    """The frame of the part whose paragraphs are `texts`. `levels` are the levels of what the format calls headings,
    `rows` says which are rows of a table, `contents` which stand in a table of contents, `metadata` what the page's
    table says."""
    signed = closing.signing_rows(texts, rows)
    naming = closing.naming(texts, rows)
    lines = (
        *naming,
        *(i for i, row in enumerate(rows) if row and (_printed(i, texts, rows) or _numbered(i, texts, rows))),
    )
    cells = [row and i not in lines for i, row in enumerate(rows)]
    roles = ["row" if row else "contents" if i in contents else "text" for i, row in enumerate(cells)]
    for i, role in signed.items():
        roles[i] = role
    visible = ["" if roles[i] != "text" else text for i, text in enumerate(texts)]
    if visible and (rest := document_lines.marked(visible[0])):
        # 附件1：… on one line: the mark and the attachment's title.
        visible[0] = rest
    closing.mark_notes(visible, roles)
    visible = ["" if role == "note" else text for role, text in zip(roles, visible, strict=True)]
    title = titles.find_title(visible, levels, metadata.get("title"))
    for i in closing.before(title.at[0] if title else 0, texts, signed):
        roles[i] = "summary"
    front = _front(visible, roles, title)
    foot = _foot(visible, roles, front.body)
    # Who adopted a statute and when stand in the 题注 below its title (GB/T 9704: 成文日期 is the day on which a
    # meeting adopted the text); one that was amended bears the day of its last amendment.
    told = [text for role, text in zip(roles, visible[: front.body], strict=False) if role == "summary"]
    told = [line for line in map(_unbracketed, told) if history.is_history(line)]
    adopted = history.edition(told)
    return Frame(
        tuple(roles),
        title.text if title else None,
        front.doc_number,
        front.recipients,
        foot.issuers or closing.bodies(texts, signed) or front.issuers,
        foot.date or closing.day(texts, signed) or front.date or (adopted.date if adopted else None),
        foot.note,
        front.red_head,
        issuing.of_history(told),
    )


def _numbered(i: int, texts: Sequence[str], rows: Sequence[bool]) -> bool:
    """Whether the row at `i` is a 发文字号 with who signed it off (签发人) beside it and no row of a table."""
    return not any(rows[max(0, i - 1) : i]) and doc_numbers.alone(texts[i]) is not None


def _printed(i: int, texts: Sequence[str], rows: Sequence[bool]) -> bool:
    """Whether the row at `i` is a line of the 版记 in columns and no row of a table."""
    return not any(rows[max(0, i - 1) : i]) and closing_lines.is_imprint(texts[i])


class _Front(NamedTuple):
    body: int
    doc_number: str | None
    recipients: tuple[str, ...]
    red_head: str | None
    date: str | None
    issuers: tuple[str, ...] = ()


class _Foot(NamedTuple):
    issuers: tuple[str, ...]
    date: str | None
    note: str | None


def _front(texts: Sequence[str], roles: list[str], title: titles.Title | None) -> _Front:
    number = red = date = None
    to: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    last_copy = _mark_titles(texts, roles, title)
    for i in range(min(len(texts), _NUMBERED)):
        if roles[i] == "text" and (head := numbered_heads.head_ending_at(texts, i)):
            number, signed = head.number, head.issuers
            roles[head.first : i + 1] = ["doc_number"] * (i + 1 - head.first)
            break
    at = 0
    while at < len(texts):
        text = texts[at]
        if roles[at] != "text":
            at += 1
            continue
        if found := doc_numbers.alone(text):
            roles[at], number, date = "doc_number", number or found.number, date or found.date
        elif document_lines.is_mark(text):
            roles[at] = "attachment"
        elif document_lines.is_red_head(text) and at <= (title.at[0] if title else 6):
            roles[at], red = "red_head", text
        elif not to and (addressed := document_lines.recipients(text)):
            roles[at], to = "recipients", addressed
        elif day := dates.alone(text):
            roles[at], date = "date", date or day
        elif at > last_copy >= 0 and (own := _signs_on_a_line(text)):
            roles[at], signed, date = "issuer", (*signed, *_signers(own[0])), date or own[1]
        elif at > last_copy >= 0 and _signs_above(at, texts):
            names, day = dates.bracketed(text) or (text, "")
            roles[at], signed, date = "issuer", (*signed, *_signers(names)), date or dates.alone(day)
        elif signed and dates.is_month(text):
            roles[at] = "date"
        elif (
            _below_title(at, texts, roles)
            or at < last_copy
            or document_lines.is_byline(text)
            or _history(text)
            or _leads_on(at, texts, number, to)
        ):
            roles[at] = "summary"
        else:
            break
        at += 1
    titled = next((found for i, text in enumerate(texts) if roles[i] == "title" and (found := _beside(text))), None)
    if titled:
        number, date = number or titled.number, date or titled.date
    return _Front(at, number, to, red, date, signed)


def _beside(text: str) -> doc_numbers.Number | None:
    return doc_numbers.beside("".join(text.split()))


def _signs_on_a_line(text: str) -> tuple[str, str] | None:
    """The bodies and the day (ISO) where a line below the title has both and nothing else, in brackets or not."""
    bare = _unbracketed(text)
    dated = dates.at_end(bare, figures=True)
    names = bare[: dated[0]].rstrip() if dated else ""
    signs = names and len(names) <= _ISSUERS and all(map(issuing.is_organisation, _signers(names)))
    return (names, dated[1]) if dated and signs else None


def _signs_above(at: int, texts: Sequence[str]) -> bool:
    """Whether the line at `at`, below the title, names a body that signs there: with its date below, perhaps under
    others that sign too."""
    for i, text in enumerate(texts[at : at + _JOINT]):
        names, day = dates.bracketed(text) or (text, "")
        if dates.is_day_of_signature(text) or (day and all(map(issuing.is_organisation, names.split("\t")))):
            return i > 0 or bool(day)
        if opens_item(text) or not all(map(issuing.is_organisation, text.split("\t"))):
            return False
    return False


def _below_title(at: int, texts: Sequence[str], roles: Sequence[str]) -> bool:
    """Whether the line at `at` is the 题注: brackets alone right below the title."""
    text = texts[at]
    if at == 0 or roles[at - 1] != "title" or not text.startswith(("（", "(")) or opens_item(text):
        return False
    found = brackets(text)
    return len(found) == 1 and found[0] == (0, len(text))


def _leads_on(at: int, texts: Sequence[str], number: str | None, to: tuple[str, ...]) -> bool:
    """Whether a 发文字号 or the 主送机关, not seen yet, follow soon after `at` with no text of the document between."""
    for text in texts[at : at + 6]:
        if (number is None and document_lines.doc_number(text)) or (not to and document_lines.recipients(text)):
            return True
        if document_lines.is_body(text):
            return False
    return False


def _mark_titles(texts: Sequence[str], roles: list[str], title: titles.Title | None) -> int:
    """Mark every copy of the title before the first item; give the index where the last begins (-1 without a title)."""
    if title is None:
        return -1
    for i in title.at:
        roles[i] = "title"
    last = title.at[0]
    for i, text in enumerate(texts):
        if roles[i] == "text" and opens_item(text):
            break
        if roles[i] == "text" and (titles.same(text, title.text) or _full_text(text, title.text)):
            roles[i] = "title"
            last = max(last, i)
        for end in (i + 2, i + 3):
            whole = texts[i:end]
            free = all(role == "text" for role in roles[i:end]) and all(map(document_lines.is_headline, whole))
            if free and titles.same("".join(whole), title.text):
                roles[i:end] = ["title"] * len(whole)
                last = max(last, end - 1)
    return last


def _full_text(text: str, title: str) -> bool:
    """Whether `text` says that the full text follows (实施方案全文, 全文如下)."""
    bare = titles.signs(text)
    if not bare.endswith(_WORDS.full) or len(bare) > len(title) + 8:
        return False
    head = _LINES.says_full.sub("", bare)
    return head == "" or head in titles.signs(title)


def _history(text: str) -> bool:
    """Whether `text` tells when a statute was passed and amended (the line under its title)."""
    return history.begins_history(text) and history.ends_history(text)


def _foot(texts: Sequence[str], roles: list[str], body: int) -> _Foot:
    issuers: tuple[str, ...] = ()
    date = note = None
    _mark_residue(texts, roles, body)
    for i in range(len(texts) - 1, body - 1, -1):
        text = texts[i]
        if roles[i] != "text":
            continue
        if document_lines.is_note(text):
            roles[i], note = "note", text
        elif date is None and i > body and (day := dates.alone_in_figures(text)) and _signs_last(texts[i - 1]):
            roles[i], date = "date", day
            issuers = _signatures(texts, roles, i, body)
        elif not issuers and date is None and i > body and dates.is_month(text) and _signs_last(texts[i - 1]):
            # A report or a programme is signed with a month, which is no day of issue.
            roles[i], issuers = "date", _signatures(texts, roles, i, body)
        elif closing_lines.is_printed_day(text):
            _mark_printers(texts, roles, i, body)
        elif document_lines.is_copies(text) or (document_lines.is_byline(text) and not _inside(i, texts)):
            roles[i] = "summary"
        elif day := dates.alone(text):
            roles[i] = "date"
            if date is None:
                date, issuers = day, _signatures(texts, roles, i, body)
        elif date is None and len(text) <= 60 and (signed := _signed_on_a_line(text)):
            roles[i] = "date"
            issuers, date = signed
        elif document_lines.is_body(text) and not closing.in_attachments(i, texts):
            break
    if date is None and not issuers:
        issuers = _signatures(texts, roles, _last_body(texts, roles, body), body)
    closing.mark_attachments(texts, roles, body)
    return _Foot(issuers, date, note)


def _signs_last(text: str) -> bool:
    """Whether a line names bodies, and nothing else, that may sign above a day."""
    names = _signers(closing_lines.unsealed(_unbracketed(text)))
    return bool(names) and all(map(issuing.is_organisation, names))


def _signed_on_a_line(text: str) -> tuple[tuple[str, ...], str] | None:
    """The bodies and the day (ISO) of a line below the text that has both and nothing else."""
    dated = dates.at_end(text, figures=True)
    names = _signers(text[: dated[0]]) if dated else []
    return (tuple(names), dated[1]) if dated and names and all(map(issuing.is_organisation, names)) else None


def _mark_printers(texts: Sequence[str], roles: list[str], at: int, body: int) -> None:
    """The day of printing at `at` and the office that prints, above it, are the 版记: no text, no signature."""
    roles[at] = "summary"
    if at - 1 > body and roles[at - 1] == "text" and issuing.is_organisation(texts[at - 1]):
        roles[at - 1] = "summary"


def _mark_residue(texts: Sequence[str], roles: list[str], body: int) -> None:
    """What the page puts after the date that closes the text (links, a declaration) is no text of the document.

    What stands below the mark of an attachment is.
    """
    dated = [i for i in range(body, len(texts)) if _is_day(i, texts, roles)]
    after = range(dated[-1] + 1, len(texts)) if dated else range(0)
    after = range(after.start, next((i for i in after if closing.heads_attachment(i, texts)), after.stop))
    if len(after) > _RESIDUE or any(roles[i] == "row" or opens_item(texts[i]) for i in after):
        return
    for i in after:
        text = texts[i]
        kept = document_lines.is_note(text) or document_lines.is_mark(text) or document_lines.marked(text) is not None
        if roles[i] == "text" and not kept:
            roles[i] = "summary"


def _is_day(i: int, texts: Sequence[str], roles: Sequence[str]) -> bool:
    return roles[i] == "date" or (roles[i] == "text" and dates.alone(texts[i]) is not None)


def _inside(i: int, texts: Sequence[str]) -> bool:
    return any(opens_item(t) for t in texts[i + 1 :])


def _signatures(texts: Sequence[str], roles: list[str], before: int, body: int) -> tuple[str, ...]:
    """The names right before `before`, in reading order; their paragraphs become "issuer"."""
    found: list[str] = []
    for i in range(before - 1, max(body - 1, before - 1 - _SIGNATURES), -1):
        text = closing_lines.unsealed(_unbracketed(texts[i]))
        if roles[i] == "text" and closing_lines.signs_for(text):
            roles[i] = "issuer"
            continue
        if roles[i] == "row" and not found:
            break
        if roles[i] != "text" or not issuing.is_organisation(text) or len(text) > 40 or opens_item(text):
            break
        if i and texts[i - 1].endswith("：") and tail_words.labelled(texts[i - 1]):
            break
        roles[i] = "issuer"
        found[:0] = _signers(text)
    return tuple(found)


def _signers(text: str) -> list[str]:
    """The names of those who sign on one line."""
    return [name for piece in _LINES.between_signers.split(text) for name in issuing.bodies_in(piece) if name]


def _last_body(texts: Sequence[str], roles: list[str], body: int) -> int:
    """Where trailing names would end when no date follows them: the end of the part."""
    end = len(texts)
    while end > body and roles[end - 1] in ("note", "summary"):
        end -= 1
    return end if end and len(texts) > body and roles[end - 1] == "text" and _signed_end(texts, end) else body


def _signed_end(texts: Sequence[str], end: int) -> bool:
    last = texts[end - 1]
    signer = _unbracketed(last)
    if signer != last and any(is_alone(Marked(text)) for text in texts[: end - 1] if _unbracketed(text) != text):
        # Items that each close with a line of units in brackets: the last line is one more.
        return False
    above = texts[end - 2] if end >= 2 else ""
    attached = document_lines.marked(above) is not None
    return end >= 2 and issuing.is_organisation(signer) and (attached or above.endswith(("。", "）")))


def _unbracketed(text: str) -> str:
    """`text` without the brackets around the whole of it: a report is signed so too (（某市统计局）)."""
    return text[1:-1] if brackets(text) == [(0, len(text))] else text
