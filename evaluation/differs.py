"""Programs that compare two texts, each brought to one form: a list of what it reports, with where that stands.

What holds here: every peer is used as its own documentation shows, on texts after NFKC, and without white space where
it works on characters and white space means nothing to it. What each reports is taken from the program's own account
of its changes; nothing is filtered. A peer that is not installed is absent, and is named so.
"""

from __future__ import annotations

import difflib
import importlib
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from traced import Traced, folded, unspaced

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Report:
    """One reported change: the origins of what it marks in each version, and what it is called (duikou alone)."""

    old: frozenset[int]
    new: frozenset[int]
    names: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Marks:
    """One reported change as spans of the two texts."""

    old: tuple[int, int]
    new: tuple[int, int]


# -- duikou


def by_duikou(old: Any, new: Any, origins: tuple[Traced, Traced]) -> tuple[list[Report], frozenset[str]]:
    """What duikou reports as changed, and the names of what it reports as editorial.

    `old` and `new` are texts or documents; `origins` are their sources, traced.
    """
    import duikou

    comparison = duikou.diff(old, new)
    reports, editorial = [], set()
    for change in comparison.changes:
        if change.klass == "editorial" and change.type not in ("move", "renumber"):
            editorial.add(change.category)
            continue
        marked = [_marked(change, k, comparison, origins[k]) for k in (0, 1)]
        reports.append(Report(*marked, frozenset((change.klass, change.type, change.category))))
    return reports, frozenset(editorial)


def _marked(change: Any, k: int, comparison: Any, traced: Traced) -> frozenset[int]:
    """The origins of what a change marks in one version."""
    side, document = ((change.old, comparison.old), (change.new, comparison.new))[k]
    if side is None:
        return frozenset()
    spans, at = [], side.start
    for kind, text in change.ops:
        if kind == "equal" and change.type != "move":
            at += len(text)
        elif kind != ("insert", "delete")[k]:
            spans.append((at, at + len(text)))
            at += len(text)
    found: set[int] = set()
    for start, end in spans:
        if end > start:
            place = document.cleaned.place(start, end)
            found |= traced.came_from(place.start, place.end)
    return frozenset(found)


# -- peers


def difflib_characters(old: str, new: str) -> list[Marks]:
    """difflib of Python's own library, on characters."""
    return [
        Marks((i0, i1), (j0, j1))
        for tag, i0, i1, j0, j1 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if tag != "equal"
    ]


def match_patch(old: str, new: str) -> list[Marks]:
    """diff-match-patch, on characters, cleaned up for people (diff_cleanupSemantic)."""
    engine = importlib.import_module("diff_match_patch").diff_match_patch()
    engine.Diff_Timeout = 0
    diffs = engine.diff_main(old, new)
    engine.diff_cleanupSemantic(diffs)
    return list(runs_of((" +-"[kind], text) for kind, text in diffs))


def redlines(old: str, new: str) -> list[Marks]:
    """redlines, on its tokens (words between white space)."""
    module = importlib.import_module("redlines")
    processor = importlib.import_module("redlines.processor")
    comparison = module.Redlines(old, new)
    sides = []
    for text in (old, new):
        tokens = processor.tokenize_text(processor.concatenate_paragraphs_and_add_chr_182(text))
        sides.append(_token_spans(text, [token.replace(processor.PARAGRAPH_MARKER, "") for token in tokens]))
    return [
        Marks(_over(sides[0][i0:i1]), _over(sides[1][j0:j1]))
        for tag, i0, i1, j0, j1 in comparison.opcodes
        if tag != "equal"
    ]


def git_words(old: str, new: str) -> list[Marks]:
    """git diff --word-diff, on what stands between white space."""
    return _git(old, new)


def git_characters(old: str, new: str) -> list[Marks]:
    """git diff --word-diff with every character a word, as people set it for Chinese."""
    return _git(old, new, "--word-diff-regex=[^[:space:]]")


