"""How the work of a regular expression grows: every pattern of the package, with strings made to trouble it.

What holds here: patterns are found where modules keep them (also inside tuples, dicts and functions that make them
once), and where they are written in a call of `re`. The strings are built from the pattern's own alphabet: what a
repeat repeats, what must stand before it, and both again and again, with and without an end that cannot match. A
pattern that is only matched at one place is not looked for from every other.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import signal
import time
import types
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import duikou
from duikou.notation.patterns import Patterns, _Pattern

SOURCE = Path(duikou.__file__).parent
# A repeat with a bound below this is work of a fixed size.
MANY = 25
LOOKS = frozenset(("search", "finditer", "findall", "sub", "subn", "split"))
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT)
PLACES = frozenset(("match", "fullmatch"))
# What stands for a class that leaves almost everything open.
ANY = "甲1，a "
SHORT, LONG, VERY_LONG = 400, 3_200, 25_600
# Eight times the text is eight times the work where it is linear, 64 times where it is quadratic.
FACTOR = 24
ENOUGH = 0.002  # seconds; what takes less at the second size is not looked at again
PATIENCE = 0.4
CLOSELY = 3
# Strings as short as this, and what any of them may take at most: seconds. A linear pattern takes some microseconds.
BRIEF = (24, 48, 96)
AT_ONCE = 0.05


@dataclass(frozen=True)
class Kept:
    """A pattern: where it is kept, what it says, and whether it is looked for all over a text."""

    where: str
    source: str | bytes
    flags: int
    searched: bool


# -- which there are


@cache
def patterns() -> tuple[Kept, ...]:
    """Every pattern of the package, each once."""
    found: dict[tuple[str | bytes, int], Kept] = {}
    used = _uses()
    for info in pkgutil.walk_packages(duikou.__path__, "duikou."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, value in list(vars(module).items()):
            kept = value
            if hasattr(value, "cache_info") and value.__module__ == info.name and _makes_patterns(value):
                kept = value()
            for path, one in _inside(kept, name):
                plain = path in (name, f"{name}()")
                known = path.rpartition(".")[2] if isinstance(value, Patterns) else name if plain else ""
                methods = used.get(known, frozenset())
                _keep(found, f"{info.name}:{path}", one.pattern, one.flags, not methods or bool(methods & LOOKS))
        for where, source, flags, method in _written(Path(str(module.__file__))):
            _keep(found, f"{info.name}:{where}", source, flags, method in LOOKS)
    return tuple(found.values())


def _keep(found: dict[Any, Kept], where: str, source: str | bytes, flags: int, searched: bool) -> None:
    flags &= ~(re.UNICODE if isinstance(source, str) else 0)
    before = found.get((source, flags))
    found[source, flags] = Kept(where, source, flags, searched or bool(before and before.searched))


# Functions that keep no pattern: what they give is no pattern and no value of the package that may hold one. Some of
# them load an engine, or a library that is not installed everywhere.
_NO_PATTERNS = re.compile(r"\b(?:Any|bool|bytes|int|str|Callable|SimpleNamespace)\b")


def _makes_patterns(function: Callable[..., Any]) -> bool:
    """Whether a function without arguments may make patterns, by the type that it says it gives."""
    made = inspect.signature(function)
    if any(given.default is given.empty for given in made.parameters.values()):
        return False
    gives = str(made.return_annotation)
    return "Pattern" in gives or not _NO_PATTERNS.search(gives)


def _inside(value: Any, path: str, deep: int = 0) -> Iterator[tuple[str, Any]]:
    if isinstance(value, re.Pattern | _Pattern):
        yield path, value
    elif isinstance(value, Patterns):
        yield from ((f"{path}.{name}", getattr(value, name)) for name in value)
    elif deep > 4 or isinstance(value, str | bytes | type | types.ModuleType):
        return
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _inside(one, f"{path}[{key!r}]", deep + 1)
    elif isinstance(value, tuple | list):
        for number, one in enumerate(value):
            yield from _inside(one, f"{path}[{number}]", deep + 1)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _inside(getattr(value, one.name, None), f"{path}.{one.name}", deep + 1)


@cache
def _trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text("utf-8")) for path in SOURCE.rglob("*.py")}


def _uses() -> dict[str, frozenset[str]]:
    """The methods that are called on each name, or on what a function of that name gives, anywhere in the package. A
    match at a place that is given is made from place to place, and counts as looking."""
    found: dict[str, set[str]] = {}
    for tree in _trees().values():
        called = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Attribute) or node.attr not in LOOKS | PLACES:
                continue
            on = node.value.func if isinstance(node.value, ast.Call) else node.value
            name = on.attr if isinstance(on, ast.Attribute) else on.id if isinstance(on, ast.Name) else ""
            call = called.get(id(node))
            moving = call is None or len(call.args) > 1
            found.setdefault(name, set()).add("search" if moving and node.attr in PLACES else node.attr)
    return {name: frozenset(methods) for name, methods in found.items()}


def _written(path: Path) -> Iterator[tuple[str, str | bytes, int, str]]:
    """Patterns that are written in a call of `re`."""
    for node in ast.walk(_trees().get(path) or ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
            continue
        on, first = node.func.value, node.args[0]
        if (
            isinstance(on, ast.Name)
            and on.id == "re"
            and node.func.attr in LOOKS | PLACES
            and isinstance(first, ast.Constant)
        ):
            yield f"{node.func.attr} {first.value!r}", first.value, 0, node.func.attr


# -- what troubles them


def troubles(source: str | bytes, flags: int) -> list[tuple[str, str]]:
    """(what comes first, what is repeated), of which hostile strings are made."""
    tree = parser.parse(source, flags)
    found: list[tuple[str, str]] = []
    for befores, bodies in _repeats(tree, [""]):
        for before in befores:
            for body in bodies:
                found += [("", body), (before, body), ("", before + body), ("", before), ("", body + before)]
    found += [("", whole) for whole in _samples(tree, 2)] + [("", whole[:-1]) for whole in _samples(tree, 1)]
    return [pair for pair in dict.fromkeys(found) if pair[1]][:40]


def _repeats(sequence: Iterable[Any], befores: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """What stands before each repeat that has no small bound, and what it repeats."""
    for code, given in sequence:
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            _, most, body = given
            if most >= MANY:
                yield befores, _samples(body, 3)
            yield from _repeats(body, befores)
        elif code is codes.BRANCH:
            for branch in given[1]:
                yield from _repeats(branch, befores)
        elif code is codes.SUBPATTERN:
            yield from _repeats(given[3], befores)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _repeats(given[1], befores)
        elif code is codes.ATOMIC_GROUP:
            yield from _repeats(given, befores)
        befores = [before + one for one in _sample(code, given, 2) for before in befores][:2]


def _samples(sequence: Iterable[Any], most: int) -> list[str]:
    """Some strings that a sequence matches, or nearly."""
    found = [""]
    for code, given in sequence:
        found = [before + one for one in _sample(code, given, most) for before in found][:most]
    return found


def _sample(code: Any, given: Any, most: int) -> list[str]:
    if code is codes.LITERAL:
        return [chr(given)]
    if code is codes.NOT_LITERAL:
        return [char for char in ANY if ord(char) != given][:most]
    if code is codes.ANY:
        return list(ANY[:most])
    if code is codes.IN:
        return _members(given)[:most]
    if code is codes.BRANCH:
        return [one for branch in given[1][: most + 3] for one in _samples(branch, 1)] or [""]
    if code is codes.SUBPATTERN:
        return _samples(given[3], most)
    if code is codes.ATOMIC_GROUP:
        return _samples(given, most)
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        least, upmost, body = given
        return [one * max(1, least) for one in _samples(body, most)] if upmost else [""]
    if code is codes.ASSERT and given[0] < 0:
        return _samples(given[1], most)
    return [""]


def _members(items: list[Any]) -> list[str]:
    """Some characters of a set."""
    if items[0][0] is codes.NEGATE:
        pattern = re.compile("[" + "".join(map(_as_written, items[1:])) + "]")
        return [char for char in ANY if not pattern.match(char)] or ["\u4e59"]
    found = []
    for code, given in items:
        if code is codes.LITERAL:
            found.append(chr(given))
        elif code is codes.RANGE:
            found.append(chr(given[0]))
        elif code is codes.CATEGORY:
            found += [char for char in ANY if re.match(_as_written((code, given)), char)][:1]
    return found or ["\u4e59"]


_CATEGORIES = {
    codes.CATEGORY_DIGIT: r"\d",
    codes.CATEGORY_NOT_DIGIT: r"\D",
    codes.CATEGORY_SPACE: r"\s",
    codes.CATEGORY_NOT_SPACE: r"\S",
    codes.CATEGORY_WORD: r"\w",
    codes.CATEGORY_NOT_WORD: r"\W",
}


def _as_written(item: tuple[Any, Any]) -> str:
    code, given = item
    if code is codes.CATEGORY:
        return _CATEGORIES[given]
    return re.escape(chr(given)) if code is codes.LITERAL else f"{re.escape(chr(given[0]))}-{re.escape(chr(given[1]))}"


def divisible(source: str | bytes, flags: int) -> list[tuple[str, str]]:
    """The same for repeats, however few times they repeat, of what has no length of its own: a text of a hundred
    characters may be divided among such in more ways than anyone can wait for."""
    found: list[tuple[str, str]] = []
    for befores, bodies in _divided(parser.parse(source, flags), [""]):
        found += [(before, body) for before in ("", *befores) for body in bodies]
    return [pair for pair in dict.fromkeys(found) if pair[1]][:40]


def _divided(sequence: Iterable[Any], befores: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """What stands before each repeat of what may be long or short, and what it repeats."""
    for code, given in sequence:
        if code in _REPEATS:
            _, most, body = given
            least, longest = body.getwidth()
            if most > 1 and longest > least:
                yield befores, [*_samples(body, 4), *_shortest(body)]
            yield from _divided(body, befores)
        elif code is codes.BRANCH:
            for branch in given[1]:
                yield from _divided(branch, befores)
        elif code is codes.SUBPATTERN:
            yield from _divided(given[3], befores)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _divided(given[1], befores)
        befores = [before + one for one in _sample(code, given, 2) for before in befores][:2]


def _shortest(body: Iterable[Any]) -> list[str]:
    """One character of each class and each branch of what is repeated: what several of its branches may share."""
    found: list[str] = []
    for code, given in body:
        if code is codes.BRANCH:
            for branch in given[1]:
                found += _samples(branch, 1)
        elif code is codes.SUBPATTERN:
            found += _shortest(given[3])
        elif code in _REPEATS:
            found += _samples(given[2], 2)
    return found[:12]


# -- how the work grows


class _TooLong(Exception):
    pass


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Break off what takes longer by the clock."""

    def stop(*_: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, stop)
    # By the clock: where a timer of processor time runs, processor time is told by the tick.
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def work(kept: Kept) -> Callable[[str], None]:
    """A function that does with a text what the package does with this pattern."""
    compiled: Any = re.compile(kept.source, kept.flags)

    def run(text: str) -> None:
        given: Any = text.encode("utf-8", "replace") if isinstance(kept.source, bytes) else text
        if kept.searched:
            for _ in compiled.finditer(given):
                pass
        else:
            compiled.match(given)
            compiled.fullmatch(given)

    return run


