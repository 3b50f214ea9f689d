"""The lines before a document's first paragraph: its title, 发文字号 and 主送机关, and what the site prints above them.

What holds here: the title is the page's own where it says one; what the site prints above the title (its name, the
category of the page) is never a part of it.
"""

from __future__ import annotations

from duikou.notation import title_lines
from duikou.notation.titles import canonical
from duikou.reading.web import signs
from duikou.reading.web.blocks import Block
from duikou.reading.web.page_lines import PageLines
from duikou.reading.web.tree import Node

_LOOK_BACK = 40  # lines before the main element
_TAB = 8  # characters of a tab or a tag of the page, at most
_OPENING = 15  # lines in which the document's own title stands


def head(lines: PageLines, main: int, top: int, first: int, titles: list[str]) -> set[int]:
    """The lines before the run's first paragraph that are the document: in the main element all but the
    site's; before it, the title nearest to it, unless the main element begins with the title itself, and
    what stands between.
    """
    before = [index for index in range(top, first) if lines.within(index, main)]
    # The children of the main element that speak of the document: that of the run, and those with a sign of
    # one.
    places = {region(lines, main, first)} | {region(lines, main, index) for index in before if lines.sign[index]}
    kept: set[int] = set()
    for index in reversed(before):
        place = region(lines, main, index)
        title = _says_title(lines.blocks[index], titles)
        page_line = signs.is_page_line(lines.blocks[index].text) and not title
        own = title or place is None or place in places or None in places
        # 发文机关标志 stands in a box of its own in old pages, and so does the first line of a title.
        own = own or signs.is_red_head(lines.blocks[index].text) or _goes_on_in(lines, index, kept, titles)
        if lines.plain(index) and not page_line and own:
            kept.add(index)
    kept -= _above_title(lines, sorted(kept), titles)
    opening = [
        signs.squeeze(lines.blocks[index].text)
        for index in sorted({*kept, *range(first, first + _OPENING)} & set(range(len(lines.blocks))))
    ]
    # A 发文字号 in the middle is no title, whatever stands above it.
    unnumbered = (i for i in kept if not lines.sign[i] and not signs.is_red_head(lines.blocks[i].text))
    titled = any(_is_set_as_title(lines, index) or signs.is_title(lines.blocks[index].text) for index in unnumbered)
    nearest = not titled
    if any(signs.squeeze(lines.blocks[index].text) in titles for index in kept):
        # The whole title stands in the text's own element: what says so above it is the page's name.
        return kept
    for index in range(top - 1, max(-1, top - 1 - _LOOK_BACK), -1):
        block = lines.blocks[index]
        if not lines.plain(index) or signs.is_page_line(block.text):
            continue
        said = _says_title(block, titles) or (nearest and _reads_as_title(lines, index))
        nearest = nearest and (lines.sign[index] or len(signs.squeeze(block.text)) <= _TAB)
        if not said:
            continue
        if _repeats(opening, signs.squeeze(block.text)):
            break
        begin = index
        while begin > 0 and lines.plain(begin - 1) and _opens_title(lines, begin - 1, index):
            begin -= 1
        kept |= {
            j
            for j in range(begin, top)
            if lines.plain(j)
            and not signs.is_page_line(lines.blocks[j].text)
            and (j <= index or _between(lines, j, index))
        }
        break
    return kept


def _goes_on_in(lines: PageLines, index: int, kept: set[int], titles: list[str]) -> bool:
    """Whether a line is the first of a title that the line below it, one of the lines `kept`, ends."""
    below = index + 1
    return below in kept and _says_title(lines.blocks[below], titles) and _opens_title(lines, index, below)


