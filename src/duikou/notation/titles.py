"""The title: which line is it, is it whole, and what does the document call itself.

What holds here: a title is given in canonical form, without the web editor's （全文）, joined when it stands on two
lines. The editor's own headline yields to the real title of the document when one follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from duikou.data import lists, load
from duikou.notation import doc_numbers, document_lines, issuers, title_lines
from duikou.notation.ordinals import opens_item
from duikou.notation.patterns import patterns

_FORMS = patterns("notation/title_forms")
_WORDS = lists("notation/title_forms")
_LOOK = 40
# A second line of a title that is no longer than this can be no title of its own.
_REST = 8
_LINES = 4
# So many where the page itself says what the title is.
_TOLD_LINES = 7


class Title(NamedTuple):
    """A title as found: the indices of its lines, and its text."""

    at: tuple[int, ...]
    text: str
    score: int


@lru_cache(maxsize=1024)
def canonical(text: str) -> str:
    """`text` as a title: without white space between Chinese, the editor's additions, a 发文字号 beside it and 《》
    around it."""
    text = _FORMS.note_mark.sub("", _FORMS.byline.sub("", _FORMS.white.sub("", text).strip()))
    for residue in load("notation/documents")["title_residue"]:
        text = text.removesuffix(residue)
    if numbered := doc_numbers.beside(text):
        text = numbered.title
    if text.startswith("《") and text.endswith("》"):
        from duikou.notation.title_copies import unquoted  # few titles stand in 《》

        text = unquoted(text)
    return text.rstrip("。") if text.count("。") == 1 else text


def signs(text: str) -> str:
    """The letters, digits and hanzi of `text`."""
    return "".join(filter(str.isalnum, text))


def carried(title: str) -> str | None:
    """The title of what a document with this `title` hands on (关于印发甲方案的通知 -> 甲方案); None for others."""
    match = _FORMS.carried.search(title)
    return (match["quoted"] or match["plain"]) if match else None


def handed_over(text: str) -> list[str]:
    """The titles of what a paragraph says that the document hands on: 现将《甲方案》印发给你们."""
    return [match["title"] for match in _FORMS.hands_over.finditer(text)]


def hands_to_you(text: str) -> bool:
    """Whether a paragraph says that it hands a text on: 印发给你们."""
    return _FORMS.hands_to_you.search(text) is not None


def same(a: str, b: str) -> bool:
    """Whether two lines are the same title, but for marks, dashes and the editor's additions."""
    key = _key(a)
    return bool(key) and key == _key(b)


@lru_cache(maxsize=256)
def _key(text: str) -> str:
    """What is the same of two lines that are the same title."""
    return signs(_FORMS.edition.sub("", canonical(text)))


def doctype(title: str | None) -> str:
    """The kind of document that `title` names at its end (通知, 条例, 解读), "" when it names none."""
    if not title:
        return ""
    explained = explaining(title)
    if explained:
        return explained
    bare = _FORMS.edition.sub("", canonical(title)).rstrip("》")
    if not bare.endswith(title_lines.kinds()):
        return ""
    return next(word for word in title_lines.kinds() if bare.endswith(word))


@lru_cache(maxsize=256)
def explaining(title: str) -> str:
    """The word by which `title` says that the document explains, reports, answers or lists names; "" when it does
    not. A notice that carries such a text is none itself."""
    bare = _FORMS.last_aside.sub("", title)
    if _FORMS.carries.search(bare):
        return ""
    for word in load("notation/documents")["explaining"]:
        # Most titles hold none of the words, which is seen at once.
        if word in bare and (bare.startswith(word) or bare.endswith(word) or any(word + c in bare for c in "：:《")):
            return str(word)
    done = _FORMS.done.search(bare)
    return _WORDS.names[0] if done and _FORMS.members.search(bare[done.end() :]) else ""


def is_letter(title: str) -> bool:
    """Whether `title` is that of a letter that carries no other text."""
    return doctype(title) in load("notation/documents")["letters"] and not _FORMS.carries.search(title)


def answers_proposal(title: str) -> bool:
    """Whether `title` is that of a reply to a proposal (建议, 提案), or of a report on what became of one."""
    return _FORMS.answers_proposal.search(_FORMS.last_aside.sub("", title)) is not None


def reports_work(title: str) -> bool:
    """Whether `title` is that of a circular or a report on how work stands (检查情况的通报)."""
    return _FORMS.reports_work.search(_FORMS.last_aside.sub("", title)) is not None