# How much longer than its processor time work may take by the clock, first, and where others keep the machine busy.
WAITS = (2, 10, 50)


def spent(run: Callable[[str], None], text: str, times: int = 1, patience: float = PATIENCE) -> float:
    """The least seconds of processor time of some runs; `patience` when one takes longer."""
    return min(_spent_once(run, text, patience) for _ in range(times))


def _spent_once(run: Callable[[str], None], text: str, patience: float) -> float:
    for wait in WAITS:
        began = time.process_time()
        try:
            with _at_most(wait * patience):
                run(text)
        except _TooLong:
            # The clock only breaks it off: whether it took too long, processor time tells.
            if time.process_time() - began >= patience:
                break
        else:
            return time.process_time() - began
    return patience


def grows_too_fast(run: Callable[[str], None], made: Callable[[int], str]) -> str:
    """What was seen where the work on a text of `made` grows faster than the text does; "" where it does not."""
    for short, long in ((SHORT, LONG), (LONG, VERY_LONG)):
        before = max(spent(run, made(short), 3), 2e-5)
        # What is over the patience at the first size has no second one.
        after = spent(run, made(long), 2, FACTOR * before) if before < PATIENCE else before
        if before < PATIENCE and after < FACTOR * before:
            return ""
    return f"{before:.4f} s, at eight times the length {after:.4f} s"


