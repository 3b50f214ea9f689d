"""Titles, addressees and signatures among the lines of a text, before these are paragraphs.

What holds here: what a title is, notation says; here it is asked of rows, of which those of a table are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from duikou.cleaning.paragraphs.rows import Row
from duikou.notation import bodies, title_lines
from duikou.notation.line_heads import head
from duikou.notation.patterns import patterns

_LINES = patterns("cleaning/paragraphs")


def title_length(rows: Sequence[Row], marked: bool = False) -> int:
    """How many of the first `rows` are one title; 0 for none. `marked` as `notation.title_lines` has it."""
    role = rows[0].role
    alike = takewhile(lambda row: row.role in (role, "text") and "\t" not in row.text, rows)
    return title_lines.title_length([row.shape for row in alike], marked)


def may_sign(shape: str) -> bool:
    """Whether a line is the name of a body and nothing else."""
    return (
        3 < len(shape) <= title_lines.TITLE_LENGTH and title_lines.is_body(shape) and not _LINES.no_body.search(shape)
    )


def is_recipients(shape: str) -> bool:
    """Whether a paragraph is 主送机关 and nothing else (GB/T 9704-2012, 7.3.2)."""
    if not shape.endswith("：") or head(shape) is not None:
        return False
    return _LINES.recipients.fullmatch(shape) is not None and bodies.is_body(shape[:-1])
