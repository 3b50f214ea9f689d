"""A web page's visible text as lines: one for each block element, table row or line break, in reading order.

What holds here: white space is collapsed as a browser does (not in `pre`, not NBSP or the ideographic
space); an inline element never breaks a line; a numbered list shows the numbers that the browser would
show. Which lines are the document and which are the site's is not decided here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from duikou.notation.patterns import pattern
from duikou.reading.budget import Budget
from duikou.reading.pages import cell_lines
from duikou.reading.web import lists
from duikou.reading.web import tables as htmltables
from duikou.reading.web.tree import Node

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption
        figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p pre section
        summary table tbody td textarea tfoot th thead tr ul""",
    )
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLANKS = pattern("  +")
_SPACES = pattern("[ \t\n\r\f]+")
_BREAKS = pattern("\r\n|[\n\r\f\v\x85\u2028\u2029]")
_STRAY = pattern(r"^\s*-->|<!--\s*$")
_ALIGN = pattern(r"(?:^|;)\s*text-align\s*:\s*([a-z-]+)", re.IGNORECASE)
_PRE = pattern(r"(?:^|;)\s*white-space\s*:\s*(pre|pre-wrap|pre-line|break-spaces|normal|nowrap)\b", re.IGNORECASE)


@dataclass(slots=True)
class Block:
    """One line. `node` is the index of the innermost block element; `links` the characters that are in
    links; `link_ends` the addresses of these. `level` is that of a heading, else None; `table` the index of
    a data table, for its rows; `merged` the columns of a row that a cell above covers.
    """

    text: str
    node: int
    links: int = 0
    level: int | None = None
    table: int | None = None
    cells: tuple[str, ...] = ()
    link_ends: tuple[str, ...] = ()
    centred: bool = False
    merged: tuple[int, ...] = ()


def blocks(nodes: list[Node], budget: Budget | None = None) -> list[Block]:
    """The lines of a page, in reading order; lines without text are left out. Raises `UnreadableError` where its tables
    have more cells than `budget` allows."""
    writer = _Writer(nodes, budget or Budget())
    writer.walk(0, len(nodes))
    return writer.lines


class _State(NamedTuple):
    """What holds inside the innermost open element: where it ends, its block element, and what it is in."""

    end: int
    block: int
    pre: bool = False
    link: bool = False
    level: int | None = None
    centred: bool = False


class _Writer:
    """Walks the nodes in order and writes lines; what holds for the open elements is kept on a stack."""

    def __init__(self, nodes: list[Node], budget: Budget, in_cell: bool = False) -> None:
        self.nodes, self.budget, self.in_cell = nodes, budget, in_cell
        self.lines: list[Block] = []
        self.text: list[str] = []
        self.links = 0
        self.ends: list[str] = []
        self.mark = ""  # the number of a list item, to stand before its first text
        self.counters: dict[int, int] = {}

    def walk(self, start: int, end: int) -> None:
        """Write the lines of `nodes[start:end]`."""
        state = _State(end, start)
        stack: list[_State] = []
        index = start
        while index < end:
            while stack and index >= state.end:
                self._close(state, stack[-1])
                state = stack.pop()
            node = self.nodes[index]
            if not node.tag:
                self._write(node.text, state.pre, state.link)
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

    def _open(self, index: int, node: Node, state: _State) -> _State:
        _, block, pre, link, level, centred = state
        if is_block(node):
            self._flush(state)
            block = index
            level = _HEADINGS.get(node.tag, level)
            align = (node.attributes.get("align") or "").lower() or _aligned(node)
            centred = align == "center" if align else centred or node.tag == "center"
            if node.tag == "li":
                self.mark = lists.number(self.nodes, index, self.counters)
        if node.tag in ("pre", "textarea", "listing"):
            pre = True
        elif node.style and (found := _PRE.search(node.style)):
            pre = found.group(1).lower() not in ("normal", "nowrap")
        if node.tag in ("a", "button"):
            link = True
            if node.attributes.get("href"):
                self.ends.append(str(node.attributes["href"]))
        return _State(node.end, block, pre, link, level, centred)

    def _close(
        self,
        state: _State,
        outer: _State,
    ) -> None:
        if state.block != outer.block:
            self._flush(state)
            if self.nodes[state.block].tag == "li":
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

    def _flush(self, state: _State) -> None:
        if not self.text:
            self.ends = []
            return
        whole = "".join(self.text)
        self.text = []
        if not state.pre:
            whole = _BLANKS.sub(" ", whole)
        links, ends = self.links, tuple(self.ends)
        self.links, self.ends = 0, []
        for piece in whole.split("\n"):
            # Whatever else is a line break stands in a line of its own, so that the lines tile the text.
            line = _BREAKS.sub(" ", piece)
            line = line.rstrip(" \t") if state.pre else line.strip(" \t")
            if not line.strip():
                continue
            if self.mark:
                line = lists.marked(self.mark, line)
                self.mark = ""
            self.lines.append(Block(line, state.block, links, state.level, link_ends=ends, centred=state.centred))

    def _whole(self, span: tuple[int, int] | None, parts: list[str]) -> str:
        """The text of a cell. What the cells of a table inside it say is not run together: 3 and 5 are not 35."""
        if span and any(node.tag == "table" for node in self.nodes[slice(*span)]):
            return " ".join(parts)
        return cell_lines.join(parts)

    def _rows(self, index: int) -> None:
        for row in htmltables.rows(self.nodes, index, self.budget):
            if row.node is None:
                self.lines += _inside(self.nodes, row.span[0], row.span[1], self.budget)
                continue
            filled = [_inside(self.nodes, *span, self.budget) if span else [] for span in row.cells]
            only = next((parts for parts in filled if parts), [])
            if len(only) > 1 and sum(span is not None for span in row.cells) == 1:
                # One cell over the whole row with paragraphs in it: text that a table frames.
                self.lines += only
                continue
            cells = tuple(
                self._whole(span, [part.text.replace("\t", " ") for part in parts])
                for span, parts in zip(row.cells, filled, strict=True)
            )
            links = sum(part.links for parts in filled for part in parts)
            if any(cell.strip() for cell in cells):
                self.lines.append(Block("\t".join(cells), row.node, links, table=index, cells=cells, merged=row.merged))


def is_block(node: Node) -> bool:
    """Whether an element begins a line of its own."""
    display = node.display
    if display.startswith("inline"):
        return node.tag in ("td", "th")
    return node.tag in _BLOCKS or display in ("block", "list-item", "flex", "grid", "table")


def _inside(nodes: list[Node], start: int, end: int, budget: Budget) -> list[Block]:
    writer = _Writer(nodes, budget, in_cell=True)
    writer.walk(start, end)
    return writer.lines


def _aligned(node: Node) -> str:
    found = _ALIGN.search(node.style) if node.style else None
    return found.group(1).lower() if found else ""
