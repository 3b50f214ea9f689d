"""What the page of a comparison shows: articles (a change with its rows, or a fold of unchanged rows), where each
stands, and the tree to jump by.

What holds here: every row of the comparison is in one article, so nothing of either text is missing from the page.
An article or item in which something changed is shown whole. Front matter is apart from the body. Changes are numbered
from 1 as they are shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from duikou.comparing.aligning.reading_order import FRONT_ROLES, part_names
from duikou.exporting.changes.provisions import ARTICLE, Provision, provisions
from duikou.exporting.changes.rows import Row, blocks_of, rows
from duikou.exporting.labels import label
from duikou.model import Block, Comparison, Document, Paragraph
from duikou.notation.history import is_history

_LEAD = 18  # characters of an item without a heading, in the tree and in crumbs
_DEEPEST = 4  # how deep the tree shows what did not change
_CUT = "…"
# So many paragraphs of an item are shown whole where one of them changed; of a longer one, those that did.
_WHOLE = 12

Entry = tuple[Paragraph, Block | None]


@dataclass(frozen=True, slots=True)
class Article:
    """Rows shown together. `changes` are the indices of the changes they show; none: an unchanged stretch.

    `zone` is "body" or "front"; `crumbs` name where it stands, from the part down; `other` says that something differs
    that no change names. `first` is the index of its first row.
    """

    rows: tuple[Row, ...]
    changes: tuple[int, ...]
    zone: str
    crumbs: tuple[str, ...]
    first: int
    other: bool = False


@dataclass(frozen=True, slots=True)
class Entrance:
    """A line of the tree: an item, or a title. `row` is the index of the row it stands in, `state` "same", "changed",
    "inserted" or "deleted"."""

    row: int
    depth: int
    mark: str
    title: str
    state: str


class View:
    """One comparison as it is shown. `old` and `new` are each version's paragraphs with their blocks."""

    def __init__(self, comparison: Comparison, lang: str) -> None:
        self.comparison, self.lang = comparison, lang
        self.old, self.new = blocks_of(comparison.old), blocks_of(comparison.new)
        self.rows = rows(comparison)
        self._names = _Names(comparison.old, lang), _Names(comparison.new, lang)

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """The articles of the body, then those of the front matter."""
        zoned: dict[str, list[tuple[int, ...]]] = {"body": [], "front": []}
        for provision in provisions(self.rows, self.old, self.new, moved=False):
            for held in [provision.rows] if len(provision.rows) <= _WHOLE else [(k,) for k in provision.rows]:
                zones = {self.zone(self.rows[k]) for k in held}
                zoned["body" if "body" in zones else "front"].append(held)
        return tuple(article for zone, found in zoned.items() for article in self._grouped(found, zone))

    @cached_property
    def numbers(self) -> dict[int, int]:
        """The number of each change, counted as they are shown; what no row shows comes last."""
        shown = dict.fromkeys(k for article in self.articles for k in article.changes)
        every = dict.fromkeys((*shown, *range(len(self.comparison.changes))))
        return {k: number for number, k in enumerate(every, 1)}

    def _grouped(self, found: Sequence[tuple[int, ...]], zone: str) -> Iterator[Article]:
        """The rows of one provision are one article, provisions that share a change too, and so is what did not change
        in between."""
        held: list[int] = []
        changes: set[int] = set()
        differs = False
        for indices in found:
            own = {k for index in indices for k in self.shown(self.rows[index])}
            differ = bool(own) or any(self.other(self.rows[index]) for index in indices)
            if held and not (own & changes or not (differ or differs)):
                yield self._article(held, zone)
                held, changes, differs = [], set(), False
            held += indices
            changes |= own
            differs = differs or differ
        if held:
            yield self._article(held, zone)

    def _article(self, held: Sequence[int], zone: str) -> Article:
        found = [self.rows[index] for index in held]
        changes = tuple(dict.fromkeys(k for row in found for k in self.shown(row)))
        other = not changes and any(map(self.other, found))
        return Article(tuple(found), changes, zone, self.crumbs(found[0]), held[0], other)

    def shown(self, row: Row) -> tuple[int, ...]:
        """The reported changes that a row shows."""
        return tuple(k for k in row.changes if k < len(self.comparison.changes))

    def other(self, row: Row) -> bool:
        """Whether something differs here that no change names."""
        return not self.shown(row) and any(piece.kind != "equal" and piece.change is None for piece in row.pieces)

    def entry(self, row: Row) -> tuple[Entry, int]:
        """The first paragraph of a row: of the new version (1) where it has one, else of the old one (0)."""
        return (self.new[row.new[0]], 1) if row.new else (self.old[row.old[0]], 0)

    def zone(self, row: Row) -> str:
        """Whether a row is of the body or of what surrounds it."""
        shown = self.shown(row)
        if shown:
            zones = {self.comparison.changes[k].zone for k in shown}
            return "front" if zones == {"front"} else "body"
        (_, block), _ = self.entry(row)
        return "front" if block is not None and block.role in FRONT_ROLES else "body"

    def name(self, row: Row) -> str:
        """The item that a row opens, with its number; "" where it opens none."""
        (_, block), side = self.entry(row)
        return self._names[side].items.get((block.part, block.path), "") if block and block.ordinal else ""

    def called(self, provision: Provision) -> tuple[str, str]:
        """What a provision is called in either version (第六十三条; 三·（二）; its role); "" where it is not in that
        version."""
        found = ["", ""]
        for side, entries in enumerate((self.old, self.new)):
            indices = [k for row in provision.rows for k in (self.rows[row].old, self.rows[row].new)[side]]
            if indices:
                found[side] = self._names[side].called(entries[min(indices)][1])
        return found[0], found[1]

    def crumbs(self, row: Row) -> tuple[str, ...]:
        """Where a row stands: the part where there are several, then the items from the chapter down, or its role."""
        (_, block), side = self.entry(row)
        return self._names[side].crumbs(block)

    def tree(self) -> Iterator[Entrance]:
        """The items of both versions in the order of the new one; what was deleted stands where it stood."""
        for index, row in enumerate(self.rows):
            (paragraph, block), side = self.entry(row)
            if block is None or (block.ordinal is None and block.role != "title"):
                continue
            state = "same"
            if self.shown(row):
                state = "changed" if row.old and row.new else "inserted" if row.new else "deleted"
            depth = max(0, len(block.path) - 1)
            if state == "same" and depth >= _DEEPEST:
                continue
            mark = block.ordinal.text if block.ordinal else ""
            yield Entrance(index, depth, mark, self._names[side].lead(block, paragraph), state)