def find_title(texts: Sequence[str], levels: Sequence[int | None], known: str | None = None) -> Title | None:
    """The title of the text that begins with `texts`: the best line before the first item. `levels` says which lines
    the format calls headings, `known` is what the page's own table gives as the title."""
    stop = next((i for i, text in enumerate(texts[:_LOOK]) if opens_item(text)), min(len(texts), _LOOK))
    best: Title | None = None
    for i in range(stop):
        for title in (*_candidates(texts, i, stop), *_told(texts, i, stop, known)):
            score = title.score + _context(texts, title, stop)
            score += 2 if levels[i] is not None and (levels[i] or 9) <= 2 else 0
            if known:
                # What names no kind of document is none where the page's own table tells of one.
                score += 3 if same(title.text, known) else -9 if doctype(known) and not doctype(title.text) else 0
            if score >= 2 and (best is None or score > best.score):
                best = Title(title.at, title.text, score)
    return _with_edition(best, texts[:stop]) if best else None


def _told(texts: Sequence[str], i: int, stop: int, known: str | None) -> list[Title]:
    """The lines from `i` on that are together the title that the page's own table gives, whatever each ends with."""
    whole = canonical(texts[i])
    if not known or not whole or same(whole, known) or not canonical(known).startswith(whole):
        return []
    for end in range(i + 1, min(stop, i + _TOLD_LINES)):
        whole += canonical(texts[end])
        if same(whole, known):
            return [Title(tuple(range(i, end + 1)), whole, _score(whole) + 1)]
    return []


def _with_edition(best: Title, texts: Sequence[str]) -> Title:
    """`best`, with the years or the edition that another copy of it adds in brackets."""
    for text in map(canonical, texts):
        if text.startswith(best.text) and _FORMS.edition.fullmatch(text[len(best.text) :]):
            return Title(best.at, text, best.score)
    return best


def _candidates(texts: Sequence[str], i: int, stop: int) -> list[Title]:
    if not document_lines.is_headline(texts[i]) or title_lines.is_date(texts[i]):
        return []
    text = canonical(texts[i])
    found = [Title((i,), text, _score(text))]
    for count in range(2, _LINES + 1):
        if i + count > min(stop, len(texts)):
            break
        *first, last = texts[i : i + count]
        if title_lines.is_date(last):
            break  # a day closes what stands above it
        joined = "".join(map(canonical, (*first, last)))
        at = tuple(range(i, i + count))
        if _FORMS.ending.fullmatch(last) and doctype(last):
            found.append(Title(at, joined, _score(joined) + 2))
            break
        if _FORMS.edition.fullmatch(last):
            found.append(Title(at, joined, _score(joined) + 1))
            continue
        if not document_lines.is_headline(last) or doctype(first[-1]) or first[-1].endswith(("》", "）")):
            break
        broken = _FORMS.broken.search(texts[i]) or _FORMS.matter.match(last) or len(last) <= _REST
        if (broken or _issued_by(texts, i, count)) and len(joined) <= 90 and doctype(joined):
            found.append(Title(at, joined, _score(joined) + 1))
    return found


def _issued_by(texts: Sequence[str], i: int, count: int) -> bool:
    """Whether the lines from `i` on name joint issuers, the last of them the title as well: they are departments of
    one place, a number stands right before them, or each of them signs."""
    *bodies, last = texts[i : i + count]
    own = issuers.of_title(canonical(last))
    if not own or not all(map(issuers.is_organisation, bodies)):
        return False
    if any(last.startswith(body) or body.endswith(own[0]) for body in bodies):
        return False  # the one who issues, said twice
    if issuers.joint((*bodies, own[0])):
        return True
    return (i > 0 and document_lines.doc_number(texts[i - 1]) is not None) or all(
        body in texts[i + count :] for body in bodies
    )


def _score(text: str) -> int:
    if len(text) <= 3 or _FORMS.series.fullmatch(text):
        return 0
    kind = doctype(text)
    score = 3 if kind and len(text) >= len(kind) + 3 else 0
    if kind and _FORMS.says_about.search(text):
        score += 3
    if _FORMS.hands_quoted.search(text):
        score += 4
    if "，" in text and _FORMS.prose.match(text):
        score -= 4
    head = _FORMS.headed.match(text)
    if head and not any(word in head["head"] for word in load("notation/documents")["explaining"]):
        score -= 4
    if text.endswith(("？", "！", "?", "!")):
        score -= 2
    return score


def _context(texts: Sequence[str], title: Title, stop: int) -> int:
    score = 0
    after = texts[title.at[-1] + 1 : title.at[-1] + 4]
    before = texts[max(0, title.at[0] - 2) : title.at[0]]
    if any(document_lines.doc_number(t) or document_lines.recipients(t) for t in after):
        score += 2
    if any(document_lines.doc_number(t) or document_lines.is_red_head(t) for t in before):
        score += 2
    if before and document_lines.is_mark(before[-1]):
        score += 2
    if title.at[0] == 0 and title.score >= 0:
        score += 2
    return score
