"""New rows of a ledger that is brought up to date, put where their plan has them.

What holds here: a plan whose rows stand in its own order gets its new rows in between; one that an office has sorted
otherwise gets them below all others. Putting a row in moves those below it, so all that speaks of them moves with them,
as in a spreadsheet program: formulas of any sheet, names, links, notes, merged cells, choices, conditional formats,
heights.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from duikou.exporting.ledger.merged_cells import Merged
from duikou.exporting.ledger.sheet_rows import Table

# So many of a plan's rows must stand in its order.
_ORDERED = 0.8
_DIGITS = "0123456789"
_COLUMN = 3  # letters of a column at most

Moved = Callable[[int], int]


def in_order(
    rows: Sequence[int], plans: Iterable[Sequence[tuple[Sequence[int], bool]]], measures: Iterable[int]
) -> list[int]:
    """The `rows` of a table in the order in which they are to stand. Of each plan its measures are given in its order,
    each with its rows, and whether these are new, and so stand last among `rows`. `measures` are the rows that are
    any measure's: what stands between two of them is an office's, and goes with the one above."""
    order, known = list(rows), set(measures)
    for plan in plans:
        old = [at[0] for at, new in plan if not new and at]
        if not old or _longest(old) < _ORDERED * len(old):
            continue
        before: int | None = None
        for number, (at, new) in enumerate(plan):
            if not at:
                continue
            if new:
                for one in at:
                    order.remove(one)
                if before is not None:
                    place = _behind(order, order.index(before), known)
                else:
                    place = order.index(next(after[0] for after, is_new in plan[number:] if after and not is_new))
                order[place:place] = at
            before = max(at, key=order.index)
    return order


def _behind(order: Sequence[int], at: int, measures: set[int]) -> int:
    """Where a row goes that follows the one `at` a place: behind what an office put below it, unless that closes the
    table (a sum)."""
    place = next((i for i in range(at + 1, len(order)) if order[i] in measures), None)
    return place if place is not None else at + 1


def _longest(numbers: Sequence[int]) -> int:
    """How many of the numbers stand in rising order, at most."""
    ends: list[int] = []
    for number in numbers:
        at = bisect_left(ends, number)
        ends[at : at + 1] = [number]
    return len(ends)


def rearrange(book: Any, table: Table, order: Sequence[int], merged: Sequence[Merged]) -> list[Merged]:
    """Put the rows below the head in an order, with all that speaks of them; gives the merged cells that were taken
    apart, where they are now."""
    places = {row: place for place, row in enumerate(order, table.head + 1)}
    if all(row == place for row, place in places.items()):
        return list(merged)

    def moved(row: int) -> int:
        return places.get(row, row)

    _move_cells(table.sheet, moved)
    _move_ranges(table.sheet, moved)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                _refer(cell, table.sheet.title, sheet.title, moved)
    for holder in (book, *book.worksheets):
        for name in holder.defined_names.values():
            if name.value and not str(name.name).startswith("_xlnm"):
                name.value = formula(f"={name.value}", table.sheet.title, "", moved)[1:]
    table.written = {moved(row) for row in table.written}
    return [one._replace(top=moved(one.top), bottom=moved(one.bottom), coord=_coord(one, moved)) for one in merged]


def _coord(one: Merged, moved: Moved) -> str:
    from openpyxl.utils import get_column_letter

    left, right = get_column_letter(one.left), get_column_letter(one.right)
    return f"{left}{moved(one.top)}:{right}{moved(one.bottom)}"


def _move_cells(sheet: Any, moved: Moved) -> None:
    cells = {}
    for (row, column), cell in sheet._cells.items():
        cell.row = moved(row)
        if getattr(cell, "hyperlink", None) is not None:
            cell.hyperlink.ref = cell.coordinate
        cells[cell.row, column] = cell
    sheet._cells = dict(sorted(cells.items()))
    dimensions = list(sheet.row_dimensions.items())
    sheet.row_dimensions.clear()
    for row, dimension in dimensions:
        dimension.index = moved(row)
        sheet.row_dimensions[dimension.index] = dimension


def _move_ranges(sheet: Any, moved: Moved) -> None:
    """Move merged cells, choices, conditional formats, tables, the area that is printed and breaks of pages."""
    from openpyxl.formatting.formatting import ConditionalFormattingList
    from openpyxl.worksheet.cell_range import MultiCellRange

    for one in sheet.merged_cells.ranges:
        _stretch(one, moved)
    for choice in sheet.data_validations.dataValidation:
        choice.sqref = MultiCellRange([_stretch(one, moved) for one in choice.sqref.ranges])
        for name in ("formula1", "formula2"):
            said = getattr(choice, name)
            if said:
                setattr(choice, name, formula(f"={said}", sheet.title, sheet.title, moved)[1:])
    formats = ConditionalFormattingList()
    for one in sheet.conditional_formatting:
        ranges = MultiCellRange([_stretch(area, moved) for area in one.sqref.ranges])
        for rule in one.rules:
            formats.add(str(ranges), rule)
    sheet.conditional_formatting = formats
    for named in sheet.tables.values():
        named.ref = _range(named.ref, moved)
        if named.autoFilter is not None:
            named.autoFilter.ref = named.ref
    if sheet.print_area:
        areas = sheet.print_area.split(",")
        sheet.print_area = ",".join(_range(area.rpartition("!")[2], moved) for area in areas)
    for brk in sheet.row_breaks.brk:
        brk.id = moved(brk.id)


def _stretch(area: Any, moved: Moved) -> Any:
    """A range of cells that holds what it did, and what was put in between."""
    area.min_row, area.max_row = moved(area.min_row), moved(area.max_row)
    return area


def _refer(cell: Any, named: str, own: str, moved: Moved) -> None:
    """Let the formula of a cell speak of the rows that it did."""
    value = cell.value
    if cell.data_type != "f":
        return
    if isinstance(value, str):
        cell.value = formula(value, named, own, moved)
    elif hasattr(value, "text") and hasattr(value, "ref"):
        value.text = formula(value.text, named, own, moved) if value.text else value.text
        value.ref = cell.coordinate if own == named and ":" not in value.ref else value.ref


def formula(text: str, named: str, own: str, moved: Moved) -> str:
    """A formula in the sheet `own` with each reference to a row of the sheet `named` where that row is now."""
    from openpyxl.formula import Tokenizer

    if not text.startswith("="):
        return text
    tokens = Tokenizer(text)
    for token in tokens.items:
        if token.type == "OPERAND" and token.subtype == "RANGE":
            sheet, mark, cells = token.value.rpartition("!")
            if (sheet.strip("'").replace("''", "'") if mark else own) == named:
                token.value = f"{sheet}{mark}{_range(cells, moved)}"
    return "=" + "".join(token.value for token in tokens.items)


def _range(cells: str, moved: Moved) -> str:
    """A cell or a range (A2, $A$2:B5, 2:5) by where its rows are now; anything else (a name, A:A) as it is."""
    return ":".join(_corner(part, moved) for part in cells.split(":"))


def _corner(part: str, moved: Moved) -> str:
    column = part.rstrip(_DIGITS)
    row, letters = part[len(column) :], column.replace("$", "")
    known = not letters or (len(letters) <= _COLUMN and letters.isascii() and letters.isalpha())
    return f"{column}{moved(int(row))}" if row and known else part


def by_plan(rows: Mapping[int, str], found: Mapping[int, Sequence[int]], added: Mapping[int, int]) -> list[Any]:
    """The measures of each plan in its order, for `in_order`: `rows` are those of the new ledger with their plans,
    `found` their rows in the old one, `added` those that were put below it."""
    plans: dict[str, list[tuple[Sequence[int], bool]]] = {}
    for row, plan in rows.items():
        new = row in added
        plans.setdefault(plan, []).append(((added[row],) if new else found.get(row, ()), new))
    return list(plans.values())
