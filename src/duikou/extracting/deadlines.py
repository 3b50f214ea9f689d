"""时限: by when a measure is to be done, as written, with the days that it names.

What holds here: a year that belongs to a title, a document's number or a span of years in a name is no deadline. Days
are computed only where the calendar gives them (2020年底 -> 2020-12-31, 2019年6月底前 -> 2019-06-30). First version:
later issues deepen this field.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import replace

from duikou.extracting.measures import Passage
from duikou.model import Deadline, Document, Measure

_YEAR = r"(?:20[1-5]\d)年"
_MONTH = r"(?:1[0-2]|0?[1-9])月"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])日"
_DUE = re.compile(
    rf"(?:到|至|截至|截止|力争到|力争在|力争)?(?P<year>{_YEAR})(?:(?P<part>上半年|下半年|年初|年中)|(?P<month>{_MONTH})(?P<day>{_DAY})?)?"
    r"(?:年?(?P<end>底|末))?(?P<before>之?前|以前|前)?"
)


def fill(document: Document, passages: Sequence[Passage], measures: Sequence[Measure]) -> list[Measure]:
    """Fill the deadlines of each measure."""
    return [
        replace(measure, deadlines=find("\n".join(b.paragraph.text for b in passage.blocks)))
        for passage, measure in zip(passages, measures, strict=True)
    ]


def find(text: str) -> tuple[Deadline, ...]:
    """The deadlines that `text` names, in order, each as written."""
    masked = re.sub(r"《[^《》]*》|〔\d{4}〕|“[^“”]*”", lambda m: "·" * len(m.group()), text)
    found: dict[str, Deadline] = {}
    for match in _DUE.finditer(masked):
        if masked[max(0, match.start() - 1) : match.start()] in ("—", "-", "–", "、") or masked[
            match.end() : match.end() + 1
        ] in (*"—-–以度起间中",):
            continue
        written = match.group()
        due = written.startswith(("到", "至", "截", "力争")) or match["before"] or match["end"] or match["part"]
        heads = match.start() == 0 or (
            masked[match.start() - 1] in "。；\n，：" and masked[match.end() : match.end() + 1] == "，"
        )
        if not (due or heads):
            continue
        found.setdefault(written, Deadline(written, *_days(match)))
    return tuple(found.values())


def _days(match: re.Match[str]) -> tuple[str | None, str | None]:
    year = int(match["year"][:4])
    if match["part"]:
        return {"上半年": (f"{year}-01-01", f"{year}-06-30"), "下半年": (f"{year}-07-01", f"{year}-12-31")}.get(
            match["part"], (None, None)
        )
    if match["month"]:
        month = int(match["month"][:-1])
        day = int(match["day"][:-1]) if match["day"] else calendar.monthrange(year, month)[1]
        if day > calendar.monthrange(year, month)[1]:
            return None, None
        start = None if match["before"] or match["end"] else f"{year}-{month:02}-{day if match['day'] else 1:02}"
        return start, f"{year}-{month:02}-{day:02}"
    return None, f"{year}-12-31"
