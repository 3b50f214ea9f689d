"""The rows of a comparison arranged for a Word file, before they are written.

What holds here: the pieces still make both texts. A paragraph and a row of a table never stand against each other:
one is deleted, the other inserted. A move is shown as one only where both its places are runs of paragraphs. What is
ignored is present as the new version has it. The mark at the end of the file is in both versions wherever that can
be, since Word can't track it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from duikou.exporting.changes.edit_script import EditPiece
from duikou.exporting.changes.rows import Row, rows
from duikou.model import Comparison

# What stands in the file untracked: what both versions have, and what is ignored. "gone" is ignored and left out.
PRESENT = frozenset(("equal", "plain"))
_OLD = frozenset(("equal", "delete", "away", "gone"))
_NEW = frozenset(("equal", "insert", "here", "plain"))
_PLAINLY = {"away": "delete", "here": "insert"}


@dataclass(frozen=True, slots=True)
class Tracked:
    """One row: the paragraphs of both versions and the pieces, each of at most one line.

    A row of a table has `table`, and `whole` where all of it was inserted or deleted.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    pieces: tuple[EditPiece, ...]
    table: bool = False
    whole: bool = False

    @property
    def cells(self) -> tuple[tuple[EditPiece, ...], ...]:
        """The pieces of each cell of a row of a table."""
        cells: list[list[EditPiece]] = [[]]
        for piece in self.pieces:
            for k, text in enumerate(piece.text.removesuffix("\n").split("\t")):
                if k:
                    cells.append([])
                cells[-1].append(replace(piece, text=text))
        return tuple(map(tuple, cells))


def in_old(kind: str) -> bool:
    """Whether a piece of this kind stands in the old version."""
    return kind in _OLD


def in_new(kind: str) -> bool:
    """Whether a piece of this kind stands in the new version."""
    return kind in _NEW


def arranged(comparison: Comparison, old_tables: frozenset[int], new_tables: frozenset[int]) -> list[Tracked]:
    """The rows to write. `old_tables` and `new_tables` are the paragraphs that are rows of tables."""
    found = rows(comparison)
    reported = len(comparison.changes)
    moves = _shown_moves(found, old_tables, new_tables) - _after_insertions(found)
    made: list[Tracked] = []
    for row in (_marked(row, reported, moves) for row in found):
        if old_tables.isdisjoint(row.old) and new_tables.isdisjoint(row.new):
            made.append(Tracked(row.old, row.new, row.pieces))
        else:
            made += _table_rows(row, old_tables, new_tables)
    made = [row for row in made if any(piece.kind != "gone" for piece in row.pieces)]
    return _ended(_joined(made))


def _marked(row: Row, reported: int, moves: frozenset[int]) -> Row:
    pieces = [_piece(piece, reported, moves) for piece in row.pieces]
    for k in range(1, len(pieces)):
        # LibreOffice keeps the mark of a moved paragraph that ends with an insertion when it rejects both.
        if pieces[k].text == "\n" and (pieces[k - 1].kind, pieces[k].kind) == ("insert", "here"):
            pieces[k] = replace(pieces[k], kind="insert")
    return replace(row, pieces=tuple(pieces))


def _piece(piece: EditPiece, reported: int, moves: frozenset[int]) -> EditPiece:
    if piece.kind == "equal":
        return piece
    if any(k is not None and k >= reported for k in (piece.move, piece.change)):
        return replace(piece, kind="gone" if in_old(piece.kind) else "plain", move=None)
    if piece.move is None or piece.move not in moves:
        return replace(piece, kind=_PLAINLY.get(piece.kind, piece.kind), move=None)
    return replace(piece, kind="away") if in_old(piece.kind) else piece


def _shown_moves(found: Sequence[Row], old_tables: frozenset[int], new_tables: frozenset[int]) -> frozenset[int]:
    """The moves whose text is one run of paragraphs in both places."""
    runs: Counter[tuple[int, bool]] = Counter()
    broken: set[int] = set()
    last: tuple[int, bool] | None = None
    for row in found:
        tables = not (old_tables.isdisjoint(row.old) and new_tables.isdisjoint(row.new))
        for piece in row.pieces:
            this = None if piece.move is None else (piece.move, in_old(piece.kind))
            if this is not None and this != last:
                runs[this] += 1
            if this is not None and tables:
                broken.add(this[0])
            last = this
    known = {move for move, _ in runs} - broken
    return frozenset(move for move in known if runs[move, True] == runs[move, False] == 1)


