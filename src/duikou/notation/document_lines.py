"""What one paragraph looks like by itself: a 发文字号, a 主送机关, a 成文日期, a mark 附件, a byline, body text.

What holds here: every test looks at one paragraph's text (clean, so with full-width punctuation) and nothing around it.
"""

from __future__ import annotations

from functools import lru_cache

from duikou.data import lists, load
from duikou.notation import bodies, closing_lines, doc_numbers, title_lines
from duikou.notation.ordinals import opens_item
from duikou.notation.patterns import patterns
from duikou.notation.site_lines import is_heading

_FORMS = patterns("notation/line_forms")
# 现将方案印发给你们。 is a notice's whole text.
_SENTENCE = 8


def doc_number(text: str) -> str | None:
    """The 发文字号 when `text` is nothing but one (see `numbers.alone`); else None."""
    found = doc_numbers.alone(text)
    return found.number if found else None


def is_red_head(text: str) -> bool:
    """Whether `text` is a 发文机关标志: the issuer's name and 文件, alone."""
    return _FORMS.red_head.fullmatch(text) is not None and not any(
        word in text for word in title_lines.leads_to_matter()
    )


def recipients(text: str) -> tuple[str, ...]:
    """The 主送机关 in `text` when it is their line, each body by itself, or the persons whom a letter answers (张某某
    代表：); else ()."""
    if not text.endswith(("：", ":")) or len(text) > 300 or "。" in text or opens_item(text):
        return ()
    body = text[:-1]
    if persons := _FORMS.persons.fullmatch(body):
        # 李某、王某某委员 are two of them.
        names = _FORMS.between_persons.split(persons["names"])
        return tuple(name.removesuffix(persons["as_"]) + persons["as_"] for name in names)
    table = load("notation/documents")["addressed"]
    said = any(word in body for word in (*table["says"], *table["greeted"]))
    if said or body.startswith(tuple(table["roles"])):
        return ()
    if not body.startswith(tuple(table["groups"])) and not bodies.is_body(body) and not _names_bodies(body):
        return ()
    return tuple(name for part in _FORMS.between_groups.split(body) if part for name in bodies.addressed(part))


def _names_bodies(text: str) -> bool:
    """Whether the first of a list is a body or a group of them and so are half of the others, whatever the last is
    called (市港航中心、各区交通主管部门、各岸电设备供应商)."""
    groups = tuple(load("notation/documents")["addressed"]["groups"])
    named = [piece.startswith(groups) or bodies.is_body(piece) for piece in bodies.split(text)]
    return len(named) > 1 and named[0] and 2 * sum(named) > len(named)


def is_announcement(text: str) -> bool:
    """Whether `text` is the word of an announcement alone, above its number: 公告."""
    return text in lists("notation/doc_number_forms").announces


def is_glossary(text: str) -> bool:
    """Whether `text` is the heading of a glossary that stands behind a document, without a number: 名词解释."""
    return text.rstrip("：:") in load("notation/documents")["chapters"]["glossary"]


def is_mark(text: str) -> bool:
    """Whether `text` is the mark of an attachment and nothing else (附件, 附件1, 附件：)."""
    return bool(_FORMS.mark.fullmatch(text))


def names_attached(text: str) -> bool:
    """Whether `text` reads as the name of something that is attached to a document: 防汛值班表, 任务清单."""
    return _FORMS.attached_name.fullmatch(text) is not None and not is_heading(text)


def is_any_mark(text: str) -> bool:
    """Whether `text` is the mark of an attachment, or 附 alone, which is one only where something is attached."""
    return is_mark(text) or _FORMS.mark_alone.fullmatch(text) is not None


def mark_at_head(text: str) -> str:
    """The mark of an attachment that `text` begins with (附件1-2), "" for none."""
    match = _FORMS.mark_at_head.match(text)
    return match.group() if match else ""


def marked(text: str) -> str | None:
    """What follows the mark 附件 on its own line: an attachment's title, or the first of a list; else None."""
    match = _FORMS.marked.match(text)
    if match is None or is_mark(text) or "。" in text[:-1]:
        return None
    return match["rest"]


def is_note(text: str) -> bool:
    """Whether `text` is a 附注 (GB/T 9704-2012, 7.3.6): （此件公开发布）, contacts in brackets."""
    return bool(_FORMS.note.fullmatch(text))


def is_copies(text: str) -> bool:
    """Whether `text` belongs to the 版记 (GB/T 9704-2012, 7.4): 抄送, 印发机关和印发日期."""
    return closing_lines.is_imprint(text)


def is_of_frame(shape: str) -> bool:
    """Whether a line, before cleaning and without white space, is one that documents have and pages have not: 发文字号,
    成文日期, 附注, 主送机关, the mark of an attachment, with its title behind a colon or without."""
    if title_lines.is_date(shape) or title_lines.is_doc_number(shape) or is_note(shape):
        return True
    return bool(recipients(shape)) or is_mark(shape.partition("：")[0]) or shape.startswith("附：")


def is_contents_head(text: str) -> bool:
    """Whether `text` is the word 目录 alone."""
    return bool(_FORMS.contents.fullmatch(text))


def is_byline(text: str) -> bool:
    """Whether `text` is a line of the page: 发布日期：…, 信息来源：…, a list of links."""
    if len(text) > 200:
        return False
    return _FORMS.byline.match(text.lstrip("-*•·【[ ")) is not None or (
        "." in text and _FORMS.file.search(text) is not None
    )


def is_body(text: str) -> bool:
    """Whether `text` reads as the document's own text: a sentence, or an item."""
    if is_byline(text) or is_note(text) or is_copies(text):
        return False
    sentence = len(text) >= _SENTENCE and text.endswith("。")
    return opens_item(text) or sentence or (len(text) >= 15 and ("。" in text or text.endswith(("：", "；"))))


@lru_cache(maxsize=512)
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
    if doc_numbers.is_of_order(text) or _FORMS.numbered_kind.fullmatch(text):
        return False
    return "。" not in text and not is_contents_head(text) and not is_red_head(text)
