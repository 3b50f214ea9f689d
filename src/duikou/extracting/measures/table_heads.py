"""What the columns of a table hold, by their heads: 序号, 任务, 牵头单位, 完成时限 in any usual wording.

What holds here: words are those of notation. A head may stand on two rows (责任分工 over 牵头单位
and 配合单位): the lower one decides, the upper where there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from duikou.model import UNIT_ROLES
from duikou.notation.column_heads import is_foreign, is_year, kind, plain, tells_kinds, tells_tasks
from duikou.notation.ordinals import readings
from duikou.notation.patterns import patterns

_FORMS = patterns("extracting/measures")
# A word at the head of a column is no longer than this.
_SHORT = 8


class Columns(NamedTuple):
    """The columns of a table of measures: the kind of each that is known, its head as written, and on how many rows
    the head stands; `width` is how many columns the head has, known or not, `all_heads` what stands over each."""

    kinds: dict[int, str]
    heads: dict[int, str]
    size: int = 1
    width: int = 0
    all_heads: tuple[str, ...] = ()

    def of(self, *kinds: str) -> list[int]:
        """The columns of these kinds, from the left."""
        return sorted(column for column, kind in self.kinds.items() if kind in kinds)

    def unknown(self) -> list[int]:
        """The columns with a head that no field reads, from the left."""
        read_ = self.of(*UNIT_ROLES, "task", "number", "due", "goal", "section")
        return [column for column, head in enumerate(self.all_heads) if head and column not in read_]


def read(rows: Sequence[Sequence[str]]) -> Columns | None:
    """The columns that a head names which begins with the first of `rows` (cells of the rows that follow one another);
    None where it is no head of a table of measures."""
    if not rows:
        return None
    upper = [kind(cell) for cell in rows[0]]
    if sum(one is not None for one in upper) < 2:
        return None
    lower: list[str | None] = []
    if len(rows) > 1:
        filled = [(i, cell) for i, cell in enumerate(rows[1]) if cell.strip()]
        known = all(kind(cell) and not any(r.sure for r in readings(cell.strip())) for _, cell in filled)
        # A line over the whole row, in its first cell, is a section.
        if filled and filled[-1][0] and len(filled) < len(rows[0]) and known:
            lower = [kind(cell) for cell in rows[1]]
    kinds, heads = {}, {}
    for column in range(max(len(upper), len(lower))):
        below = lower[column] if column < len(lower) else None
        found = below or (upper[column] if column < len(upper) else None)
        if found:
            kinds[column] = found
            heads[column] = plain(rows[1][column] if below else rows[0][column])
    _over_two(rows[0], upper, kinds, heads)
    under = rows[1] if lower else ()
    over = tuple(plain(under[i] if i < len(under) and under[i].strip() else cell) for i, cell in enumerate(rows[0]))
    columns = Columns(kinds, heads, 2 if lower else 1, len(rows[0]), over)
    return columns if _holds_measures(columns, rows[0]) else None


def is_other(cells: Sequence[str], columns: Columns, apart: bool) -> bool:
    """Whether a row is the head of another table than one with these columns: heads alone, of which some are of no
    table of tasks (姓名, 职务). `apart` when something stands between it and the rows before: then short words without
    a figure are a head too where the table has another width."""
    filled = [plain(cell) for cell in cells if cell.strip()]
    if len(filled) < 2:
        return False
    if all(kind(cell) or is_foreign(cell) for cell in filled):
        return True
    short = all(len(cell) <= _SHORT and not _FORMS.figure_or_stop.search(cell) for cell in filled)
    return apart and short and len(filled) == len(cells) != columns.width


def _over_two(cells: Sequence[str], upper: Sequence[str | None], kinds: dict[int, str], heads: dict[int, str]) -> None:
    """A head over two columns, of which the second is empty, names both, where it is one of a task."""
    for column in range(1, len(cells)):
        if not cells[column].strip() and column not in kinds and upper[column - 1] == "task":
            kinds[column], heads[column] = "task", heads[column - 1]


def _holds_measures(columns: Columns, cells: Sequence[str]) -> bool:
    measured = sum(_FORMS.value_of_year.match(plain(cell)) is not None for cell in cells)
    if not columns.of("task") and not measured:
        # 序号 · 目标 · 责任单位: what is to be reached is the task.
        for column in (columns.of("goal") or columns.of("section"))[:1]:
            columns.kinds[column] = "task"
    answered = columns.of(*UNIT_ROLES) or any(tells_kinds(head) for head in columns.heads.values())
    if not columns.of("task") or not (answered or columns.of("number")):
        return False
    return bool(answered or columns.of("due")) or _is_list_of_tasks(columns, cells)


def _is_list_of_tasks(columns: Columns, cells: Sequence[str]) -> bool:
    """Whether the columns are those of a list of tasks that says neither who answers nor by when."""
    told = any(tells_tasks(columns.heads[column]) for column in columns.of("task"))
    return told and not any(is_foreign(cell) and not is_year(cell) for cell in cells)
