"""A comparison as one HTML page: a summary, both versions side by side, the tree of items to jump by.

What holds here: every text is escaped. Nothing is loaded from elsewhere, and no script runs but the page's own: the
page says so itself with a content security policy that names the digest of that script. Without scripts everything can
be read; the script adds the filters, the keys and the folding of the tree. The same comparison gives the same bytes.
Style and script are data (data/diffpage); the articles are made in `diffbody`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from duikou import data
from duikou.errors import DuikouError
from duikou.exporting.changes.page_body import Section, escaped, shape
from duikou.exporting.changes.page_history import history
from duikou.exporting.changes.page_view import View
from duikou.exporting.changes.plan_index import by_plan, entries, plan_name
from duikou.exporting.changes.report_lines import grouped
from duikou.exporting.changes.versions import steps, version_name
from duikou.exporting.labels import label, labels
from duikou.model import Change, Comparison, Document
from duikou.model.changes import ALL_GROUPS
from duikou.model.plans import ComparedPlans
from duikou.version import __version__


class _Frame(NamedTuple):
    """What a page is made of besides what every page has: its title, and the lines of its head, its tree and its
    body."""

    title: str
    head: Sequence[str]
    tree: Sequence[str]
    body: Sequence[str]


def write_html(comparison: Comparison, lang: str = "zh", color: bool = False, width: int = 80) -> str:
    """The comparison as a self-contained HTML file, ending with a line feed."""
    (step,) = steps(1, lang)
    section = Section(View(comparison, lang), 1, lang, step, several=False)
    title = _title(comparison.old, comparison.new)
    return _page(_Frame(title, [section.versions()], [section.tree()], [section.body()]), comparison.changes, lang)


def write_several(comparisons: Sequence[Comparison], lang: str = "zh", color: bool = False, width: int = 80) -> str:
    """Several versions on one page: each article through all of them, then a section for each step."""
    named = zip(comparisons, steps(len(comparisons), lang), strict=True)
    sections = [Section(View(one, lang), n, lang, step, several=True) for n, (one, step) in enumerate(named, 1)]
    title = _title(comparisons[0].old, comparisons[-1].new)
    body = [*history([section.view for section in sections], lang), *(section.body() for section in sections)]
    tree = [section.tree() for section in sections]
    changes = [change for comparison in comparisons for change in comparison.changes]
    return _page(_Frame(title, list(_overview(sections, lang)), tree, body), changes, lang)


def write_plans(
    found: ComparedPlans, errors: Sequence[DuikouError], lang: str = "zh", color: bool = False, width: int = 80
) -> str:
    """The plans of folders on one page: the index, then a section for each plan, with what its versions are."""
    tree: list[str] = []
    body: list[str] = []
    for number, (plan, pairs) in enumerate(by_plan(found, lang), 1):
        sections = [Section(View(one.comparison, lang), one.number, lang, one.step, several=True) for one in pairs]
        name = f"{number}. {escaped(plan_name(plan, lang))}"
        tree += [f'<details class="plan"><summary>{name}</summary>', *(one.tree() for one in sections), "</details>"]
        body.append(f'<section class="plan" id="p{number}">\n<h2 class="plan" lang="zh-CN">{name}</h2>')
        if len(sections) > 1:
            body += history([section.view for section in sections], lang)
        body += [*(section.body() for section in sections), "</section>"]
    title = labels(lang, "diff")["plans_title"].format(count=len(found.plans))
    changes = [change for comparison in found.comparisons for change in comparison.changes]
    return _page(_Frame(title, list(_index(found, errors, lang)), tree, body), changes, lang)


def _page(made: _Frame, changes: Sequence[Change], lang: str) -> str:
    words = labels(lang, "diff")
    script, style = _file("page.js"), _file("page.css")
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{_digest(script)}'"
    tongue = "zh-CN" if lang == "zh" else "en"
    parts = [
        f'<!DOCTYPE html>\n<html lang="{tongue}">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="generator" content="duikou">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escaped(made.title)} · {escaped(label(lang, 'words', 'comparison'))}</title>",
        f"<style>{style}</style>\n</head>\n<body>\n{_file('shapes.svg').strip()}",
        f'<a class="skip" href="#changes">{words["skip"]}</a>',
        f'<header class="top">\n<p class="kicker">{label(lang, "words", "comparison")}</p>',
        f'<h1 lang="zh-CN">{escaped(made.title)}</h1>',
        *made.head,
        f"{_filters(changes, lang)}</header>",
        f'<div class="frame">\n<nav class="tree" aria-label="{words["contents"]}">\n<details open><summary>'
        f"{words['contents']}</summary>",
        *made.tree,
        '</details>\n</nav>\n<main id="changes">',
        f'<p class="none" hidden>{words["none_shown"]}</p>',
        *made.body,
        "</main>\n</div>",
        f"<footer>{escaped(words['made_by'].format(version=__version__))}"
        f'<span class="live-only"> · {words["keys"]}</span></footer>',
        '<div class="steps live-only">',
        _button("-1", "p", words["previous"], "up"),
        '<output aria-live="polite"></output>',
        _button("1", "n", words["next"], "down") + "</div>",
        f"<script>{script}</script>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _button(step: str, key: str, said: str, icon: str) -> str:
    return f'<button type="button" data-step="{step}" title="{said} ({key})" aria-label="{said}">{shape(icon)}</button>'


@cache
def _file(name: str) -> str:
    text: str = (Path(data.__file__).parent / "diffpage" / name).read_text("utf-8")
    return text


def _digest(script: str) -> str:
    from base64 import b64encode
    from hashlib import sha256

    return b64encode(sha256(script.encode()).digest()).decode()


def _title(first: Document, last: Document) -> str:
    return last.title or first.title or version_name(last, "zh")


# The head of the page.


def _overview(sections: Sequence[Section], lang: str) -> Iterator[str]:
    """What changed from each version to the next, in one table."""
    yield _head_row([labels(lang, "diff")["versions"]], lang)
    for section in sections:
        comparison = section.comparison
        counts = {name: len(found) for name, found in grouped(comparison.changes).items()}
        names_of = " → ".join(escaped(version_name(side, lang)) for side in (comparison.old, comparison.new))
        link = f'<a href="#v{section.number}">{escaped(section.step.name)}</a>'
        cells = _counts([counts[name] for name in ALL_GROUPS])
        yield f'<tr><th>{link}<small lang="zh-CN">{names_of}</small></th>{cells}</tr>'
    yield "</table></div>"


def _index(found: ComparedPlans, errors: Sequence[DuikouError], lang: str) -> Iterator[str]:
    """Every pair of versions as a link with what changed, then the files that were compared with nothing."""
    yield _head_row([label(lang, "columns", "title"), label(lang, "grouping", "column_relation")], lang)
    for entry in entries(found, errors, lang):
        files = " → ".join(escaped(name) for name in (entry.old, entry.new) if name)
        title = escaped(entry.title or label(lang, "words", "untitled"))
        if entry.number:
            title = f'{entry.number}. <a href="#v{entry.number}">{title}</a>'
        cells = (
            _counts(entry.counts or [0] * len(ALL_GROUPS)) if entry.number else f'<td colspan="{len(ALL_GROUPS)}"></td>'
        )
        relation = f'<td class="relation">{escaped(entry.relation)}</td>'
        yield f'<tr><th lang="zh-CN">{title}<small>{files}</small></th>{relation}{cells}</tr>'
    yield "</table></div>"


def _head_row(first: Sequence[str], lang: str) -> str:
    names = labels(lang, "classes")
    own = f"<th>{escaped(first[0])}</th>" + "".join(f'<th class="relation">{escaped(name)}</th>' for name in first[1:])
    heads = "".join(f'<th class="{name}">{shape(name)}{escaped(names[name])}</th>' for name in ALL_GROUPS)
    return f'<div class="scroll"><table class="overview">\n<tr>{own}{heads}</tr>'


def _counts(counts: Sequence[int]) -> str:
    return "".join(f"<td>{count or '–'}</td>" for count in counts)


def _filters(changes: Sequence[Change], lang: str) -> str:
    """A box to tick for each class and category that there is, with how many."""
    if not changes:
        return ""
    words, classes, categories = labels(lang, "diff"), labels(lang, "classes"), labels(lang, "categories")
    by_class = Counter(change.group for change in changes)
    by_category = Counter(change.category for change in changes)
    zones = Counter(change.zone for change in changes)
    counts = words["count"].format(count=len(changes))
    if zones["front"]:
        parted = [f"{words[zone]} {zones[zone]}" for zone in ("body", "front")]
        counts += f"（{'，'.join(parted)}）" if lang == "zh" else f" ({', '.join(parted)})"
    rows = [f'<form class="filters" aria-label="{words["filter"]}">\n<p class="total">{counts}</p>']
    found: list[tuple[str, str, Iterable[tuple[str, str, int]]]] = [
        ("group", words["by_class"], ((name, classes[name], by_class[name]) for name in ALL_GROUPS if by_class[name])),
        (
            "category",
            words["by_category"],
            ((name, categories.get(name, name), count) for name, count in _most(by_category)),
        ),
    ]
    for key, legend, boxes in found:
        rows.append(f"<fieldset><legend>{legend}</legend>")
        for name, said, count in boxes:
            box = f'<input type="checkbox" checked data-{key}="{escaped(name)}">'
            icon = shape(name) if key == "group" else ""
            told = f"<span>{escaped(said)}</span><b>{count}</b>"
            rows.append(f'<label class="chip {escaped(name)}">{box}{icon}{told}</label>')
        rows.append("</fieldset>")
    rows.append(f'<button type="reset" class="live-only">{words["all"]}</button>\n</form>')
    return "\n".join(rows)


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