class _Names:
    """What the items of one version are called."""

    def __init__(self, document: Document, lang: str) -> None:
        self.lang = lang
        self.items: dict[tuple[int, tuple[str, ...]], str] = {}
        for block in document.blocks:
            if block.ordinal is not None:
                space = " " if block.ordinal.text.startswith("第") else ""
                name = block.ordinal.text + (space + _short(block.title) if block.title else "")
                self.items.setdefault((block.part, block.path), name)
        self.parts = part_names(document)

    def crumbs(self, block: Block | None) -> tuple[str, ...]:
        if block is None:
            return (label(self.lang, "diff", "unnumbered"),)
        part = [name] if (name := self.parts.get(block.part)) else []
        if block.role != "item" and is_history(block.paragraph.text):
            return (*part, label(self.lang, "roles", "history"))
        if block.role in FRONT_ROLES or block.role == "row":
            return (*part, label(self.lang, "roles", block.role))
        path = block.path
        known = [self.items.get((block.part, path[: k + 1]), path[k]) for k in range(len(path))]
        return (*part, *(known or [label(self.lang, "diff", "unnumbered")]))

    def called(self, block: Block | None) -> str:
        """What a provision is called by its ordinals: an article by its own, which no other has in its part."""
        if block is None or not block.path or block.role in FRONT_ROLES or block.role == "row":
            return "·".join(self.crumbs(block))
        part = self.parts.get(block.part)
        articles = [label for label in block.path if label.endswith(ARTICLE)]
        return "·".join(filter(None, (part, *(articles[-1:] or block.path))))

    def lead(self, block: Block, paragraph: Paragraph) -> str:
        if block.title:
            return _short(block.title)
        mark = block.ordinal.text if block.ordinal else ""
        return _short(paragraph.text.removeprefix(mark).strip())


def _short(text: str) -> str:
    return text if len(text) <= _LEAD else text[: _LEAD - 1] + _CUT
