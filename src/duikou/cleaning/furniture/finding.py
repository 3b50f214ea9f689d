"""What a page or a site prints around the document: page numbers, running heads, site chrome.

What holds here: a line goes only when it is furniture as a whole and the evidence is plain; the reader's own knowledge
(roles of HTML and Word) counts as plain. What is likely furniture but not plainly so stays, with a caution. The red
head, 发文字号, 主送机关, 落款, the date and 附注 are never furniture. Patterns lie in data/cleaning/furniture.toml.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from duikou.cleaning.furniture.site import find_chrome
from duikou.cleaning.paragraphs.rows import Row
from duikou.cleaning.paragraphs.title_lines import is_whole_title
from duikou.cleaning.paragraphs.wrapping import find_wraps
from duikou.cleaning.rules.numbers import counts
from duikou.cleaning.rules.registry import lines_rule
from duikou.data import load
from duikou.notation.characters import is_han
from duikou.notation.ordinals import head
from duikou.notation.patterns import pattern
from duikou.reading.plain.text import information_table

PAGE_NUMBER = lines_rule(
    "page-numbers",
    "Page numbers on a line of their own go: — 3 —, －3－, 第3页, and bare numbers that run on from page to page.",
    ("推进对接合作\n— 3 —\n加快发展", "推进对接合作\n加快发展"),
)
RUNNING_HEAD = lines_rule(
    "running-heads",
    "Heads and feet that repeat from page to page go.",
    ("", ""),
)
SITE_CHROME = lines_rule(
    "site-chrome",
    "The site's own words go: 浏览次数, 字体：大 中 小, 打印 关闭, 扫一扫, breadcrumbs, 备案 and copyright lines.",
    ("实施方案\n【字体：大 中 小】 打印", "实施方案"),
)
METADATA = lines_rule(
    "metadata-table",
    "A page's own table of 索引号, 发文机关, 成文日期 … is read as data and goes from the text.",
    ("", ""),
)
FRONT_MATTER = lines_rule(
    "front-matter",
    "The block of keys that an export puts before the text goes: **发布日期**：2025-12-22.",
    ("**发布日期**: 2025-12-22\n\n一、总则", "一、总则"),
)

_ROLE_RULES = {"chrome": SITE_CHROME, "metadata": METADATA, "header": RUNNING_HEAD, "footer": RUNNING_HEAD}
_RUNNING_LENGTH = 45  # characters: a longer line is text
_PAGE_NUMBER_LENGTH = 16  # characters
_EDGE_LINES = 2  # lines at the top and the foot of a page that may be a running head or foot
_INNER = 3  # heights at the top and the foot of a page, in whatever column, where a running head may stand
_PROSE_LENGTH = 12  # characters: a shorter line is no full line of prose
_YEAR = pattern("(?:19|20)[0-9]{2}")
_NUMBER = pattern("[0-9]+")
_SENTENCE_MARK = pattern("[，。；、：！？（）]")
_HEADING_LENGTH = 16  # characters: a heading without an ordinal is shorter
_SHORT = 2.0  # characters: by so much a full line may be shorter than the widest
_PAGE_LINES = 6  # lines with text on a page, at least
_HEADS_APART = 8  # lines with text between two running heads, at least


class Furniture(NamedTuple):
    """Which rows go, by which rule, and which stay although they may be furniture: row index to rule."""

    removed: dict[int, str]
    doubtful: dict[int, str]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    data = load("notation/page_marks")
    pages, front = data["page_number"], load("cleaning/furniture")["front_matter"]

    def any_of(patterns: Sequence[str]) -> str:
        return "|".join(f"(?:{pattern})" for pattern in patterns)

    return {
        "decorated": pattern(any_of(pages["decorated"])),
        "bare": pattern(any_of(pages["bare"])),
        "red_head": pattern(any_of(data["keep"]["red_head"])),
        "keep": pattern(any_of(data["keep"]["red_head"] + data["keep"]["patterns"])),
        "periodical": pattern(f"(?:{data['running_heads']['periodicals']})$"),
        "issue": pattern(f".*(?:{data['running_heads']['periodicals']})(?:[0-9]{{4}}年?)?第?[0-9]{{1,3}}期"),
        "front_line": pattern(front["line"]),
        "front_heading": pattern(front["heading"]),
    }


def find_furniture(rows: Sequence[Row], raw: Sequence[str], rules: frozenset[str]) -> Furniture:
    """Which of `rows` are furniture.

    `raw` are the same lines before Markdown's marks went; `rules` names those that may act.
    """
    removed: dict[int, str] = {}
    doubtful: dict[int, str] = {}
    for i, row in enumerate(rows):
        if not row.blank and row.role in _ROLE_RULES and not _is_red_head(row):
            removed[i] = _ROLE_RULES[row.role]
    removed |= dict.fromkeys(_information(rows), METADATA)
    removed |= dict.fromkeys(_front_matter(rows, raw), FRONT_MATTER)
    removed |= dict.fromkeys(_page_numbers(rows, removed, doubtful), PAGE_NUMBER)
    removed |= dict.fromkeys(_running_heads(rows, removed), RUNNING_HEAD)
    told = [i for i, name in removed.items() if name in (SITE_CHROME, FRONT_MATTER)]
    removed |= dict.fromkeys(find_chrome(rows, removed, told), SITE_CHROME)
    return Furniture(
        {i: name for i, name in removed.items() if name in rules},
        {i: name for i, name in doubtful.items() if i not in removed and name in rules},
    )


def _information(rows: Sequence[Row]) -> list[int]:
    """The site's information table in plain text, also one that only removing what stood in it brings together."""
    return [i for i in information_table([row.text for row in rows]) if rows[i].role == "text"]


