"""What an office put into a workbook besides cells: pictures, charts, shapes, pivot tables, macros.

What holds here: openpyxl reads a workbook and writes it again, and leaves out what it doesn't know. What would be lost
is told before anything is written, by counting the parts of the two files (ECMA-376, part 1, §12.3).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from io import BytesIO
from zipfile import ZipFile

from duikou.data import load
from duikou.errors import Text, t
from duikou.notation.patterns import pattern

_NAMES = {
    "chart": t("charts"),
    "picture": t("pictures"),
    "shape": t("shapes"),
    "pivot": t("pivot tables"),
    "slicer": t("slicers"),
    "object": t("embedded objects"),
    "control": t("controls"),
    "macro": t("macros"),
    "thread": t("threaded comments"),
}


def lost(old: bytes, new: bytes) -> Text | None:
    """The first of what the workbook `old` holds more of than `new`; None where nothing is lost."""
    before, after = _parts(old), _parts(new)
    return next((name for kind, name in _NAMES.items() if before[kind] > after[kind]), None)


def _parts(book: bytes) -> Counter[str]:
    kinds = _kinds()
    with ZipFile(BytesIO(book)) as archive:
        names = archive.namelist()
    return Counter(kind for kind, form in kinds.items() for name in names if form.fullmatch(name))


@cache
def _kinds() -> dict[str, re.Pattern[str]]:
    return {kind: pattern(form) for kind, form in load("exporting/workbook_parts")["kinds"].items()}
