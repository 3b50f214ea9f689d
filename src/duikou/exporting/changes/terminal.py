"""A comparison for the terminal: the summary first, then each change with its path and marks inside the
passage.

What holds here: colour is used only when asked for; without it a deletion reads [-…-] and an insertion
{+…+}. Lines are at most `width` columns, and running text at most 100, so that it can be read on a wide screen; a
width of 0 is that of a pipe or a file, where no line is broken.
Front matter stands apart from the body. Control characters of the documents are shown, never sent to the terminal.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from duikou.errors import DuikouError
from duikou.exporting.changes.report_lines import (
    Piece,
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
from duikou.exporting.changes.versions import steps, version_name
from duikou.exporting.labels import label, labels
from duikou.exporting.screen import named, visible
from duikou.exporting.wording import told
from duikou.model import Change, Comparison, Document
from duikou.model.changes import GROUPS

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from duikou.model.plans import ComparedPlans

_CONTEXT, _CONTEXT_BESIDE = 30, 80
_WIDEST = 100
_WIDE_FILE = 160  # columns of two versions side by side, in a file
_STYLES = {"equal": "", "delete": "red strike", "insert": "green bold"}
_MARKS = {"equal": ("", ""), "delete": ("[-", "-]"), "insert": ("{+", "+}")}


def write_terminal(
    comparison: Comparison, lang: str = "zh", color: bool = False, width: int = 80, *, side_by_side: bool = False
) -> str:
    """The comparison as lines of at most `width` columns, with ANSI colours if `color`.

    `side_by_side`: each passage in two columns, the old version on the left.
    """
    screen = _Screen(lang, color, width, side_by_side)
    screen.versions(comparison)
    screen.listing(comparison)
    return screen.text()


def write_several(
    comparisons: Sequence[Comparison],
    lang: str = "zh",
    color: bool = False,
    width: int = 80,
    *,
    side_by_side: bool = False,
) -> str:
    """Several versions, each against the one before: all versions and what changed at each step, then each step."""
    screen = _Screen(lang, color, width, side_by_side)
    words = labels(lang, "diff")
    for number, document in enumerate([comparisons[0].old, *(comparison.new for comparison in comparisons)], 1):
        screen.version(words["version"].format(number=number), document)
    screen.blank()
    named = [(step.name, one) for step, one in zip(steps(len(comparisons), lang), comparisons, strict=True)]
    for name, comparison in named:
        screen.line(f"{name}  {verdict(comparison, lang) or summary_line(comparison, lang)}", "bold")
    for name, comparison in named:
        screen.blank()
        screen.rule(name)
        screen.listing(comparison)
    return screen.text()


def write_plans(
    found: ComparedPlans,
    errors: Sequence[DuikouError],
    lang: str = "zh",
    color: bool = False,
    width: int = 80,
    *,
    side_by_side: bool = False,
) -> str:
    """The plans of folders: the index, then each pair of versions under the name of its plan."""
    from duikou.exporting.changes.plan_index import by_plan, entries, plan_name

    screen = _Screen(lang, color, width, side_by_side)
    listed = by_plan(found, lang)
    summaries = {one.number: summary_line(one.comparison, lang) for _, pairs in listed for one in pairs}
    for entry in entries(found, errors, lang):
        number = f"{entry.number}. " if entry.number else ""
        files = " → ".join(filter(None, (entry.old, entry.new)))
        screen.line(f"{number}{entry.title or files}", "bold" if entry.number else "")
        said = (files if entry.title else "", entry.relation, summaries.get(entry.number or 0, ""))
        screen.line("  ".join(filter(None, said)), indent=4)
    for plan, pairs in listed:
        for one in pairs:
            screen.blank()
            name = " · ".join(filter(None, (plan_name(plan, lang), one.step.name)))
            screen.rule(f"{one.number}. {name}")
            screen.versions(one.comparison)
            screen.listing(one.comparison)
    return screen.text()


# A line as pieces of text, each with its style.
_Line = list[tuple[str, str]]


class _Screen:
    """Lines as they are made. Where no line is broken and none has a colour, as in a pipe, nothing is needed to lay
    them out, and `rich` is not loaded."""

    def __init__(self, lang: str, color: bool, width: int, side_by_side: bool) -> None:
        self.lang, self.color, self.side_by_side = lang, color, side_by_side
        self._flowing = not width and not side_by_side
        self._plain = self._flowing and not color
        self._out = io.StringIO()
        self.width = width or _WIDE_FILE
        self.across = self.width if side_by_side else min(self.width, _WIDEST)

    @cached_property
    def console(self) -> Console:
        """What breaks lines and colours them."""
        from rich.console import Console

        return Console(
            file=self._out,
            width=self.across,
            force_terminal=self.color,
            color_system="standard" if self.color else None,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
            _environ={},
        )

    def text(self) -> str:
        """All lines, without spaces at their ends."""
        return "".join(f"{line.rstrip()}\n" for line in self._out.getvalue().splitlines())

    def blank(self) -> None:
        self._out.write("\n")

    def line(self, text: str, style: str = "", indent: int = 0) -> None:
        if text:
            self._print([(visible(text), style)], indent)

    def rule(self, text: str) -> None:
        self.line(text, "bold")
        self.line("─" * (self.across // 2), "dim")

    def versions(self, comparison: Comparison) -> None:
        """Both versions, one a line."""
        for name, document in (("old", comparison.old), ("new", comparison.new)):
            self.version(label(self.lang, "words", name), document)
        self.blank()

    def version(self, name: str, document: Document) -> None:
        """What a version is called, its title, and its file."""
        line = [(f"{name}  ", "dim"), (visible(version_name(document, self.lang)), "bold")]
        if document.cleaned.source.path:
            line.append((f"  {named(document.cleaned.source.path)}", ""))
        self._print(line)

    def listing(self, comparison: Comparison) -> None:
        """The summary, then the changes of the body and those of the front matter."""
        names = labels(self.lang, "classes")
        for caution in comparison.cautions:
            if caution.rule == "unlike":
                self.line(caution.message, "yellow")
        self.line(verdict(comparison, self.lang) or summary_line(comparison, self.lang), "bold")
        self.line(zone_line(comparison, self.lang))
        self.line(ignored_line(comparison, self.lang), "dim")
        for zone, changes in zones(comparison.changes).items():
            groups = grouped(changes)
            if zone == "front":
                self.blank()
                self.rule(label(self.lang, "diff", "front"))
            for name in GROUPS:
                if groups[name]:
                    self.blank()
                    self.line(names[name], "bold underline")
                    for run in runs(groups[name]):
                        self._change(run)
            if groups["editorial"]:
                self.blank()
                self.line(editorial_line(groups["editorial"], self.lang), "dim")
        for caution in comparison.cautions:
            if caution.rule != "unlike":
                self.line(told(caution.message, self.lang), "yellow")

    def _change(self, run: Sequence[Change]) -> None:
        change = run[0]
        head = [(visible(run_heading(run, self.lang)), "cyan")]
        if len(run) == 1:
            head.append((f"  {places(change, self.lang)}", "dim"))
        self._print(head, 2)
        if change.type == "renumber":
            return
        if self.side_by_side:
            self._beside(change)
        else:
            self._print(self._marked(shortened_ops(change, _CONTEXT)), 4)
        self.line(remark(change, self.lang), "yellow", 4)

    def _beside(self, change: Change) -> None:
        """The passage in two columns."""
        from rich.padding import Padding
        from rich.table import Table

        table = Table.grid(padding=(0, 1), expand=True)
        shown = shortened_ops(change, _CONTEXT_BESIDE)
        for _ in range(2):
            table.add_column(ratio=1, overflow="fold")
        sides = (self._marked([p for p in shown if p[0] in ("equal", kind)]) for kind in ("delete", "insert"))
        both = zip(sides, (change.old, change.new), strict=True)
        table.add_row(*(_styled(side) if present else "" for side, present in both))
        self.console.print(Padding(table, (0, 0, 0, 4)))

    def _marked(self, shown: Sequence[Piece]) -> _Line:
        line = []
        for kind, piece in shown:
            bare = visible(piece).replace("\n", "↵").replace("\t", " ")
            opening, closing = ("", "") if self.color else _MARKS[kind]
            line.append((f"{opening}{bare}{closing}", _STYLES[kind] if self.color else ""))
        return line

    def _print(self, line: _Line, indent: int = 0) -> None:
        if self._plain:
            self._out.write(" " * indent + "".join(text for text, _ in line) + "\n")
        elif self._flowing:
            self.console.print(_styled([(" " * indent, ""), *line]), soft_wrap=True)
        else:
            from rich.padding import Padding

            text = _styled(line)
            self.console.print(Padding(text, (0, 0, 0, indent)) if indent else text, overflow="fold", soft_wrap=False)


def _styled(line: _Line) -> Text:
    from rich.text import Text

    text = Text()
    for piece, style in line:
        text.append(piece, style=style)
    return text
