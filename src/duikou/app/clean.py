"""`duikou clean`: from options to clean texts, messages and an exit code.

What holds here: nothing is written before all that can be checked has been checked, and nothing of a floor is imported
before it is needed. What a run tells and how it ends stands in `runs`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from duikou.app import language
from duikou.app.copies import Digests, digests
from duikou.app.inputs import Input, gather
from duikou.app.outputs import Sink, StandardOutput, say, target, write_file
from duikou.app.places import is_numbered, places_below
from duikou.app.runs import DIFFERENT, DONE, Run, checked, kept, load_source, options_of, words
from duikou.errors import DuikouError, UsageError, t
from duikou.exporting import Writer, choose, load

if TYPE_CHECKING:
    from duikou.app import commands
    from duikou.app.arguments import Batch
    from duikou.cleaning import Selection
    from duikou.model import Caution, Cleaned
    from duikou.reading.options import Options


class Cleaning(NamedTuple):
    """What comes back of one cleaned document. `changed` says that the clean text is not the source's; `digests` tell
    copies."""

    name: str
    output: str | bytes
    explanation: str
    cautions: tuple[Caution, ...]
    changed: bool
    digests: Digests


def clean_one(
    item: Input,
    function: str | None,
    selection: Selection,
    lang: str,
    explained: str | None,
    options: Options | None = None,
) -> Cleaning:
    """Clean one document, read as `options` say, and write it with the writer's `function` (None: not at all), with
    an explanation in the language `explained` (None: without)."""
    from duikou import api

    cleaned = api.clean(load_source(item, options), selection)
    explanation = ""
    if explained is not None:
        from duikou.exporting.text.explain import explain

        explanation = explain(cleaned, explained)
    return Cleaning(
        name=item.name,
        output=load(function)(cleaned, lang) if function else "",
        explanation=explanation,
        cautions=_cautions(cleaned),
        changed=cleaned.text != cleaned.source.text.removesuffix("\n").removesuffix("\r"),
        digests=digests(cleaned.source.sha256, [cleaned.text]),
    )


def _cautions(cleaned: Cleaned) -> tuple[Caution, ...]:
    """What was unsure of the text, each once, with what stands around it."""
    found = tuple(dict.fromkeys((*cleaned.source.cautions, *cleaned.cautions)))
    if not found:
        return ()
    from duikou.exporting.labels import with_context

    return with_context(found, cleaned.source.text)


def clean(asked: commands.Clean) -> int:
    """`duikou clean`: the clean texts; exit code 1 when --check finds a document that would change."""
    from duikou.cleaning import Selection, chosen_rules

    output, directory, check = asked.output, asked.directory, asked.check
    if output is not None and directory is not None:
        raise UsageError("-o and -d can't go together", "Give -o FILE for one output, -d DIR for one a document")
    if check and (output is not None or directory is not None):
        raise UsageError("--check writes nothing", "Leave out -o and -d, or --check")
    writer = choose("clean", asked.format, output)
    if asked.join and asked.keep_lines:
        raise UsageError("--join and --keep-lines can't go together", "Give one of them")
    ignore = (*words(asked.ignore), *(("rejoin",) if asked.keep_lines else ()))
    selection = Selection(words(asked.select), ignore, asked.unsafe, asked.join)
    chosen_rules(selection)  # a rule that is not known is one error, not one a document
    batch = checked(asked.batch)
    options = options_of(asked.reading, asked.writing.quiet)
    run = Run(asked.writing.quiet)
    if asked.clipboard:
        items = [_of_clipboard(asked, writer)]
    else:
        own = Path(directory) if directory is not None else None
        items = gather(asked.inputs, own, batch.recurse, options, run.note)
    work: Callable[[Input], Cleaning] = partial(
        clean_one,
        function=None if check else writer.function,
        selection=selection,
        lang=language.of_result(writer.format, asked.lang),
        # An explanation is a message about the text, and no result: it is in the language of messages.
        explained=language.messages() if asked.explain else None,
        options=options,
    )
    # JSON and explanations hold the name of the document; what else is written is the same under any name.
    work = kept(work, batch, None if asked.explain or writer.format in ("json", "jsonl") else _renamed)
    if check:
        return _check(run, work, items, batch)
    if directory is not None:
        return _clean_into(run, directory, writer, work=work, items=items, batch=batch, force=asked.writing.force)
    if len(items) > 1 and not writer.join:
        raise UsageError(
            t("{format} holds one document a file", format=writer.format), "Give -d DIR instead of -o FILE"
        )
    sink: Sink
    if asked.clipboard and output is None:
        from duikou.app.clipboard import Clipboard

        sink = Clipboard()
    else:
        sink = target(output, items, writer, asked.writing.force)
    notes = None if output is None or isinstance(sink, StandardOutput) else _for_notes()
    outputs = _told(run, run.results(work, items, batch), notes)
    run.deliver(sink, _joining(writer)(outputs, run.errors), tells_errors=writer.tells_errors)
    return run.code()


def _joining(writer: Writer) -> Callable[..., Any]:
    """What makes one output of those of several documents."""
    if not writer.join:
        return _as_they_are
    join = load(writer.join)
    return partial(join, lang=language.messages()) if writer.format in ("json", "jsonl") else join


def _of_clipboard(asked: commands.Clean, writer: Writer) -> Input:
    """What the clipboard holds. Raises `UsageError` where it can't be an input or take the result."""
    from duikou.app import clipboard

    if asked.inputs:
        raise UsageError("--clipboard takes no INPUT", "Leave one of them out")
    if writer.binary and asked.output is None:
        cause = t("the clipboard takes no {format}", format=writer.format)
        raise UsageError(cause, "Give -o FILE, or a format of text")
    return clipboard.taken()


