"""What comparing folders gives: plans, each with its versions, and the files that were not compared."""

from __future__ import annotations

from duikou.model.changes import Comparison
from duikou.model.values import dataclass


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is compared with nothing. `side` is the folder that it lies in, "old" or "new", None where folders
    are not set against each other.

    `instead` is the file that stands for its plan, and `relation` what it is to that one (one of
    `relations.RELATIONS`); both None for a file without a counterpart.
    """

    path: str
    title: str | None
    side: str | None
    instead: str | None = None
    relation: str | None = None


@dataclass(frozen=True, slots=True)
class ComparedPlan:
    """One plan: each of its versions against the one before. `relation` is what the last is to the first: "version",
    "same" (one text in another form) or "carries" (one is the notice with the text inside)."""

    comparisons: tuple[Comparison, ...]
    relation: str = "version"

    @property
    def title(self) -> str | None:
        """The title of the plan, of its last version that has one."""
        versions = [self.comparisons[0].old, *(comparison.new for comparison in self.comparisons)]
        return next((version.title for version in reversed(versions) if version.title), None)


@dataclass(frozen=True, slots=True)
class ComparedPlans:
    """The plans that were compared; `alone` are files without a counterpart, `copies` those for which another file of
    their plan was compared."""

    plans: tuple[ComparedPlan, ...]
    alone: tuple[LeftOut, ...] = ()
    copies: tuple[LeftOut, ...] = ()

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Every comparison, plan by plan."""
        return tuple(comparison for plan in self.plans for comparison in plan.comparisons)
