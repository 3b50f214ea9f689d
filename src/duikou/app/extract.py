"""`duikou extract`: from options to the measures of all documents in one output, and an exit code.

What holds here: nothing is written before all that can be checked has been checked, and nothing of a floor is imported
before it is needed.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from duikou.app import language
from duikou.app.copies import Digests, digests
from duikou.app.inputs import Input, gather
from duikou.app.outputs import StandardOutput, target, writer_for
from duikou.app.runs import Run, checked, kept, load_source, options_of, words
from duikou.app.screens import is_screen, screen
from duikou.errors import UsageError, labelled, t
from duikou.exporting import Writer, folder_of, load

if TYPE_CHECKING:
    from duikou.app import commands
    from duikou.exporting.ledger.read_back import ReadBack
    from duikou.exporting.ledger.record import Record
    from duikou.extracting.selecting import Choice
    from duikou.model import Caution
    from duikou.model.plans import LeftOut
    from duikou.reading.options import Options
    from duikou.relating.grouping.summary import Summary


def extract_one(item: Input, choice: Choice, keywords: bool, options: Options | None = None) -> tuple[Record, int]:
    """The record of one document with the measures chosen, and how many measures it has in all."""
    from duikou import api
    from duikou.exporting.ledger.record import record
    from duikou.extracting.selecting import select

    extracted = api.extract(load_source(item, options), keywords=keywords)
    return record(select(extracted, choice)), len(extracted.measures)


def summed_one(
    item: Input, choice: Choice, keywords: bool, options: Options | None = None
) -> tuple[Record, int, Summary]:
    """As `extract_one`, with the summary by which plans are told apart."""
    from duikou import api
    from duikou.exporting.ledger.record import record
    from duikou.extracting.selecting import select
    from duikou.relating.grouping.summary import summarise

    extracted = api.extract(load_source(item, options), keywords=keywords)
    made = record(select(extracted, choice))
    return made, len(extracted.measures), summarise(extracted.document, made.origin.path or "")


class Extraction(NamedTuple):
    """What comes back of one extracted document. `piece` is what the writer takes; `measures` are those that it has,
    `chosen` those that are handed on; `digests` tell copies, and `summary` versions, where that is asked for."""

    name: str
    piece: Any
    cautions: tuple[Caution, ...]
    measures: int
    chosen: int
    digests: Digests
    summary: Summary | None = None


def written_one(item: Input, work: Callable[[Input], tuple[Any, ...]], each: str, lang: str) -> Extraction:
    """One document as the writer takes it: what its function `each` makes of the record, or the record. `work` gives
    what `extract_one` or `summed_one` gives."""
    return _written(*work(item), each=each, lang=lang)


def back_one(back: ReadBack, choice: Choice, each: str, lang: str) -> Extraction:
    """A document of a ledger that is read back, with the measures chosen, as the writer takes it."""
    record = chosen_of(back.record, choice)
    return _written(record, len(back.record.measures), each=each, lang=lang)


def chosen_of(record: Record, choice: Choice) -> Record:
    """The record with the measures of the choice alone."""
    from dataclasses import replace

    from duikou.extracting.selecting import chosen

    if not choice:
        return record
    titles = dict(record.parts)
    return replace(record, measures=tuple(m for m in record.measures if chosen(m, choice, titles.get(m.part) or "")))


def _written(record: Record, measures: int, *more: Any, each: str, lang: str) -> Extraction:
    piece = load(each)(record, lang) if each else record
    # What is left out by choice can't be compared: then files alone are.
    said = (part or "" for one in record.measures for part in (one.title, one.text, one.responsibility))
    found = digests(record.origin.sha256, said if len(record.measures) == measures else (), plan_of(record))
    return Extraction(record.origin.path or "", piece, record.cautions, measures, len(record.measures), found, *more)


def _about_measures() -> str:
    """What was looked for in a document where nothing was found, and what can be done next."""
    return t(
        "Measures are numbered items that say what to do, articles, and rows of tables with a task and who answers for "
        "it; explanations, news, letters and minutes that decide nothing hold none. duikou clean --explain shows how a "
        "document was read; duikou search finds passages in any"
    )


def plan_of(record: Record) -> str:
    """What names the plan of a document besides its text: title and issuers; "" where that tells too little. (What
    `duikou group` knows of versions is not loaded for a warning.)"""
    name = record.title or ""
    return f"{name}|{record.issuers}" if sum(map(str.isalnum, name)) >= _TELLING else ""


# A title with fewer letters, digits and hanzi (工作方案) does not tell a plan.
_TELLING = 8


def _refiled(found: tuple[Any, ...], name: str) -> tuple[Any, ...]:
    from dataclasses import replace

    record, measures, *summaries = found
    renamed = [summary.renamed(name) for summary in summaries]
    return replace(record, origin=replace(record.origin, path=name)), measures, *renamed


def _ledger_and_output(asked: commands.Extract) -> tuple[str | None, str | None]:
    """The ledger that is brought up to date, if one is, and where the output goes."""
    output, update = asked.output, asked.update
    if update is not None and output is None and not Path(update).exists():
        raise _no_ledger(update)
    if asked.append and update is None:
        if output is None:
            raise UsageError("--append adds to the ledger of -o", "Give -o LEDGER")
        update = output
    return update, output if output is not None else update


def _choice(asked: commands.Extract, update: str | None) -> Choice:
    """Which measures are wanted; a ledger that is brought up to date needs all."""
    from duikou.extracting.selecting import Choice

    choice = Choice(known_kinds(words(asked.kind)), *map(words, (asked.unit, asked.place, asked.chapter)))
    if update is not None and Path(update).exists() and choice:
        raise UsageError(
            "a ledger is brought up to date with every measure of a plan: those not chosen would count as ended",
            "Leave out --kind, --unit, --place and --chapter, or write what is chosen to a ledger of its own",
        )
    return choice


def _told(results: Iterable[Extraction], run: Run, counts: Counter[str]) -> Iterator[Any]:
    """What the writer takes of the results, one by one: what is to be said of each is said, its measures counted."""
    for done in results:
        run.warn(done.name, done.cautions, t("-f json lists them"))
        if not done.measures:
            run.note(t("{name}: no measures found", name=done.name))
            run.once(_about_measures())
        counts.update(measures=done.measures, chosen=done.chosen, documents=int(bool(done.chosen)))
        yield done.piece


def extract(asked: commands.Extract) -> int:
    """`duikou extract`: the measures of all documents, or those chosen, in one output."""
    update, output = _ledger_and_output(asked)
    shown = asked.format is None and output is None and is_screen()
    writer = writer_for("extract", "table" if shown else asked.format, output, asked.open)
    _check_update(writer, update, output)
    lang = language.of_result(writer.format, asked.lang)
    own = {**_options(writer, asked), **folder_of(writer, output)}
    choice = _choice(asked, update)
    options = options_of(asked.reading, asked.writing.quiet)
    batch, run = checked(asked.batch), Run(asked.writing.quiet)
    items = gather(asked.inputs, None, batch.recurse, options, run.note)
    extract_each = summed_one if asked.one_version else extract_one
    found = kept(partial(extract_each, choice=choice, keywords=asked.keywords, options=options), batch, _refiled)
    # The cache keeps records, so that another output of the same documents is made of them.
    work = partial(written_one, work=found, each=writer.each, lang=lang)
    back = partial(back_one, choice=choice, each=writer.each, lang=lang)
    # What is updated keeps what others wrote in it, so it may be replaced.
    sink = target(output, items, writer, asked.writing.force or (update is not None and _is_same(update, output)))
    if writer.format == "table" and isinstance(sink, StandardOutput):
        own["color"], own["width"] = screen()
    run.about_copies = t("--one-version counts each plan once")
    counts, copies = Counter[str](measures=0, chosen=0, documents=0), _copies(asked, writer, own)
    results = run.results(work, items, batch, not asked.one_version, back)
    documents = _told(_once(results, run, copies) if asked.one_version else results, run, counts)
    if update is not None and Path(update).exists():
        pieces = _updated(writer, update, documents, run, lang, own)
    else:
        pieces = load(writer.function)(documents, run.errors, lang, **own)
    run.deliver(sink, pieces, tells_errors=writer.tells_errors)
    if asked.open:
        from duikou.app import opening

        opening.show(output, bool(run.done or not run.errors), run.note)
    if choice:
        run.note(
            t(
                "{chosen} of {measures} measures chosen, in {documents} documents",
                chosen=counts["chosen"],
                measures=counts["measures"],
                documents=counts["documents"],
            )
        )
    return run.code()


def _copies(asked: commands.Extract, writer: Writer, own: dict[str, object]) -> list[LeftOut]:
    """Where the files that are not counted are put, complete once all documents are written; JSON has them."""
    copies: list[LeftOut] = []
    if asked.one_version and writer.format == "json":
        own["copies"] = copies
    return copies


def _once(results: Iterator[Extraction], run: Run, copies: list[LeftOut]) -> Iterator[Extraction]:
    from duikou.app.one_version import one_version

    return one_version(results, run.note, copies)


def _check_update(writer: Writer, update: str | None, output: str | None) -> None:
    """Raises `UsageError` where a ledger can't be updated: it is of another format, or of none that lives."""
    if update is None:
        return
    if writer.format not in ("xlsx", "sqlite"):
        same = t("{update} is no workbook and no database, and can't be updated", update=update)
        other = t("{format} can't be updated", format=writer.format)
        raise UsageError(same if output == update else other, "Give --update with a ledger of .xlsx or .sqlite")
    if not update.lower().endswith(writer.extensions):
        raise UsageError(
            t("--update {update} is not of the format that is written", update=update),
            t("Name a ledger of {format}", format=writer.format),
        )
    if not Path(update).exists() and not _is_same(update, output):
        raise _no_ledger(update)


