"""Rows that are no table but a signature set in columns.

What holds here: a run of rows is a signature when every cell of it names a body that signs, its day, or a person who
signs for one, and a day stands among them or right below. A table of units and months is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from duikou.notation import closing_lines, dates, document_lines, numbered_heads, title_lines

# No more rows than these are a signature.
_SIGNING = 6


def find(texts: Sequence[str], rows: Sequence[bool]) -> dict[int, str]:
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
        dated = dated or (below < len(texts) and dates.closes(texts[below]))
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
        if numbered_heads.named(text):
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
