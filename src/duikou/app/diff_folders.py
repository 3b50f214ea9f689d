"""`duikou diff FOLDER FOLDER` and `duikou diff --versions FOLDER`: many plans, each with its versions.

What holds here: the files are read once to know the plans apart, and those that are compared once more, so that memory
does not grow with the files of the folders. What has no counterpart is named, and counts as a difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from duikou.app.comparisons import Options, compared, document_of, write
from duikou.app.group import summary_of
from duikou.app.inputs import Input, gather
from duikou.app.outputs import target
from duikou.app.runs import DIFFERENT, DONE, Means, Run
from duikou.comparing.sifting import matters
from duikou.errors import DuikouError, UsageError, t
from duikou.exporting import Writer

if TYPE_CHECKING:
    from duikou.model import Comparison
    from duikou.relating.grouping.summary import Summary

_TOLD = 20  # files of one side alone that are named


def are_folders(names: Sequence[str]) -> bool:
    """Whether two folders are named."""
    return len(names) == 2 and all(Path(name).is_dir() for name in names)


def diff_folders(names: Sequence[str], options: Options, writer: Writer, output: str | None) -> int:
    """Compare the plans of two folders, or with one folder (or more) the versions of each plan in them."""
    from duikou.relating.grouping.pairing import chains, paired

    if not writer.join:
        raise UsageError(
            t("{format} tracks the changes from one version to another", format=writer.format),
            "Compare two files, or give -f html",
        )
    run = Run(options.quiet)
    sides = [gather([name]) for name in names] if not options.every_version else [gather(names)]
    sink = target(output, [item for side in sides for item in side], writer, options.force)
    known = [list(_summaries(run, side, options)) for side in sides]
    alone: list[str] = []
    if options.every_version:
        (files,) = known
        found_chains = chains([summary for _, summary in files])
        steps = [[files[i][0] for i in chain] for chain in found_chains]
        _name_undated(run, [[files[i][1] for i in chain] for chain in found_chains])
        if not steps:
            run.note(t("no plan has several versions"))
    else:
        old, new = known
        found = paired([summary for _, summary in old], [summary for _, summary in new])
        steps = [[old[i][0], new[j][0]] for i, j in found.pairs]
        alone = [files[i][0].name for files, only in ((old, found.only_old), (new, found.only_new)) for i in only]
    comparisons = [comparison for items in steps for comparison in _chain(run, items, options)]
    _name(run, alone)
    if not comparisons and writer.format != "json":
        sink.discard()
        return run.code(DIFFERENT if alone else DONE)
    write(comparisons, sink, writer, options, several=True)
    differs = any(matters(change, options.fail_on) for comparison in comparisons for change in comparison.changes)
    return run.code(DIFFERENT if differs or alone else DONE)


def _summaries(run: Run, items: Sequence[Input], options: Options) -> Iterator[tuple[Input, Summary]]:
    """Each file that can be read, with its summary."""
    by_name = {item.name: item for item in items}
    for summary in run.results(partial(summary_of, options=options.reading), items, Means(timeout=options.timeout)):
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


def _name(run: Run, alone: Sequence[str]) -> None:
    for name in alone[:_TOLD]:
        run.note(t("{name} has no counterpart", name=name))
    if len(alone) > _TOLD:
        run.note(t("and {count} more files without a counterpart", count=len(alone) - _TOLD))