def _git(old: str, new: str, *options: str) -> list[Marks]:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("old", old), ("new", new)):
            Path(folder, name).write_text(text + "\n", "utf-8")
        done = subprocess.run(
            ["git", "diff", "--no-index", "--no-color", "--word-diff=porcelain", "-U1000000", *options, "old", "new"],
            cwd=folder,
            env={**os.environ, "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull},
            capture_output=True,
            check=False,
        )
    lines = done.stdout.decode("utf-8", "replace").split("\n")
    start = next((k + 1 for k, line in enumerate(lines) if line.startswith("@@")), len(lines))
    pieces = [(line[:1], line[1:]) for line in lines[start:] if line[:1] in (" ", "-", "+", "~")]
    return list(runs_of(pieces, solid(old), solid(new)))


def solid(text: str) -> list[int]:
    """Where the characters that are no white space stand."""
    return [k for k, char in enumerate(text) if not char.isspace()]


def runs_of(
    pieces: Iterator[tuple[str, str]] | Sequence[tuple[str, str]],
    old: list[int] | None = None,
    new: list[int] | None = None,
) -> Iterator[Marks]:
    """Runs of deleted and inserted pieces as one change each. `old`, `new`: positions, when only solid ones count."""
    at = [0, 0]
    began: tuple[int, int] | None = None
    for kind, text in [*pieces, (" ", "")]:
        size = len(text) if old is None else len(solid(text))
        if kind in " ~" and began is not None:
            i, j = (began[0], at[0]), (began[1], at[1])
            if old is not None and new is not None:
                i, j = _positions(old, i), _positions(new, j)
            yield Marks(i, j)
            began = None
        if kind in "-+" and began is None:
            began = (at[0], at[1])
        if kind in " -":
            at[0] += size
        if kind in " +":
            at[1] += size


def _positions(solid: list[int], span: tuple[int, int]) -> tuple[int, int]:
    return (solid[span[0]], solid[span[1] - 1] + 1) if span[1] > span[0] else (0, 0)


def _token_spans(text: str, tokens: Sequence[str]) -> list[tuple[int, int]]:
    """Where each token stands, found by counting what is no white space."""
    places, spans, at = solid(text), [], 0
    for token in tokens:
        size = len(solid(token))
        spans.append(_positions(places, (at, at + size)))
        at += size
    return spans


def _over(spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    real = [span for span in spans if span[1] > span[0]]
    return (real[0][0], real[-1][1]) if real else (0, 0)


@dataclass(frozen=True, slots=True)
class Peer:
    """A program that people use today: `needs` a module or a command; `prepare` what is done to texts for it."""

    name: str
    needs: str
    marks: Callable[[str, str], list[Marks]]
    prepare: Callable[[Traced], Traced]
    how: str

    @property
    def present(self) -> bool:
        """Whether it is installed here."""
        if self.needs == "git":
            return shutil.which("git") is not None
        return importlib.util.find_spec(self.needs) is not None

    def reports(self, old: Traced, new: Traced) -> list[Report]:
        """What it reports between two texts."""
        a, b = self.prepare(old), self.prepare(new)
        if a.text == b.text:
            return []
        found = [(frozenset(a.came_from(*m.old)), frozenset(b.came_from(*m.new))) for m in self.marks(a.text, b.text)]
        return [Report(gone, come) for gone, come in found]


def characters(text: Traced) -> Traced:
    """After NFKC and without white space: for peers that compare characters."""
    return unspaced(folded(text))


PEERS = (
    Peer("redlines", "redlines", redlines, folded, "NFKC; its own words"),
    Peer("diff-match-patch", "diff_match_patch", match_patch, characters, "NFKC, no white space; characters"),
    Peer("git --word-diff", "git", git_words, folded, "NFKC; words between white space"),
    Peer("git --word-diff, characters", "git", git_characters, folded, "NFKC; each character a word"),
    Peer("difflib", "difflib", difflib_characters, characters, "NFKC, no white space; characters"),
)
DISTRIBUTIONS = ("redlines", "diff-match-patch")


def versions() -> list[str]:
    """The peers that are installed, with their versions."""
    found = []
    for name in DISTRIBUTIONS:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    if shutil.which("git"):
        done = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True)
        found.append(done.stdout.strip().replace(" version", ""))
    return found
