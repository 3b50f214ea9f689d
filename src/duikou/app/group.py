"""`duikou group`: which files are copies and versions of one plan, and which one is the best copy.

What holds here: each document is read once, in the worker processes, and only its summary comes back; so memory grows
by a few kilobytes a file.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from duikou.app import language
from duikou.app.inputs import Input, gather
from duikou.app.outputs import StandardOutput, target, writer_for
from duikou.app.runs import Run, checked, kept, load_source, options_of
from duikou.app.screens import screen
from duikou.exporting import folder_of, load

if TYPE_CHECKING:
    from duikou.app import commands
    from duikou.reading.options import Options
    from duikou.relating.grouping.summary import Summary


def summary_of(item: Input, options: Options | None = None) -> Summary:
    """The summary of one document, under the name that the user gave it."""
    from duikou import api
    from duikou.relating.grouping.summary import summarise

    return summarise(api.outline(load_source(item, options)), item.name)


def group(asked: commands.Group) -> int:
    """`duikou group`: the groups of all files in one output."""
    from duikou.relating.grouping.telling import group_documents

    writer = writer_for("group", asked.format, asked.output, asked.open)
    options = options_of(asked.reading, asked.writing.quiet)
    batch = checked(asked.batch)
    run = Run(asked.writing.quiet)
    items = gather(asked.inputs, None, batch.recurse, options, run.note)
    sink = target(asked.output, items, writer, asked.writing.force)
    found = list(run.results(kept(partial(summary_of, options=options), batch), items, batch))
    color, width = screen() if isinstance(sink, StandardOutput) else (False, 0)
    groups = group_documents(found)
    linked = folder_of(writer, asked.output)
    pieces = [
        load(writer.function)(groups, run.errors, language.of_result(writer.format, asked.lang), color, width, **linked)
    ]
    run.deliver(sink, pieces, tells_errors=writer.tells_errors)
    if asked.open:
        from duikou.app import opening

        opening.show(asked.output, bool(run.done or not run.errors), run.note)
    return run.code()
