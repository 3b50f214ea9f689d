"""A sheet of a workbook whose rows are written whole, as high as they need to be now.

What holds here: what is written is what the library would write, but that no row keeps its height for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from duikou.notation.patterns import pattern

# What is not written as it stands: signs of XML and of the library's own escapes, controls, white space at an edge.
_ESCAPED = pattern(r"[&<>\x00-\x1f\ufffe\uffff]|_x|^\s|\s$")


def sheet_class() -> Any:
    """The class of the sheets: heights of rows are what they need now, not what they must stay, and rows are written
    whole.

    A row of a fixed height would cut what an office writes into it. Where the library changes and this is not asked any
    more, heights are fixed, and nothing else is wrong.
    """
    from xlsxwriter.utility import xl_rowcol_to_cell_fast
    from xlsxwriter.worksheet import Worksheet

    class Sheet(Worksheet):  # type: ignore[misc]
        def row(self, row: int, height: float, cells: Sequence[tuple[Any, Any]]) -> None:
            """Write a row, each of its cells with its format: a text, a number, or "" for an empty one; a formula is
            (formula, its value).

            The library holds a row until the next one, and looks for signs to be escaped in each attribute and three
            times in each text. What it would write is the same.
            """
            self.set_row(row, height)
            for edge in (0, len(cells) - 1):
                self._check_dimensions(row, edge)
            if row > self.previous_row:
                self._write_single_row(row)
            self._write_row(row, None, self.row_info[row])
            # The row is on disk: its height is not asked for again, and not one a row is kept.
            for kept in (self.row_info, self.row_sizes):
                kept.pop(row, None)
            said = (
                f'<c r="{xl_rowcol_to_cell_fast(row, column)}" s="{look._get_xf_index()}"{_said(self, cell)}'
                for column, (cell, look) in enumerate(cells)
            )
            self.fh.write("".join(said) + "</row>")

        def _xml_start_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:
            if tag == "row":
                attributes = [pair for pair in attributes if pair[0] != "customHeight"]
            super()._xml_start_tag_unencoded(tag, attributes)

        def lead(self, row: int, column: int, url: Any) -> None:
            """Make a link of a cell that is written by itself."""
            self.ignore_write_string = True
            try:
                self.write_url(row, column, url)
            finally:
                self.ignore_write_string = False

    return Sheet


def _said(sheet: Any, cell: Any) -> str:
    """What stands in the element of a cell behind its place and its look."""
    if isinstance(cell, str):
        return f' t="inlineStr"><is>{_text(sheet, cell)}</is></c>' if cell else "/>"
    if isinstance(cell, tuple):
        formula, value = cell
        kind = ' t="str"' if isinstance(value, str) else ""
        asked, given = sheet._escape_data(sheet._prepare_formula(formula)), sheet._escape_data(value)
        return f"{kind}><f>{asked}</f><v>{given}</v></c>"
    return f"><v>{cell:.16G}</v></c>"


def _text(sheet: Any, text: str) -> str:
    """A text as the element of a cell holds it."""
    if not _ESCAPED.search(text):
        return f"<t>{text}</t>"
    preserve = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f"<t{preserve}>{sheet._escape_data(sheet._escape_control_characters(text))}</t>"
