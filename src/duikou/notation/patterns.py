"""Regular expressions that are compiled when they are first used.

What holds here: a module may name as many patterns as it needs; a run that does not use one does not pay for it.
Compiling all of them would take longer than cleaning a document. What a pattern says in words of documents is data:
`patterns` reads a table of named ones, composed of named pieces, each with texts that it finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, AnyStr, cast

from duikou.data import load
from duikou.data.compiled import compiled

# Fewer words are tried one by one: parting them would cost a start more than it saves.
_FEW = 6
_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "split", "sub", "subn")


class _Pattern:
    """Stands in for a compiled pattern, and becomes one at the first use."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self.pattern, self.flags = source, flags

    def __getattr__(self, name: str) -> Any:
        made = compiled(self.pattern, int(self.flags))
        for method in _METHODS:
            self.__dict__[method] = getattr(made, method)
        return getattr(made, name)


def pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """`re.compile(source, flags)`, but compiled when it is first used; a wrong pattern raises `re.error` then."""
    return cast("re.Pattern[AnyStr]", _Pattern(source, flags))


class Patterns:
    """The patterns of one data file by name, as attributes: `numbers.decimal.search(text)`.

    Nothing is read before the first pattern is asked for, and none is compiled before it is used.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> re.Pattern[str]:
        if name.startswith("_"):
            raise AttributeError(name)
        made: re.Pattern[str] = pattern(self._source(name), self._flags(name))
        self.__dict__[name] = made
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries())

    def example(self, name: str) -> tuple[list[str], list[str]]:
        """Texts that a pattern finds, and texts that it does not."""
        entry = self._entries()[name]
        return entry.get("matches", []), entry.get("not", [])

    def _entries(self) -> dict[str, dict[str, Any]]:
        entries: dict[str, dict[str, Any]] = load(self._name)["patterns"]
        return entries

    def _source(self, name: str) -> str:
        entry = self._entries().get(name)
        if entry is None:
            raise AttributeError(f"data/{self._name}.toml has no pattern {name!r}")
        return _composed(entry["pattern"], self._name)

    def _flags(self, name: str) -> int:
        letters = self._entries()[name].get("flags", "")
        return sum(int(re.RegexFlag[letter.upper()]) for letter in letters)


def patterns(name: str) -> Patterns:
    """The patterns of the data file `name` ("notation/dates" is data/notation/dates.toml, table `patterns`).

    An entry has `pattern`, `matches` (texts that it finds: tests hold it to them), `not` (texts that it does not find)
    and `flags`, the letters of i, m, s and x. In a pattern, `(?&name)` stands for the piece `name` of the same file, or
    of data/notation/pieces.toml. A piece is a pattern itself, or a list: `{words = "notation/bodies.suffixes"}`
    are the words of that list (or of several: `[…]`), the longest first; with `both = true` in traditional characters
    too, with `mixed = true` each character in either (关于 is 關於, 關于 and 关於); with `last = true` only the last
    characters of the words. A name that is not there raises `AttributeError`, a piece that is not there `KeyError`.
    """
    return Patterns(name)


def piece(name: str, of: str) -> str:
    """The piece `of` of the data file `name`, composed: for a pattern that is put together in code, of words that no
    file holds as they are. Raises `KeyError` where the file has no such piece."""
    return f"(?:{_piece(name, of)})"


def one_of(words: Iterable[str]) -> str:
    """A pattern that finds any of the words, at each place the longest."""
    return _tree(longest_first(words))


def _tree(words: list[str]) -> str:
    """Words, the longest first, as alternatives told apart character by character: a head that several share is looked
    at once. What is found, and in which order it is tried, is the same: of two words that may stand at one place the
    one is the head of the other."""
    if len(words) < _FEW:
        return "|".join(map(re.escape, words))
    heads: dict[str, list[str]] = {}
    for word in words:
        heads.setdefault(word[:1], []).append(word[1:])
    return "|".join(
        re.escape(head + rests[0]) if len(rests) == 1 else f"{re.escape(head)}(?:{_tree(rests)})"
        for head, rests in heads.items()
    )


def longest_first(words: Iterable[str]) -> list[str]:
    """Words, each once, the longest first, in the same order on every run, so that a pattern made of them is the same
    and is found among those that were kept."""
    return sorted(set(words), key=lambda word: (-len(word), word))


_PIECE = re.compile(r"\(\?&([A-Za-z_]\w*)\)")


def _composed(source: str, file: str) -> str:
    """A source of `file` with what its pieces stand for. Raises `ValueError` for pieces that hold each other."""
    try:
        return _PIECE.sub(lambda found: f"(?:{_piece(file, found[1])})", source)
    except RecursionError:
        raise ValueError(f"pieces of a pattern hold each other: {source[:80]!r}") from None


@cache
def _piece(file: str, name: str) -> str:
    """What a piece stands for in patterns of `file`."""
    own = load(file).get("pieces", {})
    found = own[name] if name in own else load("notation/pieces")["pieces"][name]
    return _composed(_listed(found) if isinstance(found, dict) else str(found), file)


def _listed(piece: dict[str, Any]) -> str:
    """The words of a list, or of several, as one pattern."""
    named = piece["words"]
    words = [word for name in ([named] if isinstance(named, str) else named) for word in _words(name)]
    if piece.get("both"):
        words += [word.translate(_traditional()) for word in words]
    if piece.get("last"):
        return f"[{''.join(sorted({re.escape(word[-1]) for word in words}))}]"
    ordered = longest_first(words)
    if piece.get("mixed"):
        other = _traditional()
        return "|".join(
            "".join(f"[{c}{chr(other[ord(c)])}]" if ord(c) in other else re.escape(c) for c in word) for word in ordered
        )
    return _tree(ordered)


@cache
def _traditional() -> dict[int, int]:
    """The traditional form of each simple character that has one."""
    forms = load("notation/traditional")
    return str.maketrans(forms["simple"], forms["traditional"])


def _words(name: str) -> list[str]:
    """The words of the list `name`: the data file, and the keys under which it lies there."""
    file, *keys = name.split(".")
    value: Any = load(file)
    for key in keys:
        value = value[key]
    return [str(word) for word in value]
