"""Measures in tables: the rows of a 任务分解表, a 分工方案, a 重点任务清单.

What holds here: a table holds measures when its head names a task and who answers (or a number and by when); any other
table is left alone. Each row with a task is one measure; a row that only goes on with units belongs to the one above. A
line over the whole row is a section and stands in the path. An empty cell means the one above only where the format
says that the two are merged; a format that cannot say so (Markdown, text) leaves the answering cell empty for it. Of
several columns of tasks the last is the text, the one before it the title, and those before that are sections.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from duikou.extracting.measures import kinds, table_heads, table_rows
from duikou.extracting.measures.passages import Answer, Passage, Stretch
from duikou.extracting.measures.table_heads import Columns
from duikou.extracting.measures.table_rows import Row, Section
from duikou.model import UNIT_ROLES, Document, Measure, Ordinal, OtherCell, Part
from duikou.model.copies import changed
from duikou.model.values import dataclass
from duikou.notation import column_heads
from duikou.notation.patterns import patterns
from duikou.outlining import headings
from duikou.outlining.sequence import Head

_FORMS = patterns("extracting/measures")
# Formats whose readers know which cells are merged; CSV has no merged cells, and who answers is not guessed from it.
_EXACT = ("html", "docx", "odt", "doc", "rtf", "pdf", "ofd", "xlsx", "xls", "csv")


@dataclass(slots=True)
class Table:
    """A table of measures: what its columns hold, and each row with the section over it, where its heads begin, and
    the heads that are years, by column."""

    columns: Columns
    rows: list[tuple[Row, Section]] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    years: dict[int, Stretch] = field(default_factory=dict)

    @property
    def paragraph_starts(self) -> frozenset[int]:
        """Where the paragraphs of the table begin in the clean text, its heads included."""
        return frozenset((*self.heads, *(row.block.paragraph.start for row, _ in self.rows)))


@dataclass(slots=True)
class _Entry:
    """One measure of a table: its rows, its cells by column, those of them that it shares with the row above, the
    section over it, and who answers."""

    rows: list[Row]
    cells: dict[int, Stretch]
    shared: frozenset[int]
    section: Section
    answers: list[Answer]
    others: list[OtherCell]


def find_tables(document: Document, part: Part) -> list[Table]:
    """The tables of measures in a part, in order."""
    found: list[Table] = []
    table: Table | None = None
    section = Section()
    titles = table_rows.titles_of(part)
    rows = {b.paragraph.start: table_rows.read_row(document, b) for b in part.blocks if b.role == "row"}
    skip, apart = 0, False
    for at, block in enumerate(part.blocks):
        row = rows.get(block.paragraph.start)
        if skip:
            skip -= 1
            found[-1].heads.append(block.paragraph.start)
        elif row is None:
            apart = True
            if table is not None and table_rows.is_heading(part.blocks, at):
                plain = Section((), (block.paragraph.text,))
                section = table_rows.at_item(block.path, titles) if block.role == "item" else plain
            else:
                table = None
        elif columns := table_heads.read([_texts(rows.get(b.paragraph.start)) for b in part.blocks[at : at + 2]]):
            skip = columns.size - 1
            if table is None or table.columns.kinds != columns.kinds:
                over = block.path or table_rows.heading_before(part.blocks, at)
                table, section = Table(columns, years=_years(row, columns)), table_rows.at_item(over, titles)
                found.append(table)
            table.heads.append(block.paragraph.start)
        elif table is not None and table_heads.is_other(_texts(row), table.columns, apart):
            table = None
        elif table is not None and not table_rows.is_note(block.paragraph.text):
            opened = table_rows.opened_by(row, table.columns)
            if opened is None:
                table.rows.append((row, section))
            else:
                section = table_rows.under(section, opened)
        apart = row is None
    return [table for table in found if table.rows]


def measures_of_table(document: Document, part: Part, table: Table) -> Iterator[Passage]:
    """The measures of a table, without their fields; a row without a number counts on."""
    entries = list(_entries(document, table))
    column = table.columns.of("task")[-1]
    for count, (entry, heading) in enumerate(zip(entries, _headings(entries, column), strict=True), 1):
        yield _passage(document, part, table, entry, heading, count)


def _years(head: Row, columns: Columns) -> dict[int, Stretch]:
    """The heads that are a year each, with where they stand: by then what stands below is to be done."""
    unknown = columns.unknown() if columns.size == 1 else ()
    return {c: head.cells[c] for c in unknown if column_heads.is_year(head.cells[c].text)}


def _texts(row: Row | None) -> tuple[str, ...]:
    return tuple(cell.text for cell in row.cells) if row else ()


def _entries(document: Document, table: Table) -> Iterator[_Entry]:
    """The measures of a table: a row with a task begins one, others go on with it."""
    exact = document.cleaned.source.format in _EXACT
    column = table.columns.of("task")[-1]
    above: dict[int, Stretch] = {}
    entry: _Entry | None = None
    section: Section | None = None
    for row, over in table.rows:
        if over != section:
            above, section = {}, over
        cells, shared = _inherited(row, above, table.columns, exact)
        above = above | cells
        if column in cells and column not in shared and _says(cells[column].text):
            if entry is not None:
                yield entry
            entry = _Entry([row], cells, shared, over, _answers(table.columns, cells), _others(table.columns, row))
        elif entry is not None and entry.section == over:
            fresh = {c: cell for c, cell in cells.items() if c not in shared}
            entry.rows.append(row)
            entry.answers += _answers(table.columns, fresh)
            entry.others += _others(table.columns, row)
    if entry is not None:
        yield entry


def _says(text: str) -> bool:
    """Whether the cell of a task says more than a number."""
    return _FORMS.letter.search(text[table_rows.mark(text) :]) is not None


def _inherited(
    row: Row, above: Mapping[int, Stretch], columns: Columns, exact: bool
) -> tuple[dict[int, Stretch], frozenset[int]]:
    """The cells of a row, with those of the row above where the two are one; and which these are."""
    cells, shared = {}, set()
    for column, kind in columns.kinds.items():
        cell = row.cells[column] if column < len(row.cells) else None
        if cell is not None and cell.text.strip():
            cells[column] = cell
        elif column in above and (column in row.merged or (not exact and kind in ("lead", "responsible", "section"))):
            cells[column] = above[column]
            shared.add(column)
    return cells, frozenset(shared)


def _answers(columns: Columns, cells: Mapping[int, Stretch]) -> list[Answer]:
    return [
        Answer(columns.kinds[column], columns.heads[column], cells[column])
        for column in columns.of(*UNIT_ROLES)
        if column in cells and _FORMS.letter_or_digit.search(cells[column].text)
    ]


def _others(columns: Columns, row: Row) -> list[OtherCell]:
    """The cells of a row whose columns no field knows, without those that go on from the row above and empty ones."""
    found = []
    for column in columns.unknown():
        cell = row.cells[column] if column < len(row.cells) and column not in row.merged else None
        if cell is not None and (text := cell.text.strip()):
            start = cell.start + cell.text.index(text)
            found.append(OtherCell(columns.all_heads[column], text, start, start + len(text)))
    return found


def _headings(entries: Sequence[_Entry], column: int) -> list[headings.Heading]:
    """For each entry the heading in the cell of its task, and where its text begins there, decided among the rows."""
    items = []
    for i, entry in enumerate(entries):
        text, start = entry.cells[column].text, entry.cells[column].start
        mark = table_rows.mark(text)
        head = Head(Ordinal(text[:mark], str(i + 1), "dot", i + 1), mark, (str(i + 1),), 1)
        cell = changed(entry.rows[0].block.paragraph, text=text, start=start, end=start + len(text))
        items.append(headings.Item(i, head, cell, (), 0))
    found = headings.decide(items)
    return [found[i] for i in range(len(entries))]


def _passage(
    document: Document,
    part: Part,
    table: Table,
    entry: _Entry,
    heading: headings.Heading,
    count: int,
) -> Passage:
    columns = table.columns
    *outer, column = columns.of("task")
    named = next((entry.cells[c] for c in reversed(outer) if c in entry.cells), None)
    task = entry.cells[column]
    mark = table_rows.mark(task.text)
    title, body = (_unmarked(named.text), mark) if named else (heading.title, heading.body)
    others = [entry.cells[c] for c in columns.of("goal") if c in entry.cells]
    texts = [task.text[body:].strip(), *(cell.text.strip() for cell in others)]
    path = (*entry.section.path, *_numbers(columns, entry, count))
    above = [*entry.section.titles, *_grouped(columns, entry)]
    start, end = entry.rows[0].block.paragraph.start, entry.rows[-1].block.paragraph.end
    measure = Measure(
        f"{part.index}/" + "/".join(path),
        part.index,
        path,
        above[0] if above else None,
        above[-1] if len(above) > 1 else None,
        _kind_said(columns, entry) or kinds.by_titles([*above, ""]) or "task",
        title or None,
        "\n".join(text for text in texts if text),
        start,
        end,
        document.cleaned.place(start, end),
        other=tuple(entry.others),
    )
    stretches = (*((named,) if named else ()), task.cut(mark), *others)
    return Passage(
        measure,
        tuple(row.block for row in entry.rows),
        part,
        stretches,
        tuple(entry.answers),
        tuple(entry.others),
        tuple(entry.cells[c] for c in columns.of("due") if c in entry.cells),
        years=tuple(year for c, year in table.years.items() if _is_filled(entry.rows[0], c)),
    )


def _is_filled(row: Row, column: int) -> bool:
    """Whether something is said in a cell, not only that there is nothing (—)."""
    return column < len(row.cells) and _FORMS.letter_or_digit.search(row.cells[column].text) is not None


# Between the steps of a path in a ledger: 二·（一）·3.
_STEP = "·"


def _numbers(columns: Columns, entry: _Entry, count: int) -> tuple[str, ...]:
    """The last steps of the path: the row's number, and that of the task where rows share a number or have none."""
    number = next((c for c in columns.of("number") if c in entry.cells), None)
    task = entry.cells[columns.of("task")[-1]].text
    own = table_rows.label(task) if table_rows.mark(task) else None
    if number is None:
        return (own or str(count),)
    text = entry.cells[number].text.strip()
    *above, text = text.split(_STEP)
    label = table_rows.label(text) or text.rstrip(".、．")
    return (*above, label, own) if number in entry.shared and own else (*above, label)


def _grouped(columns: Columns, entry: _Entry) -> list[str]:
    """The headings that columns of their own give (类别, 领域), and tasks that stand over the one that is the title."""
    *outer, _ = columns.of("task")
    named = [c for c in outer if c in entry.cells]
    over = [c for c in columns.of("section") if not _says_kind(columns, entry, c)]
    return [_unmarked(entry.cells[c].text) for c in sorted([*over, *named[:-1]]) if c in entry.cells]


def _kind_said(columns: Columns, entry: _Entry) -> str | None:
    """The kind that a ledger of duikou's own gives the measure in a column for it."""
    told = (c for c in columns.of("section") if _says_kind(columns, entry, c))
    return next((column_heads.kind_said(entry.cells[c].text) for c in told), None)


def _says_kind(columns: Columns, entry: _Entry, column: int) -> bool:
    """Whether a cell names the kind of its measure, in a column for that."""
    tells = column in entry.cells and column_heads.tells_kinds(columns.heads[column])
    return tells and column_heads.kind_said(entry.cells[column].text) is not None


def _unmarked(text: str) -> str:
    return text[table_rows.mark(text) :].strip().rstrip("。")
