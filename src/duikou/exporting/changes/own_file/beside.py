"""What two Word files differ in beside the text of their documents: what a redline can't track, and so must be told.

What holds here: headers, footers and notes are compared by the text that they show, pictures by their bytes. What can't
be read is passed over: the redline tells of it.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections import Counter
from hashlib import sha256
from html import unescape

from duikou.notation.patterns import pattern

_TEXT = pattern(r"<w:t(?:\s[^<>]*)?>([^<]*)</w:t>")
# The parts of a Word file by the beginning of their names, and what they are called.
_PARTS = (
    ("header", "headers"),
    ("footer", "footers"),
    ("footnotes", "footnotes"),
    ("endnotes", "endnotes"),
)
_PICTURES = "pictures"


def untracked(old: bytes, new: bytes) -> list[str]:
    """What differs beside the document: "headers", "footers", "footnotes", "endnotes", and "pictures" where the new
    file has one that the old one has not."""
    try:
        before, after = _texts(old), _texts(new)
    except (zipfile.BadZipFile, ValueError, KeyError, OSError):
        return []
    found = [said for _, said in _PARTS if before[said] != after[said]]
    return [*found, _PICTURES] if after[_PICTURES] - before[_PICTURES] else found


def _texts(data: bytes) -> dict[str, Counter[str]]:
    """The texts of each kind of part, in whatever order the parts are named; of pictures their digests."""
    found: dict[str, Counter[str]] = {said: Counter() for _, said in (*_PARTS, ("", _PICTURES))}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            folder, base = posixpath.split(name)
            if posixpath.basename(folder) == "media":
                found[_PICTURES][sha256(package.read(name)).hexdigest()] += 1
            for start, said in _PARTS:
                if base.startswith(start) and base.endswith(".xml") and not folder.endswith("_rels"):
                    text = unescape("".join(_TEXT.findall(package.read(name).decode("utf-8", "replace"))))
                    if text.strip():
                        found[said][text] += 1
    return found
