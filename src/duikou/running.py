"""One run of a command: what it tells, how it ends, and what becomes of errors.

What holds here: results go to standard output or to files, messages to standard error, never mixed. A
document that can't be read costs itself only: its error is told, the others go on, and the exit code is 2.
No exception reaches a user as a traceback.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from duikou import batch
from duikou.errors import DuikouError, UsageError
from duikou.inputs import Input
from duikou.outputs import Sink, say
from duikou.progress import Progress

if TYPE_CHECKING:
    from duikou.model import Caution, Source

R = TypeVar("R")

# Exit codes (128 + SIGINT for an interrupted run, as shells have it).
DONE, DIFFERENT, FAILED, INTERRUPTED = 0, 1, 2, 130
# So many warnings of one document are told without --explain.
_TOLD = 3


def guarded(command: Callable[..., int], *args: object, **options: object) -> int:
    """Run a command and give its exit code. No exception gets out: each becomes a message."""
    try:
        return command(*args, **options)
    except DuikouError as error:
        tell(error)
    except KeyboardInterrupt:
        say("duikou: interrupted")
        return INTERRUPTED
    except Exception as fault:
        tell(batch.fault_of(fault))
    return FAILED


def tell(error: DuikouError) -> None:
    """An error on standard error, in one line."""
    from duikou.exporting.screen import visible

    say(visible(f"duikou: {error}".replace("\n", "↵")))


class Run:
    """One run over many documents: it tells errors as they come, keeps them, and counts what was done."""

    def __init__(self, quiet: bool) -> None:
        self.errors: list[DuikouError] = []
        self.done = 0
        self.quiet = quiet

    def results(self, work: Callable[[Input], R], items: Sequence[Input], jobs: int | None) -> Iterator[R]:
        """The results of the documents that could be read, in order."""
        for result in Progress(len(items), self.quiet).over(batch.run(work, items, jobs)):
            if isinstance(result, UsageError):
                # The options are wrong, so every document would say the same.
                raise result
            if isinstance(result, DuikouError):
                self.fail(result)
            else:
                self.done += 1
                yield result

    def fail(self, error: DuikouError) -> None:
        """Tell an error and keep it."""
        self.errors.append(error)
        tell(error)

    def note(self, message: str) -> None:
        """A message on standard error, unless the run is quiet."""
        from duikou.exporting.screen import visible

        if not self.quiet:
            say(visible(f"duikou: {message}".replace("\n", "↵")))

    def warn(self, name: str, cautions: Sequence[Caution], more: str) -> None:
        """The first warnings about a document, and how many there are besides. `more` says where they all
        are."""
        if not cautions:
            return
        from duikou.exporting.labels import where

        for caution in cautions[:_TOLD]:
            place = where(caution.place, "en")
            self.note(f"{name}{f', {place}' if place else ''}: warning: {caution.message}")
        if len(cautions) > _TOLD:
            self.note(f"{name}: and {len(cautions) - _TOLD} more warnings; {more}")

    def deliver(self, sink: Sink, pieces: Iterable[str | bytes], tells_errors: bool = False) -> None:
        """Write one output. When no document could be read it is left unwritten, unless it tells the errors
        itself."""
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
        """The exit code: 2 when anything failed."""
        return FAILED if self.errors else otherwise


def words(values: Iterable[str]) -> tuple[str, ...]:
    """The names of an option that may be given several times, or once with commas."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def load_source(item: Input) -> Source:
    """Read one input, under the name that the user gave it."""
    from duikou import api

    if item.error is not None:
        raise item.error
    source = api.read(item.content if item.content is not None else item.path or Path(item.name))
    return source if source.path == item.name else replace(source, path=item.name)
