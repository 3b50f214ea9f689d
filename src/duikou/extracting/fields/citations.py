"""引用文件: what a measure cites in 《》, with its 发文字号.

What holds here: a title is given without its outer 《》; what is quoted inside it stands in 〈〉. A form to fill in and
a body's own 章程 are no documents. A short name that
the document explains (《…》（以下简称《方案》）) is cited under that name, with the whole title beside it. Each title
once a measure; the explanation itself is no second citation. A 发文字号 that stands alone (按照国发〔2016〕62号文件) is
cited under the title that the document gives it elsewhere, and where it gives none, under the number itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import accumulate

from duikou.data import load
from duikou.extracting.fields import spans
from duikou.extracting.fields.spec import Attribute, FieldSpec
from duikou.extracting.measures.passages import Passage, outside
from duikou.model import Citation, Document, Marked, Measure
from duikou.notation import doc_numbers, marking, quotations
from duikou.notation.patterns import pattern, patterns

_NUMBER = pattern(rf"(?P<open>[（(])?(?P<number>{doc_numbers.CITED})(?:文件?)?(?P<close>[）)])?")
_BEFORE = pattern(rf"(?P<number>{doc_numbers.CITED})(?:文件?)?$")
_FORMS = patterns("extracting/citing")
_INNER = str.maketrans("《》<>＜＞", "〈〉〈〉〈〉")
# Between a title and the short name that explains it stands no more than its number and date.
_NEAR = 60


def fill(document: Document, passages: Sequence[Passage], measures: Sequence[Measure]) -> list[Measure]:
    """Fill the citations of each measure."""
    seen = partial(find_citations, names=short_names(document.cleaned.text), titles=numbered(document.cleaned.text))
    return [
        spans.with_fields(measure, citations=spans.collect(passage.stretches, seen, lambda c: c.title))
        for passage, measure in zip(passages, measures, strict=True)
    ]


def of_document(document: Document, passages: Sequence[Passage]) -> tuple[Citation, ...]:
    """What the document cites outside its measures, each title once: in its preamble (根据《…》，制定本方案), between
    its items and behind them. What a notice carries is no citation: it is a part of the document itself."""
    names, titles = short_names(document.cleaned.text), numbered(document.cleaned.text)
    own = {named for part in document.parts if (named := part.title)} | {document.title or ""}

    def others(marked: Marked) -> Iterator[Citation]:
        return (one for one in find_citations(marked, names, titles) if (one.full or one.title) not in own)

    return spans.collect(outside(document, passages, "text", "item"), others, lambda one: one.title)


def find_citations(
    marked: Marked, names: Mapping[str, str] | None = None, titles: Mapping[str, str] | None = None
) -> tuple[Citation, ...]:
    """The documents that a text cites, in order; spans count in it. `names` has whole titles by short name, `titles`
    titles by 发文字号."""
    text, found = marked.text, dict[str, Citation]()
    cited = marking.spans(marked, "citation")
    taken: list[tuple[int, int]] = list(cited)
    for start, end in cited:
        title = in_one_form(text[start + 1 : end - 1].strip())
        if not title or title in found or _explains(text, start):
            continue
        match = _NUMBER.match(text, end)
        if match and not match["open"] and doc_numbers.lead(match["number"]):
            # 《意见》和国办发〔2024〕3号: another document.
            match = None
        before = _BEFORE.search(text, max(0, start - 40), start)
        number, first, last = None, start, end
        seen = end
        if match and bool(match["open"]) == (match["close"] is not None):
            number, last = match["number"], match.end()
            seen = last
        elif match:
            number, last = match["number"], _closing(text, match.end("number"))
            # Of two numbers in one bracket the second is cited too.
            seen = match.end("number")
        elif before:
            first = before.start() + doc_numbers.lead(before["number"])
            number = text[first : before.end("number")]
        elif ordered := _ordered(text, end):
            number, last = ordered
            seen = last
        taken.append((first, seen))
        if number is None and _is_form(title):
            continue
        full = (names or {}).get(title)
        found[title] = Citation(title, number, full if full != title else None, text[first:last], first, last)
    for citation in _alone(text, taken, titles or {}):
        if citation.doc_number not in {known.doc_number for known in found.values()}:
            found.setdefault(citation.title, citation)
    return tuple(sorted(found.values(), key=lambda citation: citation.start))


def _ordered(text: str, end: int) -> tuple[str, int] | None:
    """The number of an order or an announcement in brackets right behind a title (国务院令第722号), and where the
    brackets close."""
    bracket = _FORMS.bracketed.match(text, end)
    found = doc_numbers.alone(bracket["number"]) if bracket else None
    return (found.number, bracket.end()) if bracket and found else None


def in_one_form(title: str) -> str:
    """`title` with what is quoted in it in 〈〉, as GB/T 15834 (4.15.3.5) sets a title inside a title."""
    quotes = set("《<＜") & set(title) and set("》>＞") & set(title)
    return title.translate(_INNER) if quotes else title


def _is_form(title: str) -> bool:
    """Whether `title` names a form, a certificate or a body's own 章程 and no document."""
    table = load("notation/documents")["forms"]
    return title in table["whole"] or title.endswith(tuple(table["ends"]))


