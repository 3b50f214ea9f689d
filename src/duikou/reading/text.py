"""Plain text: the decoded file exactly, line by line.

What holds here: `Source.text` is the text as it was given or decoded, every line break included.
"""

from __future__ import annotations

from duikou.model import Source
from duikou.reading import lines


def read_text(text: str, encoding: str | None, path: str | None) -> Source:
    """The Source of a plain text. `encoding` is the codec it was decoded with, None for a str."""
    cut, pages = lines.split(text)
    return Source(text, cut, "text", encoding, path, pages=pages)
