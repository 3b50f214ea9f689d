"""The dots behind ordinals in a text that was not cleaned, in every form and with blanks around them.

What holds here: what is found is the dot with the blanks around it, as the group 1; a decimal (`1．5`) has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duikou.notation.characters import HAN, SPACE, at_heads
from duikou.notation.patterns import pattern, patterns

_FORMS = patterns("notation/ordinals")
_BLANK = f"[{SPACE}]*"
_HEADS = at_heads(rf"{_BLANK}\d{{1,3}}({_BLANK}[.．﹒]{_BLANK})(?![0-9.．﹒])(?=\S)", "0123456789０１２３４５６７８９")
_BEHIND_MARK = pattern(rf"[：:；;。][{SPACE}]*\d{{1,2}}[{SPACE}]*([．﹒][{SPACE}]*)(?=[《“（]|{HAN})")
# In a line a plain dot may be the stop of a sentence, or a decimal's.
_SIGNS = ("．", "﹒")


def at_heads_of_lines(text: str) -> Iterator[re.Match[str]]:
    """Those behind figures at the head of a line: `1．`, `1 .`, `1. `."""
    return _HEADS(text)


def elsewhere(text: str) -> Iterator[re.Match[str]]:
    """Those behind figures in a line, after a mark (`；2．`), and behind brackets at a line's head (`（一）．`)."""
    if any(sign in text for sign in _SIGNS):
        yield from _BEHIND_MARK.finditer(text)
        yield from _FORMS.dot_behind_bracket.finditer(text)
