"""Which lines are the site's: breadcrumbs, bylines, tools, related links, the foot with its numbers.

What holds here: a word alone never takes a line out of a document. What says all by itself (浏览次数：12) goes wherever
it stands; what a document may say too (技术支持：…, 相关政策：…) goes only at the head or the foot of the text, beside
what is plainly the site's. What a line says by itself is asked of notation.site_lines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

from duikou.cleaning.furniture.evidence import Evidence, Page
from duikou.cleaning.paragraphs.rows import Row
from duikou.cleaning.rules.registry import lines_rule
from duikou.notation import site_lines
from duikou.notation.line_heads import head
from duikou.notation.patterns import patterns
from duikou.notation.title_lines import end_alike, is_body, is_doc_number, is_red_head, is_whole_title

_LINES = patterns("cleaning/furniture")

SITE_CHROME = lines_rule(
    "site-chrome",
    "The site's own words go: 浏览次数, 字体：大 中 小, 打印 关闭, 扫一扫, breadcrumbs, 备案 and copyright lines.",
)
_COLLECTED = "front-matter"  # what stands beside a collector's keys is as good as beside the site's words
_PAGE_DATA = ("metadata-table", _COLLECTED)
_HEADLINE_LENGTH = 6  # characters
_LONGEST = 160  # characters
_MENU = 16  # characters of a line of a menu, at most
_TITLE_LINES = 4  # lines of a title
_BETWEEN = 6  # lines between a site's copy of the title and the title
_EDITORS = 3  # lines of an editor between a site's headline and the title
_FRONT = 12  # rows among which the title and the number stand
_ATTACHMENTS = 40  # rows: how far below 附件： its list may go on
_PROSE_LENGTH = 24  # characters: a line as long as this with a comma in it is the document's


def told_chrome(page: Page) -> list[int]:
    """What the reader knows to be the site's."""
    return page.told("chrome")


def says_all(page: Page) -> list[int]:
    """Lines that only a site has, wherever they stand."""
    return sorted(i for i, (where, _) in _places(page).items() if where == "any")


def in_place(page: Page) -> list[int]:
    """Lines that a document may have too, where their place alone tells: before the first sentence, after the last."""
    places = _places(page)
    return sorted(i for i in _placed(page, places) if places[i][1])


def beside(page: Page) -> list[int]:
    """Lines that a document may have too, and what says little (打印, a date), beside lines of the site."""
    places = _places(page)
    told = page.taken(SITE_CHROME, _COLLECTED)
    if not places and not told:
        return []
    placed = _placed(page, places)
    texts = page.filled
    candidates = set(_candidates(page))

    @cache
    def weak(i: int) -> bool:
        return i in candidates and _may_be_weak(page, i)

    found = _spread(texts, _said(page), lambda i: i in placed or weak(i))
    return sorted(_spread(texts, found | set(told), weak) - page.gone.keys())


def related(page: Page) -> list[int]:
    """Titles of other documents below a line that heads such a list, at the foot."""
    chrome = set(page.taken(SITE_CHROME))
    if not chrome:
        return []
    texts = page.filled
    _, foot = _ends(page, _places(page))
    return [i for i in _related(page.rows, texts, chrome, foot) if i not in page.gone]


def above_crumbs(page: Page) -> list[int]:
    """The lines above a breadcrumb or the page's table at the head, each a few words: the menu of the page that was
    copied with it."""
    crumb = next((i for i in page.taken(SITE_CHROME) if site_lines.is_crumbs(page.rows[i].shape)), None)
    copies = [i for i, one in page.gone.items() if one.name == "headline-copy"]
    first = min((*([] if crumb is None else [crumb]), *page.taken(*_PAGE_DATA), *copies), default=0)
    above = [i for i in page.texts if i < first]
    short = all(len(page.rows[i].shape) <= _MENU and not _LINES.prose.search(page.rows[i].shape) for i in above)
    # A red head is the document's, and what stands below it.
    heads = (i for i in above if is_red_head(page.rows[i].shape) and not site_lines.is_heading(page.rows[i].shape))
    red = next(heads, first)
    above = [i for i in above if i < red]
    # A title or a 发文字号, and what stands above one, is none.
    own = any(_may_be_title(page.rows[i]) or is_doc_number(page.rows[i].shape) for i in above)
    return above if short and not own else []