def _closing(text: str, end: int) -> int:
    """Where the brackets close that a number opens: （国函〔2016〕204号，以下简称《批复》）."""
    match = _FORMS.closing.match(text, end)
    return match.end() if match else end


def _alone(text: str, taken: Sequence[tuple[int, int]], titles: Mapping[str, str]) -> Iterator[Citation]:
    """The documents that are cited by their number only."""
    if "〔" not in text:
        return
    known = sorted(taken)
    ends = list(accumulate((end for _, end in known), max))
    for match in doc_numbers.inline(text):
        start, end = match.start() + doc_numbers.lead(match.group()), match.end()
        number = text[start:end]
        before = bisect_left(known, (end, 0))
        if _FORMS.hanzi.match(number) and not (before and start < ends[before - 1]):
            yield Citation(titles.get(number, number), number, None, number, start, end)


# Measures and the document as a whole are filled one after the other, and ask this of the same text.
@lru_cache(maxsize=1)
def numbered(text: str) -> Mapping[str, str]:
    """The title for each 发文字号 that `text`, a document, gives with one."""
    found: dict[str, str] = {}
    if "〔" in text and "《" in text:
        for citation in find_citations(Marked(text)):
            if citation.doc_number and citation.doc_number != citation.title:
                found.setdefault(citation.doc_number, citation.title)
    return found


@lru_cache(maxsize=1)
def short_names(text: str) -> Mapping[str, str]:
    """The whole title for each short name that `text`, a document, explains, by the first explanation of each."""
    if not _FORMS.named.search(text):
        return {}
    found: dict[str, str] = {}
    cited = quotations.titles(text)
    for match in _FORMS.called.finditer(text):
        near = [(s, e) for s, e in cited if e <= match.start() <= e + _NEAR and "。" not in text[e : match.start()]]
        if near:
            start, end = near[-1]
            found.setdefault(match["marked"] or match["plain"], text[start + 1 : end - 1].strip())
    return found


def _explains(text: str, start: int) -> bool:
    """Whether the title at `start` is a short name right where it is explained."""
    return _FORMS.explains.search(text, max(0, start - 5), start) is not None


def shown(citation: Citation, _: object = None) -> str:
    """A cited document: 《title》（发文字号）."""
    return f"《{citation.title}》" + (f"（{citation.doc_number}）" if citation.doc_number else "")


def read(text: str, _: object = None) -> Citation | None:
    """A citation as the ledger shows it."""
    title, close, number = text.rpartition("》")
    if not (title.startswith("《") and close):
        return None
    return Citation(title[1:], number.strip("（）") or None, text=text)


SPEC = FieldSpec(
    "citations",
    fill,
    attributes=(
        Attribute("title", "Without 《》.", indexed=True),
        Attribute("doc_number", "The number that follows.", optional=True, indexed=True),
        Attribute(
            "full",
            "The whole title, where the document explained this short one.",
            optional=True,
            sql="full_title",
        ),
        Attribute("text", "As written, with 《》 and number."),
    ),
    shown=shown,
    made=Citation,
    read=read,
    width=36,
    in_lines=True,
    rank=42,
    mark="citation",
    of_document=True,
)
