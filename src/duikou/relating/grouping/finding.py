"""Which documents belong together, among many.

What holds here: candidates are found by the hashes that documents share and by their titles, never by comparing all
with all, so the work is linear in the number of files. Texts that say nothing are like no other. An article that
explains is no copy, whatever it quotes; two places' plans of one name are two plans, even of one wording; the texts of
one series, a year or a number each, are not versions of one another; nor are two announcements that have one title and
little else in common.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from heapq import nsmallest
from itertools import chain

from duikou.data import load
from duikou.notation.editions import editions
from duikou.relating.grouping.fingerprints import bare_text, containment
from duikou.relating.grouping.summary import Summary

# So many documents are kept under one hash or title: what more documents share is a stock phrase, or known already
# through those that are kept.
_KEPT = 48
# A document is compared with so many others for what their texts share: those that share most with it.
_TRIED = 64
# A pair that shares fewer hashes of those in the index is no candidate by its text.
_SHARED = 2


def one_plan(documents: Sequence[Summary]) -> list[list[int]]:
    """The documents (by index) that are one plan, each group in the order given; explanations stand alone here."""
    parent = list(range(len(documents)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, j in _candidates(documents):
        if root(i) != root(j) and _is_one(documents[i], documents[j]):
            parent[max(root(i), root(j))] = min(root(i), root(j))
    groups: dict[int, list[int]] = defaultdict(list)
    for i in range(len(documents)):
        groups[root(i)].append(i)
    return list(groups.values())


def is_series(a: Summary, b: Summary) -> bool:
    """Whether two documents are texts of one series: one name and one place, another edition or number in the title.
    A text that a later order hands on again is no other text for the number of that order."""
    if not a.key or a.key != b.key or not _one_place(a, b):
        return False
    if a.editions and b.editions and a.editions != b.editions:
        return True
    return bool(a.counted and b.counted and a.counted != b.counted and not a.carried and not b.carried)


def are_two_acts(a: Summary, b: Summary, alike: float) -> bool:
    """Whether two documents announce or order something each, under one title: each has its own 发文字号, and less of
    their texts is common (`alike`) than versions share."""
    if not (a.act and b.act and a.doc_number and b.doc_number):
        return False
    return bare_text(a.doc_number) != bare_text(b.doc_number) and alike < load("relating/grouping")["alike"]["edition"]


def explains(article: Summary, other: Summary) -> bool:
    """Whether `article` explains `other`."""
    names = {other.key, *other.carried} - {""}
    return bool(names & set(article.explained)) and not other.explained


def _candidates(documents: Sequence[Summary]) -> Iterator[tuple[int, int]]:
    """Pairs that may be one plan, the later document second: those that share most of their hashes, and those that
    share a title."""
    by_hash: dict[int, list[int]] = defaultdict(list)
    by_title: dict[str, list[int]] = defaultdict(list)
    for i, document in enumerate(documents):
        known = [by_hash[value] for value in document.prints]
        shared = Counter(chain.from_iterable(known))
        likely = nsmallest(_TRIED, ((-count, j) for j, count in shared.items() if count >= _SHARED))
        near = dict.fromkeys(j for _, j in likely)
        names = [by_title[name] for name in sorted({document.key, *document.carried} - {""})]
        near.update(dict.fromkeys(chain.from_iterable(names)))
        for kept in (*known, *names):
            if len(kept) < _KEPT:
                kept.append(i)
        yield from ((j, i) for j in near)


def _is_one(a: Summary, b: Summary) -> bool:
    if not a.prints or not b.prints:
        return False
    limits: dict[str, float] = load("relating/grouping")["alike"]
    ratio = min(a.size, b.size) / max(a.size, b.size, 1)
    of_one_size = ratio >= limits["size"]
    if bool(a.explained) != bool(b.explained):
        # A title can be misread; an article that quotes the whole plan says more than that.
        return ratio >= limits["whole"] and containment(a.prints, b.prints) >= limits["whole"]
    if not _one_place(a, b):
        return False
    # What takes longest is told last.
    alike = containment(a.prints, b.prints)
    if alike >= limits["copy"] and of_one_size:
        return not is_series(a, b) or a.items == b.items
    if is_series(a, b) or are_two_acts(a, b, alike) or _are_of_two_years(a, b):
        return False
    if not {a.key, *a.carried}.isdisjoint({b.key, *b.carried} - {""}):
        # A notice may name the plan and hand it on as a file of its own.
        notice = a if a.size < b.size else b
        return alike >= limits["one_title"] or (notice.key in notice.carried and not of_one_size)
    # A short text may be quoted whole in a long one, and be no copy of it; and short notices share their forms.
    if _akin(a, b, limits["akin"]):
        return of_one_size and alike >= limits["one_text"]
    return ratio >= limits["whole"] and alike >= limits["whole"]


def _are_of_two_years(a: Summary, b: Summary) -> bool:
    """Whether two texts without titles speak of no year that both name: what has no title to say of which year it is
    says so by its days."""
    if a.key or b.key:
        return False
    own, other = ({edition[:4] for edition in editions("\n".join(one.paragraphs()))} for one in (a, b))
    return bool(own and other) and own.isdisjoint(other)


def _akin(a: Summary, b: Summary, least: float) -> bool:
    """Whether two titles may be one that was read in two ways: one is missing, or most pairs of characters agree."""
    pairs = [{key[i : i + 2] for i in range(len(key) - 1)} for key in (a.key, b.key)]
    fewer = min(map(len, pairs))
    return not fewer or len(pairs[0] & pairs[1]) >= least * fewer


def _one_place(a: Summary, b: Summary) -> bool:
    """Whether the places that two documents name for themselves agree: one holds the other, or one names none. The plan
    of a county is not that of its city, where the titles of both say whose they are."""
    if a.titled and b.titled and set(a.titled).isdisjoint(b.titled):
        return False
    if not a.places or not b.places:
        return True
    return any(x.startswith(y) or y.startswith(x) for x in a.places for y in b.places)
