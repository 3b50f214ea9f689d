"""A grid as CSV, as Markdown, and as a table on a terminal."""

from __future__ import annotations

import csv
import io

from duikou.exporting.grid.cells import Grid
from duikou.exporting.ledger.csv_and_markdown import harmless
from duikou.exporting.screen import visible
from duikou.exporting.text.markdown import escape_line

# Characters in a line where no terminal says how many it has, and of a column at least.
_WIDE, _NARROW = 120, 14
_STYLES = {"": "", "head": "bold", "gap": "dim", "doubtful": "yellow", "differs": "cyan"}


def csv_of(grid: Grid) -> str:
    """The grid as CSV (RFC 4180) in UTF-8 with a byte order mark; no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.head for column in grid.columns])
    writer.writerows([harmless(text) for text in row] for row in grid.texts())
    return "\ufeff" + out.getvalue()


def markdown_of(grid: Grid) -> str:
    """The grid as a table of Markdown, with its title and notes above."""

    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cells) + " |"

    def safe(text: str) -> str:
        return "<br>".join(escape_line(part).replace("|", "\\|") for part in text.split("\n"))

    lines = [f"# {escape_line(grid.title)}", ""]
    for note in grid.notes:
        lines += [escape_line(note), ""]
    lines += [line([safe(column.head) for column in grid.columns]), line(["---"] * len(grid.columns))]
    lines += [line([safe(cell.text) for cell in row]) for row in grid.rows]
    return "\n".join(lines) + "\n"


def terminal_of(grid: Grid, color: bool, width: int) -> str:
    """The grid as a table of at most `width` columns (0: as wide as a page), with ANSI colours if `color`."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=False)
    for column in grid.columns:
        table.add_column(Text(visible(column.head)), overflow="fold")
    for at, row in enumerate(grid.rows):
        last = bool(grid.bands) and (at + 1 == len(grid.rows) or grid.bands[at + 1] != grid.bands[at])
        table.add_row(*(Text(visible(cell.text), style=_STYLES[cell.tone]) for cell in row), end_section=last)
    out = io.StringIO()
    whole = sum(_widest([c.head, *(r[i].text for r in grid.rows)]) + 3 for i, c in enumerate(grid.columns))
    needed = width or min(whole, max(_WIDE, _NARROW * len(grid.columns)))
    console = Console(
        file=out, width=needed, force_terminal=color, color_system="standard" if color else None, highlight=False
    )
    console.print(Text(visible(grid.title), style="bold"))
    for note in grid.notes:
        console.print(Text(visible(note)))
    if grid.rows:
        console.print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().rstrip("\n").split("\n")) + "\n"


def _widest(texts: list[str]) -> int:
    from rich.cells import cell_len

    return max((cell_len(line) for text in texts for line in visible(text).split("\n")), default=1)
