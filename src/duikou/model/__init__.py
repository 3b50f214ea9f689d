"""The small frozen values that flow from floor to floor.

What holds here: every value knows where it stood. Offsets are characters (Python string indices), half open
[start, end). `Place` and `Line` offsets count in `Source.text`; the offsets of `Paragraph`, `Block`, `Node`, `Part`
and `Measure` count in `Cleaned.text`. Lines and pages count from 1. Nothing here computes more than a look-up;
the names are the field's own (GB/T 9704-2012).

Every name is had from here; the module that holds it is loaded when it is first asked for, since each class costs a
start a tenth of a millisecond.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duikou.model.changes import Change as Change
    from duikou.model.changes import Comparison as Comparison
    from duikou.model.changes import Side as Side
    from duikou.model.cleaned import Cleaned as Cleaned
    from duikou.model.cleaned import LineEnd as LineEnd
    from duikou.model.document import ROLES as ROLES
    from duikou.model.document import Block as Block
    from duikou.model.document import Document as Document
    from duikou.model.document import Node as Node
    from duikou.model.document import Ordinal as Ordinal
    from duikou.model.document import Part as Part
    from duikou.model.measures import UNIT_ROLES as UNIT_ROLES
    from duikou.model.measures import Citation as Citation
    from duikou.model.measures import Deadline as Deadline
    from duikou.model.measures import Extracted as Extracted
    from duikou.model.measures import Measure as Measure
    from duikou.model.measures import Mention as Mention
    from duikou.model.measures import OtherCell as OtherCell
    from duikou.model.measures import Pair as Pair
    from duikou.model.measures import Quantity as Quantity
    from duikou.model.measures import Spanned as Spanned
    from duikou.model.measures import Unit as Unit
    from duikou.model.text import Caution as Caution
    from duikou.model.text import Line as Line
    from duikou.model.text import Mark as Mark
    from duikou.model.text import Marked as Marked
    from duikou.model.text import Paragraph as Paragraph
    from duikou.model.text import Place as Place
    from duikou.model.text import Removed as Removed
    from duikou.model.text import Source as Source

_HOMES = {
    **dict.fromkeys(
        ("Line", "Place", "Caution", "Source", "Mark", "Marked", "Paragraph", "Removed"), "duikou.model.text"
    ),
    **dict.fromkeys(("Cleaned", "LineEnd"), "duikou.model.cleaned"),
    **dict.fromkeys(("Ordinal", "Block", "ROLES", "Node", "Part", "Document"), "duikou.model.document"),
    **dict.fromkeys(
        (
            "Unit",
            "UNIT_ROLES",
            "Mention",
            "Pair",
            "Deadline",
            "Quantity",
            "Citation",
            "OtherCell",
            "Measure",
            "Spanned",
            "Extracted",
        ),
        "duikou.model.measures",
    ),
    **dict.fromkeys(("Side", "Change", "Comparison"), "duikou.model.changes"),
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'duikou.model' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value
