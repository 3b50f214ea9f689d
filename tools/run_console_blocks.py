"""Run the commands and the Python of Markdown pages, and hold the pages to what they print.

What is run:

- fenced blocks marked `console`: a line `$ COMMAND` is run by bash; the lines up to the next `$` are
  what it must print, standard output and error together, trailing spaces aside. A line that is `…` alone
  stands for any number of lines. A command may go on over lines that end in a backslash. An exit code is
  looked at only where the page asks for it, with `$ echo $?`.
- fenced blocks marked `python` or `pycon`: with `>>>` they are run as doctests (`...` in what is
  expected stands for any text); without, they must compile.

All blocks of a page run in order in one temporary folder that holds a copy of corpus/, with the `duikou`
of the Python that runs this; the Python blocks share their names. Blocks marked otherwise (`sh`, `text`)
are not run.

By hand: `python tools/run_console_blocks.py [--update] PAGE...` prints what differs; `--update` writes
into the page what the commands that differ print now.
"""

from __future__ import annotations

import contextlib
import difflib
import doctest
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ELLIPSIS = "…"
SECONDS = 120  # a command that takes longer has hung

_FENCE = re.compile(r"^(?P<indent> *)(?P<mark>`{3,}|~{3,})(?P<info>[^`]*)$")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: the word after its fence, its lines without the fence's indent, the first's index."""

    language: str
    lines: tuple[str, ...]
    first: int
    indent: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A command of a block: what is run, what must be printed, the page's lines [start, end) of that."""

    command: str
    expected: tuple[str, ...]
    start: int
    end: int
    indent: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """A place where a page says something else than what happens. `line` counts from 1."""

    line: int
    message: str


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a Markdown page, in order. An unclosed fence runs to the end, as in CommonMark."""
    found: list[Block] = []
    lines = page.split("\n")
    at = 0
    while at < len(lines):
        opened = _FENCE.match(lines[at])
        at += 1
        if not opened:
            continue
        first = at
        mark, indent = opened["mark"], opened["indent"]
        while at < len(lines) and not _closes(lines[at], mark):
            at += 1
        inner = tuple(line.removeprefix(indent) for line in lines[first:at])
        language = (opened["info"].split() or [""])[0]
        found.append(Block(language, inner, first, indent))
        at += 1
    return found


def _closes(line: str, mark: str) -> bool:
    bare = line.strip()
    return bare.startswith(mark) and set(bare) == {mark[0]}


def prose(page: str) -> str:
    """The page with the lines of its fenced blocks made empty, and without `code`."""
    lines = page.split("\n")
    for block in blocks(page):
        for index in range(block.first - 1, min(block.first + len(block.lines) + 1, len(lines))):
            lines[index] = ""
    return re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", "\n".join(lines))


def commands(block: Block) -> list[Command]:
    """The commands of a console block. Raises ValueError if it prints something before its first command."""
    found: list[Command] = []
    at, lines = 0, block.lines
    while at < len(lines):
        if not lines[at].startswith("$ "):
            raise ValueError(f"line {block.first + at + 1}: a console block begins with a line `$ COMMAND`")
        text = lines[at][2:]
        at += 1
        while text.endswith("\\") and at < len(lines):
            text += "\n" + lines[at]
            at += 1
        start = at
        while at < len(lines) and not lines[at].startswith("$ "):
            at += 1
        found.append(Command(text, lines[start:at], block.first + start, block.first + at, block.indent))
    return found


def matches(expected: tuple[str, ...], printed: tuple[str, ...]) -> bool:
    """Whether the lines printed are those expected, where a line `…` stands for any number of lines."""
    pieces: list[list[str]] = [[]]
    for line in expected:
        if line.strip() == ELLIPSIS:
            pieces.append([])
        else:
            pieces[-1].append(line.rstrip())
    lines = [line.rstrip() for line in printed]
    head, tail = pieces[0], pieces[-1]
    if len(pieces) == 1:
        return head == lines
    if lines[: len(head)] != head or len(head) + len(tail) > len(lines):
        return False
    at, stop = len(head), len(lines) - len(tail)
    if lines[stop:] != tail:
        return False
    for piece in pieces[1:-1]:
        where = next((k for k in range(at, stop - len(piece) + 1) if lines[k : k + len(piece)] == piece), None)
        if where is None:
            return False
        at = where + len(piece)
    return True


@contextlib.contextmanager
def workplace() -> Iterator[Path]:
    """A temporary folder with a copy of corpus/, removed at the end."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "corpus", Path(folder) / "corpus")
        yield Path(folder)