def _is_red_head(row: Row) -> bool:
    """Whether a head of the page is the document's own: 发文机关标志 or 发文字号 (GB/T 9704-2012, 7.2)."""
    return row.role == "header" and _patterns()["red_head"].fullmatch(row.shape) is not None


def _front_matter(rows: Sequence[Row], raw: Sequence[str]) -> list[int]:
    """The lines of a block of keys before the text, with the list items and rules inside it.

    Half of the keys, at least, are those of a page (发布日期, 来源): a paragraph may open with a bold word too.
    """
    if not any("**" in line for line in raw):
        return []
    from duikou.reading.web import page_info

    limit = load("cleaning/furniture")["front_matter"]["lines"]
    patterns = _patterns()
    keys: list[int] = []
    others: list[int] = []
    for i in range(min(limit, len(rows))):
        marked = _marked(raw[i])
        if patterns["front_line"].fullmatch(marked):
            keys.append(i)
        elif patterns["front_heading"].fullmatch(marked) or (keys and re.match(r"[-*+]\[[^\]]*\]\(", marked)):
            others.append(i)
        elif not rows[i].blank and (keys or head(rows[i].shape) is not None or "。" in rows[i].shape):
            break
    labels = ("".join(re.findall(r"\*\*([^*：]+)", _marked(raw[i]))[:1]) for i in keys)
    if not keys or 2 * sum(map(page_info.is_label, labels)) < len(keys):
        return []
    return sorted(i for i in (*keys, *others) if not rows[i].blank)


def _marked(line: str) -> str:
    """A Markdown line without white space and with full-width colons, its marks still there."""
    return re.sub(r"\s+", "", line).replace(":", "：")


