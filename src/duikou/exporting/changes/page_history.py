"""The history of each article on the page of several versions: one row an article, one column a version.

What holds here: every text is escaped. Articles that no step changed are not shown; both versions of each step are on
the page whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duikou.exporting.changes.histories import History, histories
from duikou.exporting.changes.page_body import escaped
from duikou.exporting.changes.page_view import View
from duikou.exporting.changes.versions import short_names
from duikou.exporting.labels import labels


def history(views: Sequence[View], lang: str) -> Iterator[str]:
    """The lines of the section, folded; none where no article changed."""
    words = labels(lang, "diff")
    found = [one for one in histories(views, lang) if one.said]
    if not found:
        return
    versions = [views[0].comparison.old, *(view.comparison.new for view in views)]
    heads = "".join(f"<th>{escaped(name)}</th>" for name in short_names(versions, lang))
    yield f'<details class="history" open><summary>{words["history"]}</summary>'
    yield f'<div class="scroll"><table class="articles">\n<tr><th>{words["position"]}</th>{heads}</tr>'
    for one in found:
        yield _row(one)
    yield "</table></div>\n</details>"


def _row(one: History) -> str:
    names = " → ".join(map(escaped, one.names))
    said = "".join(f"<small>{escaped(line)}</small>" for line in one.said)
    cells = "".join(f'<td lang="zh-CN">{_cell(text)}</td>' for text in one.texts)
    return f'<tr><th><span lang="zh-CN">{names}</span>{said}</th>{cells}</tr>'


def _cell(pieces: Sequence[tuple[str, str]]) -> str:
    """A text with what the version before did not have marked, each paragraph on a line of its own."""
    text = ""
    for kind, piece in pieces:
        for line in piece.splitlines(keepends=True):
            shown = escaped(line.rstrip("\n"))
            text += f"<ins>{shown}</ins>" if kind == "insert" and shown else shown
            text += "<br>" if line.endswith("\n") else ""
    return text.removesuffix("<br>")