def locale_of(path: Path) -> str:
    """The language in which a page's commands speak: that of its readers."""
    return "zh_CN.UTF-8" if "zh" in path.parts or path.stem.endswith(".zh-CN") else "C.UTF-8"


def environment(home: Path, language: str) -> dict[str, str]:
    """The variables for commands: this Python's scripts first, a fixed width, nothing of the user's."""
    scripts = str(Path(sys.executable).parent)
    path = os.pathsep.join([scripts, os.environ.get("PATH", os.defpath)])
    fixed = {
        "COLUMNS": "80",
        "LINES": "40",
        "NO_COLOR": "1",
        "TERM": "dumb",
        "LC_CTYPE": "C.UTF-8",
        "LC_MESSAGES": language,
        "PYTHONUTF8": "1",
    }
    return {"PATH": path, "HOME": str(home), "TMPDIR": tempfile.gettempdir(), **fixed}


def run(command: str, folder: Path, language: str, status: int = 0) -> tuple[tuple[str, ...], int]:
    """Run a command in `folder`, in the locale of `language`; `$?` is `status` at its start. Gives the lines printed
    and the exit code."""
    try:
        done = subprocess.run(
            ["bash", "-c", f"(exit {status})\n{command}"],
            cwd=folder,
            env=environment(folder, language),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return (f"(not done after {SECONDS} seconds)",), 124
    text = done.stdout.decode("utf-8", "replace").rstrip("\n")
    return tuple(text.split("\n")) if text else (), done.returncode


def check_console(page: str, folder: Path, language: str) -> list[tuple[Command, tuple[str, ...]]]:
    """Run a page's console blocks in `folder`. Gives the commands that printed otherwise, and what."""
    wrong = []
    status = 0
    for block in blocks(page):
        if block.language != "console":
            continue
        for command in commands(block):
            printed, status = run(command.command, folder, language, status)
            if not matches(_without_blank_end(command.expected), printed):
                wrong.append((command, printed))
    return wrong


def _without_blank_end(lines: tuple[str, ...]) -> tuple[str, ...]:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def check_python(page: str, name: str, folder: Path) -> list[Failure]:
    """Run the Python blocks of a page with `folder` as the working folder."""
    failures: list[Failure] = []
    examples: list[doctest.Example] = []
    parser = doctest.DocTestParser()
    for block in blocks(page):
        if block.language not in ("python", "pycon"):
            continue
        text = "\n".join(block.lines) + "\n"
        if ">>>" not in text:
            try:
                compile(text, name, "exec")
            except SyntaxError as error:
                failures.append(Failure(block.first + (error.lineno or 1), f"does not compile: {error.msg}"))
            continue
        for example in parser.get_examples(text, name):
            example.lineno += block.first
            examples.append(example)
    if examples:
        test = doctest.DocTest(examples, {"__name__": "__main__"}, name, name, 0, None)
        said: list[str] = []
        with contextlib.chdir(folder):
            outcome = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False).run(test, out=said.append)
        if outcome.failed:
            failures.append(Failure(examples[0].lineno + 1, "".join(said)))
    return failures


def check(path: Path) -> list[Failure]:
    """Run everything on the page at `path`. Gives what differs, in reading order."""
    page = path.read_text("utf-8")
    with workplace() as folder:
        failures = [
            Failure(command.start, _difference(command, printed))
            for command, printed in check_console(page, folder, locale_of(path))
        ]
        failures += check_python(page, path.name, folder)
    return sorted(failures, key=lambda failure: failure.line)


def _difference(command: Command, printed: tuple[str, ...]) -> str:
    lines = difflib.unified_diff(command.expected, printed, "the page", "what was printed", lineterm="")
    return "\n".join([f"$ {command.command}", *lines])


def update(path: Path) -> int:
    """Write into the page what its console commands print now, where that differs. Gives how many were."""
    page = path.read_text("utf-8")
    with workplace() as folder:
        wrong = check_console(page, folder, locale_of(path))
    lines = page.split("\n")
    for command, printed in reversed(wrong):
        lines[command.start : command.end] = [f"{command.indent}{line}".rstrip() for line in printed]
    if wrong:
        path.write_text("\n".join(lines), "utf-8", newline="\n")
    return len(wrong)


def main(arguments: list[str]) -> int:
    """The tool by hand. Gives the exit code: 1 if something differs."""
    pages = [Path(argument) for argument in arguments if argument != "--update"]
    found = 0
    for path in pages:
        if "--update" in arguments:
            print(f"{path}: {update(path)} commands written anew")
        for failure in check(path):
            found += 1
            print(f"{path}:{failure.line}: {failure.message}\n")
    return min(found, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
