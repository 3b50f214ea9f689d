"""What a Word story is read with, and the lines that come out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from duikou.errors import t
from duikou.model import Source
from duikou.reading.budget import Budget
from duikou.reading.word.notes import Marks
from duikou.reading.word.numbering import Numbering
from duikou.reading.word.styles import Styles
from duikou.reading.word.tree import VIEWS, View
from duikou.reading.word.xml import Element


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a story. `aside`: it stands in a table inside a table cell. `merged`: the columns of a row whose cell
    goes on from the row above. `centred`: it is set in the middle."""

    text: str
    page: int
    role: str = "text"
    level: int | None = None
    aside: bool = False
    merged: tuple[int, ...] = ()
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What a story is read with. `part` gives the root of the part that a relation of the part being read names, None
    when it is missing; `chunk` the document that such a part holds, or why it can't be read."""

    styles: Styles
    numbering: Numbering
    marks: Marks
    budget: Budget
    view: View = VIEWS["accepted"]
    part: Callable[[str, str], Element | None] = lambda part, id: None
    chunk: Callable[[str, str], Source | str] = lambda part, id: t("it is missing")
