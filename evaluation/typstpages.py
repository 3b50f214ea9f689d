"""Documents typeset as PDF by Typst (extra `bench`), from the pieces and layouts of tests/builders_typeset.py.

What holds here: Typst justifies lines by squeezing and stretching marks, sets what is between hanzi and Latin words by
itself and repeats the head of a table: other lines and other gaps than those of an office's program or a browser.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from importlib.util import find_spec

from builders_typeset import Layout, Pieces

THERE = find_spec("typst") is not None


def typst_pdf(pieces: Pieces, layout: Layout) -> bytes:
    """The pieces as a PDF."""
    import typst

    made: bytes = typst.compile(markup(pieces, layout).encode())
    return made


def markup(pieces: Pieces, layout: Layout) -> str:
    """The pieces in Typst's own language."""
    size = layout.size
    margin = (595 - layout.width) / 2
    leading = layout.leading - size
    head = f"header: align(center, text(size: 10.5pt)[{_plain(layout.head)}])," if layout.head else ""
    foot = "footer: context align(center, text(size: 12pt)[— #counter(page).display() —])," if layout.numbers else ""
    page = f"width: 595pt, height: 842pt, margin: (x: {margin}pt, y: 90pt), columns: {layout.columns}"
    indent = f"first-line-indent: (amount: {layout.indent}em, all: true)"
    parts = [
        f"#set page({page}, {head} {foot})",
        f"#set columns(gutter: {2 * size}pt)",
        f'#set text(font: "{layout.face}", size: {size}pt, lang: "zh", region: "cn")',
        f"#set par(justify: true, leading: {leading}pt, spacing: {leading + layout.gap}pt, {indent})",
    ]
    for is_row, group in itertools.groupby(pieces, lambda piece: piece[0] == "row"):
        if is_row:
            parts.append(_table([text.split("\t") for _, text in group], layout))
            continue
        for kind, text in group:
            if kind == "note":
                parts[-1] += f"#footnote[{_plain(text)}]"
            elif kind == "title":
                shown = f"#set par(first-line-indent: 0pt, justify: false)\n#text(size: 1.35em)[{_plain(text)}]"
                parts.append(f"#align(center, block(below: 20pt)[{shown}])")
            else:
                parts.append(f"#align(right)[{_plain(text)}]" if kind == "right" else _plain(text))
    return "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    """Text without what is markup."""
    return "".join(f"\\{char}" if char in "\\#*_`$<>@=-+/[]\"'~" else char for char in text)


def _table(rows: Sequence[Sequence[str]], layout: Layout) -> str:
    cells = [f"[{_plain(cell)}]" for row in rows for cell in row]
    wide = len(rows[0])
    repeat = str(layout.repeat_head).lower()
    head, rest = ", ".join(cells[:wide]), ", ".join(cells[wide:])
    table = f"#table(columns: ({'1fr,' * wide}), stroke: 0.5pt, table.header(repeat: {repeat}, {head}), {rest})"
    par = "#set par(first-line-indent: 0pt, leading: 0.5em, justify: false)"
    return f"#block[#set text(size: 0.75em)\n{par}\n{table}]"
