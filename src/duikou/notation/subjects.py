"""What a heading or a passage is about: the subjects of government plans, known by the words that name them.

What holds here: the words are data (`data/notation/subjects.toml`), ordered by field as the official thesaurus of
subjects is. Two plans name one subject in different words (港口 and 交通, 医疗 and 康养): the subject is what they
share.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from duikou.data import load
from duikou.notation.patterns import one_of, pattern


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """The subjects that each word names."""
    of: dict[str, list[str]] = {}
    for subject, words in load("notation/subjects")["subjects"].items():
        for word in words:
            of.setdefault(word, []).append(subject)
    return {word: tuple(subjects) for word, subjects in of.items()}


@cache
def _any() -> re.Pattern[str]:
    return pattern(one_of(_words()))


def mentioned(text: str) -> Counter[str]:
    """How often each subject is named in `text`; the longest word counts where several begin at one place."""
    counts: Counter[str] = Counter()
    words = _words()
    for match in _any().finditer(text):
        counts.update(words[match.group()])
    return counts
