"""A web page's visible text as lines: one for each block element, table row or line break, in reading order.

What holds here: white space is collapsed as a browser does (not in `pre`, not NBSP or the ideographic space); an inline
element never breaks a line; a numbered list shows the numbers that the browser would show. Which lines are the
document and which are the site's is not decided here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from duikou.reading import htmltables
from duikou.reading.htmltree import Node

BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p pre section summary table tbody td "
    "textarea tfoot th thead tr caption ul".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SPACES = re.compile("[ \t\n\r\f]+")
_BREAKS = re.compile("\r\n|[\n\r\f\v\x85\u2028\u2029]")
_STRAY = re.compile(r"^\s*-->|<!--\s*$")
_PRE = re.compile(r"(?:^|;)\s*white-space\s*:\s*(pre|pre-wrap|pre-line|break-spaces|normal|nowrap)\b", re.IGNORECASE)
_LIST_STYLE = re.compile(r"(?:^|;)\s*list-style(?:-type)?\s*:\s*([^;]+)", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\s*(?:[（(]?[0-9０-９a-zA-Z一二三四五六七八九十百]{1,4}[）)、.．﹒]|第[0-9一二三四五六七八九十百零〇]+[条章节]|[①-⑳])"
)
_HANZI = "〇一二三四五六七八九"


@dataclass(slots=True)
class Block:
    """One line. `node` is the index of the innermost block element; `links` the characters that are in links; `link_ends`
    the addresses of these. `level` is that of a heading, else None; `table` the index of a data table, for its rows.
    """

    text: str
    node: int
    links: int = 0
    level: int | None = None
    table: int | None = None
    cells: tuple[str, ...] = ()
    link_ends: tuple[str, ...] = ()
    centred: bool = False


def blocks(nodes: list[Node]) -> list[Block]:
    """The lines of a page, in reading order; lines without text are left out."""
    writer = _Writer(nodes)
    writer.walk(0, len(nodes))
    return writer.lines


class _Writer:
    """Walks the nodes in order and writes lines; what holds for the open elements is kept on a stack."""

    def __init__(self, nodes: list[Node], in_cell: bool = False) -> None:
        self.nodes, self.in_cell = nodes, in_cell
        self.lines: list[Block] = []
        self.text: list[str] = []
        self.links = 0
        self.ends: list[str] = []
        self.mark = ""  # the number of a list item, to stand before its first text
        self.counters: dict[int, int] = {}

    def walk(self, start: int, end: int) -> None:
        """Write the lines of `nodes[start:end]`."""
        # One entry for each open element: its end, the innermost block, whether in `pre`, in a link, heading, centred.
        state = (end, start, False, False, None, False)
        stack: list[tuple[int, int, bool, bool, int | None, bool]] = []
        index = start
        while index < end:
            while stack and index >= state[0]:
                self._close(state, stack[-1])
                state = stack.pop()
            node = self.nodes[index]
            if not node.tag:
                self._write(node.text, state[2], state[3])
            elif node.tag == "br":
                self._flush(state)
            elif node.tag == "table" and not self.in_cell and htmltables.is_data(self.nodes, index):
                self._flush(state)
                self._rows(index)
                index = node.end
                continue
            else:
                stack.append(state)
                state = self._open(index, node, state)
            index += 1
        while stack:
            self._close(state, stack[-1])
            state = stack.pop()
        self._flush(state)

    def _open(
        self, index: int, node: Node, state: tuple[int, int, bool, bool, int | None, bool]
    ) -> tuple[int, int, bool, bool, int | None, bool]:
        _, block, pre, link, level, centred = state
        if is_block(node):
            self._flush(state)
            block = index
            level = _HEADINGS.get(node.tag, level)
            align = (node.attributes.get("align") or "").lower() or _style(node, "text-align")
            centred = align == "center" if align else centred or node.tag == "center"
            if node.tag == "li":
                self.mark = self._number(index, node)
        if node.tag in ("pre", "textarea", "listing"):
            pre = True
        elif node.style and (found := _PRE.search(node.style)):
            pre = found.group(1).lower() not in ("normal", "nowrap")
        if node.tag == "a" or node.tag == "button":
            link = True
            if node.attributes.get("href"):
                self.ends.append(str(node.attributes["href"]))
        return node.end, block, pre, link, level, centred

    def _close(
        self,
        state: tuple[int, int, bool, bool, int | None, bool],
        outer: tuple[int, int, bool, bool, int | None, bool],
    ) -> None:
        if state[1] != outer[1]:
            self._flush(state)
            if self.nodes[state[1]].tag == "li":
                self.mark = ""

    def _write(self, text: str, pre: bool, link: bool) -> None:
        text = _STRAY.sub("", text)
        if not text:
            return
        if pre:
            first, *others = _BREAKS.split(text)
            self._add(first, link)
            for other in others:
                self.text.append("\n")
                self._add(other, link)
        else:
            self._add(_SPACES.sub(" ", text), link)

    def _add(self, text: str, link: bool) -> None:
        self.text.append(text)
        if link:
            self.links += len("".join(text.split()))

    def _flush(self, state: tuple[int, int, bool, bool, int | None, bool]) -> None:
        if not self.text:
            return
        _, block, pre, _, level, centred = state
        whole = "".join(self.text)
        self.text = []
        if not pre:
            whole = re.sub("  +", " ", whole)
        links, ends = self.links, tuple(self.ends)
        self.links, self.ends = 0, []
        for piece in whole.split("\n"):
            # Whatever else is a line break stands in a line of its own, so that the lines tile the text.
            line = _BREAKS.sub(" ", piece).strip(" \t")
            if not line.strip():
                continue
            if self.mark:
                line = line if _NUMBERED.match(line) else self.mark + line
                self.mark = ""
            self.lines.append(Block(line, block, links, level, link_ends=ends, centred=centred))

    def _rows(self, index: int) -> None:
        for row in htmltables.rows(self.nodes, index):
            if row.node is None:
                self.lines += _inside(self.nodes, row.span[0], row.span[1])
                continue
            cells, links = [], 0
            for span in row.cells:
                parts = _inside(self.nodes, *span) if span else []
                cells.append(htmltables.join([part.text for part in parts]))
                links += sum(part.links for part in parts)
            if any(cell.strip() for cell in cells):
                self.lines.append(Block("\t".join(cells), row.node, links, table=index, cells=tuple(cells)))

    def _number(self, index: int, node: Node) -> str:
        """The mark that a browser shows before a list item, with a space after it where Latin; "" for a bullet."""
        parent = node.parent
        if parent < 0 or self.nodes[parent].tag != "ol":
            return ""
        outer = self.nodes[parent]
        style = _list_style(node) or _list_style(outer) or _TYPES.get(outer.attributes.get("type") or "", "decimal")
        step = -1 if "reversed" in outer.attributes else 1
        if parent not in self.counters:
            items = sum(1 for n in self.nodes[parent + 1 : outer.end] if n.tag == "li" and n.parent == parent) if step < 0 else 1
            self.counters[parent] = outer.number("start", items, 99_999) - step
        self.counters[parent] = node.number("value", self.counters[parent] + step, 99_999)
        return _list_mark(style, self.counters[parent])


def is_block(node: Node) -> bool:
    """Whether an element begins a line of its own."""
    display = node.display
    if display:
        return display in ("block", "list-item", "flex", "grid", "table", "table-row")
    return node.tag in BLOCKS


def _inside(nodes: list[Node], start: int, end: int) -> list[Block]:
    writer = _Writer(nodes, in_cell=True)
    writer.walk(start, end)
    return writer.lines


def _style(node: Node, name: str) -> str:
    found = re.search(rf"(?:^|;)\s*{name}\s*:\s*([a-z-]+)", node.style, re.IGNORECASE) if node.style else None
    return found.group(1).lower() if found else ""


_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}


def _list_style(node: Node) -> str:
    found = _LIST_STYLE.search(node.style) if node.style else None
    words = found.group(1).lower().split() if found else []
    return next((word for word in words if word not in ("inside", "outside")), "")


def _list_mark(style: str, value: int) -> str:
    if style in ("none", "disc", "circle", "square") or style.startswith("url("):
        return ""
    if "chinese" in style or style in ("cjk-ideographic", "hiragana", "cjk-decimal") and 0 < value < 100:
        return _hanzi(value) + "、" if 0 < value < 100 else f"{value}. "
    if style.endswith(("alpha", "latin")) and 0 < value <= 26:
        return chr((65 if style.startswith("upper") else 97) + value - 1) + ". "
    if style.endswith("roman") and 0 < value < 4000:
        roman = _roman(value)
        return (roman if style.startswith("upper") else roman.lower()) + ". "
    return f"{value}. "


def _hanzi(value: int) -> str:
    tens, ones = divmod(value, 10)
    head = "" if not tens else "十" if tens == 1 else _HANZI[tens] + "十"
    return head + (_HANZI[ones] if ones else "")


def _roman(value: int) -> str:
    text = ""
    for size, mark in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "M CM D CD C XC L XL X IX V IV I".split(), strict=True
    ):
        text += mark * (value // size)
        value %= size
    return text
