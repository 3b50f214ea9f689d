"""What programs mark between versions of real texts, and how that stands against an annotation.

    python evaluation/versions.py TEXTS MARKS [--score COMMAND]

TEXTS holds pairs, NAME.old.txt and NAME.new.txt; every program is given the same. MARKS/PROGRAM/NAME.json then says
what each of them marks: {"old": [[start, end], ...], "new": [...]}, in characters of the two texts. COMMAND is a
scorer: it is run with `--marks MARKS/PROGRAM --json FILE`, and a row of Markdown is made of the totals it writes. The
versions that docs/comparing.md speaks of are published documents, annotated by hand, and no part of the project.
"""

from __future__ import annotations

import argparse
import difflib
import importlib.metadata
import json
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import differs
import wordcompare
from differs import Marks
from traced import Traced

Pairs = dict[str, tuple[str, str]]
FIGURES = ("recall", "precision", "tight", "label", "false")


def paragraphs(old: str, new: str) -> list[Marks]:
    """difflib of Python's own library, on paragraphs."""
    lines = old.split("\n"), new.split("\n")
    starts = [[sum(len(line) + 1 for line in side[:k]) for k in range(len(side) + 1)] for side in lines]
    return [
        Marks((starts[0][i0], starts[0][i1]), (starts[1][j0], starts[1][j1]))
        for tag, i0, i1, j0, j1 in difflib.SequenceMatcher(None, *lines, autojunk=False).get_opcodes()
        if tag != "equal"
    ]


def _one_by_one(peer: differs.Peer) -> Callable[[Pairs], dict[str, list[Marks]]]:
    def marks(old: str, new: str) -> list[Marks]:
        found = peer.reports(Traced.of(old), Traced.of(new))
        return [Marks(span, (0, 0)) for one in found for span in _spans(one.old)] + [
            Marks((0, 0), span) for one in found for span in _spans(one.new)
        ]

    return lambda pairs: {name: marks(*pair) for name, pair in pairs.items()}


def _spans(offsets: frozenset[int]) -> list[tuple[int, int]]:
    """Runs of offsets that follow each other."""
    spans: list[tuple[int, int]] = []
    for at in sorted(offsets):
        if spans and spans[-1][1] == at:
            spans[-1] = spans[-1][0], at + 1
        else:
            spans.append((at, at + 1))
    return spans


def programs() -> dict[str, Callable[[Pairs], dict[str, list[Marks]]]]:
    """Every program that is installed here, under its name and version."""
    found: dict[str, Callable[[Pairs], dict[str, list[Marks]]]] = {
        "difflib, paragraphs": lambda pairs: {name: paragraphs(*pair) for name, pair in pairs.items()}
    }
    for peer in differs.PEERS:
        if peer.present:
            found[peer.name] = _one_by_one(peer)
    try:
        found[f"docxodus {importlib.metadata.version('python-redlines-docxodus')}"] = wordcompare.by_docxodus
    except importlib.metadata.PackageNotFoundError:
        print("docxodus is not here: pip install python-redlines python-redlines-docxodus", file=sys.stderr)
    if shutil.which("soffice"):
        said = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=True).stdout.split()
        found[f"LibreOffice {said[1]}, compare"] = wordcompare.by_libreoffice
    else:
        print("LibreOffice is not here", file=sys.stderr)
    return found


def main() -> None:
    """Write what each program marks, and a row of figures for each when there is a scorer."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("marks", type=Path)
    parser.add_argument("--score", help="the command of a scorer")
    options = parser.parse_args()
    names = sorted(path.name.removesuffix(".old.txt") for path in options.texts.glob("*.old.txt"))
    pairs = {
        name: (
            (options.texts / f"{name}.old.txt").read_text("utf-8"),
            (options.texts / f"{name}.new.txt").read_text("utf-8"),
        )
        for name in names
    }
    for program, marked in programs().items():
        folder = options.marks / program.replace("/", "-")
        folder.mkdir(parents=True, exist_ok=True)
        for name, marks in marked(pairs).items():
            spans = {side: [list(getattr(one, side)) for one in marks] for side in ("old", "new")}
            (folder / f"{name}.json").write_text(json.dumps(spans), "utf-8")
        print(f"| {program} | {_figures(options.score, folder) if options.score else len(pairs)} |", flush=True)


def _text(folder: Path, name: str, side: str) -> str:
    return (folder / f"{name}.{side}.txt").read_text("utf-8")


def _figures(scorer: str, folder: Path) -> str:
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        command = [*shlex.split(scorer), "--marks", str(folder), "--json", out.name]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        total = json.loads(Path(out.name).read_text("utf-8"))["total"]
    return " | ".join(f"{total[name]:.3f}" if isinstance(total[name], float) else str(total[name]) for name in FIGURES)


if __name__ == "__main__":
    main()
