"""What one line of a web page shows by itself: a paragraph of a document, a sign of one, or the site's
furniture.

What holds here: only what published documents have in common is looked at (GB/T 9704-2012: 发文字号,
主送机关, 结构层次序数, 成文日期, 附注), and what all sites share (notation.site_lines); never a site's class names
or ids.
"""

from __future__ import annotations

from functools import lru_cache

from duikou.notation import bodies, dates, document_lines, line_heads, site_lines, title_lines
from duikou.notation.characters import shape_of
from duikou.notation.patterns import patterns
from duikou.reading.web.blocks import Block

_SIGNS = patterns("reading/signs")

_MARKS = patterns("notation/page_marks")
_LONGEST_SIGN = 300  # characters of a line of a document besides its text, with white space
_LONGEST_DAY = 40  # characters of a line that is a day, with white space
_BRACKET = 32  # characters of a bracket behind a title, at most


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
    if len(text) > 3 and (line_heads.numbers(text) or _SIGNS.counted.match(text)):
        return len(text) * (1 - share)
    points = len(_SIGNS.points.findall(text))
    short = len(text) >= 8 and text.endswith("。")
    if short or (len(text) >= 16 and ("。" in text or text.endswith(("；", "：", ";", ":")) or points >= 2)):
        return len(text) * (1 - share)
    return 0.0


def is_sign(text: str) -> bool:
    """Whether a line is one that documents have and pages have not: 发文字号, 主送机关, 成文日期, 附注 or 附件."""
    return len(text) <= _LONGEST_SIGN and document_lines.is_of_frame(_shape(text))


def is_day(text: str) -> bool:
    """Whether a line is a day and nothing else: 2023-05-06."""
    dated = dates.at_end(squeeze(text), figures=True) if len(text) <= _LONGEST_DAY else None
    return dated is not None and dated[0] == 0


def is_red_head(text: str) -> bool:
    """Whether a line is 发文机关标志 or the number of a decree: 某市人民政府文件, 某市人民政府令, 第179号."""
    return _MARKS.red_head.fullmatch(_shape(text)) is not None


def is_file_link(block: Block) -> bool:
    """Whether a line is a link to an attached file, or names an attachment."""
    return squeeze(block.text).startswith("附") or any(_SIGNS.file.search(end) for end in block.link_ends)


def is_title(text: str) -> bool:
    """Whether a line reads like a document's title: it ends with a kind of document."""
    text = squeeze(text)
    while bracket := _SIGNS.last_bracket.search(text, max(0, len(text) - _BRACKET)):
        text = text[: bracket.start()]
    return 5 <= len(text) <= 120 and text.endswith(title_lines.kinds()) and "。" not in text


def is_body(text: str) -> bool:
    """Whether a line is the name of a body: 某市人民政府办公室."""
    text = squeeze(text)
    return 3 <= len(text) <= 40 and text.endswith(bodies.strong_ends()) and not _SIGNS.points.search(text)


def is_furniture(text: str) -> bool:
    """Whether a line is made of the site's words alone: 打印, 字体：大 中 小, 扫一扫."""
    return site_lines.is_tools(_shape(text))


def has_tool(text: str) -> bool:
    """Whether such a line has a word that only pages have: 打印, 返回顶部."""
    return site_lines.has_tool(_shape(text))


def is_tools(block: Block) -> bool:
    """Whether furniture is the site's even inside a document: two words of it or more, in no table and no heading.

    One word (分享, 下载) may be a heading of the document's own.
    """
    if block.table is not None or block.level is not None:
        return False
    return len([piece for piece in _SIGNS.tool_gaps.split(block.text) if piece]) > 1


def is_site_name(text: str) -> bool:
    """Whether a line is what a site calls itself."""
    return site_lines.names_site(text)


def has_points(text: str) -> bool:
    """Whether a line holds marks that titles have not."""
    return _SIGNS.no_title.search(text) is not None


def is_page_line(text: str) -> bool:
    """Whether a line outside the document's run has the shape of a breadcrumb, a byline, a counter."""
    return site_lines.is_page_line(_shape(text))


def is_plain_byline(text: str) -> bool:
    """Whether a line is a byline that only sites write: 发布时间：… 信息来源：… 浏览量：…"""
    return site_lines.is_plain_byline(site_lines.byline(_shape(text)))


def is_teaser(block: Block) -> bool:
    """Whether a line is the beginning of another article, with a link to go on."""
    return bool(block.links) and bool(_SIGNS.teaser.search(block.text))


def is_foot(text: str) -> bool:
    """Whether a line says by itself that it is of the site's foot: 版权所有, ICP备 and their like."""
    return site_lines.is_foot(_shape(text))


def may_be_foot(text: str) -> bool:
    """Whether a line is of the site's foot where it stands beside one that says so: 主办单位：…"""
    return site_lines.may_be_foot(_shape(text))


def names_hosts(text: str) -> bool:
    """Whether a line names those who run a site, or a contest: 主办单位：…"""
    return site_lines.names_hosts(_shape(text))


def opens_tail(text: str) -> bool:
    """Whether the page's tail begins with this line: related links, the article before and after."""
    return site_lines.opens_tail(_shape(text))


@lru_cache(maxsize=4096)
def _shape(text: str) -> str:
    return shape_of(squeeze(text))