def _above_title(lines: PageLines, kept: list[int], titles: list[str]) -> set[int]:
    """Those of the lines `kept` that the site prints above the title, its own name and the category of the page: the
    page's information or its tools part them from the line that the page says is the title."""
    # The last of them, since the page's own name may stand in its head as well.
    title = next((index for index in reversed(kept) if signs.squeeze(lines.blocks[index].text) in titles), None)
    if title is None:
        return set()
    parted = max((index for index in range(title) if not lines.plain(index)), default=-1)
    above = [index for index in kept if index < parted]
    return {index for index in above if not lines.sign[index] and not signs.is_red_head(lines.blocks[index].text)}


def _opens_title(lines: PageLines, index: int, title: int) -> bool:
    """Whether a line just before the title's last one is its first: in one element with it, or beside it the name of
    the body and then 关于 …."""
    block, last = lines.blocks[index], lines.blocks[title]
    leads, first = title_lines.leads_to_matter(), signs.squeeze(block.text)
    # The word alone is one of a menu (关于).
    if block.node == last.node or (first.endswith(leads) and first not in leads):
        return True
    beside = bool({*_above(lines.nodes, block.node)} & {*_above(lines.nodes, last.node)})
    about = signs.squeeze(last.text).startswith(leads)
    return beside and about and signs.is_body(block.text)


def _above(nodes: list[Node], node: int) -> list[int]:
    """The element that holds `node` and, for a cell, the one that holds its row."""
    parent = nodes[node].parent
    return [parent, nodes[parent].parent] if nodes[parent].tag == "tr" else [parent]


def _reads_as_title(lines: PageLines, index: int) -> bool:
    """Whether the line just before the document reads as its title, though nothing on the page says so: it names a
    kind of document, or is set as titles are."""
    block = lines.blocks[index]
    text = signs.squeeze(block.text)
    if block.links or block.table is not None or not 6 <= len(text) <= 80 or signs.is_site_name(text):
        return False
    return signs.is_title(text) or (_is_set_as_title(lines, index) and not signs.has_points(text))


def _is_set_as_title(lines: PageLines, index: int) -> bool:
    """Whether a line is set in the middle, bold or large."""
    block, nodes = lines.blocks[index], lines.nodes
    inside = nodes[block.node : nodes[block.node].end]
    return block.centred or block.level is not None or any(map(_is_large, inside))


def _is_large(node: Node) -> bool:
    return node.tag in ("b", "strong", "big") or (node.tag == "font" and node.number("size", 3, 99) > 3)


def _repeats(opening: list[str], title: str) -> bool:
    """Whether some of the opening lines, one after the other, make up the title, the mark of a note behind it aside."""
    for begin in range(len(opening)):
        whole = ""
        for line in opening[begin : begin + 6]:
            whole += line
            if title in (whole, canonical(whole)):
                return True
    return False


def _between(lines: PageLines, index: int, title: int) -> bool:
    """Whether a line between a title and the main element is the document's: a sign, centred like a
    subtitle, or a paragraph beside the title.
    """
    block, nodes = lines.blocks[index], lines.nodes
    beside = nodes[block.node].parent == nodes[lines.blocks[title].node].parent and nodes[block.node].tag == "p"
    return lines.sign[index] or block.centred or block.level is not None or beside


def region(lines: PageLines, main: int, index: int) -> int | None:
    """The child of the main element that the line stands in; None when it stands in none, or in a paragraph
    that is one.
    """
    node = lines.blocks[index].node
    if node == main or lines.nodes[node].parent == main:
        return None
    while lines.nodes[node].parent > main:
        node = lines.nodes[node].parent
    return node


def _says_title(block: Block, titles: list[str]) -> bool:
    """Whether the page says, in its head or by its form, that a line is the title."""
    text = signs.squeeze(block.text)
    if len(text) < 4 or signs.link_share(block) > 0.5:
        return False
    if any(text == title or (len(text) >= 8 and text in title) for title in titles):
        return True
    formed = (block.level is not None and block.level <= 3) or block.centred
    return formed and (signs.is_title(text) or (block.level == 1 and len(text) >= 8))
