"""Links between plans become the rows of one table.

What holds here: every measure of every plan stands in some row. A row is led by one measure (or by several that have
the same counterparts); the measures of the other plans in it are those that are linked to it, so that a row holds no
pair that is no link. Rows keep the order of the first plan; what only later plans have stands behind its neighbour in
its own plan. With a national scheme as the first plan, each of its items is a row with every province's answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from duikou.model import Measure
from duikou.model.relations import AlignedPlan, Alignment, Row
from duikou.relating.aligning.linking import Link, links
from duikou.relating.aligning.profiles import profiles, weights

_HEAD = 20  # characters that name a measure without a heading


def align_plans(plans: Sequence[AlignedPlan]) -> Alignment:
    """The measures of `plans` (two or more) side by side."""
    profiled = [profiles(plan.measures, plan.title) for plan in plans]
    weighed = weights(profiled)
    between = {(i, j): links(profiled[i], profiled[j], weighed) for i, j in combinations(range(len(plans)), 2)}
    rows: list[Row] = []
    at: dict[tuple[int, int], int] = {}  # (plan, measure) -> the first row that holds it
    for p in range(len(plans)):
        for row in _led_by(p, plans, between, at):
            place = len(rows) if p == 0 else _place(row, p, at, len(rows))
            at = {key: old + (old >= place) for key, old in at.items()}
            rows.insert(place, row)
            for q, cell in enumerate(row.cells):
                for m in cell:
                    at.setdefault((q, m), place)
    return Alignment(tuple(plans), tuple(rows))


def _led_by(
    p: int,
    plans: Sequence[AlignedPlan],
    between: dict[tuple[int, int], list[Link]],
    known: dict[tuple[int, int], int],
) -> list[Row]:
    """The rows that measures of plan `p` lead: those that stand in no row yet, each with its counterparts in the later
    plans, and those that do, with counterparts that stand in none. Leaders with the same counterparts share a row."""
    made: dict[tuple[tuple[int, ...], ...], list[int]] = {}
    later = range(p + 1, len(plans))
    of: dict[int, dict[int, list[Link]]] = {}
    for q in later:
        for link in between[p, q]:
            of.setdefault(link.left, {}).setdefault(q, []).append(link)
    for m in range(len(plans[p].measures)):
        led = (p, m) in known
        counterparts = tuple(
            tuple(link.right for link in of.get(m, {}).get(q, ()) if not led or (q, link.right) not in known)
            for q in later
        )
        if any(counterparts):
            made.setdefault(counterparts, []).append(m)
        elif not led:
            made.setdefault((*counterparts, (m,)), []).append(m)
    rows = []
    for counterparts, leaders in made.items():
        cells: list[tuple[int, ...]] = [()] * len(plans)
        cells[p] = tuple(leaders)
        cells[p + 1 :] = counterparts[: len(later)]
        found = [link for m in leaders for q in later for link in of.get(m, {}).get(q, ()) if link.right in cells[q]]
        rows.append(_row(plans, cells, found))
    return rows


def _row(plans: Sequence[AlignedPlan], cells: Sequence[tuple[int, ...]], found: Sequence[Link]) -> Row:
    members = [plans[q].measures[m] for q, cell in enumerate(cells) for m in cell]
    # The leader's own title is the clearest, since it bears the whole row; else the first that a counterpart has.
    topic = next((measure.title for measure in members if measure.title), members[0].text[:_HEAD])
    return Row(
        topic,
        members[0].kind,
        tuple(cells),
        min((link.score for link in found), default=1.0),
        any(link.doubtful for link in found),
        tuple(dict.fromkeys(term for link in found for term in link.shared))[:6],
        _differences([[plans[q].measures[m] for m in cell] for q, cell in enumerate(cells) if cell]),
    )


def _differences(cells: Sequence[Sequence[Measure]]) -> tuple[str, ...]:
    """What the plans of a row say differently: who leads or answers, by when, how many."""
    if len(cells) < 2:
        return ()

    def said(cell: Sequence[Measure], field: str) -> frozenset[object]:
        if field == "units":
            return frozenset(unit for m in cell for unit in (*m.lead_units, *m.responsible_units))
        if field == "deadlines":
            return frozenset(due.last_day or due.text for m in cell for due in m.deadlines)
        return frozenset((amount.low, amount.high, amount.unit) for m in cell for amount in m.quantities)

    return tuple(
        field for field in ("units", "deadlines", "quantities") if len({said(cell, field) for cell in cells}) > 1
    )


def _place(row: Row, p: int, at: dict[tuple[int, int], int], end: int) -> int:
    """Where a row that plan `p` leads is put: behind the row of the measure before it in its plan."""
    first = row.cells[p][0]
    before = next((at[p, m] for m in range(first - 1, -1, -1) if (p, m) in at), None)
    return end if before is None else before + 1
