"""The pages docs/benchmarks.md and docs/evaluation.md: a table at the top, then a section for each part measured.

What holds here: a part that was not measured this time stays on the page as it was, its rows of the table too, and each
says when it was measured. A section is known by its heading, a row by its task.
"""

from __future__ import annotations

import argparse
import datetime
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import measuring
from prose import prose


@dataclass(frozen=True, slots=True)
class Book:
    """A page of figures: where it stands, the `make` target that writes it, its heading, the names of the passages of
    prose.toml before and behind it, its parts in order with their headings, and the tasks of those with rows in the
    table."""

    path: str
    target: str
    title: str
    head: str
    end: str
    titles: Mapping[str, str]
    tasks: Mapping[str, str] = field(default_factory=dict)


COST = Book(
    "docs/benchmarks.md",
    "bench",
    "What was measured",
    "head",
    "limits_of_all",
    {
        "start": "What starting costs",
        "clean": "What cleaning costs",
        "stages": "What each stage costs in instructions",
        "extract": "What extracting costs",
        "diff": "What comparing costs",
        "pdf": "What reading PDF costs",
        "xlsx": "What writing a spreadsheet costs",
        "pages": "What pages take of memory",
        "thousand": "What a thousand documents cost",
        "archive": "What an archive costs",
    },
    {"start": "start", "clean": "clean", "extract": "extract", "diff": "diff", "pdf": "PDF", "xlsx": "XLSX"},
)
QUALITY = Book(
    "docs/evaluation.md",
    "evaluate",
    "How much is right",
    "head_of_quality",
    "limits_of_all",
    {
        "files": "What files give back",
        "copies": "Two copies of one plan",
        "edits": "Edits of known kind",
        "paragraphs": "Paragraphs made whole",
        "aligned": "Plans side by side",
        "read": "Published documents that nobody had seen",
    },
)
_HEADING = re.compile("^## (.+)$", re.MULTILINE)
_ROW = re.compile(r"^\| ([A-Za-z]+) \|.*$", re.MULTILINE)


# A part is measured in full or in small, and gives the text of its section and its rows of the table.
Parts = Mapping[str, Callable[[bool], tuple[str, Sequence[measuring.Row]]]]


@dataclass(frozen=True, slots=True)
class Page:
    """What the page holds: the rows of the table by part, as lines, and the text below each part's heading."""

    rows: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)


def parsed(text: str, book: Book = COST) -> Page:
    """The page as it was; what has no known heading or task is left out."""
    pieces = _HEADING.split(text)
    below = {title: body.strip() for title, body in zip(pieces[1::2], pieces[2::2], strict=True)}
    rows: dict[str, list[str]] = {}
    for match in _ROW.finditer(pieces[0]):
        part = next((name for name, task in book.tasks.items() if task == match[1]), None)
        if part is not None:
            rows.setdefault(part, []).append(match[0])
    return Page(rows, {name: below[title] for name, title in book.titles.items() if below.get(title)})


def renewed(page: Page, part: str, text: str, rows: Sequence[measuring.Row] = (), day: str = "") -> Page:
    """The page with one part measured anew, on `day` (today)."""
    day = day or f"{datetime.date.today():%Y-%m}"
    said = "\n\n".join(filter(None, (text.strip(), f"Measured {day} on {measuring.machine()}.")))
    lines = [measuring.line(row) for row in rows]
    return Page({**page.rows, **({part: lines} if lines else {})}, {**page.sections, part: said})


def table(page: Page, book: Book = COST) -> str:
    """The table at the top."""
    return "\n".join([*measuring.HEAD, *(line for part in book.tasks for line in page.rows.get(part, ()))])


def written(page: Page, book: Book = COST) -> str:
    """The page as Markdown."""
    missing = [title for name, title in book.titles.items() if name not in page.sections]
    parts = [
        f"<!-- Written by `make {book.target}`: measure again, do not edit. -->",
        f"# {book.title}",
        prose(book.head, duikou=measuring.version("duikou")),
        *([table(page, book), prose("limits")] if page.rows else []),
        *([f"Not measured: {', '.join(missing)}."] if missing else []),
        *(f"## {title}\n\n{page.sections[name]}" for name, title in book.titles.items() if name in page.sections),
        "## What all this does not show",
        prose(book.end),
    ]
    return "\n\n".join(parts) + "\n"


def say(text: str) -> None:
    """Progress goes to standard error."""
    print(text, file=sys.stderr, flush=True)


def measured(page: Page, book: Book, parts: Parts, names: Sequence[str], small: bool = False) -> Page:
    """The page with some parts measured anew, one after another."""
    for number, name in enumerate(names, 1):
        say(f"[{number}/{len(names)}] {name}: {book.titles[name]} ...")
        began = time.perf_counter()
        text, rows = parts[name](small)
        page = renewed(page, name, text, rows)
        say(f"[{number}/{len(names)}] {name}: done in {time.perf_counter() - began:.0f} s")
    return page


def write(text: str, place: Path) -> None:
    """Put the page in its place, whole or not at all."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=place.parent, delete=False, newline="\n") as file:
        file.write(text)
    os.chmod(file.name, 0o644)
    os.replace(file.name, place)


def command(book: Book, parts: Parts, about: str) -> None:
    """The command line of a page: measure all its parts or some, print the table and write the page."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--only", nargs="+", choices=list(parts), default=list(parts), metavar="PART")
    parser.add_argument("--small", action="store_true", help="little of everything, as a trial; writes nothing")
    parser.add_argument("--list", action="store_true", help="print the parts, and measure nothing")
    asked = parser.parse_args()
    if asked.list:
        print("\n".join(f"{name:11} {title}" for name, title in book.titles.items()))
        return
    place = measuring.ROOT / book.path
    old = parsed(place.read_text("utf-8"), book) if place.exists() and not asked.small else Page()
    page = measured(old, book, parts, asked.only, asked.small)
    text = written(page, book)
    if asked.small:
        print(text)
        return
    write(text, place)
    print(table(page, book))
    print(f"-> {book.path}")
