"""What one paragraph looks like by itself: a 发文字号, a 主送机关, a 成文日期, a mark 附件, a byline, body text.

What holds here: every test looks at one paragraph's text (clean, so with full-width punctuation) and nothing around it.
"""

from __future__ import annotations

import re
from functools import cache

from duikou.data import load
from duikou.notation import bodies, closing_lines, doc_numbers
from duikou.notation.numerals import HAN
from duikou.notation.ordinals import opens_item
from duikou.notation.patterns import pattern

_MARK = pattern(rf"[（(【\[]?附\s*[件表录]\s*(?:[{HAN}]{{1,3}}|\d{{1,2}}(?:[-—]\d{{1,2}})?)?[)）】\]]?[:：]?")
_MARKED = pattern(
    rf"附(?:[件表录]\s*+(?:[{HAN}]{{1,3}}|\d{{1,2}}(?:[-—]\d{{1,2}})?)?[:：.、]?|[:：])\s*+(?P<rest>\S.*)"
)
_NOTE = pattern(r"[（(](?:此件|本件|此文|本文|本有删减|有删减|联系人|联系电话|注[:：]|信息公开).{0,80}[）)]")
_FILE = pattern(r"\.(?:pdf|docx?|wps|xlsx?|ofd|md)\b", re.I)
_RED_HEAD = pattern("[一-鿿（）()、 ]{4,60}(?:文件|公报)")
# 现将方案印发给你们。 is a notice's whole text.
_SENTENCE = 8
_CONTENTS = pattern(r"目\s*[录次]")
# Whom an answer to a proposal is for: 张某某代表, 李某、王某某委员.
_PERSONS = pattern(
    "(?:尊敬的)?(?P<names>[一-鿿·]{2,6}(?:[、，][一-鿿·]{2,6}){0,20}?)(?:等\\d*[位名]?)?(?:政协)?(?P<as_>代表|委员|同志|先生|女士)"
)


def doc_number(text: str) -> str | None:
    """The 发文字号 when `text` is nothing but one (see `numbers.alone`); else None."""
    found = doc_numbers.alone(text)
    return found.number if found else None


def is_red_head(text: str) -> bool:
    """Whether `text` is a 发文机关标志: the issuer's name and 文件, alone."""
    return _RED_HEAD.fullmatch(text) is not None and "关于" not in text and "印发" not in text


def recipients(text: str) -> tuple[str, ...]:
    """The 主送机关 in `text` when it is their line, each body by itself, or the persons whom a letter answers (张某某
    代表：); else ()."""
    if not text.endswith(("：", ":")) or len(text) > 300 or "。" in text or opens_item(text):
        return ()
    body = text[:-1]
    if persons := _PERSONS.fullmatch(body):
        # 李某、王某某委员 are two of them.
        names = re.split("[、，]", persons["names"])
        return tuple(name.removesuffix(persons["as_"]) + persons["as_"] for name in names)
    table = load("notation/documents")["addressed"]
    if body.startswith(tuple(table["roles"])) or any(word in body for word in table["says"]):
        return ()
    if not body.startswith(tuple(table["groups"])) and not bodies.is_body(body):
        return ()
    return tuple(name for part in re.split("[，；,;]", body) if part for name in bodies.addressed(part))


def is_mark(text: str) -> bool:
    """Whether `text` is the mark of an attachment and nothing else (附件, 附件1, 附件：)."""
    return bool(_MARK.fullmatch(text))


def marked(text: str) -> str | None:
    """What follows the mark 附件 on its own line: an attachment's title, or the first of a list; else None."""
    match = _MARKED.match(text)
    if match is None or is_mark(text) or "。" in text[:-1]:
        return None
    return match["rest"]


def is_note(text: str) -> bool:
    """Whether `text` is a 附注 (GB/T 9704-2012, 7.3.6): （此件公开发布）, contacts in brackets."""
    return bool(_NOTE.fullmatch(text))


def is_copies(text: str) -> bool:
    """Whether `text` belongs to the 版记 (GB/T 9704-2012, 7.4): 抄送, 印发机关和印发日期."""
    return closing_lines.is_imprint(text)


def is_contents_head(text: str) -> bool:
    """Whether `text` is the word 目录 alone."""
    return bool(_CONTENTS.fullmatch(text))


def is_byline(text: str) -> bool:
    """Whether `text` is a line of the page: 发布日期：…, 信息来源：…, a list of links."""
    if len(text) > 200:
        return False
    return _byline().match(text.lstrip("-*•·【[ ")) is not None or ("." in text and _FILE.search(text) is not None)


def is_body(text: str) -> bool:
    """Whether `text` reads as the document's own text: a sentence, or an item."""
    if is_byline(text) or is_note(text) or is_copies(text):
        return False
    sentence = len(text) >= _SENTENCE and text.endswith("。")
    return opens_item(text) or sentence or (len(text) >= 15 and ("。" in text or text.endswith(("：", "；"))))


def is_headline(text: str) -> bool:
    """Whether `text` could be a title: short, one line, no sentence, no ordinal, nothing else that a line can be."""
    if (
        not 3 <= len(text) <= 120
        or text.endswith(("。", "；", "：", "，", "、", "！", ":"))
        or text.startswith(("（", "("))
    ):
        return False
    if opens_item(text) or doc_number(text) or is_byline(text) or is_mark(text) or is_copies(text):
        return False
    if doc_numbers.is_half(text):
        return False
    return "。" not in text and not is_contents_head(text) and not is_red_head(text)


@cache
def _byline() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(load("notation/documents")["bylines"], key=len, reverse=True)))
    return re.compile(rf"(?:{words})\s*[】\]]?(?:[:：]|$)")
