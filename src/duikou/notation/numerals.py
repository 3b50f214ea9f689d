"""Chinese and Arabic whole numbers as they stand in ordinals and dates.

What holds here: a number is read or it is None; nothing is guessed. Both the counting form (二十一) and the digit form
(二〇二一) are read; 〇, ○, 零, the letter O and the figure 0 between Chinese digits are zero. Numbers of every other
size and form are read by `number_values`, and found in a text by `number_forms`.
"""

from __future__ import annotations

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "Ｏ": 0, "O": 0, "o": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
COUNTING = "一二三四五六七八九十"
HAN = f"{COUNTING}百零〇○"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# The same in print of other kinds: each run counts from 1 to 10.
CIRCLED_ELSE = ("❶❷❸❹❺❻❼❽❾❿", "➀➁➂➃➄➅➆➇➈➉", "➊➋➌➍➎➏➐➑➒➓", "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉")
ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
SMALL_ROMAN = "ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ"
# 天干, by which points are counted too, and the capital numerals that ordinals have.
STEMS = "甲乙丙丁戊己庚辛壬癸"
CAPITALS = "壹贰叁肆伍陆柒捌玖拾"  # of COUNTING, one by one
_LAST_ROMAN = 20  # no list that is counted in Roman letters is longer
_ROMAN_SIZES = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
_ROMAN_LETTERS = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")


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
    if all(c in DIGITS or c == "0" for c in text):
        return int("".join(str(DIGITS.get(c, 0)) for c in text))  # 二0一八
    return _counted(text)


def ordinal_number(text: str) -> int | None:
    """The value of a sign that counts points and nothing else: ❷, ⅱ, iv, 甲, 贰; None for any other text."""
    for signs in (*CIRCLED_ELSE, SMALL_ROMAN, STEMS, CAPITALS):
        if len(text) == 1 and text in signs:
            return signs.index(text) + 1
    return next((value for value in range(1, _LAST_ROMAN + 1) if to_roman(value) == text.upper()), None)


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


def to_han(value: int) -> str:
    """A number from 1 to 9999 in hanzi, as ordinals have it: 十二, 一百零五. Raises `ValueError` for any other."""
    if not 0 < value < 10_000:
        raise ValueError(f"{value} is not from 1 to 9999")
    digits = "零一二三四五六七八九"
    written, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            written += (digits[0] if zero else "") + digits[digit] + name
            zero = False
        else:
            zero = bool(written)
    return written[1:] if 10 <= value < 20 else written


def to_roman(value: int) -> str:
    """A number in Roman letters: XIV; "" for one below 1. From 4000 on the M is repeated."""
    written = ""
    for size, letters in zip(_ROMAN_SIZES, _ROMAN_LETTERS, strict=True):
        written += letters * (value // size)
        value %= size
    return written
