"""Clean text as plain text, and the ways into Word and HTML.

What holds here: one paragraph is one line, and the text ends with one line feed. Clean text has no empty
lines, so that an empty line between two documents is a safe mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from duikou.errors import DuikouError
from duikou.model import Cleaned


def write_text(cleaned: Cleaned, lang: str = "zh") -> str:
    """The clean text, one paragraph a line (cells of a table row apart by a tab)."""
    return f"{cleaned.text}\n" if cleaned.text else ""


def join_text(outputs: Iterable[str], errors: Sequence[DuikouError] = (), between: str = "\n") -> Iterator[str]:
    """Texts one after another with an empty line between them; empty texts leave no trace."""
    lead = ""
    for text in outputs:
        if text:
            yield lead + text
            lead = between


def write_docx(cleaned: Cleaned, lang: str = "zh") -> bytes:
    """The clean text as a Word file set as GB/T 9704-2012 asks."""
    from duikou.exporting.text import word
    from duikou.outlining import outline

    return word.write_docx(outline(cleaned))


def write_html(cleaned: Cleaned, lang: str = "zh") -> str:
    """The clean text as one page that needs nothing else."""
    from duikou.exporting.text import page
    from duikou.outlining import outline

    return page.write_html(outline(cleaned))
