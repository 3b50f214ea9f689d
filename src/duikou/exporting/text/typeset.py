"""Which style of GB/T 9704-2012 each paragraph of a document is set in; Word and HTML output share it.

What holds here: every paragraph of the clean text is in the settings once, in order, with its text as it
stands. Consecutive table rows are one setting. The styles themselves are data (data/exporting/gbt9704.toml).
"""

from __future__ import annotations

from dataclasses import replace

from duikou import data
from duikou.exporting.text.title_lines import title_lines, width
from duikou.model import Block, Document, Paragraph
from duikou.model.values import dataclass
from duikou.notation import document_lines, issuers

# What may open the text of an article, besides words.
_OPENS = tuple("《“（〔【")
_ROLES = {
    "title": "title",
    "red_head": "red_head",
    "doc_number": "doc_number",
    "recipients": "recipients",
    "issuer": "issuer",
    "date": "date",
    "note": "note",
    "contents": "contents",
    "summary": "summary",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One paragraph, or one table.

    `style` is a name of gbt9704.toml. The first `head` characters are a heading set in the style
    `head_style`, the rest is its text; 0 where the whole paragraph is in one style. `right` is an indent in
    characters that replaces the style's. `rows` are a table's cells; `text` is "" there. `gap` is where a space was put
    behind an ordinal, 0 where none was. `issuers` are the names at the head of a title that are printed apart.
    """

    style: str
    text: str = ""
    head: int = 0
    head_style: str = ""
    new_page: bool = False
    right: float | None = None
    rows: tuple[tuple[str, ...], ...] = ()
    gap: int = 0
    issuers: tuple[str, ...] = ()


# 7.3.1: a title stands in lines of so many characters at most.
_TITLE = "title"
_BLANK = "\u3000"


def lines_of(setting: Setting) -> tuple[str, ...]:
    """The lines that a setting's text is broken into where it is printed: of a title at its words, of all else none.
    Bodies that issue together stand apart by a blank."""
    if setting.style != _TITLE:
        return (setting.text,)
    described = data.load("exporting/gbt9704")
    text = _BLANK.join(setting.issuers) + setting.text[len("".join(setting.issuers)) :]
    return title_lines(text, described["page"]["text_width"] / 25.4 * 72 // described["styles"][_TITLE]["size"])


def typeset(document: Document) -> tuple[Setting, ...]:
    """The settings of a document, in reading order."""
    blocks = {block.paragraph.start: block for block in document.blocks}
    settings: list[Setting] = []
    part, begun = 0, False
    for paragraph in document.cleaned.paragraphs:
        block = blocks.get(paragraph.start)
        if paragraph.kind == "row" or (block is not None and block.role == "row"):
            cells = tuple(paragraph.text.split("\t"))
            if settings and settings[-1].rows:
                settings[-1] = replace(settings[-1], rows=(*settings[-1].rows, cells))
            else:
                settings.append(Setting("table", rows=(cells,)))
            continue
        setting = _setting(paragraph, block)
        if setting.style == _TITLE:
            setting = replace(setting, issuers=_together(setting.text, document.issuers))
        if setting.style in ("issuer", "date") and not begun:
            setting = replace(setting, style="caption")
        if setting.style == "attachments" and _follows(settings, "attachments", "attachments_more"):
            setting = replace(setting, style="attachments_more")
        begun = begun or block is None or block.role in ("text", "item", "recipients")
        # Each attachment begins on a page of its own (7.3.7); the mark before it has made that page already.
        starts = setting.style == "mark" or (block is not None and part and block.part > part)
        if starts and settings and not _follows(settings, "mark"):
            setting = replace(setting, new_page=True)
        part = max(part, block.part) if block is not None else part
        if starts:
            begun = False
        settings.append(setting)
    return _signatures(settings)


def _together(title: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """The bodies that stand one right behind another at the head of a title; () where there are not several. `known`
    are the document's, which were told apart by the blanks of its source."""
    for names in (known, issuers.of_title(title)):
        if len(names) > 1 and title.startswith("".join(names)):
            return names
    return ()


def _follows(settings: list[Setting], *styles: str) -> bool:
    return bool(settings) and settings[-1].style in styles


def _setting(paragraph: Paragraph, block: Block | None) -> Setting:
    text = paragraph.text
    if block is None or block.role == "text":
        level = {1: "chapter", 2: "chapter", 3: "section"}.get(paragraph.level or 2, "item")
        return Setting(level if paragraph.kind == "heading" else "body", text)
    if block.role == "attachment":
        return Setting("mark" if document_lines.is_mark(text) else "attachments", text)
    if block.role != "item" or block.ordinal is None:
        return Setting(_ROLES.get(block.role, "body"), text)
    if any(label.endswith("条") for label in block.path[:-1]):
        return Setting("body", text)  # what an article lists are no headings
    text, added = with_space(text, block)
    gap = len(block.ordinal.text) if added else 0
    ordinals: dict[str, str] = data.load("exporting/gbt9704")["ordinals"]
    by_depth = {1: "chapter", 2: "section"}.get(len(block.path), "item")
    style = ordinals.get(block.ordinal.style, by_depth)
    head = min(max(block.body_start - paragraph.start + added, 0), len(text))
    if block.title is None and block.ordinal.style == "article":
        head = min(len(block.ordinal.text), len(text))
    elif block.title is None:
        return Setting("body", text, gap=gap)
    return Setting(style, text, gap=gap) if head == len(text) else Setting("body", text, head, style, gap=gap)


# The styles of ordinals that stand apart from what follows: 第一编, 第一章, 第一节, 第一条.
_SPACED = frozenset({"volume", "chapter", "section", "article"})


def with_space(text: str, block: Block) -> tuple[str, int]:
    """The text of an item as it is printed, with a space of one character behind 第一条 and 第一章, and how many
    characters that adds. The clean text has none: it is no part of what the document says."""
    if block.ordinal is None or block.ordinal.style not in _SPACED or not text.startswith(block.ordinal.text):
        return text, 0
    end = len(block.ordinal.text)
    if not text[end : end + 1].isalnum() and text[end : end + 1] not in _OPENS:
        return text, 0
    return f"{text[:end]}\u3000{text[end:]}", 1


def _signatures(settings: list[Setting]) -> tuple[Setting, ...]:
    """The issuer's name is centred over the date that follows, which is four characters in (7.3.5)."""
    right = data.load("exporting/gbt9704")["styles"]["date"]["right"]
    date: str | None = None
    signed: list[Setting] = []
    for setting in reversed(settings):
        if setting.style == "issuer" and date is not None:
            centred = right + (width(date) - width(setting.text)) / 2
            signed.append(replace(setting, right=max(0.0, centred)))
        else:
            date = setting.text if setting.style == "date" else None
            signed.append(setting)
    return tuple(reversed(signed))
