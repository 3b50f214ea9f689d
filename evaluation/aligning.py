"""Whether measures of different plans are put side by side: links found, links that are false.

    python evaluation/aligning.py [--show]

What holds here: the truth is aligned.toml, written by hand for two plans of corpus/, or known because a plan was made
of another: measures left out, two drawn together, one taken apart, sentences left out, others put in between, in
another order. A pair that the truth leaves open counts neither way.
"""

from __future__ import annotations

import argparse
import random
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from prose import prose

import duikou
from duikou.model import Measure
from duikou.model.relations import Alignment

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parent / "corpus"
SEEDS = range(12)
# What is left out, drawn together with the next, taken apart; the others lose each second sentence.
SHARES = (0.2, 0.4, 0.55)

Pairs = set[tuple[str, str]]


@dataclass(frozen=True)
class Counted:
    """Links that are right, wanted and false."""

    right: int
    wanted: int
    false: int

    def __add__(self, other: Counted) -> Counted:
        return Counted(self.right + other.right, self.wanted + other.wanted, self.false + other.false)

    def row(self, name: str) -> str:
        precision = self.right / ((self.right + self.false) or 1)
        recall = self.right / (self.wanted or 1)
        f1 = 2 * precision * recall / ((precision + recall) or 1)
        return f"| {name} | {self.wanted} | {precision:.3f} | {recall:.3f} | {f1:.3f} |"


def name(measure: Measure) -> str:
    """A measure by its part and path."""
    return f"{measure.part} {'/'.join(measure.path)}"


def linked(aligned: Alignment) -> Pairs:
    """The links between the two plans."""
    left, right = (plan.measures for plan in aligned.plans)
    return {(name(left[i]), name(right[j])) for row in aligned.rows for i in row.cells[0] for j in row.cells[1]}


def counted(found: Pairs, wanted: Pairs, free: Pairs) -> Counted:
    """What was found against what was wanted."""
    return Counted(len(found & wanted), len(wanted), len(found - wanted - free))


def by_hand() -> Iterator[tuple[str, Pairs, Pairs, Pairs]]:
    """The pairs of aligned.toml: their name, the links found, those wanted and those left open."""
    for pair in tomllib.loads((HERE / "aligned.toml").read_text("utf-8"))["pairs"]:
        aligned = duikou.align([CORPUS / pair["left"], CORPUS / pair["right"]])
        wanted, free = ({(a, b) for a, b in pair[kind]} for kind in ("links", "unsure"))
        yield f"{pair['left']} and {pair['right']}", linked(aligned), wanted, free


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return re.findall(r"[^。；]+[。；]?", text)


def made(plan: tuple[Measure, ...], others: tuple[Measure, ...], seed: int) -> tuple[str, list[tuple[str, ...]]]:
    """A plan made of the tasks of another, with three of a third: its text, and for each of its items in order the
    measures of the first that it says."""
    draw = random.Random(seed)
    tasks = [measure for measure in plan if measure.kind == "task"]
    items: list[tuple[str, str, tuple[str, ...]]] = []
    at = 0
    while at < len(tasks):
        one, chance = tasks[at], draw.random()
        title, said = one.title or one.text[:8], sentences(one.text)
        at += 1
        if chance < SHARES[0]:
            continue
        if chance < SHARES[1] and at < len(tasks):
            other = tasks[at]
            at += 1
            text = one.text + other.text
            items.append((f"{title}、{other.title or ''}", text, (name(one), name(other))))
        elif chance < SHARES[2] and len(said) > 3:
            half = len(said) // 2
            items.append((title, "".join(said[:half]), (name(one),)))
            items.append((said[half][:10].rstrip("，、。；"), "".join(said[half:]), (name(one),)))
        else:
            items.append((title, "".join(said[::2]), (name(one),)))
    foreign = [measure for measure in others if measure.kind == "task" and measure.title]
    for other in draw.sample(foreign, 3):
        items.insert(draw.randrange(len(items) + 1), (other.title or "", other.text, ()))
    draw.shuffle(items)
    lines = ["甲市与乙市合作实施方案", "一、重点任务"]
    for number, (title, text, _) in enumerate(items, 1):
        lines.append(f"{number}.{title}。{text}")
    return "\n".join(lines).replace("\n\n", "\n") + "\n", [sources for _, _, sources in items]


def by_making() -> Iterator[tuple[str, Pairs, Pairs, Pairs]]:
    """Plans made of those of corpus/ against these; measures of another plan stand in between."""
    plans = ("liaoning-jiangsu-2018-web.txt", "tianjin-changchun-2018-web.txt", "liaoning-strategies-2021-web.txt")
    read = {path: duikou.extract(CORPUS / path) for path in plans}
    for path, third in zip(plans, (*plans[1:], plans[0]), strict=True):
        for seed in SEEDS:
            text, sources = made(read[path].measures, read[third].measures, seed)
            second = duikou.extract(text)
            if len(second.measures) != len(sources):
                continue  # a sentence that was drawn out reads as an item of its own
            wanted = {
                (source, name(item)) for item, said in zip(second.measures, sources, strict=True) for source in said
            }
            # What of the third plan is near is right as well, and so is a project beside the task that it belongs to.
            free = {
                (name(one), name(item))
                for item, said in zip(second.measures, sources, strict=True)
                for one in read[path].measures
                if not said or one.kind != "task"
            }
            yield f"made of {path}", linked(duikou.align([read[path].document, second.document])), wanted, free


def section(show: bool = False) -> str:
    """This part of docs/evaluation.md, without its heading."""
    sums: dict[str, Counted] = {}
    for title, found, wanted, free in (*by_hand(), *by_making()):
        sums[title] = sums.get(title, Counted(0, 0, 0)) + counted(found, wanted, free)
        if show:
            print(title, "missed", sorted(wanted - found), "false", sorted(found - wanted - free))
    rows = [one.row(title) for title, one in sums.items()]
    head = ["| plans | links | precision | recall | F1 |", "|---|---:|---:|---:|---:|"]
    return f"{prose('aligned')}\n\n" + "\n".join([*head, *rows])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="name what was missed and what is false")
    print(section(parser.parse_args().show))
