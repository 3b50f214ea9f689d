"""Rules for single characters: what is invisible, what only looks different, what has a plain form.

What holds here: each rule looks at a character and at most its neighbours, so it can run before lines are joined.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

from duikou.cleaning.rules.protected import LITERAL
from duikou.cleaning.rules.registry import Wanted, rule
from duikou.data import load
from duikou.notation import ordinal_dots as dots
from duikou.notation.patterns import pattern, patterns

# The class is ordered by code point: radicals, presentation forms, compatibility ideographs, half-width kana marks.
_PLAIN = (
    "\u2e80-\u2fdf\u2474-\u249b\u301d-\u301f\u3220-\u3229\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe4f"
    "\ufe50-\ufe57\ufe59-\ufe5e\uff61-\uff64\U0002f800-\U0002fa1f"
)
_INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
)
_BREAKS = "\r\f\v\x85\u2028\u2029"
_WIDE = "０-９Ａ-Ｚａ-ｚ＋％"
_SIGNS = patterns("cleaning/characters")
_WIDE_SIGNS = "／．﹒﹕＠＝＆＿＃＊"
_BREAK, _SHAPELESS = pattern(f"\r\n|[{_BREAKS}]"), pattern(f"[{_INVISIBLE}]+")
_WIDTHS, _PLAIN_FORM = pattern(f"[{_WIDE}]+"), pattern(f"[{_PLAIN}]")
_WIDE_SIGN = pattern(f"[{_WIDE_SIGNS}](?<=[0-9A-Za-z].)(?=[0-9A-Za-z])")


@rule(
    "line-breaks",
    "characters",
    "Every line break (CR, CRLF, form feed, NEL, U+2028, U+2029) becomes a line feed.",
    skips=(),
    signs=_BREAKS,
)
def line_breaks(text: str) -> Iterator[Wanted]:
    """Line breaks of other systems, and the form feed that ends a page."""
    return ((m.start(), m.end(), "\n") for m in _BREAK.finditer(text))


@rule(
    "invisible",
    "characters",
    "Characters without a shape go: zero-width spaces, BOM, soft hyphens, direction marks, control characters.",
    skips=(),
    signs=_INVISIBLE,
)
def invisible(text: str) -> Iterator[Wanted]:
    """Zero-width and control characters. Tabs and line feeds stay."""
    return ((m.start(), m.end(), "") for m in _SHAPELESS.finditer(text))


_ALNUM = {code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()}
_HALF = {**_ALNUM, ord("＋"): "+", ord("％"): "%"}


@rule(
    "width",
    "characters",
    "Full-width letters, digits, ＋ and ％ become half-width.",
    skips=(LITERAL,),
    signs=_WIDE,
)
def half_width(text: str) -> Iterator[Wanted]:
    """Full-width forms of what Chinese text sets half-width (GB/T 15835-2011)."""
    for m in _WIDTHS.finditer(text):
        yield m.start(), m.end(), m.group().translate(_HALF)


@rule(
    "ascii-signs",
    "characters",
    "A full-width ／ ． ﹒ ﹕ ＠ ＝ ＆ ＿ ＃ between letters or digits becomes half-width.",
    skips=(LITERAL,),
    signs=_WIDE_SIGNS,
)
def ascii_signs(text: str) -> Iterator[Wanted]:
    """Signs inside numbers, addresses and ordinals. ﹒ is the small full stop of scanned ordinals."""
    for m in _WIDE_SIGN.finditer(text):
        yield m.start(), m.end(), "." if m.group() == "﹒" else unicodedata.normalize("NFKC", m.group())


@rule(
    "name-dots",
    "characters",
    "The dot between the parts of a name is ·, whichever dot stands there: 买买提•艾力.",
    signs="•‧・∙⋅･",
)
def name_dots(text: str) -> Iterator[Wanted]:
    """间隔号 between two hanzi (GB/T 15834-2011, 4.14); a bullet has none before it."""
    for m in _SIGNS.name_dot.finditer(text):
        yield m.start(), m.end(), "·"


@cache
def _plain_forms() -> dict[str, str]:
    listed = load("cleaning/characters")
    return {**listed["radicals"], **listed["forms"]}


@rule(
    "plain-forms",
    "characters",
    "Kangxi radicals, compatibility ideographs, small and vertical punctuation, ⒈ ⑴ ㈠ become the plain characters.",
    skips=(),
    signs=_PLAIN,
)
def plain_forms(text: str) -> Iterator[Wanted]:
    """Characters that Unicode or a font encodes twice."""
    forms = _plain_forms()
    for m in _PLAIN_FORM.finditer(text):
        new = forms.get(m.group()) or unicodedata.normalize("NFKC", m.group())
        if new != m.group():
            yield m.start(), m.end(), new


@rule(
    "ordinal-dots",
    "characters",
    "The ． or ﹒ after the number that opens an item or follows a mark is a dot, with no space around it.",
    skips=(LITERAL,),
)
def ordinal_dots(text: str) -> Iterator[Wanted]:
    """`1．`, `1 .`, `1﹒`, `1. `, `（一）．` at a line's start, `；2．` in a line. A decimal (`1．5`) is no ordinal.

    The TAB behind the number stays where another one follows in the line: then the number is a cell of its own.
    """
    for m in dots.at_heads_of_lines(text):
        cell = "\t" in m.group(1) and "\t" in text[m.end(1) :].partition("\n")[0]
        yield m.start(1), m.end(1), ".\t" if cell else "."
    for m in dots.elsewhere(text):
        yield m.start(1), m.end(1), "."
