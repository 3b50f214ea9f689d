"""`duikou search`: the measures that hold some words, in a ledger that duikou wrote or in documents."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from duikou.app.extract import extract_one
from duikou.app.inputs import gather
from duikou.app.outputs import StandardOutput, target
from duikou.app.runs import DIFFERENT, USUAL_READING, Means, Reading, Run, options_of
from duikou.app.screens import screen
from duikou.errors import DuikouError, UsageError
from duikou.exporting import choose, load

_USUAL = Means()


def search(
    words: str,
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
    """`duikou search`: exit code 1 when no measure holds the words, as grep has it."""
    from duikou.exporting.ledger.searching import Found, Hit, in_database, in_records, is_database
    from duikou.extracting.selecting import Choice

    if not words.strip():
        raise UsageError("there is nothing to search for", "Give a word, or several apart by spaces in quotes")
    writer = choose("search", format, output)
    options = options_of(*reading, quiet=quiet)
    means = means.checked()
    run = Run(quiet)
    ledgers = [name for name in names if is_database(name)]
    documents = [name for name in names if name not in ledgers]
    items = gather(documents, None, recurse, options) if documents else []
    sink = target(output, items, writer, force)
    hits: list[Hit] = []
    for name in ledgers:
        try:
            hits += in_database(words, name)
            run.done += 1
        except DuikouError as error:
            run.fail(error)
    work = means.kept(partial(extract_one, choice=Choice(), keywords=False, options=options), None)
    hits += in_records(words, (record for record, _ in run.results(work, items, means)))
    color, width = screen() if isinstance(sink, StandardOutput) else (False, 0)
    found = Found(words, tuple(hits))
    run.deliver(sink, [load(writer.function)(found, run.errors, lang, color, width)], tells_errors=writer.tells_errors)
    return run.code() or (0 if hits else DIFFERENT)
