"""The commands behind the command line: from options to results, messages and an exit code.

What holds here: nothing is written before all that can be checked has been checked, and nothing of a floor
is imported before a command needs it. What a run tells and how it ends stands in `running`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from duikou.errors import DuikouError, UsageError
from duikou.exporting import Writer, choose, load
from duikou.inputs import Input, gather
from duikou.outputs import Sink, StandardOutput, places_below, say, target, write_file
from duikou.running import DIFFERENT, DONE, Run, load_source, words

if TYPE_CHECKING:
    from duikou.cleaning import Selection
    from duikou.exporting.record import Record
    from duikou.model import Caution
    from duikou.selecting import Choice


class Cleaning(NamedTuple):
    """What comes back of one cleaned document. `changed` says that the clean text is not the source's."""

    name: str
    output: str | bytes
    explanation: str
    cautions: tuple[Caution, ...]
    changed: bool


def clean_one(item: Input, function: str | None, selection: Selection, lang: str, explained: bool) -> Cleaning:
    """Clean one document and write it with the writer's `function` (None: not at all)."""
    from duikou import api

    cleaned = api.clean(load_source(item), selection)
    explanation = ""
    if explained:
        from duikou.exporting.explain import explain

        explanation = explain(cleaned, lang)
    return Cleaning(
        name=item.name,
        output=load(function)(cleaned, lang) if function else "",
        explanation=explanation,
        cautions=tuple(dict.fromkeys((*cleaned.source.cautions, *cleaned.cautions))),
        changed=cleaned.text != cleaned.source.text.removesuffix("\n").removesuffix("\r"),
    )


def clean(
    names: Sequence[str],
    *,
    output: str | None = None,
    directory: str | None = None,
    format: str | None = None,
    explain: bool = False,
    check: bool = False,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    unsafe: bool = False,
    jobs: int | None = None,
    quiet: bool = False,
    lang: str = "zh",
) -> int:
    """`duikou clean`: the clean texts; exit code 1 when --check finds a document that would change."""
    from duikou.cleaning import Selection, chosen_rules

    if output is not None and directory is not None:
        raise UsageError("-o and -d can't go together", "Give -o FILE for one output, -d DIR for one a document")
    if check and (output is not None or directory is not None):
        raise UsageError("--check writes nothing", "Leave out -o and -d, or --check")
    writer = choose("clean", format, output)
    selection = Selection(words(select), words(ignore), unsafe)
    chosen_rules(selection)  # a rule that is not known is one error, not one a document
    items = gather(names, Path(directory) if directory is not None else None)
    work = partial(
        clean_one,
        function=None if check else writer.function,
        selection=selection,
        lang=lang,
        explained=explain,
    )
    run = Run(quiet)
    if check:
        return _check(run, work, items, jobs)
    if directory is not None:
        return _clean_into(run, directory, writer, work=work, items=items, jobs=jobs)
    if len(items) > 1 and not writer.join:
        raise UsageError(f"{writer.format} holds one document a file", "Give -d DIR instead of -o FILE")
    sink = target(output, items, writer.binary)
    notes = None if isinstance(sink, StandardOutput) else StandardOutput()
    outputs = _told(run, run.results(work, items, jobs), notes)
    join = load(writer.join) if writer.join else _as_they_are
    run.deliver(sink, join(outputs, run.errors), tells_errors=writer.format == "json")
    return run.code()


def _as_they_are(outputs: Iterable[str | bytes], errors: Sequence[DuikouError]) -> Iterable[str | bytes]:
    return outputs


def _told(run: Run, results: Iterable[Cleaning], notes: Sink | None) -> Iterator[str | bytes]:
    """The outputs of the results, while what is to be said about each is said: explanations to `notes`
    (None: standard error, since the outputs themselves go to standard output)."""
    for result in results:
        if not result.explanation:
            run.warn(result.name, result.cautions, "duikou clean --explain lists them")
        elif notes is None:
            say(result.explanation.rstrip("\n"))
        else:
            notes.write(result.explanation)
        yield result.output
    if notes is not None:
        notes.finish()


def _check(run: Run, work: Callable[[Input], Cleaning], items: Sequence[Input], jobs: int | None) -> int:
    found = 0
    with StandardOutput() as sink:
        for result in run.results(work, items, jobs):
            if result.explanation:
                say(result.explanation.rstrip("\n"))
            if result.changed:
                found += 1
                sink.write(f"{result.name}\n")
    run.note(f"{found} of {run.done} documents would change")
    return run.code(DIFFERENT if found else DONE)