def _after_insertions(found: Sequence[Row]) -> frozenset[int]:
    """The moves that arrive behind a paragraph whose end was inserted: LibreOffice, rejecting both, takes the mark
    between them away too, so that such a paragraph must be an insertion (`_joined`)."""
    arriving: set[int] = set()
    for before, row in pairwise(found):
        ended = [piece.kind for piece in before.pieces if piece.text != "\n"][-1:] == ["insert"]
        if ended and not row.old:
            arriving.update(piece.move for piece in row.pieces if piece.move is not None)
    return frozenset(arriving)


def _table_rows(row: Row, old_tables: frozenset[int], new_tables: frozenset[int]) -> list[Tracked]:
    """A row in which a table takes part: cell by cell where both sides are rows of as many cells, else in turn."""
    one = len(row.old) == len(row.new) == 1 and row.old[0] in old_tables and row.new[0] in new_tables
    differing = [piece for piece in row.pieces if piece.kind != "equal"]
    if one and not any("\t" in piece.text or "\n" in piece.text for piece in differing):
        return [Tracked(row.old, row.new, row.pieces, table=True)]
    ignored = all(piece.kind in ("gone", "plain") for piece in differing)
    made: list[Tracked] = []
    old: tuple[int, ...]
    new: tuple[int, ...]
    for indices, tables, there, kind in (
        (row.old, old_tables, _OLD, "gone" if ignored else "delete"),
        (row.new, new_tables, _NEW, "plain" if ignored else "insert"),
    ):
        lines = "".join(piece.text for piece in row.pieces if piece.kind in there).split("\n")
        for k, text in zip(indices, lines, strict=False):
            old, new = ((k,), ()) if there is _OLD else ((), (k,))
            made.append(Tracked(old, new, (EditPiece(kind, f"{text}\n"),), table=k in tables, whole=True))
    return made


def _joined(found: Sequence[Tracked]) -> list[Tracked]:
    """Inserted paragraphs after one that ends with an insertion, as one insertion over the marks between.

    Either way both texts are the same; but LibreOffice, rejecting the two, takes the mark between them away too.
    """
    made: list[Tracked] = []
    for row in found:
        last = made[-1] if made else None
        if last is None or last.table or row.table or any(piece.kind != "insert" for piece in row.pieces):
            made.append(row)
            continue
        *before, end = last.pieces
        if end != EditPiece("equal", "\n") or not before or before[-1].kind != "insert":
            made.append(row)
            continue
        *inserted, mark = row.pieces
        bare = [replace(mark, text=mark.text.removesuffix("\n"))] if mark.text != "\n" else []
        pieces = (*before, replace(before[-1], text="\n"), *inserted, *bare, end)
        made[-1] = Tracked((*last.old, *row.old), (*last.new, *row.new), pieces)
    return made


def _ended(found: list[Tracked]) -> list[Tracked]:
    """The rows with a last paragraph mark that both versions have, where no table stands in the way."""
    at = _last_marks(found)
    if at is None or any(row.table for row in found[at:]):
        return found
    tail = found[at:]
    old = tuple(k for row in tail for k in row.old)
    new = tuple(k for row in tail for k in row.new)
    pieces = [piece for row in tail for piece in row.pieces]
    lasts = [
        max((k for k, piece in enumerate(pieces) if piece.kind in PRESENT | {kind, move}), default=None)
        for kind, move in (("delete", "away"), ("insert", "here"))
    ]
    present = [k for k in lasts if k is not None and pieces[k].kind in PRESENT]
    if present:
        first = present[0]
        last = max(k for k in lasts if k is not None)
        pieces[last] = replace(pieces[last], text=pieces[last].text.removesuffix("\n"))
        pieces[first] = replace(pieces[first], text=pieces[first].text.removesuffix("\n"))
        after = next(piece for piece in pieces[first + 1 :] if piece.kind != "gone")
        pieces.insert(first + 1, replace(after, text="\n"))
    else:
        for k in lasts:
            if k is not None:
                pieces[k] = replace(pieces[k], text=pieces[k].text.removesuffix("\n"))
    kept = [piece for piece in pieces if piece.text]
    return [*found[:at], Tracked(old, new, (*kept, EditPiece("equal", "\n")))]


def _last_marks(found: Sequence[Tracked]) -> int | None:
    """The row from which on the last marks of both versions stand, or None where they are one."""
    seen = [False, False]
    for at in range(len(found) - 1, -1, -1):
        for piece in reversed(found[at].pieces):
            if piece.kind == "gone" or not piece.text.endswith("\n"):
                continue
            if piece.kind in PRESENT and not any(seen):
                return None
            seen = [seen[0] or in_old(piece.kind), seen[1] or in_new(piece.kind)]
            if all(seen) or piece.kind in PRESENT:
                return at
    return 0 if found else None
