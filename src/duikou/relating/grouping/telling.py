"""How the files of one plan stand to its best copy, and in which order its versions came.

What holds here: the base is the best copy of the latest version: a copy of the text itself before a notice that carries
it, few doubts before many, all items before some. Every relation says its evidence.
"""

from __future__ import annotations

from collections.abc import Sequence

from duikou.model.relations import Group, GroupedFile
from duikou.relating.grouping.changes import Difference, difference, is_copy
from duikou.relating.grouping.finding import explains, is_series, one_plan
from duikou.relating.grouping.fingerprints import containment
from duikou.relating.grouping.summary import Summary

# Versions of one plan beyond so many are compared with the base alone.
_EDITIONS = 64


def group_documents(documents: Sequence[Summary]) -> list[Group]:
    """The groups of `documents`, in the order of their first files; a file alone is a group of one."""
    together = one_plan(documents)
    texts = [members for members in together if not documents[members[0]].explained]
    articles = [i for members in together if documents[members[0]].explained for i in members]
    found: list[tuple[int, list[int], int, dict[int, GroupedFile]]] = []
    for members in texts:
        base, told = _told([documents[i] for i in members])
        found.append((members[0], members, members[base], {members[k]: file for k, file in told.items()}))
    homes: dict[int, list[int]] = {}
    alone: list[int] = []
    for i in articles:
        home = next(
            (n for n, entry in enumerate(found) if any(explains(documents[i], documents[j]) for j in entry[1])), None
        )
        alone.append(i) if home is None else homes.setdefault(home, []).append(i)
    groups: list[tuple[int, Group]] = []
    for n, (first, members, base, told) in enumerate(found):
        files = [told[i] for i in sorted(members, key=lambda i: (i != base, i))]
        files += [_explaining(documents[i], documents[base]) for i in homes.get(n, ())]
        files += _series(documents, base, [entry[2] for entry in found if entry[2] != base])
        groups.append((first, _group(documents[base], files)))
    for i in alone:
        groups.append((i, _group(documents[i], [_base(documents[i])])))
    return [group for _, group in sorted(groups, key=lambda pair: pair[0])]


def _told(files: Sequence[Summary]) -> tuple[int, dict[int, GroupedFile]]:
    """The index of the base among the files of one plan, and each file's relation to it."""
    editions: list[list[int]] = []
    by_quality = sorted(range(len(files)), key=lambda i: _quality(files[i]))
    for i in by_quality:
        home = next((e for e in editions[:_EDITIONS] if _one_edition(files[e[0]], files[i])[0]), None)
        editions.append([i]) if home is None else home.append(i)
    latest = max(editions, key=lambda edition: (_newest(files, edition), len(edition), -edition[0]))
    base = latest[0]
    told = {}
    for i, file in enumerate(files):
        if i == base:
            told[i] = _base(file)
            continue
        copy, found = _one_edition(files[base], file)
        alike = round(containment(files[base].prints, file.prints), 4)
        evidence = _evidence(files[base], file, found)
        if copy:
            relation = "carries" if _carries(file, files[base]) else "same"
            told[i] = GroupedFile(file.path, relation, None, alike, evidence)
        else:
            told[i] = GroupedFile(file.path, "version", _order(file, files[base]), alike, evidence)
    return base, told


def _quality(file: Summary) -> tuple[object, ...]:
    """What sorts the better copy first."""
    return (bool(file.carried), not file.items, file.doubts > 0, -round(file.letters, -2), file.doubts, file.path)


def _one_edition(a: Summary, b: Summary) -> tuple[bool, Difference]:
    """Whether two files hold one version of a text, and how they differ."""
    found = difference(a.paragraphs(), b.paragraphs())
    if a.draft != b.draft:
        return False, found
    return is_copy(found), found


def _carries(file: Summary, base: Summary) -> bool:
    """Whether `file` is a notice or a decree with the text of `base` inside."""
    return bool(file.carried) and not base.carried


def _newest(files: Sequence[Summary], edition: Sequence[int]) -> tuple[str, bool]:
    days = [_day(files[i]) for i in edition]
    return max(filter(None, days), default=""), not any(files[i].draft for i in edition)


def _day(file: Summary) -> str | None:
    return file.dated or file.date or (max(file.years) if file.years else None)


def _order(file: Summary, base: Summary) -> str | None:
    if file.draft != base.draft:
        return "earlier" if file.draft else "later"
    own, other = _day(file), _day(base)
    if not own or not other or own == other:
        return None
    return "earlier" if own < other else "later"


def _evidence(base: Summary, file: Summary, found: Difference) -> tuple[tuple[str, str], ...]:
    told = []
    if base.key and base.key in (file.key, *file.carried):
        told.append(("title", file.title or ""))
    if base.doc_number and base.doc_number == file.doc_number:
        told.append(("doc_number", base.doc_number))
    if file.dated and base.dated and file.dated != base.dated:
        told.append(("dates", f"{file.dated} / {base.dated}"))
    told.append(("changed_runs", str(found.runs)))
    return tuple(told)


def _base(file: Summary) -> GroupedFile:
    return GroupedFile(file.path, "base", None, 1.0)


def _explaining(article: Summary, base: Summary) -> GroupedFile:
    alike = round(containment(article.prints, base.prints), 4)
    return GroupedFile(article.path, "explains", None, alike, (("title", article.title or ""),))


def _series(documents: Sequence[Summary], base: int, others: Sequence[int]) -> list[GroupedFile]:
    """The best copies of the other texts of the series that the base belongs to."""
    own = documents[base]
    return [
        GroupedFile(
            documents[i].path,
            "series",
            "earlier" if documents[i].years < own.years else "later",
            round(containment(documents[i].prints, own.prints), 4),
            (("title", documents[i].title or ""),),
        )
        for i in others
        if own.years and is_series(documents[i], own)
    ]


def _group(base: Summary, files: Sequence[GroupedFile]) -> Group:
    return Group(base.title, base.doc_number, base.date, base.path, tuple(files))
