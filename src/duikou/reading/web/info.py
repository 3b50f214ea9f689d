"""The page's own information table: 索引号, 主题分类, 发文机关, 成文日期, 标题, 发文字号, 发布日期, 主题词
and their like.

What holds here: a label with the value beside it is data of the page, whether the page sets it as a table,
a list of definitions, a label and a value in boxes of their own, or `label：value` on a line. A table of
the document with such words in its head (文号, 名称) is none, since there a label stands beside a label.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from duikou.reading.web import page_info
from duikou.reading.web import signs as htmlsigns
from duikou.reading.web.blocks import Block
from duikou.reading.web.tree import Node

Pairs = list[tuple[str, str]]
_LONGEST_VALUE = 300
_PAIR = 2  # lines in a box that holds a label and its value
_BOXES = 3  # such boxes side by side, at least


def find_page_info(nodes: list[Node], lines: list[Block]) -> dict[int, Pairs]:
    """The lines that are the page's information, by index, each with its (label, value) pairs (some have
    none).
    """
    found: dict[int, Pairs] = {}
    _tables(lines, found)
    _boxes(nodes, lines, found)
    for index, line in enumerate(lines):
        if index in found or line.table is not None:
            continue
        if pairs := page_info.labelled_values(line.text) or page_info.find_on_line(line.text):
            found[index] = pairs
    return found


def _tables(lines: list[Block], found: dict[int, Pairs]) -> None:
    tables: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if line.table is not None:
            tables[line.table].append(index)
    for rows in tables.values():
        pairs = {index: _row(lines[index].cells) for index in rows}
        told = sum(bool(p) for p in pairs.values())
        if told * 2 >= len(rows) and sum(len(p) for p in pairs.values()) >= 2:
            # A row without a label may hold the document itself.
            found.update({index: p for index, p in pairs.items() if p or not htmlsigns.weight(lines[index])})


def _row(cells: tuple[str, ...]) -> Pairs:
    """The pairs of a row: a label's cell and the one after it, or `label：value` in one cell."""
    pairs: Pairs = []
    for index, cell in enumerate(cells):
        if page_info.is_label(cell):
            after = next((c for c in cells[index + 1 :] if c.strip()), "")
            if not after or not page_info.is_label(after):
                pairs.append((page_info.bare(cell), after.strip()))
            elif "：" in cell or ":" in cell:
                pairs.append((page_info.bare(cell), ""))
        elif len(cell) <= _LONGEST_VALUE:
            pairs += page_info.labelled_values(cell)
    return pairs


def _together(nodes: list[Node], groups: dict[int, list[int]], inside: Callable[[int], int]) -> dict[int, list[int]]:
    """`groups` with those as one that stand beside each other, each a label with its value in a box of its own."""
    beside: dict[int, list[int]] = defaultdict(list)
    for box, labels in groups.items():
        if len(labels) == 1 and inside(box) <= _PAIR:
            beside[nodes[box].parent].append(box)
    for parent, boxes in beside.items():
        if len(boxes) >= _BOXES and parent not in groups:
            groups[parent] = [index for box in boxes for index in groups.pop(box)]
    return groups


def _boxes(nodes: list[Node], lines: list[Block], found: dict[int, Pairs]) -> None:
    """Labels and values that stand in elements of their own beside each other."""
    count = [0] * (len(nodes) + 1)
    for line in lines:
        count[line.node + 1] += 1
    for index in range(len(nodes)):
        count[index + 1] += count[index]

    def inside(element: int) -> int:
        return count[nodes[element].end] - count[element]

    groups: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if line.table is None and index not in found and page_info.is_label(line.text):
            box = line.node
            while nodes[box].parent >= 0 and inside(box) <= 1:
                box = nodes[box].parent
            groups[box].append(index)
    groups = _together(nodes, groups, inside)
    for box, labels in groups.items():
        end = nodes[box].end
        size = inside(box)
        alone = size <= 3 and lines[labels[0]].text.rstrip().endswith(("：", ":"))
        if not alone and (len(labels) < 2 or size > 2.5 * len(labels) + 2):
            continue
        for index in labels:
            value = lines[index + 1] if index + 1 < len(lines) else None
            beside = value is not None and box <= value.node < end and index + 1 not in labels
            if value is None or not beside or page_info.is_label(value.text) or len(value.text) > _LONGEST_VALUE:
                found[index] = [(page_info.bare(lines[index].text), "")]
            else:
                found[index] = [(page_info.bare(lines[index].text), value.text.strip())]
                found[index + 1] = []
