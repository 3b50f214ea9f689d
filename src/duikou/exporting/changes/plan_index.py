"""The index of the plans of folders: one line a pair of versions, and one for each file that was compared with nothing.

What holds here: every file of the folders is in the index, with what became of it; every report has the same lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duikou.errors import DuikouError
from duikou.exporting.changes.report_lines import grouped
from duikou.exporting.changes.versions import Step, edition_name, steps
from duikou.exporting.labels import label, labels
from duikou.exporting.screen import named
from duikou.exporting.wording import told
from duikou.model import Comparison, Document
from duikou.model.changes import ALL_GROUPS
from duikou.model.plans import ComparedPlan, ComparedPlans, LeftOut


@dataclass(frozen=True, slots=True)
class Compared:
    """One pair of versions in the report: `number` counts all pairs from 1; `step` is what it is among the versions of
    its plan."""

    number: int
    comparison: Comparison
    step: Step


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the index. `number` is that of the pair, None for a file that was compared with nothing; `title` what
    the plan is called, `old` and `new` the files, each with the day that makes it a version; `relation` what the files
    are to each other, or what became of the file; `counts` the changes of each group of ALL_GROUPS."""

    number: int | None
    title: str
    old: str
    new: str
    relation: str
    counts: tuple[int, ...] = ()


def plan_name(plan: ComparedPlan, lang: str) -> str:
    """What a plan is called: its title, else the file of its last version."""
    return plan.title or plan.comparisons[-1].new.cleaned.source.path or label(lang, "words", "untitled")


def by_plan(found: ComparedPlans, lang: str) -> list[tuple[ComparedPlan, list[Compared]]]:
    """Each plan with its pairs, numbered throughout."""
    listed: list[tuple[ComparedPlan, list[Compared]]] = []
    before = 0
    for plan in found.plans:
        named = zip(plan.comparisons, steps(len(plan.comparisons), lang), strict=True)
        listed.append((plan, [Compared(n, one, step) for n, (one, step) in enumerate(named, before + 1)]))
        before += len(plan.comparisons)
    return listed


def heads(lang: str) -> list[str]:
    """The heads of the columns of the index, those of the counts last."""
    words, names = labels(lang, "words"), labels(lang, "classes")
    return [
        label(lang, "columns", "index"),
        label(lang, "columns", "title"),
        words["old"],
        words["new"],
        label(lang, "grouping", "column_relation"),
        *(names[name] for name in ALL_GROUPS),
    ]


def entries(found: ComparedPlans, errors: Sequence[DuikouError], lang: str) -> Iterator[Entry]:
    """The lines: the pairs, the files without a counterpart, the copies, and what could not be compared."""
    words = labels(lang, "grouping")
    for plan, listed in by_plan(found, lang):
        name = plan_name(plan, lang)
        for pair in listed:
            counts = grouped(pair.comparison.changes)
            yield Entry(
                pair.number,
                f"{name} · {pair.step.name}" if pair.step.name else name,
                _file(pair.comparison.old),
                _file(pair.comparison.new),
                words[f"relation_{plan.relation}"],
                tuple(len(counts[group]) for group in ALL_GROUPS),
            )
    for file in found.alone:
        yield _alone(file, words["no_counterpart" if file.side else "no_versions"])
    for file in found.copies:
        relation = words[f"relation_{file.relation}"]
        yield _alone(file, words["not_compared"].format(relation=relation, instead=file.instead))
    for error in errors:
        said = words["failed"].format(cause=told(error.cause, lang))
        yield Entry(None, "", "", named(error.path or ""), said)


def _alone(file: LeftOut, said: str) -> Entry:
    name = named(file.path)
    old, new = ("", name) if file.side != "old" else (name, "")
    return Entry(None, file.title or "", old, new, said)


def _file(document: Document) -> str:
    day = edition_name(document)
    path = named(document.cleaned.source.path or "")
    return f"{path}（{day}）" if day and path else path or day or ""
