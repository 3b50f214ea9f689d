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

from duikou import data
from duikou.exporting.changes.page_body import Section, escaped, shape
from duikou.exporting.changes.page_history import history
from duikou.exporting.changes.page_view import View
from duikou.exporting.changes.passages import GROUPS, group_of, grouped
from duikou.exporting.changes.versions import one_text, step_names, version_name
from duikou.exporting.labels import label, labels
from duikou.model import Change, Comparison
from duikou.version import __version__

_ALL = (*GROUPS, "editorial")


def write_html(comparison: Comparison, lang: str = "zh", color: bool = False, width: int = 80) -> str:
    """The comparison as a self-contained HTML file, ending with a line feed."""
    return write_several((comparison,), lang)


def write_several(comparisons: Sequence[Comparison], lang: str = "zh", color: bool = False, width: int = 80) -> str:
    """Several versions on one page: each article through all of them, then a section for each step."""
    words = labels(lang, "diff")
    title = _title(comparisons)
    sections = [
        Section(View(comparison, lang), number, len(comparisons), lang, step)
        for number, (comparison, step) in enumerate(zip(comparisons, step_names(comparisons, lang), strict=True), 1)
    ]
    changes = [change for comparison in comparisons for change in comparison.changes]
    script, style = _file("page.js"), _file("page.css")
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{_digest(script)}'"
    tongue = "zh-CN" if lang == "zh" else "en"
    parts = [
        f'<!DOCTYPE html>\n<html lang="{tongue}">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="generator" content="duikou">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escaped(title)} · {escaped(label(lang, 'words', 'comparison'))}</title>",
        f"<style>{style}</style>\n</head>\n<body>\n{_file('shapes.svg').strip()}",
        f'<a class="skip" href="#changes">{words["skip"]}</a>',
        f'<header class="top">\n<p class="kicker">{label(lang, "words", "comparison")}</p>',
        f'<h1 lang="zh-CN">{escaped(title)}</h1>',
        *(_overview(comparisons, lang) if len(comparisons) > 1 else [sections[0].versions()]),
        f"{_filters(changes, lang)}</header>",
        f'<div class="frame">\n<nav class="tree" aria-label="{words["contents"]}">\n<details open><summary>'
        f"{words['contents']}</summary>",
        *(section.tree() for section in sections),
        '</details>\n</nav>\n<main id="changes">',
        f'<p class="none" hidden>{words["none_shown"]}</p>',
        *(history([section.view for section in sections], lang) if len(sections) > 1 and one_text(comparisons) else ()),
        *(section.body() for section in sections),
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


def _title(comparisons: Sequence[Comparison]) -> str:
    last, first = comparisons[-1].new, comparisons[0].old
    return last.title or first.title or version_name(last, "zh")


# The head of the page.


def _overview(comparisons: Sequence[Comparison], lang: str) -> Iterator[str]:
    """What changed from each version to the next, in one table."""
    words, names = labels(lang, "diff"), labels(lang, "classes")
    heads = "".join(f'<th class="{name}">{shape(name)}{escaped(names[name])}</th>' for name in _ALL)
    yield f'<div class="scroll"><table class="overview">\n<tr><th>{words["versions"]}</th>{heads}</tr>'
    for number, (comparison, step) in enumerate(zip(comparisons, step_names(comparisons, lang), strict=True), 1):
        counts = {name: len(found) for name, found in grouped(comparison.changes).items()}
        cells = "".join(f"<td>{counts[name] or '–'}</td>" for name in _ALL)
        names_of = " → ".join(escaped(version_name(side, lang)) for side in (comparison.old, comparison.new))
        yield f'<tr><th><a href="#v{number}">{escaped(step)}</a><small lang="zh-CN">{names_of}</small></th>{cells}</tr>'
    yield "</table></div>"


def _filters(changes: Sequence[Change], lang: str) -> str:
    """A box to tick for each class and category that there is, with how many."""
    if not changes:
        return ""
    words, classes, categories = labels(lang, "diff"), labels(lang, "classes"), labels(lang, "categories")
    by_class = Counter(group_of(change) for change in changes)
    by_category = Counter(change.category for change in changes)
    zones = Counter(change.zone for change in changes)
    counts = words["count"].format(count=len(changes))
    if zones["front"]:
        parted = [f"{words[zone]} {zones[zone]}" for zone in ("body", "front")]
        counts += f"（{'，'.join(parted)}）" if lang == "zh" else f" ({', '.join(parted)})"
    rows = [f'<form class="filters" aria-label="{words["filter"]}">\n<p class="total">{counts}</p>']
    found: list[tuple[str, str, Iterable[tuple[str, str, int]]]] = [
        ("group", words["by_class"], ((name, classes[name], by_class[name]) for name in _ALL if by_class[name])),
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
