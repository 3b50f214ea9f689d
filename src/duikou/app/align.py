"""`duikou align`: measures of different plans side by side, the first plan leading.

What holds here: a plan without measures is an error that names it; the others are aligned without it where two are
left.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from duikou.app.inputs import Input, gather
from duikou.app.outputs import StandardOutput, target
from duikou.app.runs import USUAL_READING, Means, Reading, Run, load_source, options_of, words
from duikou.app.screens import screen
from duikou.errors import DuikouError, UsageError
from duikou.exporting import choose, load

if TYPE_CHECKING:
    from duikou.model.relations import AlignedPlan
    from duikou.reading.options import Options

_USUAL = Means()


def plan_of(item: Input, kinds: tuple[str, ...], options: Options | None = None) -> AlignedPlan:
    """The plan in one document, with its measures of these `kinds` (() for all), under the name the user gave it."""
    from duikou import api
    from duikou.model.relations import AlignedPlan

    extracted = api.extract(load_source(item, options))
    chosen = tuple(measure for measure in extracted.measures if not kinds or measure.kind in kinds)
    return AlignedPlan(item.name, extracted.document.title, chosen)


def align(
    names: Sequence[str],
    *,
    output: str | None = None,
    format: str | None = None,
    kinds: Sequence[str] = (),
    recurse: bool = False,
    means: Means = _USUAL,
    force: bool = False,
    quiet: bool = False,
    lang: str = "zh",
    reading: Reading = USUAL_READING,
) -> int:
    """`duikou align`: one table of all plans. `reading` is what `runs.options_of` takes."""
    from duikou.app.extract import known_kinds
    from duikou.relating.aligning.table import align_plans

    writer = choose("align", format, output)
    options = options_of(*reading, quiet=quiet)
    means = means.checked()
    chosen = known_kinds(words(kinds))
    items = gather(names, None, recurse, options)
    if len(items) < 2:
        raise UsageError("there is one plan, and nothing to set beside it", "Name two plans or more")
    sink = target(output, items, writer, force)
    run = Run(quiet)
    plans = []
    for plan in run.results(means.kept(partial(plan_of, kinds=chosen, options=options), None), items, means):
        if plan.measures:
            plans.append(plan)
        else:
            run.fail(DuikouError("no measures were found, so there is nothing to align", "Leave it out", plan.path))
    if len(plans) < 2:
        return run.code()
    color, width = screen() if isinstance(sink, StandardOutput) else (False, 0)
    pieces = [load(writer.function)(align_plans(plans), run.errors, lang, color, width)]
    run.deliver(sink, pieces, tells_errors=writer.tells_errors)
    return run.code()
