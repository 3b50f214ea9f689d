"""The programs that duikou is measured beside, each as a function of the same input, by the task that it does.

    python benchmarks/programs.py TASK PROGRAM FILE...     runs one once, and prints the most memory it took, in MB

What holds here: a program is used as its own documentation shows, with its usual settings. What it imports is imported
at its first run, which is not counted. A program that is not installed is named so and never fetched. `needs` is a
module, or a command that starts with `$`.
"""

from __future__ import annotations

import difflib
import functools
import importlib
import importlib.util
import io
import json
import logging
import pickle
import resource
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
# Run alone too, to tell how much memory a program takes.
sys.path.append(str(HERE.parent / "evaluation"))

import measuring  # noqa: E402


@dataclass(frozen=True, slots=True)
class Program:
    """One program: what it needs, its distribution, what it does with the input, and its target: at most so many times
    its cost may duikou take."""

    name: str
    run: Callable[..., object]
    needs: str = ""
    distribution: str = ""
    target: float | None = None
    what: str = ""

    @property
    def present(self) -> bool:
        """Whether it is installed here."""
        if self.needs.startswith("$"):
            return shutil.which(self.needs[1:]) is not None
        return not self.needs or importlib.util.find_spec(self.needs) is not None

    @property
    def called(self) -> str:
        """Its name with its version and what was called."""
        known = _command_version(self.needs[1:]) if self.needs.startswith("$") else ""
        known = known or (measuring.version(self.distribution) if self.distribution else "")
        return " ".join(filter(None, (self.name, known))) + (f", {self.what}" if self.what else "")


