"""Links of a spreadsheet: from a row to the file that it comes from, and from a row to its row on another sheet.

What holds here: a link leads to a file that duikou read, or to a row of the same workbook; nothing that a document says
becomes one. Files are named as seen from the folder of the spreadsheet, so that both can be moved together. The links
between sheets are found by the number of the row when they are followed: sorting a sheet does not lead them astray.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import PurePath
from typing import Any

# What a program would not take as a part of the name; the percent sign first.
_ESCAPED = {sign: f"%{ord(sign):02X}" for sign in '%#?" <>[]^`{}|'}
# A spreadsheet takes no longer address.
_LONGEST = 2000


def address(path: str | None, folder: str | None) -> str | None:
    """What a spreadsheet in `folder` (None: in the folder that paths start from) calls the file `path` by; None for
    what is no file of this machine. A member of a container is the container."""
    if not path or path == "-" or "://" in path or any(ord(sign) < 32 for sign in path):
        return None
    parts = PurePath(path).parts
    packed = next((at for at, part in enumerate(parts[:-1], 1) if part.lower().endswith(".zip")), len(parts))
    place = PurePath(*parts[:packed])
    named = place.as_posix()
    if place.is_absolute():
        named = place.as_uri()
    else:
        if folder:
            try:
                named = PurePath(os.path.relpath(place, folder)).as_posix()
            except ValueError:  # another drive
                return None
        named = "".join(_ESCAPED.get(sign, sign) for sign in named)
    return named if len(named) <= _LONGEST else None


def page_of(named: str, page: Any) -> str:
    """What leads to a page of a file, behind its address; "" where programs know no such thing."""
    return f"page={page}" if page and named.lower().endswith(".pdf") else ""


def to_row(sheet: str, key_cell: str, keys: str, mark: str) -> str:
    """The formula of a cell that leads to the row of `sheet` whose column `keys` holds what `key_cell` does."""
    quoted = sheet.replace("'", "''").replace('"', '""')
    found = f"MATCH({key_cell},'{quoted}'!${keys}:${keys},0)"
    return f'=HYPERLINK("#\'{quoted}\'!{keys}"&{found},"{mark}")'


def file_url(named: str, anchor: str = "") -> Any:
    """The link to a file by its address, for XlsxWriter."""
    made = _file_url()("external:file")
    made.named, made._anchor = named, anchor
    return made


@cache
def _file_url() -> Any:
    """XlsxWriter would set folders apart by backslashes, which other systems than Windows don't know."""
    from xlsxwriter.url import Url

    class FileUrl(Url):  # type: ignore[misc]
        named = ""

        def _target(self) -> str:
            return self.named

    return FileUrl
