"""`duikou diff FOLDER FOLDER` and `duikou diff --versions FOLDER`: many plans, each with its versions.

What holds here: the files are read once to know the plans apart, and those that are compared once more, so that memory
does not grow with the files of the folders. Every file that is compared with nothing is named in the report: what has
no counterpart, which counts as a difference between two folders, and the copies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from duikou.app.arguments import Batch
from duikou.app.comparisons import Options, compared, document_of, write
from duikou.app.group import summary_of
from duikou.app.inputs import Input, gather
from duikou.app.outputs import target
from duikou.app.runs import DIFFERENT, DONE, Run
from duikou.comparing.sifting import matters
from duikou.errors import DuikouError, UsageError, t
from duikou.exporting import Writer

if TYPE_CHECKING:
    from duikou.model import Comparison
    from duikou.model.plans import LeftOut
    from duikou.relating.grouping.pairing import Spare
    from duikou.relating.grouping.summary import Summary

_TOLD = 20  # files of one side alone, and plans with copies, that are named on standard error

Files = Sequence[tuple[Input, "Summary"]]


class _Plans(NamedTuple):
    """What is to be compared: of each plan its versions in order, with what the last is to the first; and what is
    not."""

    steps: list[tuple[list[Input], str]]
    alone: list[LeftOut]
    copies: list[LeftOut]


def are_folders(names: Sequence[str]) -> bool:
    """Whether two folders are named."""
    return len(names) == 2 and all(Path(name).is_dir() for name in names)


def diff_folders(names: Sequence[str], options: Options, writer: Writer) -> int:
    """Compare the plans of two folders, or with one folder (or more) the versions of each plan in them."""
    from duikou.model.plans import ComparedPlan, ComparedPlans

    if not writer.plans:
        raise UsageError(
            t("{format} tracks the changes from one version to another", format=writer.format),
            "Compare two files, or give -f html",
        )
    run = Run(options.asked.writing.quiet)
    named = [names] if options.asked.every_version else [[name] for name in names]
    sides = [gather(side, tell=run.note) for side in named]
    sink = target(options.asked.output, [item for side in sides for item in side], writer, options.asked.writing.force)
    known = [list(_summaries(run, side, options)) for side in sides]
    found = _versions(run, known[0]) if options.asked.every_version else _pairs(known[0], known[1])
    plans = []
    for items, relation in found.steps:
        if comparisons := _chain(run, items, options):
            plans.append(ComparedPlan(tuple(comparisons), relation))
    counterparts = [] if options.asked.every_version else found.alone
    _name(run, counterparts)
    _name_copies(run, found.copies)
    told = ComparedPlans(tuple(plans), tuple(found.alone), tuple(found.copies))
    if not (plans or counterparts or found.copies) and writer.format != "json":
        sink.discard()
        return run.code()
    write(told, sink, writer, options, errors=run.errors)
    differs = any(matters(change, options.asked.fail_on) for one in told.comparisons for change in one.changes)
    return run.code(DIFFERENT if differs or counterparts else DONE)


def _versions(run: Run, files: Files) -> _Plans:
    """The versions of each plan among the files."""
    from duikou.relating.grouping.pairing import chains

    found = chains([summary for _, summary in files])
    _name_undated(run, [[files[i][1] for i in plan] for plan in found.plans])
    if not found.plans:
        run.note(t("no plan has several versions"))
    return _Plans(
        [([files[i][0] for i in plan], "version") for plan in found.plans],
        [_left_out(files, i, None) for i in found.single],
        [_left_out(files, spare.file, None, spare) for spare in found.spare],
    )


def _pairs(old: Files, new: Files) -> _Plans:
    """The plans that both folders hold."""
    from duikou.relating.grouping.pairing import paired

    found = paired([summary for _, summary in old], [summary for _, summary in new])
    sides = (("old", old), ("new", new))
    return _Plans(
        [([old[i][0], new[j][0]], relation) for i, j, relation in found.pairs],
        [_left_out(files, i, side) for (side, files), only in zip(sides, found.only, strict=True) for i in only],
        [
            _left_out(files, spare.file, side, spare)
            for (side, files), spares in zip(sides, found.spare, strict=True)
            for spare in spares
        ],
    )


def _left_out(files: Files, number: int, side: str | None, spare: Spare | None = None) -> LeftOut:
    from duikou.model.plans import LeftOut

    item, summary = files[number]
    if spare is None:
        return LeftOut(item.name, summary.title, side)
    return LeftOut(item.name, summary.title, side, files[spare.instead][0].name, spare.relation)


def _summaries(run: Run, items: Sequence[Input], options: Options) -> Iterator[tuple[Input, Summary]]:
    """Each file that can be read, with its summary."""
    by_name = {item.name: item for item in items}
    for summary in run.results(
        partial(summary_of, options=options.reading), items, Batch(timeout=options.asked.timeout)
    ):
        yield by_name[summary.path], summary


def _chain(run: Run, items: Sequence[Input], options: Options) -> list[Comparison]:
    """Each version of a plan against the one before. What can't be compared is told, and the others go on."""
    documents = [document for item in items if (document := document_of(run, item, options)) is not None]
    try:
        return compared(documents, options)
    except DuikouError as error:
        run.fail(error)
        return []


def _name_undated(run: Run, plans: Sequence[Sequence[Summary]]) -> None:
    """Tell of versions that follow each other here, but of which no date says which is the older."""
    from duikou.relating.grouping.telling import order

    for older, newer in (pair for versions in plans for pair in pairwise(versions)):
        if order(older, newer) is None:
            run.note(
                t(
                    "{older} and {newer}: no date says which is the older; name them as OLD NEW if this order is wrong",
                    older=older.path,
                    newer=newer.path,
                )
            )


def _name(run: Run, alone: Sequence[LeftOut]) -> None:
    for file in alone[:_TOLD]:
        run.note(t("{name} has no counterpart", name=file.path))
    if len(alone) > _TOLD:
        run.note(t("and {count} more files without a counterpart", count=len(alone) - _TOLD))


def _name_copies(run: Run, copies: Sequence[LeftOut]) -> None:
    """Tell which files another of their plan stands for."""
    plans = [
        (instead, tuple(file.path for file in files))
        for instead, files in groupby(sorted(copies, key=_stands_for), _stands_for)
    ]
    for instead, others in plans[:_TOLD]:
        run.note(t("warning: {best} is compared for its plan, and not {others}", best=instead, others=others))
    if len(plans) > _TOLD:
        rest = sum(len(others) for _, others in plans[_TOLD:])
        run.note(t("{files} files more are not compared, of {plans} plans", files=rest, plans=len(plans) - _TOLD))


def _stands_for(file: LeftOut) -> str:
    return file.instead or ""
