"""A column that came into a table, went out of it, or changed its place: one change, not one a row.

What holds here: rows that follow each other in both versions, and differ each by one cell put in (or taken out) at the
same place, or by the same order of the same cells, are told as one change; its ops are those of the rows, a line feed
between them.
"""

from __future__ import annotations

from collections.abc import Sequence

from duikou.comparing.aligning.alignable import Alignable, Link
from duikou.comparing.telling.drafts import Draft, End

_LEAST = 2  # rows
Told = tuple[Link, list[Draft]]
# What happened to the cells of a row, and where: before which cell, or in which order they stand.
Column = tuple[str, int | tuple[int, ...]]


def with_columns(told: Sequence[Told], old: Sequence[Alignable], new: Sequence[Alignable]) -> list[Told]:
    """The drafts of the links, with those of whole columns as one draft, at the first row."""
    made: list[Told] = []
    run: list[tuple[Told, Column]] = []
    for each in [*told, None]:
        column = _column(each, old, new) if each is not None else None
        if run and (column is None or each is None or not _goes_on(run[-1], each, column)):
            made += _as_one([one for one, _ in run])
            run = []
        if each is not None and column is not None:
            run.append((each, column))
        elif each is not None:
            made.append(each)
    return made


def _column(told: Told, old: Sequence[Alignable], new: Sequence[Alignable]) -> Column | None:
    """Whether one whole cell was put in or taken out of a row, and before which cell, or in which order the same cells
    stand; None where more differs."""
    link, drafts = told
    rows = [old[i] for i in link.left] + [new[j] for j in link.right]
    if len(rows) != 2 or any(unit.block.paragraph.kind != "row" for unit in rows) or len(drafts) != 1:
        return None
    if drafts[0].category == "order":
        return _reordered(rows)
    marked = [(kind, text) for kind, text in drafts[0].ops if kind != "equal"]
    if len(marked) != 1 or drafts[0].old is None or drafts[0].new is None:
        return None
    kind, text = marked[0]
    cells = [unit.whole.count("\t") for unit in rows]
    if text.count("\t") != 1 or abs(cells[0] - cells[1]) != 1 or not (text[0] == "\t" or text[-1] == "\t"):
        return None
    end, unit = (drafts[0].new, rows[1]) if kind == "insert" else (drafts[0].old, rows[0])
    before = unit.whole[: end.start - unit.whole_start].count("\t")
    for name, piece in drafts[0].ops:
        if name == kind:
            break
        before += piece.count("\t")
    return kind, before + (text[0] == "\t")


def _reordered(rows: Sequence[Alignable]) -> Column | None:
    """The order of the cells of the first row in the second one; None where they are not the same cells, each once."""
    old, new = (unit.whole.split("\t") for unit in rows)
    if sorted(old) != sorted(new) or len({*old}) != len(old):
        return None
    return "order", tuple(old.index(cell) for cell in new)


def _goes_on(last: tuple[Told, Column], told: Told, column: Column) -> bool:
    (before, _), known = last
    link = told[0]
    return known == column and (before.left[-1] + 1, before.right[-1] + 1) == (link.left[0], link.right[0])


def _as_one(run: Sequence[Told]) -> list[Told]:
    if len(run) < _LEAST:
        return list(run)
    drafts = [drafts[0] for _, drafts in run]
    ops: list[tuple[str, str]] = []
    for draft in drafts:
        ops += [("equal", "\n")] * bool(ops) + list(draft.ops)
    old, new = (_end([getattr(draft, side) for draft in drafts]) for side in ("old", "new"))
    whole = drafts[0]._replace(old=old, new=new, ops=tuple(ops), score=min(draft.score for draft in drafts))
    return [(run[0][0], [whole]), *((link, []) for link, _ in run[1:])]


def _end(ends: Sequence[End]) -> End:
    return End(ends[0].path, "\n".join(end.text for end in ends), ends[0].start, ends[-1].end)
