"""Where a passage stands, as it is cited: 第八条第二款第（三）项; 一、（二）3.; 附件1“货车”行“税额”列.

What holds here: in a statute the paragraphs (款) of an article count from one, and are named only where the article has
several; the numbered items below it are 项, and those below them 目. Elsewhere the ordinals are named as they stand,
from the chapter down. A row of a table is named by its first cell, a cell by the head of its column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from duikou import data
from duikou.model import Block
from duikou.notation import scripts
from duikou.notation.numerals import to_han

_ROW = "row"
_MARKS = {"dun": "{}、", "dot": "{}.", "comma": "{}.", "bare": "{}."}
_LONG = 16
# What the articles of a statute are gathered in.
_DIVISIONS = ("volume", "chapter", "section")


class Citations:
    """The citation of every block of a document, and the block that a citation names."""

    def __init__(self, blocks: Sequence[Block], parts: Mapping[int, str] | None = None) -> None:
        self._blocks, self._parts = blocks, parts or {}
        self._words = data.load("notation/citing")
        self._styles = {(b.part, b.path): b.ordinal for b in blocks if b.ordinal is not None}
        self._clauses = self._counted()
        self._named: dict[tuple[int, str], int] | None = None

    def _counted(self) -> list[int]:
        """For each block in an article, which 款 it is, or stands in; 0 elsewhere."""
        found: list[int] = []
        self._most: dict[tuple[int, tuple[str, ...]], int] = {}
        for block in self._blocks:
            article = self._article(block)
            if article is None:
                found.append(0)
                continue
            at = (block.part, article)
            if block.path == article and block.role != _ROW:
                self._most[at] = self._most.get(at, 0) + 1
            found.append(self._most.get(at, 0))
        return found

    def _article(self, block: Block) -> tuple[str, ...] | None:
        """The path of the article that a block stands in."""
        for k in range(len(block.path), 0, -1):
            ordinal = self._styles.get((block.part, block.path[:k]))
            if ordinal is not None and ordinal.style == "article":
                return block.path[:k]
        return None

    def of(self, index: int, whole: bool = False) -> str:
        """The citation of a block; "" outside any item. `whole`: of the item that it opens, not of its first 款."""
        block = self._blocks[index]
        article = self._article(block)
        named = self._in_article(index, article, whole) if article else self._ordinals(block)
        part = self._parts.get(block.part, "")
        return part + named

    def _in_article(self, index: int, article: tuple[str, ...], whole: bool) -> str:
        block = self._blocks[index]
        named = article[-1]
        opens = block.ordinal is not None and block.path == article
        if self._most.get((block.part, article), 0) > 1 and not (opens and whole) and self._clauses[index]:
            named += self._words["clause"].format(to_han(self._clauses[index]))
        for k, label in enumerate(block.path[len(article) :]):
            named += self._words["item" if k == 0 else "point"].format(label)
        return named

    def _ordinals(self, block: Block) -> str:
        named = ""
        for k, label in enumerate(block.path):
            ordinal = self._styles.get((block.part, block.path[: k + 1]))
            named += _MARKS.get(ordinal.style if ordinal else "", "{}").format(label)
        return named

    def several(self, index: int) -> bool:
        """Whether the article that a block stands in has several 款, so that its number alone names them all."""
        article = self._article(self._blocks[index])
        return article is not None and self._most.get((self._blocks[index].part, article), 0) > 1

    def cell(self, index: int, at: int, whole: str = "") -> str:
        """The row and the column of a character of a row, `at` characters from its beginning. `whole` is "row" or
        "column" where all of one is meant, "none" for a column that is not there."""
        if whole == "none":
            return ""
        cells = self._blocks[index].paragraph.text.split("\t")
        column = self._blocks[index].paragraph.text[:at].count("\t")
        first = index
        while first > 0 and self._blocks[first - 1].paragraph.kind == _ROW:
            first -= 1
        heads = self._blocks[first].paragraph.text.split("\t")
        key = next((cell for cell in cells if cell.strip()), "")
        # A row that is known by its number alone is better known by what comes after it.
        if key.strip(" .、").isdigit() and len(cells) > 1 and cells[1].strip():
            key = cells[1]
        named = self._words["row"].format(_short(key)) if key and whole != "column" else ""
        known = column < len(heads) and heads[column].strip() and len(cells) == len(heads)
        if known and whole != "row" and (first != index or whole):
            named += self._words["column"].format(_short(heads[column]))
        return named

    def is_row(self, index: int) -> bool:
        """Whether a block is a row of a table."""
        return self._blocks[index].paragraph.kind == _ROW

    def block_named(self, cited: str, part: int) -> int | None:
        """The index of the block that opens what a citation names in a part; None for what is not there. It is
        compared in simplified characters."""
        if self._named is None:
            self._named = {}
            for index, block in enumerate(self._blocks):
                for name in self._names(index):
                    self._named.setdefault((block.part, scripts.simplified(name)), index)
        return self._named.get((part, scripts.simplified(cited)))

    def _names(self, index: int) -> Iterator[str]:
        """The names under which a block may be cited in its own document."""
        block = self._blocks[index]
        article = self._article(block)
        if article is None:
            if block.ordinal is not None and block.ordinal.style in _DIVISIONS:
                # 第二章, and a section with its chapter: 第二章第一节.
                yield "".join(block.path[-1 - (block.ordinal.style == "section") :])
            return
        yield self._in_article(index, article, whole=True)
        yield self._in_article(index, article, False)
        if block.path != article:
            if block.ordinal and len(block.path) == len(article) + 1:
                yield article[-1] + self._words["item"].format(block.path[len(article)])
        elif block.ordinal is not None:
            yield article[-1] + self._words["clause"].format(to_han(1))


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"
