"""Page numbers on lines of their own: decorated ones, and bare ones that the others or their place prove.

What holds here: a bare number goes only where the numbers of the document run on, it stands at the edge of a page, or
it parts a sentence; another one stays, with a warning. The forms lie in data/notation/page_marks.toml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise

from duikou.cleaning.furniture.evidence import Evidence, Page
from duikou.cleaning.furniture.sentences import is_prose
from duikou.cleaning.paragraphs.rows import Row
from duikou.cleaning.paragraphs.wrapping import find_wraps
from duikou.cleaning.rules.registry import lines_rule
from duikou.notation.characters import STOPS
from duikou.notation.line_heads import head
from duikou.notation.numerals import ordinal_number
from duikou.notation.patterns import patterns
from duikou.notation.title_lines import is_whole_title
from duikou.notation.units import counts

_LINES = patterns("cleaning/furniture")
_MARKS = patterns("notation/page_marks")

PAGE_NUMBER = lines_rule(
    "page-numbers",
    "Page numbers on a line of their own go: — 3 —, －3－, 第3页, and bare numbers that run on from page to page.",
)
_LONGEST = 16  # characters
_SHORT = 2.0  # characters: by so much a full line may be shorter than the widest
_RUN = 3  # numbers
_PAGES = 2  # numbers that count to the end of a text, at least
_HEADING = 20  # characters of an item's heading, at most
_DIGITS = 2  # of an item's number, at most
_PAGE_LINES = 6  # lines with text on a page, at least


def decorated(page: Page) -> list[int]:
    """Numbers with dashes or words around them."""
    return page.once("decorated", lambda: [i for i in _short(page) if _MARKS.decorated.fullmatch(page.rows[i].shape)])


def running(page: Page) -> list[int]:
    """Bare numbers that count up by one, three or more, each some lines after the last: pages, not a list."""
    items = _item_numbers(page) if len(_bare(page)) >= _RUN else ()
    return _running_numbers(page.rows, [i for i in _bare(page) if i not in items])


def of_a_total(page: Page) -> list[int]:
    """Numbers with the count of all pages (2/8, 3/8): two or more of one total that count up by one."""
    parts = [(i, *map(int, m.groups())) for i in _bare(page) if (m := _MARKS.of_total.fullmatch(page.rows[i].shape))]
    found: set[int] = set()
    for (above, value, total), (below, following, same) in pairwise(parts):
        if total == same and following == value + 1 <= total and below - above > 1:
            found |= {above, below}
    return sorted(found)


def at_edges(page: Page) -> list[int]:
    """Bare numbers at the edge of a page: the page's own, or one of several that rise."""
    if not _bare(page):
        return []
    rows, edges = page.rows, _page_breaks(page.rows)
    placed = [i for i in _bare(page) if i in edges]
    rising = _values(rows, placed) == sorted(set(_values(rows, placed)))
    if rising and len(placed) + len(decorated(page)) > 1:
        return placed
    return [i for i in placed if _values(rows, [i]) == [rows[i].page]]


def doubtful(page: Page) -> list[int]:
    """Bare numbers that nothing was told of, but those of items."""
    items = _item_numbers(page) if len(_bare(page)) >= _RUN else ()
    return [i for i in _bare(page) if i not in items]


def parting(page: Page) -> list[int]:
    """Bare numbers 1, 2, 3 … some lines apart, of which one parts a sentence: the pages of a short scan."""
    return _parting_numbers(page.rows, _bare(page))


def to_the_end(page: Page) -> list[int]:
    """Bare numbers from 1 on, some lines apart, of which the last is the last line of the text."""
    bare = frozenset(_bare(page))
    numbers = [i for i in page.texts if i in bare] if bare else []
    if len(numbers) < _PAGES or numbers[-1] != page.texts[-1]:
        return []
    if _values(page.rows, numbers) != list(range(1, len(numbers) + 1)):
        return []
    places = [-1, *(k for k, i in enumerate(page.texts) if i in bare)]
    # The last page may hold a line or two.
    apart = all(below - above >= _PAGE_LINES for above, below in pairwise(places[:-1])) and places[-1] - places[-2] > 1
    # A table may count so as well, but is no prose.
    first = [is_prose(page.rows[i].shape) for i in page.texts[: places[1]]]
    return numbers if apart and 3 * sum(first) >= len(first) else []


