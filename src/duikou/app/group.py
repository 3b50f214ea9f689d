"""`duikou group`: which files are copies and versions of one plan, and which one is the best copy.

What holds here: each document is read once, in the worker processes, and only its summary comes back; so memory grows
by a few kilobytes a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from duikou.app.inputs import Input, gather
from duikou.app.outputs import StandardOutput, target
from duikou.app.runs import USUAL_READING, Means, Reading, Run, load_source, options_of
from duikou.app.screens import screen
from duikou.exporting import choose, load

if TYPE_CHECKING:
    from duikou.reading.options import Options
    from duikou.relating.grouping.summary import Summary

_USUAL = Means()


def summary_of(item: Input, options: Options | None = None) -> Summary:
    """The summary of one document, under the name that the user gave it."""
    from duikou import api
    from duikou.relating.grouping.summary import summarise

    return summarise(api.outline(load_source(item, options)), item.name)


def group(
    names: Sequence[str],
    *,
    output: str | None = None,
    format: str | None = None,
    recurse: bool = False,
    means: Means = _USUAL,
    force: bool = False,
    quiet: bool = False,
    lang: str = "zh",
    reading: Reading = USUAL_READING,
) -> int:
    """`duikou group`: the groups of all files in one output. `reading` is what `runs.options_of` takes."""
    from duikou.relating.grouping.telling import group_documents

    writer = choose("group", format, output)
    options = options_of(*reading, quiet=quiet)
    means = means.checked()
    items = gather(names, None, recurse, options)
    sink = target(output, items, writer, force)
    run = Run(quiet)
    found = list(run.results(means.kept(partial(summary_of, options=options), None), items, means))
    color, width = screen() if isinstance(sink, StandardOutput) else (False, 0)
    groups = group_documents(found)
    pieces = [load(writer.function)(groups, run.errors, lang, color, width)]
    run.deliver(sink, pieces, tells_errors=writer.tells_errors)
    return run.code()
