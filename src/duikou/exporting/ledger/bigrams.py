"""Text cut into pairs of characters, so that a database's full text finds words of two characters and more.

What holds here: Chinese text has no spaces, so SQLite's own tokenizers take a whole clause for one word, or find
nothing shorter than three characters. Each two neighbouring hanzi are one token here, each word of letters or digits
another. A word is found by its tokens in a row: `query` makes that question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duikou.notation.patterns import pattern

_RUNS = pattern(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff〇]+|[^\W_㐀-鿿豈-﫿\U00020000-\U0003ffff〇]+", re.UNICODE)


def tokens(text: str) -> str:
    """The tokens of a text, apart by spaces: 专利转化 is 专利 利转 转化. A lone hanzi is a token of its own."""
    return " ".join(_tokens(text))


def query(words: str) -> str:
    """The FTS5 question for words given as a user types them, apart by spaces: all of them, each as it stands."""
    asked = [tokens(word) for word in words.split()]
    return " ".join(f'"{one}"' for one in asked if one)


def _tokens(text: str) -> Iterator[str]:
    for run in _RUNS.findall(text):
        if run[0].isascii() or not _is_hanzi(run[0]) or len(run) == 1:
            yield run
        else:
            yield from (run[at : at + 2] for at in range(len(run) - 1))


def _is_hanzi(char: str) -> bool:
    return "㐀" <= char <= "鿿" or "豈" <= char <= "﫿" or char >= "\U00020000" or char == "〇"