def within_sentences(page: Page) -> list[int]:
    """Numbers that count up by one, three or more, however near each other, most of them between two lines of one
    sentence: the pages of a scan with few lines on each, also in brackets or Roman letters."""
    rows, marked = page.rows, set(decorated(page))
    forms = (_MARKS.bare, _MARKS.like_an_item)
    numbers = [i for i in _short(page) if i not in marked and any(form.fullmatch(rows[i].shape) for form in forms)]
    if len(numbers) < _RUN:
        return []
    texts = [i for i, row in enumerate(rows) if not row.blank]
    place = {i: k for k, i in enumerate(texts)}
    full = _full_rows(rows, sorted(place.keys() - set(numbers)))
    found: list[int] = []
    for run in _counting(rows, numbers):
        parting = sum(_parts_full_lines(rows, texts, place[i], full) for i in run)
        if len(run) >= _RUN and 2 * parting >= len(run):
            found += run
    return found


def _counting(rows: Sequence[Row], numbers: Sequence[int]) -> Iterator[list[int]]:
    """The numbers in runs that count up by one, with two lines of text between at least."""
    run: list[int] = []
    for i in numbers:
        if run and not (_value(rows[i]) == _value(rows[run[-1]]) + 1 and i - run[-1] > 2):
            yield run
            run = []
        run.append(i)
    yield run


def _value(row: Row) -> int:
    """The number of a row that holds one, in digits or Roman letters; 0 for letters that are none."""
    digits = _LINES.number.search(row.shape)
    return int(digits.group()) if digits else ordinal_number(row.shape) or 0


def _parts_full_lines(rows: Sequence[Row], texts: Sequence[int], k: int, full: Set[int]) -> bool:
    """Whether a line stands between a full line of prose that breaks off and one that goes on with it."""
    if not 0 < k < len(texts) - 1:
        return False
    above, below = rows[texts[k - 1]].shape, rows[texts[k + 1]].shape
    if texts[k - 1] not in full or above[-1] in STOPS or not is_prose(above):
        return False
    return head(below) is None and not is_whole_title(below) and not counts(below, 0)


def _short(page: Page) -> list[int]:
    """The rows that are short enough, and were not taken for anything else when page numbers were first asked for."""
    return page.once(
        "short",
        lambda: [
            i
            for i, row in enumerate(page.rows)
            if 0 < len(row.shape) <= _LONGEST
            and row.role != "row"
            and i not in page.gone
            and row.shape[-1] not in "。，；"
            and not _LINES.year.search(row.shape)
        ],
    )


def _bare(page: Page) -> list[int]:
    """The rows that are a number and nothing else."""
    marked = set(decorated(page))
    return page.once(
        "bare", lambda: [i for i in _short(page) if i not in marked and _MARKS.bare.fullmatch(page.rows[i].shape)]
    )


def _values(rows: Sequence[Row], numbers: Sequence[int]) -> list[int]:
    """The first number in each of the rows."""
    return [int(m.group()) for i in numbers if (m := _LINES.number.search(rows[i].shape))]


def _page_breaks(rows: Sequence[Row]) -> set[int]:
    """The first and the last row with text of each page, in a document that has pages."""
    texts = [i for i, row in enumerate(rows) if not row.blank and row.page is not None]
    found = {texts[0], texts[-1]} if texts else set()
    for before, after in pairwise(texts):
        if rows[before].page != rows[after].page:
            found |= {before, after}
    return found


def _parting_numbers(rows: Sequence[Row], bare: Sequence[int]) -> list[int]:
    """Bare numbers 1, 2, 3 … some lines apart, of which one parts a sentence: the pages of a short scan.

    Each stands alone between blank lines, or parts a full line of hard-wrapped text from the one that goes on with it.
    """
    if not bare:
        return []
    texts = [i for i, row in enumerate(rows) if not row.blank]
    place = {i: k for k, i in enumerate(texts)}
    full = _full_rows(rows, sorted(place.keys() - set(bare)))
    found: list[int] = []
    parts = False
    for i in bare:
        k = place[i]
        if not 0 < k < len(texts) - 1 or _values(rows, [i]) != [len(found) + 1]:
            continue
        above, below = texts[k - 1], texts[k + 1]
        before, after = rows[above].shape, rows[below].shape
        open_ended = before[-1] not in STOPS and is_prose(before)
        breaks = open_ended and head(after) is None and not is_whole_title(after)
        alone = above < i - 1 and below > i + 1
        far = k - (place[found[-1]] if found else -1) >= _PAGE_LINES
        # 200 / 1 / 公里 is one number where the lines are narrow, but no full line goes on with one digit.
        parted = breaks and above in full and (below in full or not counts(after, 0))
        if far and (alone or parted or (parts and _as_long(place, found, i))):
            found.append(i)
            parts = parts or breaks
    return found if parts else []


