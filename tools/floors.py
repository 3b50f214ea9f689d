"""The floors of the house: one list, which the test of imports, the page docs/architecture.md and its picture share.

What holds here: data flows one way. A floor imports only from floors that stand before it in the list, and from itself;
floors of one rank do not know each other.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "duikou"


class Floor(NamedTuple):
    """A folder (or a module) at the top of the package: its rank, and in one line what is done there."""

    name: str
    rank: int
    work: str


FLOORS = (
    Floor("errors", 0, "Errors a user can act on"),
    Floor("version", 0, "The version"),
    Floor("data", 0, "Words, names and tables that floors look up"),
    Floor("model", 1, "Small frozen values: Source, Paragraph, Block, Document, Measure, Change"),
    Floor("notation", 2, "How official documents are written: numbers, ordinals, dates, bodies, places, titles, tails"),
    Floor("reading", 3, "Bytes become a Source: lines of text, each with where it stood"),
    Floor("cleaning", 4, "A Source becomes paragraphs, with the log of every edit"),
    Floor("outlining", 5, "Paragraphs become a Document: title, parts, the tree of numbered items"),
    Floor("extracting", 6, "A Document becomes measures with their fields"),
    Floor("comparing", 7, "Two Documents become changes"),
    Floor("relating", 7, "Many Documents become groups of versions, and plans side by side"),
    Floor("exporting", 8, "Values become text, Markdown, JSON, CSV, XLSX, DOCX, HTML, SQLite, Parquet, ICS"),
    Floor("api", 9, "The library's functions"),
    # Workers know no floor but what they are given.
    Floor("workers", 1, "The same work in processes, or on a Dask cluster"),
    Floor("app", 10, "The command line: one module a command, inputs, outputs, cache, messages"),
)
RANKS = {floor.name: floor.rank for floor in FLOORS}


def floor_of(module: Path) -> str:
    """The floor that a module of the package stands on."""
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(tree: ast.Module) -> Iterator[str]:
    """The floors that a module imports from, once for each import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"duikou.{alias.name}" for alias in node.names] if node.module == "duikou" else [node.module]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "duikou" and len(parts) > 1 and parts[1] in RANKS:
                yield parts[1]


def arrows() -> Counter[tuple[str, str]]:
    """How often each floor imports from each other one: (importing, imported)."""
    counts: Counter[tuple[str, str]] = Counter()
    for module in PACKAGE.rglob("*.py"):
        own = floor_of(module)
        if own in RANKS:
            found = imported(ast.parse(module.read_text("utf-8")))
            counts.update((own, other) for other in found if other != own)
    return counts


_WIDTH, _ROW, _LEFT = 860, 46, 24


def picture() -> str:
    """The floors as a picture (SVG): one row a floor, the lowest first, with an arrow for each that it imports."""
    shown = [floor for floor in FLOORS if floor.name not in ("errors", "version", "data")]
    at = {floor.name: number for number, floor in enumerate(shown)}
    height = _ROW * len(shown) + 2 * _LEFT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif">',
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    for floor in shown:
        top = _LEFT + _ROW * at[floor.name]
        work = floor.work.replace("&", "&amp;")
        parts += [
            f'<rect x="{_LEFT}" y="{top}" width="600" height="{_ROW - 10}" rx="3" fill="#f3f6fa" stroke="#9db3c8"/>',
            f'<text x="{_LEFT + 12}" y="{top + 23}" font-size="14" font-weight="bold">{floor.name}</text>',
            f'<text x="{_LEFT + 110}" y="{top + 23}" font-size="11" fill="#454b52">{work}</text>',
        ]
    for (own, other), _count in sorted(arrows().items()):
        if own in at and other in at:
            start, end = (_LEFT + _ROW * at[name] + 18 for name in (own, other))
            out = 640 + 14 * abs(at[own] - at[other])
            parts.append(
                f'<path d="M624 {start} C{out} {start} {out} {end} 626 {end}" fill="none" stroke="#6a93b3"/>'
                f'<path d="M626 {end} l7 -3.5 v7 z" fill="#6a93b3"/>'
            )
    return "\n".join([*parts, "</svg>"]) + "\n"
