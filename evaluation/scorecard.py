"""Extraction scored on plans made from a grammar (see plans.py): by style of numbering, by tail, and by field.

    python benchmarks/scorecard.py [--count 4000] [--seed 1] [--show STYLE|TAIL]

What holds here: the truth comes from the grammar, never from duikou. A figure is an F1 over all plans of a style: what
was found too much counts as what was missed. What it does not say: how well published documents are read, which break
every rule of any grammar; for that there are documents annotated by hand.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from plans import Plan, Wanted, plans

import duikou
from duikou.model import Extracted, Measure

FIELDS = (
    "measures",
    "titles",
    "texts",
    "lead",
    "responsible",
    "supporting",
    "deadlines",
    "quantities",
    "citations",
    "places",
    "pairs",
)


@dataclass(slots=True)
class Tally:
    """What was right, found, and wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, found: Iterable[object], wanted: Iterable[object]) -> bool:
        """Count two sets; whether they are the same."""
        a, b = set(found), set(wanted)
        self.right += len(a & b)
        self.found += len(a)
        self.wanted += len(b)
        return a == b

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 1.0


@dataclass(slots=True)
class Card:
    """Tallies by field, for each style and each tail; and what went wrong."""

    styles: dict[str, dict[str, Tally]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Tally)))
    tails: dict[str, dict[str, Tally]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Tally)))
    misses: list[str] = field(default_factory=list)

    def total(self, name: str) -> float:
        """The F1 of a field over all plans."""
        whole = Tally()
        for tallies in self.styles.values():
            whole.right += tallies[name].right
            whole.found += tallies[name].found
            whole.wanted += tallies[name].wanted
        return whole.f1


def score(count: int, seed: int = 1) -> Card:
    """Make `count` plans, extract from each, and compare."""
    card = Card()
    with tempfile.TemporaryDirectory() as folder:
        for plan in plans(count, seed):
            path = Path(folder) / plan.name
            path.write_text(plan.text, "utf-8")
            compare(plan, duikou.extract(path), card)
    return card


def compare(plan: Plan, extracted: Extracted, card: Card) -> None:
    """Count what was found in one plan."""
    found, wanted = _keyed(extracted.measures), _keyed(plan.measures)
    for tallies in (card.styles[plan.style], card.tails[plan.tail]):
        tallies["measures"].add(found, wanted)
    if set(found) != set(wanted):
        card.misses.append(f"{plan.style}/{plan.tail}: measures {sorted(set(found) ^ set(wanted))[:3]}")
    for key in wanted:
        want, got = wanted[key], found.get(key)
        for name, (a, b) in _fields(got, want).items():
            same = [t[name].add(a, b) for t in (card.styles[plan.style], card.tails[plan.tail])]
            if not all(same) and got is not None:
                got_, want_ = sorted(map(str, a)), sorted(map(str, b))
                card.misses.append(f"{plan.style}/{plan.tail} {'/'.join(key[1])} {name}: {got_} for {want_}")


def _keyed(measures: Iterable[Measure | Wanted]) -> dict[tuple[int, tuple[str, ...]], Measure | Wanted]:
    """Measures by the rank of their part among those that hold any, and their path."""
    listed = list(measures)
    rank = {part: i for i, part in enumerate(sorted({m.part for m in listed}), 1)}
    return {(rank[m.part], m.path): m for m in listed}


def _fields(got: Measure | None, want: Wanted) -> dict[str, tuple[list[object], list[object]]]:
    """What was found and what was wanted, by field."""
    names = {
        "titles": ([got.title] if got else [], [want.title]),
        "texts": ([got.text] if got else [], [want.text]),
        "lead": (got.lead_units if got else (), want.lead),
        "responsible": (got.responsible_units if got else (), want.responsible),
        "supporting": (got.supporting_units if got else (), want.supporting),
        "deadlines": ([d.text for d in got.deadlines] if got else (), want.deadlines),
        "quantities": ([q.text for q in got.quantities] if got else (), want.quantities),
        "citations": ([c.title for c in got.citations] if got else (), want.citations),
        "places": (got.places if got else (), want.places),
        "pairs": ([frozenset((p.left, p.right)) for p in got.pairs] if got else (), want.pairs),
    }
    return {name: (list(a), list(b)) for name, (a, b) in names.items()}


def report(card: Card) -> str:
    """The card as a table: a line a style, a line a tail, the worst first."""
    lines = []
    for head, rows in (("style", card.styles), ("tail", card.tails)):
        lines.append(f"{head:20}" + "".join(f"{name[:10]:>11}" for name in FIELDS))
        worst = sorted(rows, key=lambda name: (min(rows[name][f].f1 for f in FIELDS), name))
        lines += [f"{name:20}" + "".join(f"{rows[name][f].f1:11.4f}" for f in FIELDS) for name in worst]
    lines.append(f"{'all':20}" + "".join(f"{card.total(name):11.4f}" for name in FIELDS))
    return "\n".join(lines)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--count", type=int, default=4000)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--show", default="", help="print what went wrong in plans of this style or tail")
    chosen = ask.parse_args()
    card = score(chosen.count, chosen.seed)
    print(report(card))
    if chosen.show:
        print("\n".join(m for m in card.misses if chosen.show in m))


if __name__ == "__main__":
    main()
