"""Classes of characters that several rules share, written for regular expressions.

What holds here: HAN is a letter of a script other than Latin, which in these documents is a hanzi (or 〇, ①, Ω);
CHINESE is that or Chinese punctuation. Both match one character. SPACE (the inside of a [ ]) is every horizontal white
space, BLANKS the same for str.strip. PRIVATE is what fonts use for signs of their own. HANZI is a hanzi and nothing
else, of those that texts are written in. Wide ranges are avoided: Python takes milliseconds to compile each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from duikou.notation.patterns import pattern

HAN = r"[^\W_\x00-\u024f]"
CHINESE = f"(?:{HAN}|[\u2014-\u2026\u3001-\u3017]|[\uff01-\uff5e\u00b7])"
SPACE = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
BLANKS = " \t\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
HANZI = "[\u3400-\u9fff]"
NUMERAL = "一二三四五六七八九十百千零〇○两"
STOPS = "。！？；："  # a line that ends with none of them breaks off

HAN_RE = pattern(HAN)
CHINESE_RE = pattern(CHINESE)
BLANK_RE = pattern(f"[{SPACE}]")
BLANKS_RE = pattern(f"[{SPACE}]+")

_LONG = 400  # characters
_HEAD = 100  # characters: white space at the head of a text beyond that is no indent
_FULL = tuple(zip(",;:?!()", "，；：？！（）", strict=True))
_NARROW_RE = pattern("[\x00-\u2013\uff61-\uffdc]+")
_USUAL_RE = pattern("[\x00-\xff\u2014-\uff60]*")  # where only what Latin-1 has is narrow


def each(sign: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What `sign.finditer(text)` gives. Where the pattern opens with a class of a few signs, these are looked for one
    by one, as `str.find` does it: many times faster than a pattern goes through a text that has few of them."""
    signs = _signs_of(sign)
    if not signs:
        yield from sign.finditer(text)
        return
    found = []
    for char in signs:
        at = text.find(char)
        while at >= 0:
            found.append(at)
            at = text.find(char, at + 1)
    found.sort()
    end = 0
    for at in found:
        if at >= end and (m := sign.match(text, at)):
            yield m
            end = m.end()


_MOST_SIGNS = 20


@cache
def _signs_of(sign: re.Pattern[str]) -> str:
    """The signs of the class that a pattern opens with; "" where it opens with another thing, or with many."""
    source, signs = sign.pattern, set[str]()
    grouped = _GROUPED.match(source)
    if grouped:
        source = grouped[1] + source[grouped.end() :]
    if not source.startswith("[") or source[1] in "^]" or sign.flags & (re.IGNORECASE | re.VERBOSE):
        return ""
    at = 1
    while source[at] != "]":
        if source[at] == "\\":
            at += 1
            if source[at].isalnum():
                return ""  # a class in the class: \d
        first = last = source[at]
        if source[at + 1] == "-" and source[at + 2] != "]":
            at += 2
            last = source[at]
            if last == "\\" or ord(last) - ord(first) >= _MOST_SIGNS:
                return ""
        signs.update(map(chr, range(ord(first), ord(last) + 1)))
        at += 1
    optional = source[at + 1 : at + 2] in ("?", "*", "|") or source.startswith("{0", at + 1)
    return "" if optional or len(signs) > _MOST_SIGNS or _has_branches(source) else "".join(sorted(signs))


# A piece that is a class and nothing else.
_GROUPED = re.compile(r"\(\?:(\[(?:\\.|[^\\\]])+\])\)")


def _has_branches(source: str) -> bool:
    """Whether a pattern has alternatives outside its brackets."""
    depth, at, inside = 0, 0, False
    while at < len(source):
        char = source[at]
        if char == "\\":
            at += 1
        elif inside:
            inside = char != "]"
        elif char == "[":
            inside = True
            at += source[at + 1 : at + 2] == "]"
        elif char == "|" and not depth:
            return True
        else:
            depth += (char == "(") - (char == ")")
        at += 1
    return False


def near(sign: re.Pattern[str], form: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What `form` finds in the lines of `text` in which `sign` finds something, in order.

    `sign` opens with one class of characters, and is found many times faster than a form that looks at what stands
    before it (see `each`). It finds something in every line in which `form` does; neither reaches over a line's end.
    """
    end = -1
    for m in each(sign, text):
        if m.start() > end:
            start, end = text.rfind("\n", 0, m.start()) + 1, text.find("\n", m.start())
            end = len(text) if end < 0 else end
            yield from form.finditer(text, start, end)


def at_heads(form: str, opens: str) -> Callable[[str], Iterator[re.Match[str]]]:
    """A function that finds what `form`, a regular expression, finds at the heads of a text's lines, in order.

    `opens` are the characters that it may open with, white space aside. A match but that on the first line begins with
    the line feed before it, which is found many times faster than a line's beginning.
    """
    first, later = pattern(form), pattern(f"\n{form}")

    def find(text: str) -> Iterator[re.Match[str]]:
        # Few texts need the pattern for their first line: compiling one takes as long as cleaning a page.
        if text[:_HEAD].lstrip(BLANKS)[:1] in opens and (m := first.match(text)):
            yield m
        yield from later.finditer(text)

    return find


def shape_of(text: str) -> str:
    """`text` without white space, with full-width punctuation (，；：？！（）): for looking at only."""
    for half, full in _FULL:
        text = text.replace(half, full)
    if len(text) < _LONG:
        return BLANKS_RE.sub("", text)
    for blank in BLANKS:
        if blank in text:  # as for `each`
            text = text.replace(blank, "")
    return text


def width(text: str) -> float:
    """How wide `text` is on a page, in full-width characters (em): a narrow character is half a one."""
    usual = _USUAL_RE.match(text)
    if usual and usual.end() == len(text):
        # Encoding counts many times faster than a pattern.
        return len(text) - len(text.encode("latin-1", "ignore")) / 2
    return len(text) - sum(map(len, _NARROW_RE.findall(text))) / 2


def is_han(char: str) -> bool:
    """Whether the character is a hanzi."""
    return "\u3400" <= char <= "\u9fff" or "\u3005" <= char <= "\u3007" or "\U00020000" <= char <= "\U0003ffff"
