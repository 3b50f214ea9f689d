"""Data files: words, characters and names that rules look up. Kept apart from code so that they can be read and
extended by people who know documents rather than Python."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


@cache
def load(name: str) -> dict[str, Any]:
    """The content of the TOML file `name` (without `.toml`) in this package."""
    return tomllib.loads(_HERE.joinpath(f"{name}.toml").read_text("utf-8"))
