"""How results look at a prompt and in a notebook: short, by what a reader asks first.

What holds here: what is shown is taken from the value and never the value itself, which may be a book; everything that
a document says is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

# So many rows, and so many characters of a text, are shown.
_ROWS, _LONGEST = 20, 60


class Shown:
    """A result with a short repr, and a table in a notebook."""

    __slots__ = ()

    def _said(self) -> str:
        """What it is, in a few words."""
        raise NotImplementedError

    def _rows(self) -> tuple[Sequence[str], Iterable[Sequence[str]]]:
        """Heads and rows of the table that a notebook shows; none for what has no rows."""
        return (), ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._said()}>"

    def _repr_html_(self) -> str:
        from html import escape
        from itertools import islice

        heads, rows = self._rows()
        rows = list(islice(rows, _ROWS + 1))
        head = "".join(f"<th>{escape(one)}</th>" for one in heads)
        body = "".join(f"<tr>{''.join(f'<td>{escape(short(cell))}</td>' for cell in row)}</tr>" for row in rows[:_ROWS])
        more = "<p>…</p>" if len(rows) > _ROWS else ""
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}" if rows else ""
        return f"<p>{escape(repr(self))}</p>{table}"


def short(text: str | None) -> str:
    """The beginning of a text, in one line."""
    line = " ".join((text or "").split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def titled(title: str | None) -> str:
    """A title, or what stands for it where there is none."""
    return short(title) or "without a title"


def counted(count: int, word: str) -> str:
    """1 change, 2 changes."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"