def _no_ledger(update: str) -> UsageError:
    return UsageError(t("there is no ledger {update} to update", update=update), "Leave out --update to make a new one")


def _is_same(update: str, output: str | None) -> bool:
    return output is not None and os.path.realpath(update) == os.path.realpath(output)


def _updated(
    writer: Writer, update: str, documents: Iterator[Any], run: Run, lang: str, own: dict[str, object]
) -> Iterator[bytes]:
    """The pieces of the ledger `update` with these documents in it; what was changed is told."""
    from duikou.exporting.ledger.database_update import update_database
    from duikou.exporting.ledger.workbook_update import update_workbook
    from duikou.reading.files import folders

    if writer.format == "xlsx":
        made = b"".join(load(writer.function)(documents, run.errors, lang, **own))
        found = update_workbook(Path(update).read_bytes(), made, lang, update)
        yield found.content
        counts = found.counts
        run.note(
            t(
                "{update}: {new} rows new, {changed} changed, {ended} ended",
                update=update,
                new=counts["new"],
                changed=counts["changed"],
                ended=counts["ended"],
            )
        )
        for told in found.told:
            run.note(t("{update}: {told}", update=update, told=told))
        if counts["kept"]:
            run.note(
                t("{update}: {kept} cells kept as they were corrected by hand", update=update, kept=counts["kept"])
            )
        return
    with folders.folder() as folder:
        counts = update_database(update, folder / "ledger.sqlite", documents, run.errors)
        yield (folder / "ledger.sqlite").read_bytes()
    run.note(
        t(
            "{update}: {new} documents new, {changed} replaced",
            update=update,
            new=counts["new"],
            changed=counts["changed"],
        )
    )


