"""What closes a part besides its last item: a signature set in columns, notes, and the lines that name attachments.

What holds here: a run of rows is a signature when every cell of it names a body that signs, its day, or a person who
signs for one, and a day stands among them or right below. A table of units and months is none. What stands in a list of
attachments opens no item, whatever its number; no more do the notes under a table, counted from 1 on by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from duikou.data import lists
from duikou.notation import closing_lines, dates, document_lines, numbered_heads, title_lines
from duikou.notation.ordinals import Reading, opens_item, readings

_WORDS = lists("outlining/frame")
# No more rows than these are a signature.
_SIGNING = 6


def signing_rows(texts: Sequence[str], rows: Sequence[bool]) -> dict[int, str]:
    """The roles of rows that are no table but a signature set in columns: those who sign side by side, each perhaps
    with the day below the name, or an office beside the name of who holds it. The day stands among them or below."""
    found: dict[int, str] = {}
    for is_row, run in groupby(range(len(texts)), rows.__getitem__):
        lines = list(run)
        if not is_row or len(lines) > _SIGNING or not all(closing_lines.signs_in_columns(texts[i]) for i in lines):
            continue
        days = [closing_lines.signed_day(texts[i]) for i in lines]
        below = lines[-1] + 1
        dated = any(days) or closing_lines.is_signed_month(texts[lines[-1]])
        dated = dated or (below < len(texts) and dates.is_day_of_signature(texts[below]))
        roles = ["date" if closing_lines.is_day(texts[i]) else "issuer" for i in lines]
        if dated and "issuer" in roles:
            found.update(zip(lines, roles, strict=True))
    return found


def naming(texts: Sequence[str], rows: Sequence[bool]) -> frozenset[int]:
    """The rows that name those who announce or sign together, side by side, above others that stand alone on their
    lines: a date or the number of an announcement stands below."""
    found: set[int] = set()
    run: list[int] = []
    for i, text in enumerate(texts):
        if numbered_heads.bodies_of(text):
            run.append(i)
            continue
        if run and (dates.alone(text) or title_lines.is_counted(text) or document_lines.is_announcement(text)):
            found.update(run)
        run = []
    return frozenset(i for i in found if rows[i])


def bodies(texts: Sequence[str], signed: Mapping[int, str]) -> tuple[str, ...]:
    """The bodies that sign in the rows `signed`, in order."""
    return tuple(dict.fromkeys(body for i in signed for body in closing_lines.signed_bodies(texts[i])))


def day(texts: Sequence[str], signed: Mapping[int, str]) -> str | None:
    """The last day (ISO) that the rows `signed` give."""
    return max(filter(None, (closing_lines.signed_day(texts[i]) for i in signed)), default=None)


def before(title: int, texts: Sequence[str], signed: Mapping[int, str]) -> Iterator[int]:
    """The rows before the title that name persons alone: who signs the decree that carries the text, which is told like
    a line with office and name."""
    for i, role in signed.items():
        if i < title and role == "issuer" and not closing_lines.signed_bodies(texts[i]):
            yield i


def heads_attachment(i: int, texts: Sequence[str]) -> bool:
    """Whether a mark at `i` has the text of an attachment below it, and no links or titles alone (附件：)."""
    below = [text for text in texts[i + 1 :] if not document_lines.is_byline(text)]
    if document_lines.is_mark(texts[i]):
        return not texts[i].endswith(("：", ":")) and len(below) == len(texts) - i - 1 > 0
    return document_lines.marked(texts[i]) is not None and any(map(document_lines.is_body, below))


def in_attachments(i: int, texts: Sequence[str]) -> bool:
    """Whether the line stands in a list of attachments, where `2.` is no item."""
    for k in range(i, max(-1, i - 20), -1):
        if document_lines.marked(texts[k]) is not None or document_lines.is_mark(texts[k]):
            return True
        if "。" in texts[k][:-1] or not opens_item(texts[k]):
            return False
    return False


def mark_attachments(texts: Sequence[str], roles: list[str], body: int) -> None:
    """Give the list of attachments before the signature or at the end its role: 附件：1.… and the lines that go on
    with it."""
    i = body
    while i < len(texts):
        text = texts[i]
        if roles[i] != "text" or not (document_lines.is_mark(text) or document_lines.marked(text) is not None):
            i += 1
            continue
        roles[i] = "attachment"
        i += 1
        names, number = text.endswith(_WORDS.listed), 2
        while i < len(texts) and roles[i] == "text" and (_goes_on(texts[i], number) or (names and _entry(texts[i]))):
            roles[i] = "attachment"
            i, number = i + 1, number + 1


def _entry(text: str) -> bool:
    """Whether `text` can be a line of a list of names or of a form: no sentence, no item."""
    return "。" not in text and not opens_item(text)


def _goes_on(text: str, number: int) -> bool:
    """Whether `text` is a further line of a list of attachments, in which it would have this number (2.2026年…表)."""
    if len(text) > 80 or text.endswith(("。", "：")):
        return False
    numbered = any(r.style in ("dot", "number_paren") and (r.sure or r.numbers == (number,)) for r in readings(text))
    return numbered or document_lines.is_mark(text) or document_lines.marked(text) is not None


def mark_notes(texts: Sequence[str], roles: list[str]) -> None:
    """The notes under a table or at the end (注：1、…) are no items: their first, and those that go on with its
    numbers."""
    for i, text in enumerate(texts):
        if roles[i] != "text":
            continue
        first = i
        head = closing_lines.notes_head(text)
        if head is None and closing_lines.is_notes_mark(text) and i + 1 < len(texts):
            first, head = i + 1, next((r for r in readings(texts[i + 1]) if r.sure), None)
        if head is None or head.ordinal.value != 1:
            continue
        roles[i] = roles[first] = "note"
        for k in range(first + 1, len(texts)):
            if roles[k] != "text" or not _goes_on_as(texts[k], head, 1 + k - first):
                break
            roles[k] = "note"


def _goes_on_as(text: str, head: Reading, value: int) -> bool:
    """Whether `text` opens with the number `value` in the style of `head`."""
    return any(r.sure and r.style == head.style and r.ordinal.value == value for r in readings(text))
