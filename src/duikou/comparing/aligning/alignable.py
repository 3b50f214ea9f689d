"""One passage of a document, as it is aligned, and what links passages of two versions."""

from __future__ import annotations

from typing import NamedTuple

from duikou.model import Block
from duikou.model.values import dataclass


@dataclass(frozen=True, slots=True)
class Alignable:
    """One paragraph to be aligned.

    `text` is the paragraph without its ordinal and `start` its offset in Cleaned.text; `whole` and `whole_start` are
    with the ordinal. `serial` is the number of a row in a table that counts its rows; it is apart from the text as an
    ordinal is. `key` and `whole_key` are their folds. `parent` is the index of the unit of the item above, or
    None.
    """

    index: int
    block: Block
    zone: str
    text: str
    start: int
    key: str
    whole: str
    whole_start: int
    whole_key: str
    parent: int | None
    serial: str | None = None

    @property
    def label(self) -> str | None:
        """The ordinal without closing marks, or None."""
        return self.block.ordinal.label if self.block.ordinal else None

    @property
    def shown(self) -> str:
        """The text as it stands in the document; it is as long as `text`."""
        return self.block.paragraph.text[self.start - self.whole_start :]

    @property
    def end(self) -> int:
        """Where the paragraph ends in Cleaned.text."""
        return self.whole_start + len(self.whole)


class Link(NamedTuple):
    """Units of the old version (by index) against units of the new one. More than one on a side: a split or merge."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    matched_by: str
    score: float
    moved: bool = False

    @property
    def sides(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The units of the old version, and of the new one."""
        return self.left, self.right
