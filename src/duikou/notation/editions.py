"""What in a title tells the texts of one series apart: the year, its month or quarter, the five-year plan, the batch.

What holds here: an edition is given in a form that sorts as the series does (2024, 2024-05, 14 for 十四五).
"""

from __future__ import annotations

import re

from duikou.notation import number_values
from duikou.notation.calendar import HALF_YEARS
from duikou.notation.patterns import patterns

_FORMS = patterns("notation/edition_forms")


def editions(title: str) -> tuple[str, ...]:
    """The editions that `title` names, () for none."""
    return tuple(sorted({_sortable(match) for match in _FORMS.edition.finditer(title)}))


def without(title: str) -> str:
    """`title` without what tells its edition."""
    return _FORMS.edition.sub("", title)


def _sortable(match: re.Match[str]) -> str:
    found = match.groupdict()
    if found["plan"]:
        return f"{_number('十' + found['plan']):02}"
    if found["ordinal"]:
        return f"{_number(found['ordinal']):02}"
    if found["half"]:
        part = str(HALF_YEARS[found["half"]][1])
    else:
        part = found["month"] or (found["quarter"] and str(3 * _number(found["quarter"]))) or ""
    return "-".join(filter(None, (found["year"], found["last"], part.zfill(2) if part else "")))


def _number(numeral: str) -> int:
    found = number_values.value(numeral)
    return int(found.low) if found and found.exact else 0
