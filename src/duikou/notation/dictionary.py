"""Words looked up in the dictionary where it lies, for texts that are too short to pay for loading all of it.

What holds here: a cut is the very one that jieba makes without guessed words: of all ways to cut a run of hanzi into
words, the likeliest (the product of the words' frequencies), the longer first word where two are as likely. jieba's
dictionary is sorted by its UTF-8 bytes as far as hanzi go, so a word is found in it by halving, without reading it.
Loading it costs a second (jieba) or a tenth (rjieba); a look-up costs ten microseconds.
"""

from __future__ import annotations

import mmap
from functools import cache
from importlib.util import find_spec
from math import log
from pathlib import Path

from duikou.data import load

# The dictionary of jieba 0.42.1: its size in bytes, and the sum of the frequencies in it.
_SIZE = 5_071_852
_TOTAL = 60_101_967
_LINE = 96  # no line of it is longer, in bytes


class Dictionary:
    """The words of a dictionary file with their frequencies. `spent` is how many characters were cut by it."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.spent = 0
        table = load("notation/dictionary")
        self._first = self._data.find(f"\n{table['ordered']['first']} ".encode()) + 1
        self._misplaced = {word.encode() for word in table["misplaced"]}
        # Those are found here, since halving passes over them.
        self._known: dict[str, tuple[bool, int]] = {}
        for word, frequency in table["misplaced"].items():
            self._known.update({word[:k]: (True, self._halving(word[:k].encode())[1]) for k in range(1, len(word))})
            self._known[word] = True, frequency

    def look_up(self, piece: str) -> tuple[bool, int]:
        """Whether a word begins with `piece`, and how frequent `piece` itself is as a word (0: it is none)."""
        found = self._known.get(piece)
        if found is None:
            found = self._known[piece] = self._halving(piece.encode())
        return found

    def _halving(self, piece: bytes) -> tuple[bool, int]:
        data = self._data
        low, high = self._first, len(data)
        while low < high:
            middle = (low + high) // 2
            start = data.rfind(b"\n", max(0, middle - _LINE), middle) + 1
            end = data.find(b"\n", middle)
            end = len(data) if end < 0 else end
            word = data[start : data.find(b" ", start)]
            if word in self._misplaced and end + 1 < high:
                word = data[end + 1 : data.find(b" ", end + 1)]
                if word < piece:
                    low = end + 1
                    continue
                high = start
                continue
            if word < piece:
                low = end + 1
            else:
                high = start
        word, _, rest = data[low : low + _LINE].partition(b" ")
        frequency = int(rest.partition(b" ")[0]) if word == piece else 0
        return word.startswith(piece), frequency

    def cut(self, text: str) -> list[str]:
        """Cut a run of hanzi into words."""
        self.spent += len(text)
        end = len(text)
        best: list[tuple[float, int]] = [(0.0, 0)] * (end + 1)
        whole = log(_TOTAL)
        for at in range(end - 1, -1, -1):
            choices = []
            stop = at + 1
            while stop <= end:
                begins, frequency = self.look_up(text[at:stop])
                if not begins:
                    break
                if frequency:
                    choices.append((log(frequency) - whole + best[stop][0], stop))
                stop += 1
            best[at] = max(choices, default=(-whole + best[at + 1][0], at + 1))
        words, at = [], 0
        while at < end:
            stop = best[at][1]
            words.append(text[at:stop])
            at = stop
        return words


@cache
def dictionary() -> Dictionary | None:
    """jieba's dictionary; None where another one is installed than the one that is known to be sorted."""
    found = find_spec("jieba")
    path = Path(found.origin).parent / "dict.txt" if found and found.origin else None
    if path is None or not path.is_file() or path.stat().st_size != _SIZE:
        return None
    return Dictionary(path)
