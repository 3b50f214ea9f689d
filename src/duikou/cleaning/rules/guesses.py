"""Rules that guess: likely misreadings, repaired only when asked for and reported always.

What holds here: each finds a passage that no careful text has, and what it most likely was. `misread-ordinal` and
`misread-item-dot` alone are safe: their form leaves one reading.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from duikou.cleaning.rules.registry import Wanted, rule
from duikou.notation.characters import HAN, NUMERAL, PRIVATE, SPACE, at_heads, near
from duikou.notation.patterns import patterns

_PRINTED = patterns("cleaning/printed")

_commas = at_heads(rf"[ \t\u3000]*([0-9]{{1,3}})([，,])(?={HAN})", "0123456789")
_items = at_heads(r"[ \t\u3000]*([0-9]{1,3})[.．﹒](?=[^0-9])", "0123456789")
_ordinals = at_heads(rf"[{SPACE}]*(?P<open>[〈《（(])(?:[{NUMERAL}]{{1,4}}|\d{{1,2}})(?P<close>[)）〉》])", "〈《（(")


@rule(
    "misread-ordinal",
    "characters",
    "A 〈 or 《 that opens an ordinal closed by ）, and a 〉 or 》 that closes one opened by （, is a round bracket.",
)
def misread_ordinal(text: str) -> Iterator[Wanted]:
    """`〈四)`, `（四〉` at a line's head: no title has one bracket of each kind, and no sentence opens so."""
    for m in _ordinals(text):
        opening, closing = m["open"], m["close"]
        if (opening in "〈《") != (closing in "〉》"):
            at = m.start("open") if opening in "〈《" else m.start("close")
            yield at, at + 1, "（" if at == m.start("open") else "）"


@rule(
    "misread-item-dot",
    "characters",
    "A comma after the number of an item that stands between its neighbours is the dot.",
)
def misread_item_dot(text: str) -> Iterator[Wanted]:
    """`10，加强…` at a line's head, with 9. the item before it and 11. the one after: no sentence goes on so."""
    commas = list(_commas(text))
    if not commas:
        return
    items = [(m.start(), int(m[1])) for m in _items(text)]
    for m in commas:
        k = bisect_left(items, (m.start(), 0))
        if 0 < k < len(items) and items[k - 1][1] + 1 == int(m[1]) == items[k][1] - 1:
            yield m.start(2), m.end(2), "."


@rule(
    "misread-dash",
    "characters",
    "A dash inside the number of an article is likely 一.",
    safe=False,
)
def misread_dash(text: str) -> Iterator[Wanted]:
    """`第三十－条`. A dash between two whole numbers is a range and stays."""
    for m in _PRINTED.dash_in_article.finditer(text):
        yield m.start(1), m.end(1), "一"


@rule(
    "misread-di",
    "characters",
    "笫 before a number is likely 第.",
    safe=False,
    signs="笫",
)
def misread_di(text: str) -> Iterable[Wanted]:
    """笫 (a mat) for 第, as scanners read it."""
    return ((m.start(), m.end(), "第") for m in _PRINTED.di.finditer(text))


@rule(
    "misread-digit",
    "characters",
    "The letters l, I and O among digits are likely 1 and 0.",
    safe=False,
    signs="lIOo|",
)
def misread_digit(text: str) -> Iterator[Wanted]:
    """`l／3`, `2O18年`, `1O0家`: letters that touch digits on the inside of a number, before a Chinese word."""
    for m in _PRINTED.fraction_with_letter.finditer(text):
        yield m.start(1), m.end(1), "1"
        yield m.start(2), m.end(2), "/"
    for m in near(_PRINTED.letter_for_digit, _PRINTED.number_with_letters, text):
        if m.group().isdigit() or m.group().isalpha():
            continue
        for letter in _PRINTED.letter_for_digit.finditer(m.group()):
            at = m.start() + letter.start()
            yield at, at + 1, "1" if letter.group() in "lI" else "0"


@rule(
    "misread-bracket",
    "characters",
    "A 〈 or 《 that is closed by ） is likely （.",
    safe=False,
)
def misread_bracket(text: str) -> Iterator[Wanted]:
    """Openings that scanners read as book-title marks."""
    for m in _PRINTED.title_mark_for_bracket.finditer(text):
        yield m.start(1), m.end(1), "（"
        yield m.start(2), m.end(2), "）"


@rule(
    "private-use-point",
    "characters",
    "A private-use character between two digits is likely a decimal point.",
    safe=False,
    signs=PRIVATE,
)
def private_use_point(text: str) -> Iterable[Wanted]:
    """Private-use characters are never dropped; between digits one stood for a point in every file seen."""
    return ((m.start(), m.end(), ".") for m in _PRINTED.private_use_in_number.finditer(text))


def private_use(text: str) -> Iterator[tuple[int, int]]:
    """The spans of private-use characters that no rule repairs, for a warning."""
    return (m.span() for m in _PRINTED.private_use.finditer(text))
