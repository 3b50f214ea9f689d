"""Heads and feet that repeat from page to page, with or without page numbers beside them.

What holds here: the document's own title, 发文机关标志 and 发文字号 (GB/T 9704-2012, 7.2) are never taken where they
stand first. A head is known by its place at the edges of pages, or, where nothing tells the pages, by the sentences
that it parts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from duikou.cleaning.furniture.evidence import Evidence, Page
from duikou.cleaning.furniture.page_numbers import PAGE_NUMBER
from duikou.cleaning.furniture.sentences import in_sentence
from duikou.cleaning.paragraphs.rows import Row
from duikou.cleaning.rules.registry import lines_rule
from duikou.notation.patterns import patterns
from duikou.notation.title_lines import is_whole_title

_LINES = patterns("cleaning/furniture")
_MARKS = patterns("notation/page_marks")

RUNNING_HEAD = lines_rule(
    "running-heads",
    "Heads and feet that repeat from page to page go.",
)
_LONGEST = 45  # characters: a longer line is text
_EDGE_LINES = 2  # lines at the top and the foot of a page that may be a running head or foot
_INNER = 3  # heights at the top and the foot of a page, in whatever column, where a running head may stand
_PROSE_LENGTH = 12  # characters: a shorter line is no full line of prose
_PAGE_LINES = 6  # lines with text on a page, at least
_HEADS = 3  # so many lines that are alike, and part sentences, are running heads
_HEADS_APART = 8  # lines with text between two running heads, at least


def told_margin(page: Page) -> list[int]:
    """What the format keeps as the heads and feet of its pages, without the document's own red head."""
    rows = page.rows
    return [
        i
        for i in page.told("header", "footer")
        if not (rows[i].role == "header" and _MARKS.red_head.fullmatch(rows[i].shape))
    ]


def at_edges(page: Page) -> list[int]:
    """Short lines that stand at the edge of three pages or more, the digits in them aside."""
    gone = {i: one for i, one in page.gone.items() if one.name != "parts-sentences"}
    by_text: dict[str, list[int]] = {}
    for i in _page_edges(page.rows, gone):
        if _may_run(page.rows[i]):
            by_text.setdefault(_LINES.number.sub("#", page.rows[i].shape), []).append(i)
    # Where the same line parts sentences too, it was looked at there.
    known = _parting(page)
    return _repeated(page, [(text, places) for text, places in by_text.items() if text not in known])


def between_lines(page: Page) -> list[int]:
    """Short lines that come again and again, far apart, and break into sentences: heads of pages without numbers."""
    return _repeated(page, _parting(page).items())


def _parting(page: Page) -> dict[str, list[int]]:
    return page.once("interruptions", lambda: _interruptions(page.rows, page.gone))


def _repeated(page: Page, found: Iterable[tuple[str, list[int]]]) -> list[int]:
    """The rows of those lines that repeat often enough, by text, without the document's own.

    Of a document of two or three pages two heads (or the title and one) will do, where one parts a sentence; the name
    and number of a periodical's issue says by itself what it is.
    """
    rows = page.rows
    numbers = page.taken(PAGE_NUMBER)
    pages = max(len(numbers), len({row.page for row in rows}))
    taken = []
    for text, places in found:
        shape = rows[places[0]].shape
        kept, red = _MARKS.kept_or_red_head.fullmatch(shape), _MARKS.red_head.fullmatch(shape)
        if not text.strip("#") or (kept and not red) or not _turns_with_pages(rows, places):
            continue
        few = len(places) == 2 and pages <= 3 and _parts_sentence(rows, page.gone, places)
        few = few or _repeats_title(rows, places)
        if len(places) < 3 and not few and not _MARKS.issue.fullmatch(shape):
            continue
        taken += _without_red_head(rows, numbers, places) if kept else _without_title(rows, places)
    return sorted(taken)


def _turns_with_pages(rows: Sequence[Row], found: Sequence[int]) -> bool:
    """Whether the digits of lines that are alike without them stay, or count the pages on: those of headings at the
    edges of pages (2.10 标准, 2.11 标准) do neither."""
    if all(rows[i].shape == rows[found[0]].shape for i in found):
        return True
    steps = list(pairwise(found))
    return 3 * sum(_turned(rows[i], rows[k]) for i, k in steps) >= 2 * len(steps)


def _turned(before: Row, after: Row) -> bool:
    """Whether what differs between two lines is one number, and by as much as their pages do, where those are known."""
    numbers = (map(int, _LINES.number.findall(row.shape)) for row in (before, after))
    changed = [(one, other) for one, other in zip(*numbers, strict=True) if one != other]
    pages = None if before.page is None or after.page is None else after.page - before.page
    if len(changed) > 1 or pages == 0:
        return False
    return not changed or (changed[0][1] > changed[0][0] if pages is None else changed[0][1] - changed[0][0] == pages)


def _repeats_title(rows: Sequence[Row], found: Sequence[int]) -> bool:
    """Whether the lines are the document's first one and its copy at the top of a later page, a page of text apart."""
    first, last = found[0], found[-1]
    if len(found) != 2 or any(not row.blank for row in rows[:first]) or rows[first].page == rows[last].page:
        return False
    top = all(row.blank or row.page != rows[last].page for row in rows[first + 1 : last])
    return top and sum(not row.blank for row in rows[first:last]) >= _PAGE_LINES


def _without_red_head(rows: Sequence[Row], numbers: Sequence[int], found: Sequence[int]) -> list[int]:
    """The running heads without the document's own 发文机关标志 or 发文字号, which stand on its first page alone."""
    first = min(numbers, default=found[0] + 1)
    return [i for i in found if i > first or rows[i].page != rows[0].page]


