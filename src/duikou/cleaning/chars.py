"""Classes of characters that several rules share, written as the inside of a regular expression's [ ].

What holds here: HAN is what a reader takes for a Chinese character, the zero 〇 included. WIDE is Chinese punctuation
(GB/T 15834-2011). SPACE is every horizontal white space;
BLANKS is the same as a string of characters, for str.strip. PRIVATE is what fonts use for signs of their own.
"""

from __future__ import annotations

import re

HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
WIDE = "，。；：？！、（）《》〈〉“”‘’〔〕【】「」『』—…·～"
SPACE = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
BLANKS = " \t\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
NUMERAL = "一二三四五六七八九十百千零〇○两"

HAN_RE = re.compile(f"[{HAN}]")
CHINESE_RE = re.compile(f"[{HAN}{WIDE}]")
SPACES_RE = re.compile(f"[{SPACE}]+")

_NARROW_WIDTH = 0.5
_WIDE_RE = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6"
    "“”‘’—…·○●①-⓿℃\U00020000-\U0003ffff]"
)


def width(text: str) -> float:
    """How wide `text` is on a page, in full-width characters (em): a narrow character is half a one."""
    return (len(text) + len(_WIDE_RE.findall(text))) * _NARROW_WIDTH