def _may_be_title(row: Row) -> bool:
    """Whether a line is a title, and not what a page calls a part of itself (信息公开目录)."""
    return row.role == "heading" or (is_whole_title(row.shape) and not site_lines.is_heading(row.shape))


def second_headline(page: Page) -> list[int]:
    """A site's headline that names the issuer or a column of the site before the title (住建局：关于…, 政务服务丨某市),
    where the title itself follows, on one line or several; and what the editor says between."""
    texts = page.texts[:_FRONT]
    for k, i in enumerate(texts):
        named = _LINES.named_headline.fullmatch(page.rows[i].shape)
        if named is None or not is_whole_title(named["title"]):
            continue
        for at in range(k + 1, min(k + 1 + _EDITORS, len(texts))):
            whole = ""
            for j in texts[at : at + _TITLE_LINES]:
                whole += page.rows[j].shape
                if whole.endswith(named["title"]) and is_whole_title(whole):
                    return [line for line in texts if i <= line < texts[at]]
    return []


def own_file(page: Page) -> list[int]:
    """Names of files at the foot that are the document itself as a file: its title or its 发文字号; with the word 附件
    above them, where it heads nothing else."""
    texts = page.texts
    files = [
        i
        for i in texts
        if "." in (shape := page.rows[i].shape) and _LINES.file.search(shape) and len(shape) <= _LONGEST
    ]
    if not files:
        return []
    # Most texts name no file.
    from duikou.notation.document_lines import is_mark

    _, foot = _ends(page, _places(page))
    heads = [i for i in texts if i < foot][:_FRONT]
    names = {page.rows[i].shape for i in heads if is_whole_title(page.rows[i].shape) or _is_number(page.rows[i].shape)}
    # A page's table may hold the number alone.
    named = {i for i in files if _is_number(_LINES.file.sub("", page.rows[i].shape))}
    found = [i for i in files if i > foot and (i in named or _stem(page.rows[i].shape) in names)]
    for i, after in pairwise(texts):
        if after in found and is_mark(page.rows[i].shape) and i not in found:
            others = [k for k in texts if k > i and k not in found and _LINES.file.search(page.rows[k].shape)]
            found += [] if others else [i]
    return found


def _stem(shape: str) -> str:
    """The name of a file without its ending and without a 发文字号 in brackets behind a title."""
    from duikou.notation import doc_numbers

    stem = _LINES.file.sub("", shape)
    numbered = doc_numbers.beside(stem)
    return (numbered.title or stem) if numbered else stem


def _is_number(shape: str) -> bool:
    from duikou.notation import doc_numbers

    return doc_numbers.alone(shape) is not None


def headlines(page: Page) -> list[int]:
    """A site's copy of the title: the line before the site's words that the line after them repeats."""
    chrome = set(page.taken(SITE_CHROME, *_PAGE_DATA))
    texts = page.filled
    found = _headlines(page.rows, texts, chrome) if chrome else []
    return [i for i in (*found, *_repeated_headline(page.rows, texts, chrome)) if i not in page.gone]


def _candidates(page: Page) -> list[int]:
    """The rows that are short enough, in no table, and not yet taken."""

    def make() -> list[int]:
        texts = page.filled
        cells = _cells(page.rows, texts)
        return [i for i in texts if i not in cells and len(page.rows[i].shape) <= _LONGEST]

    return [i for i in page.once("short lines", make) if i not in page.gone]


def _places(page: Page) -> dict[int, tuple[str, bool]]:
    """The rows that the forms of sites consume whole, each with its place and whether that alone will do."""
    places = page.once(
        "places", lambda: {i: place for i in _candidates(page) if (place := site_lines.place(page.rows[i].shape))}
    )
    return {i: place for i, place in places.items() if i not in page.gone}


