"""How the files of one plan stand to its best copy, and in which order its versions came.

What holds here: the base is the best copy of the latest version: a copy of the text itself before a notice that carries
it, few doubts before many, all items before some. Every relation says its evidence.
"""

from __future__ import annotations

from collections.abc import Sequence

from duikou.data import load
from duikou.model.relations import Group, GroupedFile
from duikou.relating.grouping.changes import Difference, are_copies, difference, is_copy
from duikou.relating.grouping.finding import explains, is_series, one_plan
from duikou.relating.grouping.fingerprints import bare_text, containment
from duikou.relating.grouping.summary import Summary

# Versions of one plan beyond so many are compared with the base alone.
_EDITIONS = 64


def group_documents(documents: Sequence[Summary]) -> list[Group]:
    """The groups of `documents`, in the order of their first files; a file alone is a group of one."""
    articles: list[list[int]] = []
    texts: list[list[int]] = []
    for members in one_plan(documents):
        (articles if _are_articles([documents[i] for i in members]) else texts).append(members)
    homes = _homes(documents, articles, texts)
    explained = {i for home in homes.values() for i in home}
    # An article on what is not here is a text like others: it has copies, and next year's in its series.
    homeless = [[i for i in members if i not in explained] for members in articles]
    found = []
    for n, members in enumerate([*texts, *filter(None, homeless)]):
        base, told = _told([documents[i] for i in members])
        found.append((n, members, members[base], {members[k]: file for k, file in told.items()}))
    series: dict[str, list[int]] = {}
    for _, _, base, _ in found:
        series.setdefault(documents[base].key, []).append(base)
    groups: list[tuple[int, Group]] = []
    for n, members, base, told in found:
        files = [told[i] for i in sorted(members, key=lambda i: (i != base, i))]
        files += [_explaining(documents[i], documents[base]) for i in homes.get(n, ())]
        files += _series(documents, base, [other for other in series[documents[base].key] if other != base])
        groups.append((members[0], _group(documents[base], files)))
    return [group for _, group in sorted(groups, key=lambda pair: pair[0])]


def _homes(
    documents: Sequence[Summary], articles: Sequence[Sequence[int]], texts: Sequence[Sequence[int]]
) -> dict[int, list[int]]:
    """The articles that explain a text that is here, by the number of the text in `texts`."""
    named: dict[str, list[int]] = {}
    for n, members in enumerate(texts):
        for name in {name for i in members for name in (documents[i].key, *documents[i].carried)}:
            named.setdefault(name, []).append(n)
    homes: dict[int, list[int]] = {}
    for i in (i for members in articles for i in members):
        near = sorted({n for name in documents[i].explained for n in named.get(name, ())})
        home = next((n for n in near if any(explains(documents[i], documents[j]) for j in texts[n])), None)
        if home is not None:
            homes.setdefault(home, []).append(i)
    return homes


def _are_articles(files: Sequence[Summary]) -> bool:
    """Whether these copies explain another text: at least half of them say so, since a title may be misread."""
    return 2 * sum(bool(file.explained) for file in files) >= len(files)


def _told(files: Sequence[Summary]) -> tuple[int, dict[int, GroupedFile]]:
    """The index of the base among the files of one plan, and each file's relation to it."""
    names = {file.key for file in files} - {""}
    latest = editions_of(files)[-1]
    base = latest[0]
    told = {}
    for i, file in enumerate(files):
        if i == base:
            told[i] = _base(file)
            continue
        relation, found = _relation(files[base], file, names)
        alike = round(containment(files[base].prints, file.prints), 4)
        when = order(file, files[base]) if relation == "version" else None
        told[i] = GroupedFile(file.path, relation, when, alike, _evidence(files[base], file, found))
    return base, told


def relation_to(base: Summary, file: Summary) -> str:
    """What one file of a plan is to another: "same", "carries" or "version"."""
    return _relation(base, file, {base.key, file.key} - {""})[0]


def _relation(base: Summary, file: Summary, names: set[str]) -> tuple[str, Difference]:
    """What a file of a plan is to its base, and how they differ; `names` are those of the plan."""
    copy, found = _one_edition(base, file)
    if copy:
        return ("carries" if _carries(file, names) and not _carries(base, names) else "same"), found
    return ("carries" if _is_notice(file, base, names) else "version"), found