@functools.cache
def _command_version(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        return ""
    package = Path(found).resolve().parent.parent / "package.json"
    if package.is_file():
        return str(json.loads(package.read_text("utf-8"))["version"])
    done = subprocess.run([name, "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip().removeprefix(f"{name} version ").split("\n")[0]


def _called(module: str, function: str) -> Callable[..., object]:
    def run(*given: object) -> object:
        return getattr(importlib.import_module(module), function)(*given)

    return run


# -- cleaning: one text


class Failed(Exception):
    """A program could not do its work on the input."""


def by_zhlint(text: str) -> str:
    """zhlint, which writes what it would have into a file. Raises `Failed` where it ended in an error of its own, which
    its exit code does not tell."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "text.md")
        file.write_text(text, "utf-8")
        # Its own name alone: zhlint ends in an error at a path from the root.
        command = [str(shutil.which("zhlint")), file.name, f"--output={file.name}"]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        if b"[output]" not in done.stdout:
            raise Failed("zhlint")
        return file.read_text("utf-8")


# -- comparing: two clean texts


def _difflib_lines(old: str, new: str) -> object:
    return difflib.SequenceMatcher(None, old.split("\n"), new.split("\n"), autojunk=False).get_opcodes()


# -- PDF: files as bytes


def _duikou_pdf(*files: bytes) -> object:
    from duikou.reading.pdf.reader import read_pdf

    return [read_pdf(data) for data in files]


def _pdfplumber(*files: bytes) -> object:
    pdfplumber = importlib.import_module("pdfplumber")
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    found = []
    for data in files:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for page in document.pages:
                found.append(page.extract_text())
                page.close()
    return found


def _pypdf(*files: bytes) -> object:
    reader = importlib.import_module("pypdf").PdfReader
    return [page.extract_text() for data in files for page in reader(io.BytesIO(data)).pages]


@functools.cache
def _converter() -> Any:
    return importlib.import_module("markitdown").MarkItDown()


def _markitdown(*files: bytes) -> object:
    return [_converter().convert_stream(io.BytesIO(data), file_extension=".pdf").text_content for data in files]


# -- XLSX: records, and the cells of the spreadsheet that duikou makes of them, by sheet

Cells = Sequence[tuple[str, Sequence[Sequence[object]]]]


def _duikou_xlsx(records: Sequence[Any], _cells: Cells) -> bytes:
    from duikou.exporting.ledger.spreadsheet import write_xlsx

    return b"".join(write_xlsx(records, []))


def _openpyxl(_records: object, cells: Cells, write_only: bool = False) -> bytes:
    book = importlib.import_module("openpyxl").Workbook(write_only=write_only)
    if not write_only:
        book.remove(book.active)
    for name, rows in cells:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _differs(function: str) -> Callable[..., object]:
    return _called("differs", function)


TASKS: dict[str, tuple[Program, ...]] = {
    "clean": (
        Program("duikou", _called("duikou", "clean")),
        # NFKC alone takes milliseconds: ten at once are a steadier measure. See `TIMES`.
        Program("NFKC", lambda text: [unicodedata.normalize("NFKC", text) for _ in range(10)], what="of Python"),
        Program("autocorrect-py", _called("autocorrect_py", "format"), "autocorrect_py", "autocorrect-py", 2.0),
        Program("ftfy", _called("ftfy", "fix_text"), "ftfy", "ftfy", 1.0),
        Program("pangu", _called("pangu", "space_text"), "pangu", "pangu", 1.0),
        Program("zhlint", by_zhlint, "$zhlint", target=1.0),
    ),
    "diff": (
        Program("duikou", _called("duikou", "diff")),
        Program("redlines", _differs("redlines"), "redlines", "redlines"),
        Program("diff-match-patch", _differs("match_patch"), "diff_match_patch", "diff-match-patch", what="characters"),
        Program("git", _differs("git_words"), "$git", target=2.0, what="words"),
        Program("git", _differs("git_characters"), "$git", what="characters"),
        Program("difflib", _difflib_lines, what="lines"),
        Program("difflib", _differs("difflib_characters"), what="characters"),
    ),
    "extract": (
        Program("duikou", _called("duikou", "extract")),
        Program("duikou.clean", _called("duikou", "clean"), what="of the same"),
    ),
    "PDF": (
        Program("duikou", _duikou_pdf),
        Program("pdfplumber", _pdfplumber, "pdfplumber", "pdfplumber", 0.2, "extract_text"),
        Program("pypdf", _pypdf, "pypdf", "pypdf", None, "extract_text"),
        Program("markitdown", _markitdown, "markitdown", "markitdown"),
    ),
    "XLSX": (
        Program("duikou", _duikou_xlsx),
        Program("openpyxl", _openpyxl, "openpyxl", "openpyxl"),
        Program("openpyxl", functools.partial(_openpyxl, write_only=True), "openpyxl", "openpyxl", what="write-only"),
    ),
}
# How often a program does its work in one run, where that is not once.
TIMES = {"NFKC": 10}
LOADS: dict[str, Callable[[Sequence[bytes]], Sequence[Any]]] = {
    "PDF": lambda files: files,
    "XLSX": lambda files: [pickle.loads(data) for data in files],
}


def loaded(task: str, files: Sequence[bytes]) -> Sequence[Any]:
    """The input of a task from the content of its files: texts, where nothing else is said."""
    return LOADS.get(task, lambda given: [data.decode("utf-8") for data in given])(files)


def memory(task: str, place: int, files: Sequence[bytes]) -> float:
    """The most memory in MB that a process takes in which the program at `place` of the task runs once; no number where
    the system doesn't tell."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, str(number)) for number in range(len(files))]
        for path, data in zip(paths, files, strict=True):
            path.write_bytes(data)
        arguments = [sys.executable, str(Path(__file__)), task, str(place), *map(str, paths)]
        done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def measured(task: str, files: Sequence[bytes], rounds: int, ours: str) -> list[measuring.Row]:
    """Each program of a task beside duikou, on the same input: rows for the table at the top."""
    given = loaded(task, files)
    present, failed = {}, set()
    for place, program in enumerate(TASKS[task]):
        if program.present:
            try:
                program.run(*given)
                present[place] = program
            except Failed:
                failed.add(place)
    jobs = {str(place): (lambda run=program.run: run(*given)) for place, program in present.items()}
    cost = measuring.in_turn(jobs, rounds)
    own = memory(task, 0, files)
    rows = []
    for place, program in enumerate(TASKS[task][1:], 1):
        said = "it ended in an error on this input" if place in failed else ""
        row = measuring.Row(task, ours, program.called, None, program.target, own, note=said)
        if place in present:
            ratio = cost["0"] / (cost[str(place)] / TIMES.get(program.name, 1))
            row = measuring.Row(task, ours, program.called, ratio, program.target, own, memory(task, place, files))
        rows.append(row)
    return rows


def main() -> None:
    """Run one program once and print its peak memory."""
    task, place, *paths = sys.argv[1:]
    program = TASKS[task][int(place)]
    program.run(*loaded(task, [Path(path).read_bytes() for path in paths]))
    if program.needs.startswith("$"):
        print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
        return
    status = Path("/proc/self/status")
    if status.exists():
        peak = next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        print(int(peak) / 1024)
    else:
        print("nan")


if __name__ == "__main__":
    main()