def _placed(page: Page, places: dict[int, tuple[str, bool]]) -> set[int]:
    """Those of the rows `places` that stand where their form is a site's."""
    if not places:
        return set()
    head_end, foot = _ends(page, places)
    placed = {i for i, (where, _) in places.items() if where != "any" and _stands(i, where, head_end, foot)}
    # Whom to ask and who organises, a notice says at its end too: a line that only a site has must stand there.
    if not any(site_lines.is_foot(page.rows[i].shape) for i in _said(page)):
        placed -= {i for i in placed if site_lines.is_contact(page.rows[i].shape)}
    return placed


def _said(page: Page) -> set[int]:
    """The rows that were taken for the site's by what they say."""
    return {i for i in page.taken(SITE_CHROME) if page.rows[i].role != "chrome"}


def _ends(page: Page, places: dict[int, tuple[str, bool]]) -> tuple[int, int]:
    """The first and the last row that is plainly the document's."""
    candidates = set(_candidates(page))
    texts = page.filled

    def is_site(i: int) -> bool:
        return i in page.gone or i in places or (i in candidates and _may_be_weak(page, i))

    return _edges(page.rows, texts, is_site)


def _cells(rows: Sequence[Row], texts: Sequence[int]) -> set[int]:
    """The rows of tables: as the reader knows them, or lines with TABs beside others with as many."""
    found = {i for i in texts if rows[i].role == "row"}
    if not any("\t" in rows[i].text for i in texts):
        return found
    for i, after in pairwise(texts):
        if "\t" in rows[i].text and rows[i].text.count("\t") == rows[after].text.count("\t"):
            found |= {i, after}
    return found


def _stands(i: int, where: str, head: int, foot: int) -> bool:
    """Whether row `i` stands where the form is furniture."""
    return where == "any" or (where != "foot" and i < head) or (where != "head" and i > foot)


def _edges(rows: Sequence[Row], texts: Sequence[int], is_site: Callable[[int], bool]) -> tuple[int, int]:
    """The first and the last row that is plainly the document's: a sentence, an ordinal. The text's head is before the
    one, its foot after the other."""
    first, last = (
        next((i for i in order if is_documents(rows[i]) and not is_site(i)), None) for order in (texts, texts[::-1])
    )
    return (len(rows), -1) if first is None or last is None else (first, last)


def is_documents(row: Row) -> bool:
    """Whether a row is plainly the document's: a sentence, an item, a row of a table."""
    shape = row.shape
    opens = head(shape)
    if opens is not None and opens.style == "attachment" and _LINES.file.search(shape):
        return False  # a link of the page as likely as the document's own list
    if row.role == "row" or "。" in shape or "；" in shape or opens is not None:
        return True
    return len(shape) >= _PROSE_LENGTH and "，" in shape


def _spread(texts: Sequence[int], found: set[int], may_go: Callable[[int], bool]) -> set[int]:
    """`found` with those that may go and touch it, blank lines aside."""
    found = set(found)
    for order in (texts, texts[::-1]):
        touching = False
        for i in order:
            touching = i in found or (touching and may_go(i))
            if touching:
                found.add(i)
    return found


def _may_be_weak(page: Page, i: int) -> bool:
    """Whether the line is furniture where it touches some: never an attachment, nor a date under a body's name."""
    rows = page.rows
    row = rows[i]
    if row.role == "heading" or row.shape.startswith("附件"):
        return False
    if not site_lines.is_weak(row.shape):
        return False
    if head(row.shape) is not None or _is_listed(page, i):
        return False
    before = next((other.shape for other in reversed(rows[max(0, i - 4) : i]) if not other.blank), "")
    return not (_LINES.day.fullmatch(row.shape) and is_body(before))


def _is_listed(page: Page, i: int) -> bool:
    """Whether the name of a file belongs to the list that 附件： opens (GB/T 9704-2012, 7.3.4), and not to a site's own
    (附件下载：)."""
    if not _LINES.file.search(page.rows[i].shape):
        return False
    for k in range(i - 1, max(-1, i - _ATTACHMENTS - 1), -1):
        row = page.rows[k]
        if k in page.gone:
            return False
        if row.shape.startswith("附件"):
            return True
        if not row.blank and not _LINES.file.search(row.shape):
            return False
    return False


