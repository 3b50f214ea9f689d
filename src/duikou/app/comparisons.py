"""Comparisons in the making: how they are asked for, the versions read, the changes found, and the report written.

What holds here: `duikou diff` of files, of folders and of git share this. Each version is read once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from duikou.app import language
from duikou.app.inputs import Input
from duikou.app.outputs import Sink, StandardOutput
from duikou.app.runs import Run, load_source, seconds_of
from duikou.app.screens import screen
from duikou.comparing.sifting import sift
from duikou.errors import DuikouError, UsageError, t
from duikou.exporting import Writer, load
from duikou.model.values import dataclass
from duikou.workers import pool

if TYPE_CHECKING:
    from duikou.app import commands
    from duikou.model import Comparison, Document
    from duikou.model.plans import ComparedPlans
    from duikou.reading import options as reading


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of a comparison, made ready: how files are read (None: the usual way), and the names of classes,
    categories and zones that are left out, or shown alone (`sifting.checked`)."""

    asked: commands.Diff
    reading: reading.Options | None = None
    ignore: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    @property
    def lang(self) -> str:
        """The language of labels."""
        return self.asked.lang or "zh"


def document_of(told: Run, item: Input, options: Options) -> Document | None:
    """One version read and outlined; None, with its error told, where it can't be read."""
    found = outlined(item, options)
    if isinstance(found, DuikouError):
        told.fail(found)
        return None
    cautions = (*found.cleaned.source.cautions, *found.cleaned.cautions)
    from duikou.exporting.labels import with_context

    source = found.cleaned.source
    told.warn(source.path or "", with_context(dict.fromkeys(cautions), source.text), t("-f json lists them"))
    return found


def outlined(item: Input, options: Options) -> Document | DuikouError:
    """One version read and outlined, or the error that it can't be; within the time that it may take."""
    from duikou import api

    return pool.in_time(
        lambda one: api.outline(load_source(one, options.reading)), seconds_of(options.asked.timeout), item
    )


def compared(documents: Sequence[Document], options: Options) -> list[Comparison]:
    """Each version against the one before, with the changes that are asked for. Raises `DuikouError` when that takes
    too long."""
    from itertools import pairwise

    from duikou import api

    script = "script" in options.ignore
    found = []
    for pair in pairwise(documents):
        compared = pool.in_time(lambda two: api.diff(*two, script=script), seconds_of(options.asked.timeout), pair)
        if isinstance(compared, DuikouError):
            raise compared
        found.append(sift(compared, options.ignore, options.only))
    return found


def write(
    found: Sequence[Comparison] | ComparedPlans,
    sink: Sink,
    writer: Writer,
    options: Options,
    own: Mapping[str, object] | None = None,
    errors: Sequence[DuikouError] = (),
) -> None:
    """Write the report of one comparison, of one text through several versions, or of the plans of folders, with the
    `errors` of what could not be compared; `own` are the options of the writer alone."""
    own = own_options(writer, options) if own is None else own
    color, width = screen() if isinstance(sink, StandardOutput) else (False, 0)
    lang = language.of_result(writer.format, options.asked.lang)
    if not isinstance(found, Sequence):
        report = load(writer.plans)(found, errors, lang, color, width, **own)
    elif len(found) == 1:
        report = load(writer.function)(found[0], lang, color, width, **own)
    else:
        report = load(writer.join)(found, lang, color, width, **own)
    with sink:
        if not _paged(writer, sink, report, options):
            sink.write(report)


def _paged(writer: Writer, sink: object, report: str | bytes, options: Options) -> bool:
    """Whether the report was shown in the user's pager."""
    if writer.format != "terminal" or not isinstance(sink, StandardOutput) or not isinstance(report, str):
        return False
    from duikou.app.pager import paged

    return paged(report, not options.asked.no_pager)


def own_options(writer: Writer, options: Options) -> dict[str, object]:
    """The options of one writer alone. Raises `UsageError` where the output is another."""
    found: dict[str, object] = {}
    if options.asked.side_by_side:
        if writer.format != "terminal":
            raise UsageError("--side-by-side is for the terminal", "Leave it out; a page (-f html) has two columns")
        found["side_by_side"] = True
    if options.asked.author is not None or options.asked.date is not None:
        if writer.format != "docx":
            raise UsageError("--author and --date are for Word", "Give -o with a name that ends in .docx")
        if options.asked.author is not None:
            if not options.asked.author.strip():
                raise UsageError("--author is empty", "Give a name")
            found["author"] = options.asked.author
        if options.asked.date is not None:
            found["date"] = _stamp(options.asked.date)
    return found


def _stamp(date: str) -> str:
    """A date, or a date and time, as Word has it: ISO 8601 in UTC. Raises `UsageError` for anything else."""
    from datetime import UTC, datetime

    try:
        moment = datetime.fromisoformat(date)
    except ValueError:
        raise UsageError(
            t("{date} is no date", date=f"{date!r}"), "Give --date 2026-01-31 or 2026-01-31T09:30:00"
        ) from None
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z"
