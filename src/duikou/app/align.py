"""`duikou align`: measures of different plans side by side, the first plan leading.

What holds here: a plan without measures is an error that names it; the others are aligned without it where two are
left.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from duikou.app import language, ledgers
from duikou.app.inputs import Input, gather
from duikou.app.outputs import StandardOutput, target, writer_for
from duikou.app.runs import Run, checked, kept, load_source, options_of, words
from duikou.app.screens import screen
from duikou.errors import DuikouError, UsageError
from duikou.exporting import folder_of, load

if TYPE_CHECKING:
    from duikou.app import commands
    from duikou.exporting.ledger.read_back import ReadBack
    from duikou.model.relations import AlignedPlan
    from duikou.reading.options import Options


def plan_of(item: Input, kinds: tuple[str, ...], options: Options | None = None) -> AlignedPlan:
    """The plan in one document, with its measures of these `kinds` (() for all), under the name the user gave it."""
    from duikou import api
    from duikou.model.relations import AlignedPlan

    extracted = api.extract(load_source(item, options))
    chosen = tuple(measure for measure in extracted.measures if not kinds or measure.kind in kinds)
    return AlignedPlan(item.name, extracted.document.title, chosen)


def plan_back(back: ReadBack, kinds: tuple[str, ...]) -> AlignedPlan:
    """The plan of a document in a ledger, under the name that the ledger gives it."""
    from duikou.model.relations import AlignedPlan

    record = back.record
    chosen = tuple(measure for measure in record.measures if not kinds or measure.kind in kinds)
    return AlignedPlan(record.origin.path or record.name, record.title, chosen)


def align(asked: commands.Align) -> int:
    """`duikou align`: one table of all plans."""
    from duikou.app.extract import known_kinds
    from duikou.relating.aligning.table import align_plans

    writer = writer_for("align", asked.format, asked.output, asked.open)
    options = options_of(asked.reading, asked.writing.quiet)
    batch = checked(asked.batch)
    chosen = known_kinds(words(asked.kind))
    run = Run(asked.writing.quiet)
    items = gather(asked.plans, None, batch.recurse, options, run.note)
    if len(items) < 2 and not any(map(ledgers.of_input, items)):
        raise UsageError("there is one plan, and nothing to set beside it", "Name two plans or more")
    sink = target(asked.output, items, writer, asked.writing.force)
    plans = []
    work = kept(partial(plan_of, kinds=chosen, options=options), batch)
    for plan in run.results(work, items, batch, back=partial(plan_back, kinds=chosen)):
        if plan.measures:
            plans.append(plan)
        else:
            run.fail(DuikouError("no measures were found, so there is nothing to align", "Leave it out", plan.path))
    if len(plans) < 2:
        if not run.errors:
            raise UsageError("there is one plan, and nothing to set beside it", "Name two plans or more")
        return run.code()
    color, width = screen() if isinstance(sink, StandardOutput) else (False, 0)
    linked = folder_of(writer, asked.output)
    pieces = [
        load(writer.function)(
            align_plans(plans), run.errors, language.of_result(writer.format, asked.lang), color, width, **linked
        )
    ]
    run.deliver(sink, pieces, tells_errors=writer.tells_errors)
    if asked.open:
        from duikou.app import opening

        opening.show(asked.output, bool(run.done or not run.errors), run.note)
    return run.code()
