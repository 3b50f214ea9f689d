"""The small frozen values that flow from floor to floor.

What holds here: every value knows where it stood. Offsets are characters (Python string indices), half open
[start, end). `Place` and `Line` offsets count in `Source.text`; the offsets of `Paragraph`, `Block`, `Node`, `Part`
and `Measure` count in `Cleaned.text`. Lines and pages count from 1. Nothing here computes more than a look-up;
the names are the field's own (GB/T 9704-2012, and DESIGN's list of words).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duikou.cleaning.log import EditLog

@dataclass(frozen=True, slots=True)
class Line:
    """One line of a source, without its line break.

    `role` says what the reader knows about it from the format: "text" (nothing known), "heading" (with `level` from
    1), "row" (a table row: cells apart by one TAB each), "metadata" (a page's own table of 索引号, 发文机关 …),
    "chrome" (the site's furniture), "header", "footer", "footnote".
    """

    start: int
    end: int
    number: int
    page: int | None = None
    role: str = "text"
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stood in its source: page (None where the format has none), line, and offsets in Source.text."""

    page: int | None
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Caution:
    """Something the program was unsure of, and left as it was (or did, where a guess was asked for)."""

    rule: str
    message: str
    text: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it was read: the decoded text and its lines.

    For text and Markdown, `text` is the decoded file exactly. For HTML and Word it is the visible text, one block, row or
    paragraph a line. `metadata` holds what the page says of itself as data, by field name (title, doc_number, issuers,
    date, index_number, published, subject). `sha256` is of the bytes read; for a str, of its UTF-8 form.
    """

    text: str
    lines: tuple[Line, ...]
    format: str
    encoding: str | None = None
    path: str | None = None
    sha256: str = ""
    pages: int | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One whole paragraph of the clean text. `kind` is "text", "heading" (the format says so) or "row" (cells by TAB)."""

    text: str
    start: int
    end: int
    kind: str
    place: Place
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """Lines taken out as furniture: their text as it stood, the rule, and the place."""

    text: str
    rule: str
    place: Place


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A source after cleaning. `text` is the paragraphs joined by line feeds, without a final one."""

    source: Source
    text: str
    paragraphs: tuple[Paragraph, ...]
    removed: tuple[Removed, ...]
    log: EditLog
    cautions: tuple[Caution, ...] = ()

    def restore(self) -> str:
        """Give back `source.text` exactly, from the clean text and the log of edits."""
        return self.log.restore(self.text)

    @property
    def edits(self) -> dict[str, int]:
        """How many edits each rule made, by rule name, in the order of the rules."""
        return self.log.counts()

    def place(self, start: int, end: int) -> Place:
        """The place in the source of the passage [start, end) of the clean text."""
        return self.log.place(self.source, start, end)


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
    marks; () outside any item. `ordinal` is set on the paragraph that opens an item. `title_end` is the offset (in
    Cleaned.text) where the item's heading ends, or None when it has none; `body_start` is where its own text begins.
    """

    paragraph: Paragraph
    role: str
    part: int
    path: tuple[str, ...] = ()
    ordinal: Ordinal | None = None
    title: str | None = None
    body_start: int = 0


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


@dataclass(frozen=True, slots=True)
class Document:
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


@dataclass(frozen=True, slots=True)
class Pair:
    """A 结对: two places or zones that work together, and on what."""

    left: str
    right: str
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A 时限 as written, with the days it names where they can be computed (ISO dates)."""

    text: str
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A 数量指标 as written: its lowest and highest value, unit, and relation (=, >=, <=, ~, +, -)."""

    text: str
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    relation: str = "="


@dataclass(frozen=True, slots=True)
class Citation:
    """A 引用文件: the title without 《》, and its 发文字号 where it follows."""

    title: str
    doc_number: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A 措施: a numbered item with text of its own and no numbered item below it.

    `text` is the body without title and closing tail; `responsibility` the tails as written, joined by `|`.
    """

    id: str
    part: int
    path: tuple[str, ...]
    chapter: str | None
    section: str | None
    kind: str
    title: str | None
    text: str
    start: int
    end: int
    place: Place
    lead_units: tuple[str, ...] = ()
    responsible_units: tuple[str, ...] = ()
    supporting_units: tuple[str, ...] = ()
    responsibility: str | None = None
    places: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    citations: tuple[Citation, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extracted:
    """What `extract` gives for one document."""

    document: Document
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a change: the item's path, the text, and where it stood in that version's source."""

    path: tuple[str, ...]
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Change:
    """One change between two versions.

    `klass` is "substantive", "suspect" or "editorial"; `type` "replace", "insert", "delete", "move" or "renumber".
    `category` names what changed (number, date, unit, place, modality, wording, insertion, deletion, punctuation,
    width, spacing, numbering, misreading). `zone` is "body" or "front" (before the first item or paragraph of the text:
    titles, 发文字号, bylines, history of amendments, attachment marks). `ops` give back both texts: the equal and
    deleted pieces make the old one, the equal and inserted ones the new.
    """

    klass: str
    type: str
    category: str
    old: Side | None
    new: Side | None
    ops: tuple[tuple[str, str], ...]
    matched_by: str
    score: float
    zone: str = "body"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What `diff` gives: both documents and the changes, in reading order of the new version."""

    old: Document
    new: Document
    changes: tuple[Change, ...]
    cautions: tuple[Caution, ...] = ()
