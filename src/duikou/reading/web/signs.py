"""What one line of a web page shows by itself: a paragraph of a document, a sign of one, or the site's
furniture.

What holds here: only what published documents have in common is looked at (GB/T 9704-2012: 发文字号,
主送机关, 结构层次序数, 成文日期, 附注), and words that all sites share (data/reading/web_page.toml); never a site's
class names or ids.
"""

from __future__ import annotations

import re
from functools import cache

from duikou.data import load
from duikou.notation import bodies
from duikou.notation.patterns import pattern
from duikou.reading.web.blocks import Block

_POINTS = pattern(r"[，。；：、？！,;:]")
_ORDINAL = pattern(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|[（(]\d{1,2}[）)]|\d{1,3}[.．、](?!\d)"
    r"|第[一二三四五六七八九十百零〇\d]+[条章节]|[①-⑳]|[一二三四五六七八九十]是)"
)
_DIGIT = "[0-9０-９〇○零一二三四五六七八九十]"
_DOC_NUMBER = pattern(r"[\u3400-\u9fff（）()]{2,16}[〔\[【（(［]\d{4}[〕\]】）)］]第?\d{1,5}号")
_DATE = pattern(rf"{_DIGIT}{{4}}年{_DIGIT}{{1,3}}月{_DIGIT}{{1,3}}日")
_NOTE = pattern(r"[（(](?:此件|此文|本文件)?(?:主动|依申请|不予|公开)*(?:公开|发布|发至|印发)[^（）()]{0,12}[）)]")
_RECIPIENTS = pattern(r"(?:各|市|省|区|县|自治|有关|国务院|你)[^。；]{2,200}[：:]")
_ATTACHMENT = pattern(r"附[件表录图]?(?:\d{1,2}|[一二三四五六七八九十]+)?(?:[：:].*)?")
_FILE = pattern(r"\.(?:docx?|wps|pdf|ofd|xlsx?|et|zip|rar|pptx?)(?:$|[?#])", re.IGNORECASE)
_CLOCK = pattern(
    r"^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[\s\u00a0\u3000]*\d{1,2}:\d{2}(?::\d{2})?)?[\s\u00a0\u3000|｜]*"
)
_SENTENCE = pattern(r"[。；，]")
_TEASER = pattern(r"(?:…|\.{3})?[\s\[【（(]*(?:详细|详情|查看|阅读|更多|全文)[^。]{0,6}$")
_TOOL_GAPS = pattern(r"[\s\u00a0\u3000\[\]【】|｜/>＞»·:：,，、]+")
_LONGEST_FURNITURE = 240
_LONGEST_VALUE = 30


def squeeze(text: str) -> str:
    """The text without any white space."""
    text = "".join(text.split())
    return text if text.isascii() else text.replace("\u200b", "").replace("\ufeff", "")


def link_share(block: Block) -> float:
    """The share of the line's characters that are in links."""
    return block.links / max(1, len(squeeze(block.text)))


def weight(block: Block) -> float:
    """How much of a document's running text a line is: its characters, 0 when it is none.

    A paragraph has sentence punctuation, a numbered heading its ordinal; half counts for a row of a table.
    """
    text = squeeze(block.text)
    share = link_share(block)
    if share > 0.5 or is_foot(block.text) or is_furniture(block.text) or is_page_line(block.text):
        return 0.0
    if block.table is not None:
        return len(text) * 0.5 * (1 - share) if len(text) > 8 else 0.0
    if _ORDINAL.match(text) and len(text) > 3:
        return len(text) * (1 - share)
    points = len(_POINTS.findall(text))
    short = len(text) >= 8 and text.endswith("。")
    if short or (len(text) >= 16 and ("。" in text or text.endswith(("；", "：", ";", ":")) or points >= 2)):
        return len(text) * (1 - share)
    return 0.0


def is_sign(text: str) -> bool:
    """Whether a line is one that documents have and pages have not: 发文字号, 主送机关, 成文日期, 附注 or
    附件.
    """
    text = squeeze(text)
    signs = (_DOC_NUMBER, _DATE, _NOTE, _RECIPIENTS, _ATTACHMENT)
    return len(text) <= 220 and any(sign.fullmatch(text) for sign in signs)


