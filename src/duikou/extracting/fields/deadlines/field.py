"""时限: by when, within what time or how often a measure is to be done, as written, with the days that it names.

What holds here: days are computed only where the calendar gives them (2020年底 -> 2020-12-31, “十四五”期间 ->
2021-01-01 to 2025-12-31); what is relative (3年内, 年底前, 6月底前) is counted from the document's own date, and has no
days without one. No deadline is a year that only compares (比2020年增长), belongs to a title, a document's number or a
name, tells what was done (2021年已建成) or how things stood (截至2022年底), nor a day that was over when the document
was issued, nor when the document itself comes into force. 长期坚持 and the like are one without days, where they close
a tail or stand under 完成时限. How deadlines are worded is in `wordings`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from duikou.data import lists, load
from duikou.extracting.fields import spans
from duikou.extracting.fields.deadlines.wordings import forms
from duikou.extracting.fields.spec import Attribute, FieldSpec, Say
from duikou.extracting.measures.finding import Passage
from duikou.model import Deadline, Document, Marked, Measure
from duikou.notation import bodies, calendar, marking
from duikou.notation.calendar import NONE, Days, Issued
from duikou.notation.patterns import patterns

_FORMS = patterns("extracting/deadlines")
_WORDS = lists("extracting/deadlines")


def fill(document: Document, passages: Sequence[Passage], measures: Sequence[Measure]) -> list[Measure]:
    """Fill the deadlines of each measure. A cell of a table under 完成时限 is one as it stands."""
    filled = []
    days: dict[str | None, Issued] = {}
    for passage, measure in zip(passages, measures, strict=True):
        if measure.kind == "goal" and (measure.title or "").endswith(tuple(_told())):
            filled.append(measure)
            continue
        title = passage.part.title
        if title not in days:
            days[title] = when(document, title)
        issued = days[title]
        if measure.kind == "article":
            # A statute counts from what it rules, never from its own day.
            issued = issued._replace(day=None)
        found = spans.collect(
            passage.stretches, spans.in_simplified(partial(find_deadlines, issued=issued)), lambda d: d.text
        )
        if measure.kind == "article":
            found = tuple(map(_as_ruled, found))
        cells = spans.collect(passage.due, partial(cell, issued=issued), lambda d: d.text)
        by_year = spans.collect(passage.years, partial(cell, issued=issued), lambda d: d.text)
        cells += tuple(d for d in by_year if not _over((d.first_day, d.last_day), issued))
        known = {d.text for d in cells}
        # What stands inside a cell is what the cell says already.
        more = (d for d in found if d.text not in known and not any(c.start <= d.start < c.end for c in cells))
        filled.append(spans.with_fields(measure, deadlines=(*cells, *more)))
    return filled


def _as_ruled(due: Deadline) -> Deadline:
    """A deadline of a statute: without days where it names no year, since it comes again each year."""
    return due if _FORMS.names_year.search(due.text) else replace(due, first_day=None, last_day=None)


def _told() -> Sequence[str]:
    """Headings under which a text tells how things stand."""
    return load("notation/documents")["chapters"]["told"]  # type: ignore[no-any-return]


def when(document: Document, part: str | None = None) -> Issued:
    """When `document` was issued. A plan for one year (2024年工作要点) counts from that year, also where it is issued
    before it begins; without a day the year is that of the 发文字号."""
    day = calendar.read(document.date)
    number = _FORMS.year_of_number.search(document.doc_number or "")
    known = day.year if day else int(number[1]) if number else None
    for title in (part, document.title):
        found = _FORMS.year_of_title.findall(title or "")
        if len(found) == 1 and (known is None or known <= int(found[0]) <= known + 1):
            return calendar.issued(day, int(found[0]))
    return calendar.issued(day, known)


def find_deadlines(marked: Marked, issued: Issued = calendar.UNKNOWN) -> tuple[Deadline, ...]:
    """The deadlines that a text names, in order, each as written; spans count in it. `issued` is the day of the
    document: without it what is relative has no days."""
    text = marked.text
    if not _FORMS.hint.search(text):
        return ()
    issued = issued._replace(text=text)
    masked = spans.blank(text, _names(marked))
    found: list[Deadline] = []
    if _FORMS.joined_times.search(masked):
        # Few texts list times, and those alone pay for reading them.
        from duikou.extracting.fields.deadlines import series

        found += series.deadlines_of_a_series(masked, issued)
    masked = spans.blank(masked, [(deadline.start, deadline.end) for deadline in found])
    for form in forms():
        if form.needs not in masked:
            continue
        for match in form.pattern.finditer(masked):
            start, end = match.span("due")
            read = form.days(match, issued)
            if read is None or _over(read, issued):
                continue
            found.append(Deadline(text[start:end], *read, start, end))
            masked = spans.blank(masked, [(start, end)])
    first: dict[str, Deadline] = {}
    for deadline in sorted(found, key=lambda deadline: deadline.start):
        first.setdefault(deadline.text, deadline)
    return tuple(first.values())


def cell(marked: Marked, issued: Issued = calendar.UNKNOWN) -> tuple[Deadline, ...]:
    """The deadlines of a cell: its clauses where several name a time each (6月底前启动，12月底前完成), the times of a
    list, else the whole cell, as written, with the days of what is found in it."""
    text, bare = marked.text, marked.text.strip()
    if not _FORMS.word.search(bare):
        return ()
    start = text.index(bare)
    found: Days = NONE
    if match := _FORMS.cell_year.fullmatch(bare):
        found = None, f"{match[1]}-12-31"
    elif match := _FORMS.cell_month.fullmatch(bare):
        found = None, calendar.last(int(match[1]), int(match[2]))
    elif match := _FORMS.cell_day.fullmatch(bare):
        found = None, calendar.day(int(match[1]), int(match[2]), int(match[3]))
    elif match := _FORMS.cell_month_alone.fullmatch(bare):
        found = None, calendar.last(issued.year, int(match[1])) if issued.year else None
    elif inner := find_deadlines(Marked(bare + "，"), issued):
        if len(apart := _apart(bare, inner)) > 1:
            return tuple(replace(due, start=start + due.start, end=start + due.end) for due in apart)
        found = inner[0].first_day, inner[-1].last_day
    elif opening := _FORMS.opens_cell.match(bare):
        # What opens the cell says when, whatever goes on with it: 2024年12月取得阶段性成果.
        inner = find_deadlines(Marked(opening[0] + "，"), issued)
        found = (inner[0].first_day, inner[0].last_day) if inner else NONE
    return (Deadline(bare, *found, start, start + len(bare)),)


def _apart(text: str, dues: Sequence[Deadline]) -> list[Deadline]:
    """The deadlines of a cell that names several times: the times alone where it is a list of nothing else, else one
    for each clause that names any, with what follows it."""
    if not _FORMS.word.search(_FORMS.between_times.sub("", spans.blank(text, [(d.start, d.end) for d in dues]))):
        return list(dues)
    clauses = [span for span in bodies.places(text, "，；。\n") if any(span[0] <= d.start < span[1] for d in dues)]
    ends = [start for start, _ in clauses[1:]] + [len(text)]
    found = []
    for (start, _), end in zip(clauses, ends, strict=True):
        own = [due for due in dues if start <= due.start < end]
        said = text[start:end].rstrip("，；。\n ")
        found.append(Deadline(said, own[0].first_day, own[-1].last_day, start, start + len(said)))
    return found


def read(text: str, say: Say) -> Deadline | None:
    """A deadline as the ledger shows it."""
    found = cell(Marked(text))
    return replace(found[0], start=0, end=0) if found else Deadline(text) if text.strip() else None


def _names(marked: Marked) -> list[tuple[int, int]]:
    """What may hold a year without being a deadline: titles, numbers of documents, slogans, editions in brackets."""
    times = (*load("extracting/deadlines")["plans"], *_WORDS.seasons)
    found = marking.spans(marked, "citation", "doc_number")
    found += [m.span() for m in _FORMS.edition.finditer(marked.text)]
    found += [m.span() for m in _FORMS.slogan.finditer(marked.text) if m[1] not in times and m[0] not in times]
    return found


def _over(read: Days, issued: Issued) -> bool:
    """Whether the time was over when the document was issued."""
    first = issued.day.isoformat() if issued.day else f"{issued.year}-01-01" if issued.year else ""
    return read[1] is not None and read[1] < first


_DAY = r"^\d{4}(-\d{2}(-\d{2})?)?$"
SPEC = FieldSpec(
    "deadlines",
    fill,
    attributes=(
        Attribute("text", "As written."),
        Attribute(
            "start",
            "The first day, ISO 8601, where it can be computed.",
            optional=True,
            of="first_day",
            sql="first_day",
            form=_DAY,
        ),
        Attribute(
            "end",
            "The last day, ISO 8601, where it can be computed.",
            optional=True,
            of="last_day",
            sql="last_day",
            form=_DAY,
            indexed=True,
        ),
    ),
    made=Deadline,
    read=read,
    width=11,
    printed=True,
    in_lines=True,
    rank=20,
    mark="deadline",
)