def _as_long(place: Mapping[int, int], found: Sequence[int], i: int) -> bool:
    """Whether the page that ends at row `i` has as many lines as the first: `found` are the numbers before."""
    return abs((place[i] - place[found[-1]]) - (place[found[0]] + 1)) <= 1


def _full_rows(rows: Sequence[Row], texts: Sequence[int]) -> set[int]:
    """Those of the rows `texts` that are as wide as the hard-wrapped text around them."""
    kept = [rows[i] for i in texts]
    wraps = find_wraps(kept, [None] * len(kept))
    return {
        i for i, row, wrap in zip(texts, kept, wraps, strict=True) if wrap and wrap.width(row) >= wrap.full - _SHORT
    }


def _heads_item(rows: Sequence[Row], texts: Sequence[int], k: int) -> bool:
    """Whether the number on the `k`th line with text may head an item: a short line below it that is no sentence, and
    above it one that has ended, or for the first item a title or what leads to it."""
    if k + 2 >= len(texts):
        return False
    below, above = rows[texts[k + 1]].shape, rows[texts[k - 1]].shape if k else ""
    if len(below) > _HEADING or _LINES.mark.search(below) or below[-1].isdecimal():
        return False
    return not above or above[-1] in STOPS or _value(rows[texts[k]]) == 1


def _item_numbers(page: Page) -> frozenset[int]:
    """Bare numbers that head the items of the text from 1 on, each with its heading on the line below: no pages."""

    def find() -> frozenset[int]:
        numbers = [i for i in page.texts if page.rows[i].shape.isdecimal() and len(page.rows[i].shape) <= _DIGITS]
        values = _values(page.rows, numbers)
        if len(numbers) < _RUN or values != list(range(1, len(numbers) + 1)):
            return frozenset()
        place = {i: k for k, i in enumerate(page.texts)}
        heads = all(_heads_item(page.rows, page.texts, place[i]) for i in numbers)
        return frozenset(numbers) if heads else frozenset()

    found: frozenset[int] = page.once("item numbers", find)
    return found


def _running_numbers(rows: Sequence[Row], bare: Sequence[int]) -> list[int]:
    """Bare numbers that count up by one, three or more, each some lines after the last: pages, not a list."""
    if not bare:
        return []
    numbers = [(i, int(m.group())) for i in bare if (m := _LINES.number.search(rows[i].shape))]
    last = next((i for i in range(len(rows) - 1, -1, -1) if not rows[i].blank), 0)
    found: list[int] = []
    run: list[tuple[int, int]] = []
    for item in numbers:
        # The last page may hold a line or two.
        if run and item[1] == run[-1][1] + 1 and (item[0] - run[-1][0] >= 5 or item[0] == last):
            run.append(item)
        else:
            run = [item]
        if len(run) == 3:
            found += [i for i, _ in run]
        elif len(run) > 3:
            found.append(run[-1][0])
    return found


EVIDENCE = (
    Evidence("number-with-marks", PAGE_NUMBER, "A number with dashes or 第…页 stands alone on its line.", decorated),
    Evidence("numbers-run-on", PAGE_NUMBER, "Bare numbers count up by one, each some lines after the last.", running),
    Evidence("numbers-of-total", PAGE_NUMBER, "Numbers with the count of all pages count up by one.", of_a_total),
    Evidence("numbers-in-sentences", PAGE_NUMBER, "Numbers run on, most of them within sentences.", within_sentences),
    Evidence("number-at-edge", PAGE_NUMBER, "A bare number stands first or last on a page.", at_edges),
    Evidence("number-parts-text", PAGE_NUMBER, "Bare numbers from 1 on stand apart, one in a sentence.", parting),
    Evidence("numbers-to-the-end", PAGE_NUMBER, "Bare numbers from 1 on count up to the last line.", to_the_end),
    Evidence(
        "lone-number", PAGE_NUMBER, "A bare number may be a page's or the text's: it stays.", doubtful, doubts=True
    ),
)
