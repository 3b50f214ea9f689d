"""`duikou search`: the measures that hold some words, in a ledger that duikou wrote or in documents."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from duikou.app import language
from duikou.app.extract import extract_one
from duikou.app.inputs import gather
from duikou.app.outputs import StandardOutput, target
from duikou.app.runs import DIFFERENT, Run, checked, kept, options_of
from duikou.app.screens import screen
from duikou.errors import DuikouError, UsageError, t
from duikou.exporting import choose, load

if TYPE_CHECKING:
    from duikou.app import commands
    from duikou.exporting.ledger.read_back import ReadBack
    from duikou.exporting.ledger.record import Record


def search(asked: commands.Search) -> int:
    """`duikou search`: exit code 1 when no measure holds the words, as grep has it."""
    from duikou.exporting.ledger.searching import Hit, SearchResult, in_database, in_records, is_ledger
    from duikou.extracting.selecting import Choice

    if not asked.words.strip():
        raise UsageError("there is nothing to search for", "Give a word, or several apart by spaces in quotes")
    _check_words(asked)
    writer = choose("search", asked.format, asked.output)
    options = options_of(asked.reading, asked.writing.quiet)
    batch = checked(asked.batch)
    run = Run(asked.writing.quiet)
    ledgers = [name for name in asked.inputs if is_ledger(name)]
    documents = [name for name in asked.inputs if name not in ledgers]
    items = gather(documents, None, batch.recurse, options, run.note) if documents else []
    sink = target(asked.output, items, writer, asked.writing.force)
    hits: list[Hit] = []
    for name in ledgers:
        try:
            hits += in_database(asked.words, name)
            run.done += 1
        except DuikouError as error:
            run.fail(error)
    work = kept(partial(extract_one, choice=Choice(), keywords=False, options=options), batch)
    hits += in_records(asked.words, (record for record, _ in run.results(work, items, batch, back=_record)))
    color, width = screen() if isinstance(sink, StandardOutput) else (False, 0)
    found = SearchResult(asked.words, tuple(hits))
    run.deliver(
        sink,
        [load(writer.function)(found, run.errors, language.of_result(writer.format, asked.lang), color, width)],
        tells_errors=writer.tells_errors,
    )
    return run.code() or (0 if hits else DIFFERENT)


def _record(back: ReadBack) -> tuple[Record, int]:
    return back.record, len(back.record.measures)


def _check_words(asked: commands.Search) -> None:
    """Raises `UsageError` where what stands in the place of a file looks like one more word to search for."""
    for number, name in enumerate(asked.inputs[:-1], 1):
        if "." not in name and "/" not in name and name != "-" and not os.path.exists(name):
            words = " ".join((asked.words, *asked.inputs[:number]))
            raise UsageError(
                t("there is no file named {name}", name=name),
                t("Put several words in quotes: {example}", example=f'duikou search "{words}" {asked.inputs[-1]}'),
            )
