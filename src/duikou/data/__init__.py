"""Data files: words, characters and names that rules look up. Kept apart from code so that they can be read and
extended by people who know documents rather than Python."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The content of the TOML file `name` (without `.toml`) in this package."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
