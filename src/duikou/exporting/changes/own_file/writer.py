"""The old Word file with the changes to the new one tracked in it.

What holds here: every part of the old file stays as it is, byte for byte, but the document itself, headers, footers and
notes whose text changed and, where something is suspect, the remarks with their entries in the lists of parts. The same
two files give the same bytes.
"""

from __future__ import annotations

import zipfile

from duikou.exporting.changes.own_file.beside import tracked
from duikou.exporting.changes.own_file.document import Redline
from duikou.exporting.changes.own_file.markup import UnfitError
from duikou.exporting.changes.own_file.package import Package
from duikou.exporting.changes.own_file.remarks import EMPTY, put_in, remarks
from duikou.model import Comparison


def own_redline(comparison: Comparison, old: bytes, new: bytes, lang: str, author: str, date: str) -> bytes | None:
    """The old file with tracked changes; None where one of the files is not such as can be edited in place."""
    try:
        before, after = Package(old), Package(new)
        redline = Redline(before.document(), after.document(), author, date)
        found = remarks(comparison.changes, redline, lang)
        parts = tracked(before, after, redline.marker)
        if found:
            name, known = before.remarks()
            parts[name] = put_in(found, redline, known or EMPTY)
            if known is None:
                parts |= before.with_part(name)
        parts[before.main] = redline.edits.done()
    except (UnfitError, UnicodeDecodeError, KeyError, ValueError, zipfile.BadZipFile):
        return None
    return before.written(parts)
