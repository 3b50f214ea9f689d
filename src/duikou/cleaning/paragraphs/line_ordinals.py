"""How a line begins: with the ordinal of an item, or not.

What holds here: only the mark is read, and where it stands in the sequence of its form. What the item is in the
document is the outlining floor's business. Ordinals follow GB/T 9704-2012, 7.3.3 and the forms seen in print.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from duikou.notation.numerals import HAN as _N
from duikou.notation.numerals import number
from duikou.notation.patterns import pattern

_CHAPTER = (
    "chapter",
    pattern(
        rf"([{_N}]{{1,4}})、(?!(?:[一二三四五六七八九十]、){{0,8}}[一二三四五六七八九十]{{1,3}}(?:类|级|等|线|产))"
    ),
)
# A scan's （ is often read as 〈 or 《, and ） as 〉 or 》; no title opens or closes with a round bracket.
_SECTION = ("section", pattern(rf"(?:（(?=[^）]{{1,4}}[）〉》])|[〈《](?=[^）]{{1,4}}）))([{_N}]{{1,4}})[）〉》]"))
# 2.2018年: no decimal is a year.
_ITEM = ("item", pattern(r"(\d{1,3})[.．、﹒](?:(?!\d)|(?=(?:19|20)\d\d年))"))
_GLUED = ("glued", pattern(r"(\d{1,3})\.(?=\d)(?!\d+(?:[%％‰万亿元吨倍]|个百分点))"))
_SUBITEM = ("subitem", pattern(r"（(\d{1,3})）"))
_HALF = ("half", pattern(r"(\d{1,3})）"))
_CIRCLED = ("circled", pattern("([①-⑳])"))
_ARTICLE = ("article", pattern(rf"[第笫]([{_N}－—-]{{1,5}}|\d{{1,4}})条(?:之[{_N}])?"))
_CLAUSE = ("clause", pattern(rf"[第笫]([{_N}]{{1,4}}|\d{{1,3}})[章节编篇部]"))
_DASH = ("dash", pattern("(——)(?=[^—])"))
_ATTACHMENT = ("attachment", pattern(r"(附件)(?=$|[:：]|\d{1,2}(?:$|[:：.]|[^\d年]))"))

# Which forms a line may open with, by its first character.
_FORMS = {
    **dict.fromkeys(_N, (_CHAPTER,)),
    **dict.fromkeys("0123456789", (_ITEM, _GLUED, _HALF)),
    **dict.fromkeys("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", (_CIRCLED,)),
    **dict.fromkeys("第笫", (_ARTICLE, _CLAUSE)),
    "（": (_SECTION, _SUBITEM),
    "〈": (_SECTION,),
    "《": (_SECTION,),
    "—": (_DASH,),
    "附": (_ATTACHMENT,),
}


class Start(NamedTuple):
    """The form of an ordinal at a line's head, its number (0 where it has none) and the length of the mark."""

    form: str
    value: int
    length: int


def start_of(shape: str) -> Start | None:
    """The ordinal at the head of a line without white space and with full-width punctuation; None without one."""
    for form, mark in _FORMS.get(shape[:1], ()):
        if m := mark.match(shape):
            return Start(form, number(m.group(1)) or 0, m.end())
    return None


@dataclass
class Sequence:
    """The last number seen of each form, so that a mark can be held against what should come."""

    last: dict[str, int] = field(default_factory=dict)

    def fits(self, start: Start) -> bool:
        """Whether the mark opens a list or goes on with one."""
        if start.form in ("dash", "attachment"):
            return True
        if start.form == "glued":
            return start.value == self.last.get("item", 0) + 1
        return start.value == 1 or start.value == self.last.get(start.form, 0) + 1

    def take(self, start: Start) -> None:
        """Note the mark as seen."""
        self.last["item" if start.form == "glued" else start.form] = start.value