def _page_numbers(rows: Sequence[Row], gone: dict[int, str], doubtful: dict[int, str]) -> list[int]:
    patterns = _patterns()
    decorated, bare = [], []
    for i, row in enumerate(rows):
        if not 0 < len(row.shape) <= _PAGE_NUMBER_LENGTH or i in gone or row.role == "row":
            continue
        if row.shape[-1] in "。，；" or _YEAR.search(row.shape):
            continue
        if patterns["decorated"].fullmatch(row.shape):
            decorated.append(i)
        elif patterns["bare"].fullmatch(row.shape):
            bare.append(i)
    edges = _page_breaks(rows)
    at_edge = [i for i in bare if i in edges]
    numbered = _running_numbers(rows, bare)
    rising = _values(rows, at_edge) == sorted(set(_values(rows, at_edge)))
    found = set(decorated) | set(numbered) | {i for i in at_edge if rising and len(at_edge) + len(decorated) > 1}
    found |= {i for i in at_edge if _values(rows, [i]) == [rows[i].page]}
    found |= set(_parting_numbers(rows, bare))
    for i in bare:
        if i not in found:
            doubtful[i] = PAGE_NUMBER
    return sorted(found)


def _values(rows: Sequence[Row], numbers: Sequence[int]) -> list[int]:
    """The first number in each of the rows."""
    return [int(m.group()) for i in numbers if (m := re.search("[0-9]+", rows[i].shape))]


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
        open_ended = before[-1] not in "。！？；：" and _is_prose(before)
        breaks = open_ended and head(after) is None and not is_whole_title(after)
        alone = above < i - 1 and below > i + 1
        far = k - (place[found[-1]] if found else -1) >= _PAGE_LINES
        if far and (alone or (breaks and above in full and not counts(after, 0))):
            found.append(i)
            parts = parts or breaks
    return found if parts else []


def _full_rows(rows: Sequence[Row], texts: Sequence[int]) -> set[int]:
    """Those of the rows `texts` that are as wide as the hard-wrapped text around them."""
    kept = [rows[i] for i in texts]
    wraps = find_wraps(kept, [None] * len(kept))
    return {i for i, row, wrap in zip(texts, kept, wraps, strict=True) if wrap and row.width >= wrap.full - _SHORT}


def _running_numbers(rows: Sequence[Row], bare: Sequence[int]) -> list[int]:
    """Bare numbers that count up by one, three or more, each some lines after the last: pages, not a list."""
    numbers = [(i, int(m.group())) for i in bare if (m := re.search(r"\d+", rows[i].shape))]
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


def _running_heads(rows: Sequence[Row], gone: dict[int, str]) -> list[int]:
    """Short lines that stand at the edge of three pages or more, the digits in them aside.

    Of a document of two or three pages two heads (or the title and one) will do, where one parts a sentence; the name
    and number of a periodical's issue says by itself what it is.
    """
    edges = _page_edges(rows, gone)
    by_text: dict[str, list[int]] = {}
    for i in edges:
        row = rows[i]
        if _may_run(row):
            by_text.setdefault(re.sub(r"\d+", "#", row.shape), []).append(i)
    keep, red_head = _patterns()["keep"], _patterns()["red_head"]
    numbers = [i for i, name in gone.items() if name == PAGE_NUMBER]
    pages = max(len(numbers), len({row.page for row in rows}))
    found = []
    for text, places in (by_text | _interruptions(rows, gone)).items():
        shape = rows[places[0]].shape
        if not text.strip("#") or (keep.fullmatch(shape) and not red_head.fullmatch(shape)):
            continue
        few = len(places) == 2 and pages <= 3 and _parts_sentence(rows, gone, places)
        few = few or _repeats_title(rows, places)
        if len(places) < 3 and not few and not _patterns()["issue"].fullmatch(shape):
            continue
        found += _without_red_head(rows, numbers, places) if keep.fullmatch(shape) else _without_title(rows, places)
    return sorted(found)


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


def _parts_sentence(rows: Sequence[Row], gone: dict[int, str], found: Sequence[int]) -> bool:
    """Whether one of the lines stands between two that are plainly one sentence."""
    texts = [i for i, row in enumerate(rows) if row.text and i not in gone]
    places = [texts.index(i) for i in found]
    return any(0 < k < len(texts) - 1 and _in_sentence(rows[texts[k - 1]], rows[texts[k + 1]]) for k in places)


