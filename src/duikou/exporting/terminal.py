"""A comparison for the terminal: the summary first, then each change with its path and marks inside the
passage.

What holds here: colour is used only when asked for; without it a deletion reads [-…-] and an insertion
{+…+}. Lines are at most `width` columns. Control characters of the documents are shown, never sent to the
terminal.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from duikou.exporting.labels import labels
from duikou.exporting.passages import (
    GROUPS,
    editorial_line,
    grouped,
    heading,
    pieces,
    places,
    summary_line,
    verdict,
    version_name,
)
from duikou.exporting.screen import visible
from duikou.model import Change, Comparison

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_CONTEXT = 30
_STYLES = {"equal": "", "delete": "red strike", "insert": "green bold"}
_MARKS = {"equal": ("", ""), "delete": ("[-", "-]"), "insert": ("{+", "+}")}


def write_terminal(comparison: Comparison, lang: str = "zh", color: bool = False, width: int = 80) -> str:
    """The comparison as lines of at most `width` columns, with ANSI colours if `color`."""
    from rich.console import Console
    from rich.text import Text

    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    words, names = labels(lang, "words"), labels(lang, "classes")
    for name, document in (("old", comparison.old), ("new", comparison.new)):
        line = Text(f"{words[name]}  ", style="dim")
        line.append(visible(version_name(document, lang)), style="not dim bold")
        if document.cleaned.source.path:
            line.append(f"  {visible(document.cleaned.source.path)}", style="not bold")
        _print(console, line)
    console.print()
    _print(console, Text(verdict(comparison, lang) or summary_line(comparison, lang), style="bold"))
    groups = grouped(comparison.changes)
    for name in GROUPS:
        if groups[name]:
            console.print()
            _print(console, Text(names[name], style="bold underline"))
            for change in groups[name]:
                _change(console, change, lang, color)
    if groups["editorial"]:
        console.print()
        _print(console, Text(editorial_line(groups["editorial"], lang), style="dim"))
    for caution in comparison.cautions:
        _print(console, Text(visible(caution.message), style="yellow"))
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _change(console: Console, change: Change, lang: str, color: bool) -> None:
    from rich.text import Text

    head = Text(visible(heading(change, lang)), style="cyan")
    head.append(f"  {places(change, lang)}", style="dim not bold")
    _print(console, head, indent=2)
    if change.type != "renumber":
        _print(console, _marked(change, color), indent=4)


def _marked(change: Change, color: bool) -> Text:
    from rich.text import Text

    text = Text()
    for kind, piece in pieces(change, _CONTEXT):
        shown = visible(piece).replace("\n", "↵").replace("\t", " ")
        opening, closing = ("", "") if color else _MARKS[kind]
        text.append(f"{opening}{shown}{closing}", style=_STYLES[kind] if color else "")
    return text


def _print(console: Console, text: Text, indent: int = 0) -> None:
    from rich.padding import Padding

    console.print(Padding(text, (0, 0, 0, indent)) if indent else text, overflow="fold", soft_wrap=False)
