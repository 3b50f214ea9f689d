"""What is outlined: ordinals, blocks, the tree of items, parts and the document."""

from __future__ import annotations

from duikou.model.cleaned import Cleaned
from duikou.model.shown import Shown, counted, titled
from duikou.model.text import Marked, Paragraph
from duikou.model.values import dataclass


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A 结构层次序数 at the head of a paragraph (GB/T 9704-2012, 7.3.3).

    `text` is the mark as written (`（一）`, `1.`, `第三条`), `label` the same without closing marks, as it stands in a
    path (`（一）`, `1`, `第三条`), `style` the form, `value` its number.
    """

    text: str
    label: str
    style: str
    value: int


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph with what it is in the document.

    `role` is one of ROLES. `path` holds the ordinals of the item it belongs to, from the chapter down, without closing
    marks; () outside any item. `ordinal` is set on the paragraph that opens an item, `title` where that has a heading;
    `body_start` is the offset (in Cleaned.text) where its own text begins.
    """

    paragraph: Paragraph
    role: str
    part: int
    path: tuple[str, ...] = ()
    ordinal: Ordinal | None = None
    title: str | None = None
    body_start: int = 0

    @property
    def marked(self) -> Marked:
        """Its text behind the ordinal, with the marks that were read in it."""
        return self.paragraph.marked(len(self.ordinal.text) if self.ordinal else 0)

    @property
    def own(self) -> Marked:
        """Its text behind ordinal and heading, with the marks that were read in it."""
        return self.paragraph.marked(self.body_start - self.paragraph.start)


ROLES = (
    "title",  # 标题
    "red_head",  # 发文机关标志
    "doc_number",  # 发文字号
    "recipients",  # 主送机关
    "item",  # a paragraph that opens a numbered item of any level
    "text",  # a paragraph without a number
    "issuer",  # 发文机关署名
    "date",  # 成文日期
    "note",  # 附注
    "attachment",  # the mark 附件 before an attachment, and the list of attachments
    "contents",  # a table of contents
    "summary",  # an editor's summary before the text, or a byline
    "row",  # a table row
)


@dataclass(frozen=True, slots=True)
class Node:
    """A numbered item with its paragraphs and the items below it. `blocks` are its own, without its children's."""

    ordinal: Ordinal
    level: int
    title: str | None
    path: tuple[str, ...]
    blocks: tuple[Block, ...]
    children: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """The notice, or one attachment: a text with a numbering of its own. `index` counts from 1."""

    index: int
    title: str | None
    nodes: tuple[Node, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Document(Shown):
    """A cleaned text with its structure. `date` is ISO (2018-03-17). `doctype` is the kind of document that the title
    names (通知, 意见, 方案, 条例, 解读 …), "" when it names none."""

    cleaned: Cleaned
    title: str | None
    doc_number: str | None
    issuers: tuple[str, ...]
    recipients: tuple[str, ...]
    date: str | None
    note: str | None
    parts: tuple[Part, ...]
    blocks: tuple[Block, ...]
    doctype: str = ""

    def _said(self) -> str:
        return f"{titled(self.title)}: {counted(len(self.parts), 'part')}"
