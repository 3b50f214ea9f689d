"""Deadlines as a calendar."""

from __future__ import annotations

from datetime import date

from icalendar import Calendar

import duikou
from duikou.exporting import load
from duikou.exporting.ledger.record import record

PLAN = (
    "甲省产业方案\n一、重点任务\n1.建设园区。2025年6月底前，建成3个园区；2027年底前，再建2个。（牵头单位：省商务厅）\n"
    "2.办好论坛。每年举办一次。\n3.写长文。" + "推进各项工作，" * 40 + "2026年3月15日前完成。\n"
)


def written(text: str, lang: str = "zh") -> bytes:
    return b"".join(load("ledger.calendar_file:write_ics")([record(duikou.extract(text))], (), lang))


def entries(text: str) -> list[tuple[date, str]]:
    found = Calendar.from_ical(written(text)).walk("VEVENT")
    return [(entry["dtstart"].dt, str(entry["summary"])) for entry in found]


def test_each_deadline_with_a_last_day_is_an_entry() -> None:
    assert entries(PLAN) == [
        (date(2025, 6, 30), "建设园区（省商务厅）"),
        (date(2027, 12, 31), "建设园区（省商务厅）"),
        (date(2026, 3, 15), "写长文"),
    ]


def test_what_stands_in_an_entry_can_be_read_back_whole() -> None:
    entry = Calendar.from_ical(written(PLAN)).walk("VEVENT")[2]
    assert "推进各项工作，" * 40 in str(entry["description"])
    assert (entry["dtend"].dt - entry["dtstart"].dt).days == 1


def test_a_calendar_that_is_imported_again_doubles_nothing() -> None:
    first, again = (
        [str(entry["uid"]) for entry in Calendar.from_ical(written(text)).walk("VEVENT")]
        for text in (PLAN, PLAN.replace("省商务厅", "省发展改革委"))
    )
    assert first == again
    assert len(set(first)) == 3


def test_the_file_is_what_calendars_read() -> None:
    content = written(PLAN)
    assert content == written(PLAN)
    lines = content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert all(len(line) <= 75 for line in lines)
    assert Calendar.from_ical(written("某省方案\n一、任务\n1.做好工作。抓好落实。\n")).walk("VEVENT") == []