def _may_be_title(shape: str) -> bool:
    """Whether a line that comes again and again may be the title of the document: no periodical's name."""
    return is_whole_title(shape) and not _patterns()["periodical"].search(shape)


def _without_title(rows: Sequence[Row], found: Sequence[int]) -> list[int]:
    """The running heads without the title that they repeat: the first of them, or the one just below the first."""
    if not _may_be_title(rows[found[0]].shape):
        return list(found)
    shape, first = rows[found[0]].shape, found[0]
    same = [i for i, row in enumerate(rows) if row.shape == shape]
    if same[0] < first:
        return list(found)
    between = [i for i in range(first + 1, same[1]) if not rows[i].blank]
    title = same[1] if len(between) < _HEADS_APART else first
    return [i for i in found if i != title]


def _may_run(row: Row) -> bool:
    """Whether the line can be a running head: short, and nothing of a sentence or a tail of units in it."""
    if not 4 <= len(row.shape) <= _RUNNING_LENGTH or "\t" in row.text or row.role == "row":
        return False
    return not _SENTENCE_MARK.search(row.shape) and len(_NUMBER.findall(row.shape)) <= 2


def _in_sentence(before: Row, after: Row) -> bool:
    """Whether prose breaks off in the line before, and the line after opens nothing new."""
    last = before.shape[-1]
    return (last in "，、" or (is_han(last) and _is_prose(before.shape))) and head(after.shape) is None


def _is_prose(shape: str) -> bool:
    """Whether a line is a part of a sentence rather than a heading."""
    if re.search("[，；。]", shape):
        return True
    return len(shape) >= _HEADING_LENGTH and head(shape) is None and not is_whole_title(shape)


def _interruptions(rows: Sequence[Row], gone: dict[int, str]) -> dict[str, list[int]]:
    """Short lines that come again and again, far apart, and break into sentences: heads of pages without numbers.

    The sentences differ: in a passage that comes again, a line stands between the same two each time. Where the reader
    gives places, a line inside the text of its page is none.
    """
    texts = [i for i, row in enumerate(rows) if row.text and i not in gone]
    inner = _inner_lines(rows, texts)
    by_text: dict[str, list[int]] = {}
    for k, i in enumerate(texts):
        if i not in inner and _may_run(rows[i]):
            by_text.setdefault(rows[i].shape, []).append(k)
    found = {}
    for text, places in by_text.items():
        # The title may be one of the first two, just below the head or just before the second.
        spared = (places, places[1:], [places[0], *places[2:]]) if _may_be_title(text) else (places,)
        apart = any(all(b - a >= _HEADS_APART for a, b in pairwise(kept)) for kept in spared)
        inside = [k for k in places if 0 < k < len(texts) - 1]
        breaks = [k for k in inside if _in_sentence(rows[texts[k - 1]], rows[texts[k + 1]])]
        # Of few heads two will do, where each parts a full line of prose from the next.
        plain = len(places) <= 4 and all(len(rows[texts[k - 1]].shape) >= _PROSE_LENGTH for k in breaks)
        broken = {(rows[texts[k - 1]].shape, rows[texts[k + 1]].shape) for k in breaks}
        if len(places) >= 3 and apart and len(broken) >= (2 if plain else 3):
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


def _page_edges(rows: Sequence[Row], gone: dict[int, str]) -> list[int]:
    """Rows nearest to a page's edge: by the page that the reader knows, else beside a page number."""
    texts = [i for i, row in enumerate(rows) if row.text and i not in gone]
    edges: set[int] = set()
    if any(row.page is not None for row in rows):
        pages: dict[int | None, list[int]] = {}
        for i in texts:
            pages.setdefault(rows[i].page, []).append(i)
        for inside in pages.values():
            edges |= {*inside[:_EDGE_LINES], *inside[-_EDGE_LINES:]}
        return sorted(edges)
    for i, name in gone.items():
        if name == PAGE_NUMBER:
            k = bisect_left(texts, i)
            edges |= set(texts[max(0, k - 1) : k + 1])
    return sorted(edges)
