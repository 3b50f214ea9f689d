"""Data files: words, characters and names that rules look up. Kept apart from code so that they can be read and
extended by people who know documents rather than Python."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

from duikou.data.kept import parsed

_HERE = Path(__file__).parent


# Names the file of settings in which a user's own words stand (`duikou.data.own`). Processes hand it on.
CONFIG = "DUIKOU_CONFIG"


@cache
def load(name: str) -> dict[str, Any]:
    """The content of the TOML file `name` (without `.toml`) in this package, with the user's own words in its lists."""
    found = parsed(_HERE / f"{name}.toml")
    if os.environ.get(CONFIG):
        from duikou.data import own

        own.add(name, found, own.words(os.environ[CONFIG]))
    return found


class Lists:
    """The lists of one data file by name, as attributes, each a tuple: `words.verbs`. Nothing is read before the first
    list is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> tuple[str, ...]:
        if name.startswith("_"):
            raise AttributeError(name)
        table = load(self._name)["lists"]
        if name not in table:
            raise AttributeError(f"data/{self._name}.toml has no list {name!r}")
        found = tuple(table[name])
        self.__dict__[name] = found
        return found


def lists(name: str) -> Lists:
    """The lists (table `lists`) of the data file `name`. A list that is not there raises `AttributeError`."""
    return Lists(name)
