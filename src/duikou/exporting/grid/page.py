"""A grid as one HTML page: heads stay in sight, rows can be searched and filtered.

What holds here: every text is escaped. Nothing is loaded from elsewhere, and no script runs but the page's own, whose
digest the content security policy names. Without scripts everything can be read. The same grid gives the same bytes.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path

from duikou import data
from duikou.exporting.grid.cells import Cell, Grid
from duikou.exporting.labels import labels
from duikou.exporting.screen import visible
from duikou.version import __version__

_WIDE = 30  # a column of so many characters and more keeps its width on the page
_FILTERS = ("gap", "doubtful", "differs")


def html_of(grid: Grid, lang: str) -> str:
    """The grid as a self-contained HTML file, ending with a line feed."""
    words = labels(lang, "grouping")
    script, style = _file("page.js"), _file("page.css")
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{_digest(script)}'"
    used = {cell.tone for row in grid.rows for cell in row}
    ticks = "".join(
        f'<label><input type="checkbox" data-tone="{tone}"> {_safe(words[f"filter_{tone}"])}</label>'
        for tone in _FILTERS
        if tone in used
    )
    heads = "".join(
        f'<th scope="col"{_class("wide" if column.width >= _WIDE else "")}>{_safe(column.head)}</th>'
        for column in grid.columns
    )
    return "\n".join(
        [
            f'<!DOCTYPE html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f'<meta name="generator" content="duikou {__version__}">',
            f"<title>{_safe(grid.title)}</title>\n<style>{style}</style>\n</head>\n<body>",
            f"<header><h1>{_safe(grid.title)}</h1>",
            *(f'<p class="note">{_safe(note)}</p>' for note in grid.notes),
            f'<div class="tools"><label>{_safe(words["search"])} <input type="search"></label>{ticks}'
            '<output aria-live="polite"></output></div></header>',
            f'<div class="scroll" tabindex="0"><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>',
            *(_row(grid, at) for at in range(len(grid.rows))),
            f"</tbody></table></div>\n<footer>{_safe(words['made_by'].format(version=__version__))}</footer>",
            f"<script>{script}</script>\n</body>\n</html>\n",
        ]
    )


def _row(grid: Grid, at: int) -> str:
    last = bool(grid.bands) and (at + 1 == len(grid.rows) or grid.bands[at + 1] != grid.bands[at])
    cells = "".join(_cell(cell, head=index == 0) for index, cell in enumerate(grid.rows[at]))
    return f"<tr{_class('band' if last else '')}>{cells}</tr>"


def _cell(cell: Cell, *, head: bool) -> str:
    name = "th" if head else "td"
    scope = ' scope="row"' if head else ""
    return f"<{name}{scope}{_class('' if cell.tone == 'head' else cell.tone)}>{_safe(cell.text)}</{name}>"


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _safe(text: str) -> str:
    return escape(visible(text))


def _digest(script: str) -> str:
    return b64encode(sha256(script.encode("utf-8")).digest()).decode("ascii")


@cache
def _file(name: str) -> str:
    text: str = (Path(data.__file__).parent / "exporting" / "grid_page" / name).read_text("utf-8")
    return text
