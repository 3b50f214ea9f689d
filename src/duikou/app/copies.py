"""Documents of one run that are the same file, or the same text: named in a warning, since each is counted.

What holds here: of a document three digests are kept, of its file, of what it says (letters, digits and hanzi, whatever
their width) and of what names its plan, and its name; so memory grows by some bytes a document. A file that is there
twice is not named again for its text, nor a text for its plan. What says nearly nothing is no copy of anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from duikou.errors import t

_SHORTEST = 12  # letters, digits and hanzi
_GROUPS, _NAMES = 5, 4  # so many are told
_BYTES = 16  # of a digest


class Digests(NamedTuple):
    """What tells a document from others: digests of its file, of what it says and of its plan; b"" for what can't tell
    it."""

    file: bytes
    text: bytes
    plan: bytes = b""


def digests(file: str, texts: Iterable[str], plan: str = "") -> Digests:
    """The digests of a document: `file` is its SHA-256 in hexadecimal digits, `texts` what it says, `plan` what names
    its plan."""
    from unicodedata import normalize

    from duikou.reading import sha256

    said = sha256()
    count = 0
    for text in texts:
        letters = "".join(filter(str.isalnum, text if text.isascii() else normalize("NFKC", text)))
        count += len(letters)
        said.update(letters.encode("utf-8", "surrogatepass"))
    named = sha256(plan.encode("utf-8", "surrogatepass")).digest()[:_BYTES] if plan else b""
    return Digests(bytes.fromhex(file)[:_BYTES], said.digest()[:_BYTES] if count >= _SHORTEST else b"", named)


_WHAT = (t("file"), t("text"), t("plan"))


class Copies:
    """The documents of a run so far."""

    def __init__(self) -> None:
        self._first: tuple[dict[bytes, str], ...] = ({}, {}, {})
        self._others: tuple[dict[bytes, list[str]], ...] = ({}, {}, {})

    def add(self, name: str, found: Digests) -> None:
        """Take note of one document."""
        seen = False
        for digest, first, others in zip(found, self._first, self._others, strict=True):
            if not digest:
                continue
            if first.setdefault(digest, name) is not name and not seen:
                others.setdefault(digest, []).append(name)
                seen = True

    def told(self) -> Iterator[str]:
        """What is to be said, one line for each group of copies."""
        groups = [
            (what, [first[digest], *names])
            for what, first, others in zip(_WHAT, self._first, self._others, strict=True)
            for digest, names in others.items()
        ]
        for what, names in groups[:_GROUPS]:
            listed: str | list[str] = names[:_NAMES]
            if len(names) > _NAMES:
                listed = t("{names} and {count} more", names=listed, count=len(names) - _NAMES)
            yield t("warning: one {what} under several names, each counted: {names}", what=what, names=listed)
        if len(groups) > _GROUPS:
            yield t("and {count} more files, texts or plans under several names", count=len(groups) - _GROUPS)
