"""The fingerprint of a text: enough to know its copies and versions again among many, in little memory.

What holds here: a text is cut into groups of five characters (letters, digits and hanzi alone), each group is hashed
by CRC-32, and the hashes below a bound are kept, the same for all texts (Broder's min-wise sampling, with a fixed share
rather than a fixed number, so that containment can be told too). Short texts keep more. Nothing depends on the order
of files or on the process.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from zlib import crc32

from duikou.notation.patterns import pattern
from duikou.notation.scripts import simplified

_GROUP = 5
_SPARSE, _DENSE = 16, 2  # one group of so many is kept, in a long text and in a short one
_SHORT = 4_000  # characters
_LONGEST = 400_000  # characters that are looked at
_NOT_SAID = pattern(r"[\W_]+")


def bare_text(text: str) -> str:
    """What `text` says: its letters, digits and hanzi, in one width and one script, without marks and spaces."""
    return simplified(_NOT_SAID.sub("", unicodedata.normalize("NFKC", text)).lower())


def fingerprint(text: str) -> frozenset[int]:
    """The hashes that stand for `text`, as `said` gives it; empty for a text of fewer than five characters."""
    text = text[:_LONGEST]
    every = _DENSE if len(text) < _SHORT else _SPARSE
    # UTF-32 has one width, so a group is a slice of bytes.
    raw, size = memoryview(text.encode("utf-32-le")), 4 * _GROUP
    ends = range(size, len(raw) + 1, 4)
    return frozenset([value for end in ends if not (value := crc32(raw[end - size : end])) % every])


def containment(a: frozenset[int], b: frozenset[int]) -> float:
    """How much of the smaller text stands in the larger one: 0 to 1; 0 when one of them says nothing."""
    thin = _thinned(a), _thinned(b)
    if thin[0] is a or thin[1] is b:
        a, b = thin
    least = min(len(a), len(b))
    return len(a & b) / least if least else 0.0


@lru_cache(maxsize=16_384)
def _thinned(hashes: frozenset[int]) -> frozenset[int]:
    """Of the hashes of a short text those that are kept of a long one too; a long one keeps no others."""
    kept = frozenset(value for value in hashes if value % _SPARSE == 0)
    return hashes if len(kept) == len(hashes) else kept
