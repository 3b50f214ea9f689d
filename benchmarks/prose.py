"""What docs/benchmarks.md says around its tables; the text lies in prose.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def _texts() -> dict[str, str]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def prose(name: str, **values: object) -> str:
    """A passage of the page, with its values filled in."""
    return _texts()[name].strip().format(**values)
