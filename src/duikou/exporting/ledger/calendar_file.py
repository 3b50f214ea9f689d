"""The deadlines of the ledger as a calendar (iCalendar, RFC 5545), which every calendar program reads.

What holds here: one entry for each deadline that names a last day; recurring ones without a day (每年) give none. An
entry lasts all day on the last day. Its identity is made from the document, the measure and the deadline, so that a
calendar that imports the file again changes its entries and doubles none. The bytes depend on nothing but the records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from duikou.errors import DuikouError
from duikou.exporting.labels import joined, label, labels, path_text, where
from duikou.exporting.ledger.columns import Row, source_name, task
from duikou.exporting.ledger.record import Record
from duikou.exporting.screen import visible
from duikou.model import Deadline

# Every entry must say when it was made; the same for all, so that the bytes are the same on every run.
_STAMP = datetime(2000, 1, 1, tzinfo=UTC)


def write_ics(records: Iterable[Record], errors: Sequence[DuikouError], lang: str = "zh") -> Iterator[bytes]:
    """The calendar as one file."""
    from icalendar import Calendar

    calendar: Any = Calendar()
    calendar.add("prodid", "-//duikou//ledger//" + lang.upper())
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", labels(lang, "page")["title"])
    for record in records:
        for number, measure in enumerate(record.measures, 1):
            row = Row(number, record, measure, lang)
            for due in measure.deadlines:
                if due.last_day:
                    calendar.add_component(_entry(row, due))
    yield calendar.to_ical()


def _entry(row: Row, due: Deadline) -> Any:
    from icalendar import Event

    record, measure, lang = row.record, row.measure, row.lang
    day = date.fromisoformat(due.last_day or "")
    heads, colon = labels(lang, "columns"), label(lang, "words", "colon")
    who = joined(measure.lead_units or measure.responsible_units, lang)
    said = {
        "document": record.name,
        "path": path_text(measure.path),
        "deadlines": due.text,
        "lead_units": joined(measure.lead_units, lang),
        "responsible_units": joined(measure.responsible_units, lang),
        "supporting_units": joined(measure.supporting_units, lang),
        "text": measure.text,
        "file": " ".join(filter(None, (source_name(record, lang), where(measure.place, lang)))),
    }
    entry: Any = Event()
    key = "\0".join((record.doc_number or record.name, measure.id, due.text, due.last_day or ""))
    entry.add("uid", sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32] + "@duikou")
    entry.add("dtstamp", _STAMP)
    entry.add("dtstart", day)
    entry.add("dtend", day + timedelta(days=1))
    entry.add("summary", visible(f"{task(measure)}（{who}）" if who else task(measure)))
    entry.add(
        "description", visible("\n".join(f"{heads[name]}{colon}{value}" for name, value in said.items() if value))
    )
    if units := [*measure.lead_units, *measure.responsible_units]:
        entry.add("categories", list(dict.fromkeys(map(visible, units))))
    entry.add("transp", "TRANSPARENT")
    return entry