def _related(rows: Sequence[Row], texts: Sequence[int], chrome: set[int], foot: int) -> list[int]:
    """Titles of other documents below a line that heads such a list, at the foot."""
    found: list[int] = []
    listed = False
    for i in texts:
        if i <= foot:
            continue
        shape = rows[i].shape
        if i in chrome:
            listed = site_lines.heads_related(shape) or (listed and "附件" not in shape)
        elif listed and (_LINES.listed.fullmatch(shape) or is_whole_title(shape)):
            found.append(i)
        else:
            listed = False
    return found


def _headlines(rows: Sequence[Row], texts: Sequence[int], chrome: set[int]) -> list[int]:
    """A site's copy of the title: the line before the site's words that the line after them repeats."""
    kept = [i for i in texts if i not in chrome]
    counted = {i: k for k, i in enumerate(texts)}
    return [
        i
        for i, after in pairwise(kept)
        if len(rows[i].shape) >= _HEADLINE_LENGTH
        and rows[i].shape == rows[after].shape
        and counted[after] - counted[i] > 1
    ]


def _repeated_headline(rows: Sequence[Row], texts: Sequence[int], chrome: set[int]) -> list[int]:
    """A site's copy of the title, with the headings of the page below it, where the title follows on one line or
    several, perhaps behind who issued. Nothing but these, the site's words, the beginning of the text (…) and the
    发文字号 may stand between."""
    for k, i in enumerate(texts[:_FRONT]):
        if len(rows[i].shape) < _HEADLINE_LENGTH or head(rows[i].shape) is not None:
            continue
        for at in range(k + 1, min(k + 1 + _BETWEEN, len(texts))):
            shape = rows[texts[at]].shape
            if at > k + 1 and _says_again(rows, texts[at : at + _TITLE_LINES], rows[i].shape):
                kept = {j for j in texts[k + 1 : at] if is_doc_number(rows[j].shape) or is_body(rows[j].shape)}
                return sorted({*texts[k:at]} - kept)
            begins = shape.startswith(rows[i].shape) and shape.endswith("…")
            own = is_doc_number(shape) or (at > k + 1 and is_body(shape))
            if not (texts[at] in chrome or begins or site_lines.is_heading(shape) or own):
                break
    return []


def _says_again(rows: Sequence[Row], lines: Sequence[int], title: str) -> bool:
    """Whether the first of `lines`, as one, are the title, or end with it where it is whole."""
    whole = ""
    for i in lines:
        whole += rows[i].shape
        ends = whole.endswith(title) and is_whole_title(title) and is_body(rows[lines[0]].shape)
        if ends or whole == title or (end_alike(title, whole) and _are_copies(title, whole)):
            return True
    return False


def _are_copies(one: str, other: str) -> bool:
    from duikou.notation.title_copies import are_copies  # few lines end as the title does

    return are_copies(one, other)


EVIDENCE = (
    Evidence("told-chrome", SITE_CHROME, "The line stands outside the box of the page's text.", told_chrome),
    Evidence("says-all", SITE_CHROME, "The whole line is what only sites say (浏览次数：12).", says_all),
    Evidence(
        "in-its-place", SITE_CHROME, "A site's words stand before the first sentence or after the last.", in_place
    ),
    Evidence("beside-the-sites", SITE_CHROME, "What says little by itself stands beside lines of the site.", beside),
    Evidence("related-titles", SITE_CHROME, "Titles of other documents stand below a line that heads them.", related),
    Evidence(
        "second-headline",
        SITE_CHROME,
        "A site's headline names the issuer before a colon, and the title itself follows.",
        second_headline,
    ),
    Evidence("file-of-itself", SITE_CHROME, "The file at the foot is named as the document itself.", own_file),
    Evidence("headline-copy", SITE_CHROME, "The line is the title's copy above the site's words.", headlines),
    Evidence("above-breadcrumb", SITE_CHROME, "Lines of a few words stand above a breadcrumb.", above_crumbs),
)
