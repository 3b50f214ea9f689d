"""A comparison as Markdown, for an issue or a letter: ~~old~~ **new** inside the passage.

What holds here: the marks are set apart by spaces. CommonMark opens and closes emphasis by what stands next
to the mark: beside a hanzi, a mark followed by Chinese punctuation would not open, and the stars would be
seen. Editorial changes are counted, not listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duikou.errors import DuikouError
from duikou.exporting.changes.plan_index import by_plan, entries, heads, plan_name
from duikou.exporting.changes.report_lines import (
    editorial_line,
    grouped,
    ignored_line,
    places,
    remark,
    run_heading,
    runs,
    shortened_ops,
    summary_line,
    verdict,
    zone_line,
    zones,
)
from duikou.exporting.changes.versions import edition_of, steps, version_name
from duikou.exporting.labels import label, labels
from duikou.exporting.screen import coded
from duikou.exporting.text.markdown import escape, table
from duikou.exporting.wording import told
from duikou.model import Change, Comparison, Document
from duikou.model.changes import ALL_GROUPS, GROUPS
from duikou.model.plans import ComparedPlans
from duikou.notation.patterns import pattern

_CONTEXT = 60
_BLANKS = pattern(" {2,}")
_MARKS = {"equal": "", "delete": "~~", "insert": "**"}


def write_markdown(comparison: Comparison, lang: str = "zh", color: bool = False, width: int = 80) -> str:
    """The comparison as Markdown: both versions, a summary, then each change that is not editorial."""
    return "\n\n".join([f"# {label(lang, 'words', 'comparison')}", *_sections(comparison, lang, 2)]) + "\n"


def write_several(comparisons: Sequence[Comparison], lang: str = "zh", color: bool = False, width: int = 80) -> str:
    """Several versions, each against the one before: one summary, then a section for each step."""
    words, names = labels(lang, "diff"), labels(lang, "classes")
    parts = [f"# {label(lang, 'words', 'comparison')}"]
    rows = [[words["versions"], *(names[name] for name in ALL_GROUPS)]]
    named = [(step.name, one) for step, one in zip(steps(len(comparisons), lang), comparisons, strict=True)]
    for name, comparison in named:
        counts = grouped(comparison.changes)
        rows.append([name, *(str(len(counts[group])) for group in ALL_GROUPS)])
    parts.append(table(rows))
    for name, comparison in named:
        parts += [f"## {name}", *_sections(comparison, lang, 3)]
    return "\n\n".join(parts) + "\n"


def write_plans(
    found: ComparedPlans, errors: Sequence[DuikouError], lang: str = "zh", color: bool = False, width: int = 80
) -> str:
    """The plans of folders: the index, then a section for each plan with one for each pair of its versions."""
    parts = [f"# {label(lang, 'words', 'comparison')}"]
    rows = [heads(lang)]
    for entry in entries(found, errors, lang):
        counts = map(str, entry.counts or [""] * len(ALL_GROUPS))
        rows.append([str(entry.number or ""), entry.title, entry.old, entry.new, entry.relation, *counts])
    parts.append(table(rows))
    for number, (plan, pairs) in enumerate(by_plan(found, lang), 1):
        parts.append(f"## {number}\\. {escape(plan_name(plan, lang))}")
        for one in pairs:
            parts += [f"### {one.step.name}"] if one.step.name else []
            parts += _sections(one.comparison, lang, 4 if one.step.name else 3)
    return "\n\n".join(parts) + "\n"


def _sections(comparison: Comparison, lang: str, level: int) -> Iterator[str]:
    """The sections under a heading; their own headings begin at `level`."""
    words, names = labels(lang, "words"), labels(lang, "classes")
    yield table([["", words["old"], words["new"]], *_versions(comparison, lang)])
    said = [summary_line(comparison, lang), zone_line(comparison, lang), ignored_line(comparison, lang)]
    yield "  \n".join(escape(line) for line in said if line)
    sentence = verdict(comparison, lang)
    if sentence:
        yield f"**{sentence}**"
    for zone, changes in zones(comparison.changes).items():
        groups = grouped(changes)
        deeper = level
        if zone == "front" and any(groups.values()):
            yield f"{'#' * level} {label(lang, 'diff', 'front')}"
            deeper = level + 1
        for name in GROUPS:
            if groups[name]:
                yield f"{'#' * deeper} {names[name]}"
                for number, run in enumerate(runs(groups[name]), 1):
                    yield from _change(number, run, lang, deeper + 1)
        if groups["editorial"]:
            yield f"{'#' * deeper} {names['editorial']}"
            yield escape(editorial_line(groups["editorial"], lang))
    for caution in comparison.cautions:
        yield f"> {escape(told(caution.message, lang))}"


def _versions(comparison: Comparison, lang: str) -> Iterator[list[str]]:
    heads = labels(lang, "columns")
    both = (comparison.old, comparison.new)
    yield [heads["title"], *(document.title or "" for document in both)]
    for key in ("doc_number", "date"):
        if any(getattr(document, key) for document in both):
            yield [heads[key], *(getattr(document, key) or "" for document in both)]
    editions = [edition_of(document) for document in both]
    if any(editions):
        yield [label(lang, "diff", "plain_version"), *(found.text if found else "" for found in editions)]
    yield [heads["file"], *map(_path, both)]


def _path(document: Document) -> str:
    return document.cleaned.source.path or version_name(document, "zh")


def _change(number: int, run: Sequence[Change], lang: str, level: int) -> Iterator[str]:
    yield f"{'#' * level} {number}. {escape(run_heading(run, lang))}"
    change = run[0]
    if change.type != "renumber":
        yield marked(change)
    if note := remark(change, lang):
        yield escape(note)
    if len(run) == 1:
        yield f"<sub>{places(change, lang)}</sub>"


def marked(change: Change) -> str:
    """The passage with ~~deleted~~ and **inserted** pieces. A line break inside is shown as `↵`."""
    text = ""
    for kind, piece in shortened_ops(change, _CONTEXT):
        mark = _MARKS[kind]
        # Space at the ends of a marked piece would keep the mark from closing; it is shown instead.
        shown = escape(coded(piece).replace("\n", "↵").replace("\t", " ") if piece.strip() else "␣" * len(piece))
        text += f" {mark}{shown.strip()}{mark} " if mark else shown
    return _BLANKS.sub(" ", text).strip()