def _options(writer: Writer, asked: commands.Extract) -> dict[str, object]:
    """The options of one writer alone. Raises `UsageError` where the output is another."""
    if asked.template is not None and writer.format != "xlsx":
        raise UsageError("--template is for spreadsheets", "Give -o with a name that ends in .xlsx")
    for name, given in {"--tidy": asked.tidy, "--as-is": asked.as_is}.items():
        if given and writer.format != "csv":
            raise UsageError(t("{name} is for CSV", name=name), "Give -f csv, or -o with a name that ends in .csv")
    own = {"template": asked.template, "tidy": asked.tidy, "as_is": asked.as_is}
    return {name: value for name, value in own.items() if value}


def known_kinds(wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds asked for, by their names or their Chinese labels, if all are known. Raises `UsageError` listing
    them."""
    if not wanted:
        return ()
    from duikou.exporting.labels import labels

    known = labels("zh", "kinds")
    names = {label: name for name, label in known.items()} | {name: name for name in known}
    for kind in wanted:
        if kind not in names:
            raise UsageError(
                t("there are no measures of the kind {kind}", kind=f"{kind!r}"),
                t("Give --kind {names}", names=tuple(labelled(name, label) for name, label in known.items())),
            )
    return tuple(names[kind] for kind in wanted)
