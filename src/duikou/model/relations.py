"""What relates many documents: files that are one plan, and measures of several plans side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from duikou.model.measures import Measure
from duikou.model.shown import Shown, counted, titled
from duikou.model.values import dataclass

# How a file stands to the base of its group: it is the base; it holds the same text in another form; another version of
# it; a notice or decree with the text inside; an article that explains it; another year's text of one series.
RELATIONS = ("base", "same", "version", "carries", "explains", "series")


@dataclass(frozen=True, slots=True)
class GroupedFile:
    """A file in its group: `relation` to the base is one of RELATIONS, `order` "earlier" or "later" than the base where
    that can be told, `score` how alike the texts are (0 to 1), `evidence` what says so, each a name with a value."""

    path: str
    relation: str
    order: str | None
    score: float
    evidence: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Group(Shown):
    """The files of one plan. `title`, `doc_number` and `date` are those of the base, which is the best copy."""

    title: str | None
    doc_number: str | None
    date: str | None
    best: str
    files: tuple[GroupedFile, ...]

    def _said(self) -> str:
        return f"{titled(self.title)}: {counted(len(self.files), 'file')}"

    def _rows(self) -> tuple[Sequence[str], Iterable[Sequence[str]]]:
        return ("file", "relation", "order"), ((one.path, one.relation, one.order or "") for one in self.files)


@dataclass(frozen=True, slots=True)
class AlignedPlan:
    """A plan that is a column: where it was read, its title, and its measures in reading order."""

    path: str
    title: str | None
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What plans say on one topic: `cells` holds for each plan the indices of its measures (in reading order), () for
    a gap. `score` is how sure the weakest link of the row is (0 to 1; 1.0 for a row of one plan), `doubtful` that it
    lies near the threshold, `evidence` the words and subjects that the cells share, `differences` what a reader should
    look at: "units", "deadlines", "quantities"."""

    topic: str
    kind: str
    cells: tuple[tuple[int, ...], ...]
    score: float
    doubtful: bool = False
    evidence: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Alignment(Shown):
    """Measures of several plans side by side. Every measure of every plan stands in at least one row."""

    plans: tuple[AlignedPlan, ...]
    rows: tuple[Row, ...]

    def _said(self) -> str:
        return f"{counted(len(self.plans), 'plan')}, {counted(len(self.rows), 'topic')}"

    def _rows(self) -> tuple[Sequence[str], Iterable[Sequence[str]]]:
        return ("topic", *(plan.title or plan.path for plan in self.plans)), (
            (
                row.topic,
                *(
                    "；".join(plan.measures[at].title or plan.measures[at].text for at in cell)
                    for plan, cell in zip(self.plans, row.cells, strict=True)
                ),
            )
            for row in self.rows
        )
