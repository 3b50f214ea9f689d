"""Chinese and Arabic numbers as they stand in ordinals and dates.

What holds here: a number is read or it is None; nothing is guessed. Both the counting form (二十一) and the digit form
(二〇二一) are read; 〇, ○, 零 and the letter O between Chinese digits are zero.
"""

from __future__ import annotations

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "Ｏ": 0, "O": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
HAN = "一二三四五六七八九十百零〇○"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"


def number(text: str) -> int | None:
    """The value of `text`, an Arabic, Chinese, circled or Roman (one character) number; None when it is none of
    these."""
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return int(text)
    if len(text) == 1 and text in CIRCLED:
        return CIRCLED.index(text) + 1
    if len(text) == 1 and text in ROMAN:
        return ROMAN.index(text) + 1
    if all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    return _counted(text)


def _counted(text: str) -> int | None:
    total, digit = 0, None
    last = 10_000
    for c in text:
        if c in DIGITS:
            if digit:
                return None
            digit = DIGITS[c]
        elif c in UNITS and UNITS[c] < last:
            last = UNITS[c]
            total += (1 if digit is None else digit) * last
            digit = None
        else:
            return None
    return total + (digit or 0)
