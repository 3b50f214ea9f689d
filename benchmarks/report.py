"""docs/benchmarks.md: one table at the top, what it does not show, and a section for each part that was measured.

What holds here: a part that was not measured this time stays on the page as it was, its rows of the table too, and each
says when it was measured. A section is known by its heading, a row by its task.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import measuring
from prose import prose

# The parts in the order of the page, with their headings; those of the first six have rows in the table.
TITLES = {
    "start": "What starting costs",
    "clean": "What cleaning costs",
    "extract": "What extracting costs",
    "diff": "What comparing costs",
    "pdf": "What reading PDF costs",
    "xlsx": "What writing a spreadsheet costs",
    "files": "What files give back",
    "pages": "What pages take of memory",
    "copies": "Two copies of one plan",
    "edits": "Edits of known kind",
    "paragraphs": "Paragraphs made whole",
    "thousand": "What a thousand documents cost",
    "archive": "What an archive costs",
}
TASKS = {"start": "start", "clean": "clean", "extract": "extract", "diff": "diff", "pdf": "PDF", "xlsx": "XLSX"}
_HEADING = re.compile("^## (.+)$", re.MULTILINE)
_ROW = re.compile("^\\| (" + "|".join(TASKS.values()) + ") \\|.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """What the page holds: the rows of the table by part, as lines, and the text below each part's heading."""

    rows: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)


def parsed(text: str) -> Page:
    """The page as it was; what has no known heading or task is left out."""
    pieces = _HEADING.split(text)
    below = {title: body.strip() for title, body in zip(pieces[1::2], pieces[2::2], strict=True)}
    rows: dict[str, list[str]] = {}
    for match in _ROW.finditer(pieces[0]):
        part = next(name for name, task in TASKS.items() if task == match[1])
        rows.setdefault(part, []).append(match[0])
    return Page(rows, {name: below[title] for name, title in TITLES.items() if below.get(title)})


def renewed(page: Page, part: str, text: str, rows: Sequence[measuring.Row] = (), day: str = "") -> Page:
    """The page with one part measured anew, on `day` (today)."""
    day = day or f"{datetime.date.today():%Y-%m}"
    said = "\n\n".join(filter(None, (text.strip(), f"Measured {day} on {measuring.machine()}.")))
    lines = [measuring.line(row) for row in rows]
    return Page({**page.rows, **({part: lines} if lines else {})}, {**page.sections, part: said})


def table(page: Page) -> str:
    """The table at the top."""
    return "\n".join([*measuring.HEAD, *(line for part in TASKS for line in page.rows.get(part, ()))])


def written(page: Page) -> str:
    """The page as Markdown."""
    missing = [title for name, title in TITLES.items() if name not in page.sections]
    parts = [
        "<!-- Written by `make bench`: measure again, do not edit. -->",
        "# What was measured",
        prose("head", duikou=measuring.version("duikou")),
        *([table(page)] if page.rows else []),
        prose("limits"),
        *([f"Not measured: {', '.join(missing)}."] if missing else []),
        *(f"## {title}\n\n{page.sections[name]}" for name, title in TITLES.items() if name in page.sections),
        "## What all this does not show",
        prose("limits_of_all"),
    ]
    return "\n\n".join(parts) + "\n"