def _parts_sentence(rows: Sequence[Row], gone: Mapping[int, Evidence], found: Sequence[int]) -> bool:
    """Whether one of the lines stands between two that are plainly one sentence."""
    texts = [i for i, row in enumerate(rows) if row.text and i not in gone]
    places = [texts.index(i) for i in found]
    return any(0 < k < len(texts) - 1 and in_sentence(rows[texts[k - 1]], rows[texts[k + 1]]) for k in places)


def _may_be_title(shape: str) -> bool:
    """Whether a line that comes again and again may be the title of the document: no periodical's name."""
    return is_whole_title(shape) and not _MARKS.periodical_end.search(shape)


def _without_title(rows: Sequence[Row], found: Sequence[int]) -> list[int]:
    """The running heads without the title that they repeat: the first of them, or the one just below the first."""
    if not _may_be_title(rows[found[0]].shape):
        return list(found)
    shape, first = rows[found[0]].shape, found[0]
    same = [i for i, row in enumerate(rows) if row.shape == shape]
    if same[0] < first:
        return list(found)
    if len(same) < 2:
        return [i for i in found if i != first]
    between = [i for i in range(first + 1, same[1]) if not rows[i].blank]
    title = same[1] if len(between) < _HEADS_APART else first
    return [i for i in found if i != title]


def _may_run(row: Row) -> bool:
    """Whether the line can be a running head: short, and nothing of a sentence or a tail of units in it."""
    if not 4 <= len(row.shape) <= _LONGEST or "\t" in row.text or row.role == "row":
        return False
    return not _LINES.mark.search(row.shape) and len(_LINES.number.findall(row.shape)) <= 3


def _interruptions(rows: Sequence[Row], gone: Mapping[int, Evidence]) -> dict[str, list[int]]:
    """Short lines that come again and again, far apart, and break into sentences: heads of pages without numbers.

    The sentences differ: in a passage that comes again, a line stands between the same two each time. Where the reader
    gives places, a line inside the text of its page is none.
    """
    texts = [i for i, row in enumerate(rows) if row.text and i not in gone]
    times = Counter([_LINES.number.sub("#", shape) for i in texts if len(shape := rows[i].shape) <= _LONGEST])
    if max(times.values(), default=0) < _HEADS:
        return {}
    inner = _inner_lines(rows, texts)
    by_text: dict[str, list[int]] = {}
    for k, i in enumerate(texts):
        shape = _LINES.number.sub("#", rows[i].shape)
        if times[shape] >= _HEADS and i not in inner and _may_run(rows[i]):
            by_text.setdefault(shape, []).append(k)
    found = {}
    for text, places in by_text.items():
        # The title may be one of the first two, just below the head or just before the second.
        spared = (places, places[1:], [places[0], *places[2:]]) if _may_be_title(text) else (places,)
        apart = any(all(b - a >= _HEADS_APART for a, b in pairwise(kept)) for kept in spared)
        inside = [k for k in places if 0 < k < len(texts) - 1]
        breaks = [k for k in inside if in_sentence(rows[texts[k - 1]], rows[texts[k + 1]])]
        # Of few heads two will do, where each parts a full line of prose from the next.
        plain = len(places) <= 4 and all(len(rows[texts[k - 1]].shape) >= _PROSE_LENGTH for k in breaks)
        broken = {(rows[texts[k - 1]].shape, rows[texts[k + 1]].shape) for k in breaks}
        if len(places) >= _HEADS and apart and len(broken) >= (2 if plain else 3):
            found[text] = [texts[k] for k in places]
    return found


def _inner_lines(rows: Sequence[Row], texts: Sequence[int]) -> set[int]:
    """Those of the rows `texts` with lines of text above and below them on their page, in whatever column."""
    pages: dict[int | None, list[tuple[float, int]]] = {}
    for i in texts:
        top = rows[i].top
        if top is not None:
            pages.setdefault(rows[i].page, []).append((top, i))
    found: set[int] = set()
    for placed in pages.values():
        tops = sorted({top for top, _ in placed})
        if len(tops) > 2 * _INNER:
            found |= {i for top, i in placed if tops[_INNER - 1] < top < tops[-_INNER]}
    return found


def _page_edges(rows: Sequence[Row], gone: Mapping[int, Evidence]) -> list[int]:
    """Rows nearest to a page's edge: by the page that the reader knows, else beside a page number."""
    edges: set[int] = set()
    paged = any(row.page is not None for row in rows)
    if not paged and not any(evidence.verdict == PAGE_NUMBER for evidence in gone.values()):
        return []
    texts = [i for i, row in enumerate(rows) if row.text and i not in gone]
    if paged:
        pages: dict[int | None, list[int]] = {}
        for i in texts:
            pages.setdefault(rows[i].page, []).append(i)
        for inside in pages.values():
            edges |= {*inside[:_EDGE_LINES], *inside[-_EDGE_LINES:]}
        return sorted(edges)
    for i, evidence in gone.items():
        if evidence.verdict == PAGE_NUMBER:
            k = bisect_left(texts, i)
            edges |= set(texts[max(0, k - 1) : k + 1])
    return sorted(edges)


EVIDENCE = (
    Evidence("told-margin", RUNNING_HEAD, "The format keeps the line as a head or foot.", told_margin),
    Evidence("parts-sentences", RUNNING_HEAD, "The line comes again and again and parts sentences.", between_lines),
    Evidence("repeats-at-edges", RUNNING_HEAD, "The line stands at the edge of page after page.", at_edges),
)