def _renamed(cleaning: Cleaning, name: str) -> Cleaning:
    return cleaning._replace(name=name)


def _as_they_are(outputs: Iterable[str | bytes], errors: Sequence[DuikouError]) -> Iterable[str | bytes]:
    return outputs


def _for_notes() -> Sink | None:
    """Where explanations go when outputs go to files: standard output, unless it is closed."""
    return None if sys.stdout is None else StandardOutput()


def _told(run: Run, results: Iterable[Cleaning], notes: Sink | None) -> Iterator[str | bytes]:
    """The outputs of the results, while what is to be said about each is said: explanations to `notes`
    (None: standard error, since the outputs themselves go to standard output)."""
    for result in results:
        if not result.explanation:
            run.warn(result.name, result.cautions, t("duikou clean --explain lists them"))
        elif notes is None:
            say(result.explanation.rstrip("\n"))
        else:
            notes.write(result.explanation)
        yield result.output
    if notes is not None:
        notes.finish()


def _check(run: Run, work: Callable[[Input], Cleaning], items: Sequence[Input], batch: Batch) -> int:
    found = 0
    with StandardOutput() as sink:
        for result in run.results(work, items, batch):
            if result.explanation:
                say(result.explanation.rstrip("\n"))
            if result.changed:
                found += 1
                sink.write(f"{result.name}\n")
    run.note(t("{found} of {done} documents would change", found=found, done=run.done))
    return run.code(DIFFERENT if found else DONE)


def _clean_into(
    run: Run,
    directory: str,
    writer: Writer,
    *,
    work: Callable[[Input], Cleaning],
    items: Sequence[Input],
    batch: Batch,
    force: bool,
) -> int:
    places = places_below(directory, items, writer.extensions[0])
    place_of = dict(zip((item.name for item in items), places, strict=True))
    for item, place in zip(items, places, strict=True):
        if is_numbered(place, item):
            run.note(t("{name} is written to {place}: its own name is taken", name=item.name, place=place))
    join = _joining(writer)
    names: list[str] = []

    def remembered() -> Iterator[Cleaning]:
        for result in run.results(work, items, batch):
            names.append(result.name)
            yield result

    for output in _told(run, remembered(), _for_notes()):
        pieces = list(join([output], ()))
        try:
            write_file(place_of[names[-1]], b"".join(pieces) if writer.binary else "".join(pieces), writer, force)
        except DuikouError as error:
            run.fail(error)
    return run.code()