def trouble(kept: Kept) -> str:
    """The first string on which the work of a pattern grows too fast; "" when there is none."""
    run = work(kept)
    made = [
        lambda length, first=first, again=again, last=last: first + again * (length // len(again) + 1) + last
        for first, again in troubles(kept.source, kept.flags)
        for last in ("", "\x00")
    ]
    # Most are done with at a look; those that took longest are looked at closely.
    slow: list[tuple[float, int]] = []
    for number, one in enumerate(made):
        if (seconds := spent(run, one(LONG), 1, PATIENCE / 4)) >= ENOUGH:
            slow.append((seconds, number))
        if sum(seconds >= PATIENCE / 4 for seconds, _ in slow) >= CLOSELY:
            break
    for _, number in sorted(slow, reverse=True)[:CLOSELY]:
        # Twice: a machine that is busy with something else is not so at every look.
        if grows_too_fast(run, made[number]) and (seen := grows_too_fast(run, made[number])):
            return f"{made[number](12)[:60]!r}: {seen}"
    return ""


def sudden(kept: Kept) -> str:
    """A short string on which a pattern works for ever; "" when there is none. No excuse holds here: a bound on the
    length of the text is no bound on backtracking."""
    run = work(kept)
    for first, again in divisible(kept.source, kept.flags):
        for last in ("", "\x00", "甲", "。"):
            for length in BRIEF:
                text = first + (again * length)[:length] + last
                if spent(run, text, 1, PATIENCE) >= AT_ONCE and spent(run, text, 2, PATIENCE) >= AT_ONCE:
                    return f"{text!r}: {AT_ONCE} s and more"
    return ""


if __name__ == "__main__":
    for one in patterns():
        began = time.perf_counter()
        if seen := sudden(one) or trouble(one):
            print(one.where, "searched" if one.searched else "matched", repr(one.source)[:140], seen, flush=True)
        if (took := time.perf_counter() - began) > 2:
            print(f"    {one.where}: {took:.1f} s", flush=True)