def is_file_link(block: Block) -> bool:
    """Whether a line is a link to an attached file, or names an attachment."""
    return squeeze(block.text).startswith("附") or any(_FILE.search(end) for end in block.link_ends)


def is_title(text: str) -> bool:
    """Whether a line reads like a document's title: it ends with a kind of document."""
    text = re.sub(r"(?:[（(][^（）()]{1,30}[）)])+$", "", squeeze(text))
    return (
        5 <= len(text) <= 120
        and text.endswith(tuple(load("reading/web_page")["document"]["kinds"]))
        and "。" not in text
    )


def is_body(text: str) -> bool:
    """Whether a line is the name of a body: 某市人民政府办公室."""
    text = squeeze(text)
    return 3 <= len(text) <= 40 and text.endswith(bodies.strong_ends()) and not _POINTS.search(text)


def is_furniture(text: str) -> bool:
    """Whether a line is made of the site's words alone: 打印, 字体：大 中 小, 扫一扫."""
    text = text.strip()
    return len(text) <= _LONGEST_FURNITURE and bool(_words().fullmatch(text))


def is_tools(block: Block) -> bool:
    """Whether furniture is the site's even inside a document: two words of it or more, in no table and no heading.

    One word (分享, 下载) may be a heading of the document's own.
    """
    if block.table is not None or block.level is not None:
        return False
    return len([piece for piece in _TOOL_GAPS.split(block.text) if piece]) > 1


def is_site_name(text: str) -> bool:
    """Whether a line is what a site calls itself."""
    return text.endswith(tuple(load("reading/web_page")["document"]["sites"]))


def has_points(text: str) -> bool:
    """Whether a line holds marks that titles have not."""
    return re.search("[。；：，！？]", text) is not None


def is_page_line(text: str) -> bool:
    """Whether a line outside the document's run has the shape of a breadcrumb, a byline, a counter."""
    text = text.strip(" \t\u00a0\u3000")
    return len(text) <= _LONGEST_FURNITURE and (bool(_shapes().fullmatch(text)) or is_byline(text))


def is_byline(text: str) -> bool:
    """Whether a line is made of 来源：…, 发布时间：…, 浏览次数：… and their like, with a date before them
    or none.
    """
    text = _CLOCK.sub("", text.strip(" \t\u00a0\u3000【[（("))
    labels = list(_byline().finditer(text))
    if not labels or labels[0].start() > 0:
        return False
    ends = [label.start() for label in labels[1:]] + [len(text)]
    values = [text[label.end() : end] for label, end in zip(labels, ends, strict=True)]
    return all(len(squeeze(value)) <= _LONGEST_VALUE and not _SENTENCE.search(value) for value in values)


def is_teaser(block: Block) -> bool:
    """Whether a line is the beginning of another article, with a link to go on."""
    return bool(block.links) and bool(_TEASER.search(block.text))


def is_foot(text: str) -> bool:
    """Whether a line is of the site's foot: 版权所有, ICP备 and their like."""
    return len(text) <= 600 and bool(_any("foot").search(text))


def opens_tail(text: str) -> bool:
    """Whether the page's tail begins with this line: related links, the article before and after."""
    return bool(_any("tail").match(text.strip(" \t\u00a0\u3000"))) and len(text) <= 120


@cache
def _words() -> re.Pattern[str]:
    words = sorted(load("reading/web_page")["furniture"]["words"], key=lambda word: (-len(word), word))
    # Atomic, so that a long line of such words can't be tried in all its divisions.
    either = "|".join(map(re.escape, words))
    between = r"[\s\u00a0\u3000\[\]【】()（）|｜/\\>＞»›·:：,，、_＿\-—*+A\d年月日]"
    return re.compile(rf"(?>{between})*(?>{either})(?>{either}|{between})*")


@cache
def _byline() -> re.Pattern[str]:
    gap = r"[ \u00a0\u3000]*"
    words = sorted(load("reading/web_page")["furniture"]["byline"], key=lambda word: (-len(word), word))
    return re.compile(f"(?:{'|'.join(gap.join(word) for word in words)}){gap}[：:]")


@cache
def _shapes() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{shape})" for shape in load("reading/web_page")["furniture"]["shapes"]))


@cache
def _any(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{shape})" for shape in load("reading/web_page")["furniture"][name]))
