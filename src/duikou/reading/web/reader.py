"""Web pages: the visible text, one block, table row or broken line a line, with what each line is.

What holds here: lines stand in reading order, the site's too, so nothing of the page is lost; `Line.role`
says which are the document (text, heading, row), which the page's information table (metadata, its values
in `Source.metadata` too) and which the site's furniture (chrome).
"""

from __future__ import annotations

from duikou.errors import UnreadableError, t
from duikou.model import Caution, Line, Place, Source
from duikou.notation.patterns import pattern
from duikou.reading.budget import Budget
from duikou.reading.options import USUAL, Options
from duikou.reading.web import blocks as htmlblocks
from duikou.reading.web import contents, main_text, page_info, page_lines, page_tail, sites
from duikou.reading.web import info as htmlinfo
from duikou.reading.web import signs as htmlsigns
from duikou.reading.web import tree as htmltree

_TITLE_PARTS = pattern(r"[_|｜\-—–]+")


def read_html(text: str, encoding: str | None, path: str | None, options: Options = USUAL) -> Source:
    """The Source of a page's markup, decoded with the codec `encoding`. Raises `UnreadableError` when it
    shows no text.
    """
    text = sites.selected(text, path)
    page = htmltree.parse(text)
    blocks = htmlblocks.blocks(page.nodes, Budget(options.limits, path))
    if not any(map(htmlsigns.weight, blocks)):
        # The document itself may be what a script would unhide.
        full = htmltree.parse(text, with_hidden=True)
        hidden = htmlblocks.blocks(full.nodes, Budget(options.limits, path))
        if any(map(htmlsigns.weight, hidden)):
            page, blocks = full, hidden
    if not blocks:
        raise UnreadableError(
            "is a web page that shows no text",
            "Its text may be fetched by scripts: open it in a browser and save the page from there",
            path,
        )
    blocks = contents.released(page.nodes, blocks)
    told = htmlinfo.find_page_info(page.nodes, blocks)
    titles = _titles(page, [pair for index in sorted(told) for pair in told[index]])
    roles = main_text.roles(page.nodes, blocks, set(told), titles)
    values = page_info.collect([pair for i in sorted(told) if roles[i] == "metadata" for pair in told[i]])
    for name, content in page.meta.items():
        field = page_info.meta_field(name)
        if field and content:
            values.setdefault(field, content)
    shown = "\n".join(block.text for block in blocks)
    lines = _lines(blocks, roles)
    return Source(shown, lines, "html", encoding, path, metadata=values, cautions=_prose_left_out(shown, lines, blocks))


def _prose_left_out(shown: str, lines: tuple[Line, ...], blocks: list[htmlblocks.Block]) -> tuple[Caution, ...]:
    """A warning of the sentences that stand outside the box that was taken for the document's, with their size; none
    where there are only beginnings of other articles and the site's foot."""
    told = page_tail.feet(blocks)
    left = [
        index
        for index, (line, block) in enumerate(zip(lines, blocks, strict=True))
        if line.role == "chrome"
        and "。" in block.text
        and htmlsigns.weight(block)
        and not told[index]
        and not page_lines.is_teaser(blocks, index)
    ]
    if not left:
        return ()
    size = sum(len(htmlsigns.squeeze(blocks[index].text)) for index in left)
    first, last = lines[left[0]], lines[left[-1]]
    message = t(
        "{size} characters in {count} lines of sentences were taken for the site's and left out",
        size=size,
        count=len(left),
    )
    place = Place(None, first.number, first.start, last.end)
    return (Caution("site-chrome", message, blocks[left[0]].text.strip(), place),)


def _lines(blocks: list[htmlblocks.Block], roles: list[str]) -> tuple[Line, ...]:
    lines: list[Line] = []
    start = 0
    for number, (block, found) in enumerate(zip(blocks, roles, strict=True), 1):
        row = block.table is not None
        level = block.level if found == "text" and not row else None
        role = found if found != "text" else "row" if row else "heading" if level else "text"
        lines.append(
            Line(start, start + len(block.text), number, None, role, level, merged=block.merged, centred=block.centred)
        )
        start += len(block.text) + 1
    return tuple(lines)


def _titles(page: htmltree.Page, pairs: htmlinfo.Pairs) -> list[str]:
    """What the page says that its title is, without white space: in its head, and in its information table."""
    said = [page.title, *_TITLE_PARTS.split(page.title)]
    said += [content for name, content in page.meta.items() if page_info.meta_field(name) == "title"]
    said += [value for label, value in pairs if page_info.field_of(label) == "title"]
    titles = map(htmlsigns.squeeze, said)
    # The site's own name is none: whoever signs is called so too.
    return [title for title in titles if len(title) >= 4 and not htmlsigns.is_body(title)]