def editions_of(files: Sequence[Summary]) -> list[list[int]]:
    """The versions among the files of one plan, the latest last; each the numbers of its copies, the best first."""
    editions: list[list[int]] = []
    names = {file.key for file in files} - {""}
    for i in sorted(range(len(files)), key=lambda i: _quality(files[i], names)):
        home = next((e for e in editions[:_EDITIONS] if _may_be_copy(files[e[0]], files[i])), None)
        editions.append([i]) if home is None else home.append(i)
    largest = max(files, key=lambda file: (file.size, file.path))
    # A notice that came without its plan is no version of it.
    whole = [edition for edition in editions if not _is_notice(files[edition[0]], largest, names)]
    return sorted(whole or editions, key=lambda edition: (_newest(files, edition), len(edition), -edition[0]))


def _may_be_copy(a: Summary, b: Summary) -> bool:
    """Whether two files hold one version of a text; what is plainly another text is told without a comparison."""
    if a.items == b.items:
        return a.draft == b.draft
    least: float = load("relating/grouping")["alike"]["edition"]
    return (
        a.draft == b.draft and containment(a.prints, b.prints) >= least and are_copies(a.paragraphs(), b.paragraphs())
    )


def _quality(file: Summary, names: set[str]) -> tuple[object, ...]:
    """What sorts the better copy first; `names` are those of the plan."""
    return (
        _carries(file, names),
        not file.items,
        file.doubts > 0,
        -round(file.letters, -2),
        file.doubts,
        file.path,
    )


def _one_edition(a: Summary, b: Summary) -> tuple[bool, Difference]:
    """Whether two files hold one version of a text, and how they differ."""
    found = difference(a.paragraphs(), b.paragraphs())
    if a.draft != b.draft:
        return False, found
    return is_copy(found), found


def _carries(file: Summary, names: set[str]) -> bool:
    """Whether `file` is a notice or a decree with a text of one of these `names` inside. A plan with attachments of its
    own is none."""
    return not names.isdisjoint(file.carried)


def _is_notice(file: Summary, base: Summary, names: set[str]) -> bool:
    """Whether `file` is the notice that hands on `base`, without its text."""
    return _carries(file, names) and file.size < load("relating/grouping")["alike"]["size"] * base.size


def _newest(files: Sequence[Summary], edition: Sequence[int]) -> tuple[str, bool]:
    days = [_day(files[i]) for i in edition]
    return max(filter(None, days), default=""), not any(files[i].draft for i in edition)


def _day(file: Summary) -> str | None:
    return file.dated or file.date or max(file.editions, default=None)


def order(file: Summary, base: Summary) -> str | None:
    """Whether `file` is "earlier" or "later" than `base`, by draft and by day; None where neither tells."""
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
    if base.doc_number and file.doc_number and bare_text(base.doc_number) == bare_text(file.doc_number):
        told.append(("doc_number", base.doc_number))
    told += _numbers(base, file)
    if file.dated and base.dated and file.dated != base.dated:
        told.append(("dates", f"{file.dated} / {base.dated}"))
    told.append(("changed_runs", str(found.whole + found.runs + found.phrases)))
    if found.single:
        told.append(("single_characters", str(found.single)))
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
            _turn(documents[i], own),
            round(containment(documents[i].prints, own.prints), 4),
            (("title", documents[i].title or ""), *_numbers(own, documents[i])),
        )
        for i in others
        if (own.editions or own.counted) and is_series(documents[i], own)
    ]


def _turn(file: Summary, base: Summary) -> str | None:
    """Whether `file` came before or after `base` in their series: by edition, else by day."""
    if file.editions and base.editions and file.editions != base.editions:
        return "earlier" if file.editions < base.editions else "later"
    return order(file, base)


def _numbers(base: Summary, file: Summary) -> tuple[tuple[str, str], ...]:
    """That the numbers of two texts differ: those in their titles, else those of their documents."""
    for own, other in ((file.counted, base.counted), (file.doc_number, base.doc_number)):
        if own and other:
            return (("numbers", f"{own} / {other}"),) if bare_text(own) != bare_text(other) else ()
    return ()


def _group(base: Summary, files: Sequence[GroupedFile]) -> Group:
    return Group(base.title, base.doc_number, base.date, base.path, tuple(files))
