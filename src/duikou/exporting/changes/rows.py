"""The two texts side by side: rows of whole paragraphs, for outputs in two columns and for tracked changes.

What holds here: every paragraph of either version is in one row, in order. A row is as short as can be: it ends
wherever both versions stand at the beginning of a paragraph. So an unchanged paragraph is a row, an inserted one a
row without an old side, and a split one a row with one paragraph against two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from duikou.exporting.changes.edit_script import NEW, OLD, EditPiece, edit_script
from duikou.model import Block, Comparison, Document, Paragraph
from duikou.notation.patterns import pattern

_AFTER_BREAK = pattern(r"(?<=\n)")


@dataclass(frozen=True, slots=True)
class Row:
    """Paragraphs that stand against each other: their indices in both versions, and the pieces from one to the other.

    Every paragraph ends with a line feed in the pieces.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    pieces: tuple[EditPiece, ...]

    @property
    def changes(self) -> tuple[int, ...]:
        """The changes and moves that its pieces name, each once, in order."""
        named = [k for piece in self.pieces for k in (piece.move, piece.change) if k is not None]
        return tuple(dict.fromkeys(named))

    @property
    def differs(self) -> bool:
        """Whether anything differs, named by a change or not."""
        return any(piece.kind != "equal" for piece in self.pieces)


def rows(comparison: Comparison) -> tuple[Row, ...]:
    """The rows of a comparison, in the order of the new version."""
    return tuple(_rows(edit_script(comparison)))


def _rows(pieces: tuple[EditPiece, ...]) -> Iterator[Row]:
    held: list[EditPiece] = []
    counts = [0, 0]  # paragraphs that have ended on each side
    begun = [0, 0]  # those that had ended when the row began
    open_ = [False, False]  # whether each side stands inside a paragraph
    for piece in pieces:
        for text in _lines(piece.text):
            held.append(replace(piece, text=text))
            for side, kinds in enumerate((OLD, NEW)):
                if piece.kind in kinds:
                    open_[side] = not text.endswith("\n")
                    counts[side] += not open_[side]
            if not any(open_):
                spans = [tuple(range(begun[side], counts[side])) for side in (0, 1)]
                yield Row(spans[0], spans[1], tuple(held))
                held, begun = [], list(counts)


def blocks_of(document: Document) -> tuple[tuple[Paragraph, Block | None], ...]:
    """Every paragraph of the clean text with its block; None for one that the outline has no role for."""
    known = {block.paragraph.start: block for block in document.blocks}
    return tuple((paragraph, known.get(paragraph.start)) for paragraph in document.cleaned.paragraphs)


def _lines(text: str) -> list[str]:
    # str.splitlines would also cut at characters that a paragraph may hold (U+2028).
    return [line for line in _AFTER_BREAK.split(text) if line]
