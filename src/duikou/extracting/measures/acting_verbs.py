"""What a text begins with that says what to do (加快建设…): told apart from a heading that only names a matter."""

from __future__ import annotations

import re
from functools import cache

from duikou.data import load
from duikou.notation.patterns import one_of, pattern


@cache
def acting() -> re.Pattern[str]:
    """What a text begins with that says what to do: a verb of the instruments, after words that say how."""
    words = load("extracting/instruments")
    verbs = {verb for listed in words["kinds"].values() for verb in listed}
    return pattern(f"(?:{'|'.join(words['before'])})*(?:{one_of(verbs)})")
