"""A user's own words, which stand in the lists of the data files beside those that duikou brings.

What holds here: there is one list of each kind. What a user adds is put into it when the file is read, so that no rule
knows whose a word is. The words stand in the file of settings (docs/configuration.md), in the table `words` and in
`[[sites]]`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

# Where the words of a kind stand: the data file, and the tables down to the list.
PLACES = {
    "site_lines": ("notation/site", ("own", "lines")),
    "units": ("notation/units", ("measured", "own")),
    "places": ("notation/places", ("zones", "known")),
    "sites": ("reading/sites", ("sites",)),
}
AGENCIES = "agencies"
KINDS = (*PLACES, AGENCIES)


def settings(content: dict[str, Any], name: str) -> dict[str, Any]:
    """The settings in a TOML file: [tool.duikou] of pyproject.toml, else the whole."""
    if Path(name).name != "pyproject.toml":
        return content
    found: dict[str, Any] = content.get("tool", {}).get("duikou", {})
    return found


@cache
def words(file: str) -> dict[str, Any]:
    """The own words in a file of settings by kind; none where it can't be read, which whoever reads settings tells."""
    try:
        found = settings(tomllib.loads(Path(file).read_text("utf-8")), file)
    except (OSError, ValueError):
        return {}
    own = found.get("words", {})
    return {**(own if isinstance(own, dict) else {}), "sites": found.get("sites", [])}


def add(name: str, content: dict[str, Any], own: dict[str, Any]) -> None:
    """Put own words into the content of the data file `name`."""
    for kind, (file, tables) in PLACES.items():
        if file == name and isinstance(own.get(kind), list):
            table = content
            for one in tables[:-1]:
                table = table[one]
            table[tables[-1]] = [*table[tables[-1]], *own[kind]]
    agencies = own.get(AGENCIES)
    if isinstance(agencies, dict):
        if name == "notation/bodies":
            names = (word for full, others in agencies.items() for word in (full, *others))
            content["ends"]["government"] = [*content["ends"]["government"], *names]
        elif name == "notation/offices":
            for full, others in agencies.items():
                content["whole"][full] = [*content["whole"].get(full, []), *others]
                content["own"] |= dict.fromkeys((full, *others), full)
