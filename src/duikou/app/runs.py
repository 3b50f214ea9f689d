"""One run of a command: what it tells, how it ends, and what becomes of errors.

What holds here: results go to standard output or to files, messages to standard error, never mixed. A
document that can't be read costs itself only: its error is told, the others go on, and the exit code is 2.
A run that is interrupted ends after what is done: standard output is completed and says so, a file is left as it was.
No exception reaches a user as a traceback.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from duikou.app import language
from duikou.app.copies import Copies
from duikou.app.inputs import STDIN, Input, is_address, loaded, may_be_ledger
from duikou.app.outputs import Sink, say
from duikou.app.progress import Progress, pages
from duikou.app.signals import Interrupted, Interrupts, ended_by_signal
from duikou.errors import DuikouError, UsageError, t
from duikou.workers import pool

if TYPE_CHECKING:
    from duikou.app.arguments import Batch, Reading
    from duikou.exporting.ledger.read_back import ReadBack
    from duikou.model import Caution, Source
    from duikou.reading.options import Options

R = TypeVar("R")

# Exit codes (128 + SIGINT for an interrupted run, as shells have it; for one that was told to end 128 + SIGTERM, 143).
DONE, DIFFERENT, FAILED, INTERRUPTED = 0, 1, 2, 130
# So many warnings of one document are told without --explain.
_TOLD = 3


def guarded(command: Callable[..., int], *args: object, **options: object) -> int:
    """Run a command and give its exit code. No exception gets out: each becomes a message."""
    with ended_by_signal():
        try:
            return command(*args, **options)
        except DuikouError as error:
            tell(error)
        except KeyboardInterrupt as interrupt:
            tell_line(interrupt.args[0] if interrupt.args else t("interrupted"))
            return interrupt.code if isinstance(interrupt, Interrupted) else INTERRUPTED
        except Exception as fault:
            tell(pool.fault_of(fault))
        return FAILED


def tell(error: DuikouError) -> None:
    """An error on standard error, in one line."""
    _line(language.problem(error))


def tell_line(message: str) -> None:
    """A message on standard error, in one line."""
    _line(language.told(message))


def _line(text: str) -> None:
    say(f"duikou: {text}".replace("\n", "↵"))


_LONGEST = 10.0**9  # seconds: what is longer, inf and nan are no limit
# Seconds that one document may take where --timeout says nothing. A scan of 300 pages takes some 450.
USUAL_SECONDS = 600.0


def seconds_of(timeout: float | None) -> float:
    """The seconds that one document may take, as --timeout says (None: it says nothing). Raises `UsageError`."""
    if timeout is None:
        return USUAL_SECONDS
    if not 0 < timeout <= _LONGEST:
        raise UsageError("--timeout is no number of seconds to wait", "Give --timeout 60, or leave it out")
    return timeout


def checked(batch: Batch) -> Batch:
    """What a run has at hand, if it fits together. Raises `UsageError`."""
    if batch.scheduler is not None and batch.jobs is not None:
        raise UsageError("--jobs is for processes of this machine", "Leave out --jobs, or --scheduler")
    seconds_of(batch.timeout)
    if batch.cache in {"", "-"}:
        raise UsageError("--cache has no name of a folder", "Name the folder that results are kept in")
    if batch.cache is not None and is_address(batch.cache):
        raise UsageError("--cache takes a folder, no address", "Name a folder; one that all workers see, on a cluster")
    return batch


def kept(work: Callable[[Input], R], batch: Batch, rename: Callable[[R, str], R] | None = None) -> Callable[[Input], R]:
    """The work with its results kept in the cache, if there is one (`cache.keep`)."""
    if batch.cache is None:
        return work
    from duikou.app.cache import keep

    return keep(work, batch.cache, rename)


def results_of(work: Callable[[Input], R], items: Sequence[Input], batch: Batch) -> Iterator[R | DuikouError]:
    """Do the work on each input, here or on the cluster; results and errors as `pool.run` gives them."""
    if batch.scheduler is None:
        return pool.run(work, items, batch.jobs, batch.timeout, USUAL_SECONDS)
    from duikou.app.cache import rules
    from duikou.workers import dask

    # Workers of a cluster have working folders of their own.
    there = [item._replace(path=item.path.absolute()) if item.path else item for item in items]
    return dask.run(work, there, batch.scheduler, seconds_of(batch.timeout), rules)


class Run:
    """One run over many documents: it tells errors as they come, keeps them, and counts what was done."""

    def __init__(self, quiet: bool) -> None:
        self.errors: list[DuikouError] = []
        self.done = 0
        self.quiet = quiet
        self.copies = Copies()
        self._told: set[str] = set()
        # What can be done about copies, said once where there are any.
        self.about_copies = ""
        # The exit code of an interrupt; and whether what is done can be handed on without the rest.
        self.stopped: int | None = None
        self.streams = True

    def results(
        self,
        work: Callable[[Input], R],
        items: Sequence[Input],
        batch: Batch,
        counted: bool = True,
        back: Callable[[ReadBack], R] | None = None,
    ) -> Iterator[R]:
        """The results of the documents that could be read, in order, until the run is interrupted. `counted` says that
        each counts, so that copies are to be named. `back` gives the result of a document of a ledger that duikou
        wrote; without it a ledger is read as any table is."""
        do = partial(results_of, work, batch=batch)
        with Interrupts() as interrupts:
            if back is None or not any(map(may_be_ledger, items)):
                results = do(items)
            else:
                from duikou.app import ledgers

                results = ledgers.results(do, back, items)
            found = interrupts.before_each(results)
            yield from self._good(Progress(len(items), self.quiet).over(found), counted)
        if interrupts.code is None:
            return
        far = t("interrupted after {done} of {count} documents", done=self.done + len(self.errors), count=len(items))
        advice = t("With --cache DIR a run goes on where it ended")
        if not self.streams:
            raise Interrupted(t("{far}, and nothing was written. {advice}.", far=far, advice=advice), interrupts.code)
        self.stopped = interrupts.code
        self.fail(DuikouError(far, advice))

    def _good(self, results: Iterable[R | DuikouError], counted: bool) -> Iterator[R]:
        for result in results:
            if isinstance(result, UsageError):
                # The options are wrong, so every document would say the same.
                raise result
            if isinstance(result, DuikouError):
                self.fail(result)
            else:
                self.done += 1
                found = getattr(result, "digests", None)
                if found is not None and counted:
                    self.copies.add(getattr(result, "name", ""), found)
                yield result
        told = list(self.copies.told())
        for line in told:
            self.note(line)
        if told and self.about_copies:
            self.note(self.about_copies)

    def fail(self, error: DuikouError) -> None:
        """Tell an error and keep it."""
        self.errors.append(error)
        tell(error)

    def note(self, message: str) -> None:
        """A message on standard error, unless the run is quiet."""
        if not self.quiet:
            tell_line(message)

    def once(self, message: str) -> None:
        """A message of which one is enough, however many documents it is about."""
        if message not in self._told:
            self._told.add(message)
            self.note(message)

    def warn(self, name: str, cautions: Sequence[Caution], more: str) -> None:
        """The first warnings about a document, and how many there are besides. `more` says where they all
        are."""
        if not cautions:
            return
        from duikou.exporting.labels import where

        for caution in cautions[:_TOLD]:
            place = where(caution.place, language.messages())
            spot = t("{name}, {place}", name=name, place=place) if place else name
            said = caution.message
            if caution.near:
                said = t("{message}, in “{near}”", message=said, near=caution.near)
            self.note(t("{place}: warning: {message}", place=spot, message=said))
        if len(cautions) > _TOLD:
            self.note(t("{name}: and {count} more warnings; {more}", name=name, count=len(cautions) - _TOLD, more=more))

    def deliver(self, sink: Sink, pieces: Iterable[str | bytes], tells_errors: bool = False) -> None:
        """Write one output. When no document could be read it is left unwritten, unless it tells the errors
        itself."""
        self.streams = sink.streams
        if isinstance(pieces, list) and self.errors and not self.done and not tells_errors:
            pieces = ()  # also where it would stream: a table of nothing says that there is nothing
        # What streams is completed, also when an interrupt comes as its last pieces are written.
        with Interrupts() if sink.streams else nullcontext():
            try:
                for piece in pieces:
                    sink.write(piece)
                    if sink.closed:
                        break
            except BaseException:
                sink.discard()
                raise
            if self.errors and not self.done and not tells_errors:
                sink.discard()
            else:
                sink.finish()

    def code(self, otherwise: int = DONE) -> int:
        """The exit code: that of the interrupt, else 2 when anything failed."""
        if self.stopped is not None:
            return self.stopped
        return FAILED if self.errors else otherwise


def words(values: Iterable[str] | None) -> tuple[str, ...]:
    """The names of an option that may be given several times, or once with commas."""
    return tuple(word.strip() for value in values or () for word in value.split(",") if word.strip())


def options_of(reading: Reading, quiet: bool = False) -> Options | None:
    """How files are to be read; None for the usual way, so that nothing is loaded for it. Raises `UsageError`."""
    from duikou.app import arguments

    tell = pages(quiet)
    if tell is None and reading._replace(limit=reading.limit or None) == arguments.Reading():
        return None
    from duikou.reading.options import Options, limits_of

    password = reading.password if reading.password_file is None else reading.password_file
    return Options(reading.ocr, password, limits_of(words(reading.limit)), tell, revisions=reading.revisions)


def load_source(item: Input, options: Options | None = None) -> Source:
    """Read one input, under the name that the user gave it."""
    from duikou import api, reading

    if item.error is not None:
        raise item.error
    before = _state(item.path)
    item = loaded(item)
    try:
        if item.content is not None and item.name != STDIN:
            source = reading.read_bytes(item.content, item.name, options, item.charset)
        else:
            source = api.read(item.content if item.content is not None else item.path or Path(item.name), options)
    except DuikouError as error:
        # A worker of a cluster reads a file by a longer name than the user gave.
        raise error if error.path is None else type(error)(error.cause, error.advice, item.name) from None
    if before is not None and _state(item.path) != before:
        from duikou.model import Caution

        changed = Caution("changed-while-read", "the file changed while it was read: it may be read in part", "")
        source = replace(source, cautions=(*source.cautions, changed))
    if source.path == item.name and not item.retrieved:
        return source
    return replace(source, path=item.name, retrieved=item.retrieved)


def _state(path: Path | None) -> tuple[int, int] | None:
    """What changes with a file: its size and the time of its last change; None where there is no file."""
    try:
        found = path.stat() if path else None
    except (OSError, ValueError):
        return None
    return (found.st_size, found.st_mtime_ns) if found else None
