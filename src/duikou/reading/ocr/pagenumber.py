"""What a page number looks like when it was recognised: digits with dashes around them that are read as many things."""

from __future__ import annotations

import re
from functools import cache

from duikou.data import load
from duikou.notation.patterns import pattern


@cache
def _pattern() -> re.Pattern[str]:
    marks = re.escape(load("reading/scans")["page_number"]["marks"])
    return pattern(f"([{marks}\\s]{{0,4}})([0-9]{{1,4}})([{marks}\\s]{{0,4}})")


def is_page_number(text: str) -> bool:
    """Whether a line may be a page number, misread or not."""
    return _pattern().fullmatch(text) is not None


def folded(text: str) -> str:
    """A page number as it is printed; any other text as it is."""
    found = _pattern().fullmatch(text)
    if found is None:
        return text
    return f"— {found[2]} —" if found[1].strip() or found[3].strip() else found[2]
