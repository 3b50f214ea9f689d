"""Cut Chinese text into words, and keep whole what no reader would cut.

What holds here: `tokens` gives spans that cover a text without gaps. Numbers with their unit, dates, document numbers
(发文字号), references to items, names of public bodies and words of obligation are one token each; the rest is cut by
rjieba where it is installed, else by jieba, both without guessed words, so that the cut is the same on every run. The
cutter is loaded where there is much to cut (0.8 s with jieba); before, words are looked up one by one, with the same
result (`dictionary`). jieba's cache lies in the user's own cache folder, never in a
shared temporary one, and it prints nothing.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from duikou import data
from duikou.notation import bodies, places, references, units
from duikou.notation.dictionary import dictionary
from duikou.notation.patterns import one_of, pattern, piece

# A run of hanzi, which is cut into words, or what is whole otherwise.
_RUNS = pattern(r"[\u3400-\u9fff]+|[A-Za-z]+|\d+|\s+|.", re.S)


def _form(name: str) -> str:
    return piece("notation/token_forms", name)


@cache
def kinds() -> dict[str, re.Pattern[str]]:
    """The patterns of what is never cut, by kind, in order of precedence."""
    lists = data.load("notation/words")["lists"]
    modal = data.load("notation/modality")
    unit = one_of(
        [
            *units.listed("measured", "counted", "times.spans", "times.parts", "times.dates", "latin.plain"),
            *units.with_scales(),
            *lists["signs"],
        ]
    )
    halves = one_of(data.load("notation/words")["day_parts"])
    named_bodies = f"(?:{one_of(ends_of_bodies())}){_no_words()}"
    named = rf"(?:{one_of(lists['joined_names'])}|{_form('named')})"
    before, after = one_of(lists["before_bodies"]), one_of(lists["after_bodies"])
    closed = f"(?={_form('stop')}|{after}|$)"
    in_clause = "|".join(f"(?<={word})" for word in sorted(lists["before_bodies"]))
    named_places = one_of([*places.of_cities(), *lists["regions"]])
    ends = piece("notation/words", "place_end")
    return {
        "doc_number": pattern(_form("doc_number")),
        "date": pattern(
            f"{_form('full_date')}|{_form('day_of_month')}|{_form('quarter')}|"
            f"{_form('plan')}(?!{_form('numeric')}|(?:{unit}))|(?:{one_of(lists['periods'])}){_form('before')}|"
            f"{_form('digits_date')}|(?:{halves}){_form('hour')}|{_form('clock_alone')}"
        ),
        "reference": references.whole(),
        "number": pattern(
            # The list of units is long, and each copy of it takes longest to compile: two numerals share one.
            f"{_form('share')}|{_form('counted')}(?:{unit})|"
            f"{_form('range')}(?:{_form('more')}(?:{unit}))?|{_form('bare_number')}"
        ),
        "modality": pattern(one_of(word for words in modal.values() for word in words if len(word) > 1)),
        "unit": pattern(
            f"(?:{_form('opened')}(?!{one_of(lists['clause_heads'])}|(?:{before})){named}{{1,14}}?(?:{named_bodies}){closed}|"
            f"(?:{in_clause})(?!{one_of(lists['clause_heads'])}){named}{{1,14}}?(?:{named_bodies}){closed})"
        ),
        "place": pattern(rf"(?:{named_places}){ends}?"),
    }


@lru_cache(maxsize=4096)
def kind_of(token: str) -> str | None:
    """The kind of a token that is one whole number, date, name …; None for any other word."""
    found = _protected().fullmatch(token)
    if found is not None:
        return found.lastgroup
    return "place" if kinds()["place"].fullmatch(token) else None


@cache
def ends_of_bodies() -> tuple[str, ...]:
    """How the names of public bodies end in running text."""
    lists = data.load("notation/words")["lists"]
    several = (end for end in bodies.signing_ends() if len(end) > 1)
    return tuple(dict.fromkeys((*several, *lists["general_ends"], *lists["short_ends"])))


def _no_words() -> str:
    """What stands behind the end of a name, which it must not be as a word of another meaning: 论处, 查处, 全部."""
    alike = [word for word in bodies.ends("word") if word.endswith(ends_of_bodies())]
    by_size = (one_of(word for word in alike if len(word) == size) for size in sorted(set(map(len, alike))))
    return "".join(f"(?<!{alike})" for alike in by_size)


@cache
def _protected() -> re.Pattern[str]:
    """What is never cut in one pattern, each kind a group of its name: it takes longest to compile of all patterns, and
    is all that most comparisons need."""
    order = ("doc_number", "date", "reference", "number", "unit", "modality")
    return pattern("|".join(f"(?P<{name}>{kinds()[name].pattern})" for name in order))


def tokens(text: str) -> list[str]:
    """Cut a text into tokens; joined they are the text."""
    found, at = [], 0
    for match in _protected().finditer(text):
        if at < match.start():
            found += _loose(text[at : match.start()])
        found.append(match[0])
        at = match.end()
    return [token for token in found + _loose(text[at:]) if token]


def words(text: str) -> list[str]:
    """Cut a text into words of the dictionary, names and all; joined they are the text."""
    return _loose(text)


def _loose(text: str) -> list[str]:
    found: list[str] = []
    for run in _RUNS.findall(text):
        if "\u3400" <= run[0] <= "\u9fff":
            found += _cut(run)
        else:
            found.append(run)
    return found


def is_word(text: str) -> bool:
    """Whether the dictionary holds a word of two characters or more, as one word."""
    return len(text) > 1 and _cut(text) == [text]


def _cut(text: str) -> list[str]:
    """Cut a run of hanzi into words: by looking each up, as long as that is cheaper than to load a cutter."""
    found = dictionary()
    if found is None or found.spent > _cheap():
        return _cutter()(text)
    return found.cut(text)


@cache
def _cheap() -> int:
    """How many characters are cut by looking words up for less than it costs to load the cutter that is installed."""
    return 8_000 if find_spec("rjieba") else 15_000


@cache
def _cutter() -> Callable[[str], list[str]]:
    """Cut a run of hanzi into words of the dictionary."""
    try:
        import rjieba
    except ImportError:
        return _jieba()
    return lambda text: list(rjieba.cut(text, False))


def _jieba() -> Callable[[str], list[str]]:
    import logging
    import sys
    import warnings

    # jieba asks for setuptools' pkg_resources, which takes longer to load than jieba itself; it does well without.
    hidden = "pkg_resources" not in sys.modules
    if hidden:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import jieba
    finally:
        if hidden:
            del sys.modules["pkg_resources"]
    jieba.setLogLevel(logging.CRITICAL + 1)
    cutter = jieba.Tokenizer()
    cutter.tmp_dir = str(_cache_folder())
    cutter.initialize()
    return lambda text: list(cutter.cut(text, HMM=False))


def _cache_folder() -> Path:
    """The user's own cache folder for this program; where it can't be made, jieba simply keeps no cache."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    folder = Path(base) / "duikou" / "jieba"
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
