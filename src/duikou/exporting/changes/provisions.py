"""The rows of a comparison by the article or numbered item that they belong to: the rows of a 条款对照表.

What holds here: every row is in one provision, and a provision is shown whole, on both sides. In a statute the article
is the unit, with its paragraphs and items; elsewhere a numbered item of any level with its own paragraphs. What stands
in none, a row of a table and what surrounds the text are each their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from duikou.comparing.aligning.reading_order import FRONT_ROLES
from duikou.exporting.changes.edit_script import NEW, OLD, EditPiece
from duikou.exporting.changes.rows import Row
from duikou.model import Block, Paragraph

Entry = tuple[Paragraph, Block | None]
# Names a provision within one version: its part and path, or the index of a paragraph that stands alone.
Key = tuple[object, ...]
# What an article's ordinal ends in.
ARTICLE = ("条", "條")
# What stands between the number of an article or chapter and its text, where text is laid out.
_SPACE = "　"
_SPACED = "第"


@dataclass(frozen=True, slots=True)
class Provision:
    """Rows that are shown as one. `rows` are their indices in order; `old` and `new` name the provision in either
    version, None where it is in the other alone."""

    rows: tuple[int, ...]
    old: Key | None
    new: Key | None


def provisions(rows: Sequence[Row], old: Sequence[Entry], new: Sequence[Entry], moved: bool) -> list[Provision]:
    """The provisions of a comparison in the order of the new version; what was deleted stands where it stood.

    `old` and `new` are each version's paragraphs with their blocks. With `moved`, one that changed its place is one
    provision, where it stands now; without, it is one where it stood and one where it stands.
    """
    keys = [(_first(row.old, old), _first(row.new, new)) for row in rows]
    partner: dict[Key, Key] = {}
    for before, after in keys:
        if before is not None and after is not None:
            partner.setdefault(before, after)
    if moved:
        for before, after in _moves(rows, keys):
            partner.setdefault(before, after)
    found: dict[tuple[str, Key], list[int]] = {}
    sides: dict[tuple[str, Key], list[Key | None]] = {}
    for index, (before, after) in enumerate(keys):
        key = after if after is not None else partner.get(before) if before is not None else None
        name = ("new", key) if key is not None else ("old", before or ())
        found.setdefault(name, []).append(index)
        side = sides.setdefault(name, [None, None])
        side[0] = side[0] or before
        side[1] = side[1] or after
    made = [Provision(tuple(found[name]), *sides[name]) for name in found]
    return sorted(made, key=lambda one: min([k for k in one.rows if rows[k].new] or one.rows))


def _first(indices: Sequence[int], entries: Sequence[Entry]) -> Key | None:
    return key_of(indices[0], entries) if indices else None


def key_of(index: int, entries: Sequence[Entry]) -> Key:
    """What names the provision that a paragraph belongs to."""
    _, block = entries[index]
    if block is None or not block.path or block.role in FRONT_ROLES or block.role == "row":
        return (index,)
    ends = [k for k, ordinal in enumerate(block.path, 1) if ordinal.endswith(ARTICLE)]
    return (block.part, *block.path[: ends[-1] if ends else None])


def _moves(rows: Sequence[Row], keys: Sequence[tuple[Key | None, Key | None]]) -> Iterator[tuple[Key, Key]]:
    """Where each provision that moved went."""
    left: dict[int, Key] = {}
    come: dict[int, Key] = {}
    for row, (before, after) in zip(rows, keys, strict=True):
        for piece in row.pieces:
            if piece.move is not None and piece.kind in OLD and before is not None:
                left.setdefault(piece.move, before)
            if piece.move is not None and piece.kind in NEW and after is not None:
                come.setdefault(piece.move, after)
    for move, before in left.items():
        if move in come:
            yield before, come[move]


def side_pieces(rows: Iterable[Row], entries: Sequence[Entry], side: int) -> list[EditPiece]:
    """The pieces of one side (0 the old one, 1 the new one) of several rows, in the order of that version, with a space
    behind the number of each article and chapter."""
    ordered = sorted((row for row in rows if (row.old, row.new)[side]), key=lambda row: (row.old, row.new)[side][0])
    return [piece for row in ordered for piece in spaced(row, entries, side)]


def spaced(row: Row, entries: Sequence[Entry], side: int) -> Iterator[EditPiece]:
    """The pieces of one side of a row, with a space behind the number of an article or chapter (第六十三条　…)."""
    kinds = NEW if side else OLD
    waiting = list((row.old, row.new)[side])
    left = _number(entries, waiting[0]) if waiting else 0
    for piece in row.pieces:
        if piece.kind not in kinds:
            continue
        text, end = piece.text, piece.text.endswith("\n")
        if left and len(text) >= left:
            rest = text[left:]
            if rest.strip() and not rest[0].isspace():
                text = text[:left] + _SPACE + rest
            elif not rest and not end:
                text += _SPACE
            left = 0
        elif left:
            left -= len(text)
        if end:
            waiting = waiting[1:]
            left = _number(entries, waiting[0]) if waiting else 0
        yield EditPiece(piece.kind, text, piece.change, piece.move)


def _number(entries: Sequence[Entry], index: int) -> int:
    """How long the number is that a space goes behind; 0 where none does."""
    paragraph, block = entries[index]
    if block is None or block.ordinal is None or not block.ordinal.text.startswith(_SPACED):
        return 0
    number = block.ordinal.text
    return len(number) if paragraph.text.startswith(number) and len(paragraph.text) > len(number) else 0