def _clean_into(
    run: Run,
    directory: str,
    writer: Writer,
    *,
    work: Callable[[Input], Cleaning],
    items: Sequence[Input],
    jobs: int | None,
) -> int:
    places = places_below(directory, items, writer.extensions[0])
    place_of = dict(zip((item.name for item in items), places, strict=True))
    join = load(writer.join) if writer.join else _as_they_are
    names: list[str] = []

    def remembered() -> Iterator[Cleaning]:
        for result in run.results(work, items, jobs):
            names.append(result.name)
            yield result

    for output in _told(run, remembered(), StandardOutput()):
        pieces = list(join([output], ()))
        try:
            write_file(place_of[names[-1]], b"".join(pieces) if writer.binary else "".join(pieces))
        except DuikouError as error:
            run.fail(error)
    return run.code()


def extract_one(item: Input, choice: Choice, keywords: bool) -> tuple[Record, int]:
    """The record of one document with the measures chosen, and how many measures it has in all."""
    from duikou import api
    from duikou.exporting.record import record
    from duikou.selecting import select

    extracted = api.extract(load_source(item), keywords=keywords)
    return record(select(extracted, choice)), len(extracted.measures)


def extract(
    names: Sequence[str],
    *,
    output: str | None = None,
    format: str | None = None,
    kinds: Sequence[str] = (),
    units: Sequence[str] = (),
    places: Sequence[str] = (),
    chapters: Sequence[str] = (),
    keywords: bool = False,
    template: str | None = None,
    tidy: bool = False,
    jobs: int | None = None,
    quiet: bool = False,
    lang: str = "zh",
) -> int:
    """`duikou extract`: the measures of all documents, or those chosen, in one output."""
    from duikou.selecting import Choice

    writer = choose("extract", format, output)
    options = _options(writer, template, tidy)
    choice = Choice(_kinds(words(kinds)), *map(words, (units, places, chapters)))
    items = gather(names)
    sink = target(output, items, writer.binary)
    run = Run(quiet)
    counts = Counter[str]()

    def records() -> Iterator[Record]:
        for record, measures in run.results(partial(extract_one, choice=choice, keywords=keywords), items, jobs):
            name = record.origin.path or ""
            run.warn(name, record.cautions, "-f json lists them")
            if not measures:
                run.note(f"{name}: no measures found")
            counts.update(measures=measures, chosen=len(record.measures), documents=int(bool(record.measures)))
            yield record

    pieces = load(writer.function)(records(), run.errors, lang, **options)
    run.deliver(sink, pieces, tells_errors=writer.format == "json")
    if choice:
        run.note(f"{counts['chosen']} of {counts['measures']} measures chosen, in {counts['documents']} documents")
    return run.code()


def _options(writer: Writer, template: str | None, tidy: bool) -> dict[str, object]:
    """The options of one writer alone. Raises `UsageError` where the output is another."""
    if template is not None and writer.format != "xlsx":
        raise UsageError("--template is for spreadsheets", "Give -o with a name that ends in .xlsx")
    if tidy and writer.format != "csv":
        raise UsageError("--tidy is for CSV", "Give -f csv, or -o with a name that ends in .csv")
    return {"template": template} if template is not None else {"tidy": True} if tidy else {}


def _kinds(wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds asked for, if all are known. Raises `UsageError` listing them."""
    if wanted:
        from duikou.exporting.labels import labels

        known = labels("en", "kinds")
        for kind in wanted:
            if kind not in known:
                raise UsageError(f"there are no measures of the kind {kind!r}", f"Give --kind {', '.join(known)}")
    return wanted


def rules(format: str = "text") -> int:
    """`duikou rules`: every cleaning rule."""
    from duikou.cleaning import rules_in_order
    from duikou.exporting.rules import write_rules

    with StandardOutput() as sink:
        sink.write(write_rules(rules_in_order(), format))
    return DONE


def doctor() -> int:
    """`duikou doctor`: what this machine can read."""
    from duikou.exporting.doctor import report
    from duikou.reading.formats import FORMATS

    with StandardOutput() as sink:
        sink.write(report(FORMATS))
    return DONE
