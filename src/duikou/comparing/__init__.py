"""Two versions of a document compared: what truly changed, and nothing that only looks changed.

What holds here, and is a property test: a document against itself gives no change; comparing B with A mirrors comparing
A with B (the pair is put in a fixed order first); the ops of every change give back both of its texts exactly; the same
two documents give the same changes on every run. How passages are aligned, and why in that order, is in `align`; how a
difference is marked in `inline`; how it is classed in `classify` and `misreading`.
"""

from __future__ import annotations

from collections.abc import Sequence

from duikou.comparing.aligning.align import align
from duikou.comparing.aligning.alignable import Alignable, Link
from duikou.comparing.aligning.reading_order import facts, in_reading_order
from duikou.comparing.aligning.similar import Budget
from duikou.comparing.judging.context import Evidence
from duikou.comparing.judging.recognised import Recognised
from duikou.comparing.judging.scripts import simplifier
from duikou.comparing.telling.columns import with_columns
from duikou.comparing.telling.differences import pair_drafts
from duikou.comparing.telling.drafts import Draft, Standing
from duikou.comparing.telling.elsewhere import with_moves
from duikou.comparing.telling.listed import with_lists
from duikou.comparing.telling.one_sided import common_titles, move_drafts, set_around, unmatched_drafts
from duikou.comparing.telling.references import References
from duikou.errors import t
from duikou.model import Caution, Comparison, Document
from duikou.notation.history import is_history

__all__ = ["compare", "differs"]

_FACTS = frozenset(("date", "number", "modality", "unit", "place"))
_STOP = "。"
# Two texts of which less is alike are hardly versions of one; shorter ones (characters of both) tell nothing.
_VERSIONS = 0.15
_TELLING = 200


def compare(old: Document, new: Document, *, script: bool = False) -> Comparison:
    """What changed from `old` to `new`, in the reading order of `new`; what was deleted stands where it stood.

    `script`: traditional and simplified characters, and variant forms, are the same (raises `UsageError` without
    OpenCC). Where a budget ended the work early, `cautions` says so.
    """
    plainly = simplifier([old.cleaned.text, new.cleaned.text]) if script else str
    flipped = old.cleaned.text > new.cleaned.text
    first, second = (new, old) if flipped else (old, new)
    budget = Budget()
    texts = [plainly(document.cleaned.text) for document in (first, second)]
    scans = Recognised(first.cleaned), Recognised(second.cleaned)
    left, right = in_reading_order(first, plainly), in_reading_order(second, plainly)
    links = align(left, right, budget)
    drafts = with_moves(_drafts(links, left, right, texts, budget, scans), (left, right))
    drafts = with_lists(drafts, (left, right))
    if flipped:
        drafts = [draft.mirrored() for draft in drafts]
    drafts.sort(key=lambda draft: draft.new_at)
    standing = Standing(old), Standing(new)
    changes = tuple(draft.change(*standing) for draft in drafts)
    return Comparison(old, new, changes, _cautions(budget) or _unlike(links, left, right))


def differs(comparison: Comparison) -> bool:
    """Whether there is a suspect or substantive change, a move or a renumbering: exit code 1 of `duikou diff`."""
    return any(change.klass != "editorial" or change.type in ("move", "renumber") for change in comparison.changes)


def _drafts(
    links: tuple[Link, ...],
    left: tuple[Alignable, ...],
    right: tuple[Alignable, ...],
    texts: Sequence[str],
    budget: Budget,
    scans: tuple[Recognised, Recognised],
) -> list[Draft]:
    evidence = Evidence(texts)
    references = References(links, (left, right))
    drafts = move_drafts(links, left, right, budget)
    told = [(link, pair_drafts(link, (left, right), evidence, budget, scans, references)) for link in links]
    for link, found in with_columns(told, left, right):
        a, b = [left[i] for i in link.left], [right[j] for j in link.right]
        drafts += [_of_front(draft, [*a, *b]) for draft in found]
    titles = common_titles(links, left)
    forward, back = _partners(links)
    moved = [{k for link in links if link.moved for k in link.sides[side]} for side in (0, 1)]
    drafts += unmatched_drafts(left, right, forward, titles, moved[0], deleted=True)
    drafts += unmatched_drafts(right, left, back, titles, moved[1], deleted=False)
    return drafts


def _partners(links: tuple[Link, ...]) -> tuple[dict[int, int], dict[int, int]]:
    """For each linked unit the last unit of its partner, both ways."""
    forward = {i: link.right[-1] for link in links for i in link.left}
    back = {j: link.left[-1] for link in links for j in link.right}
    return forward, back


def _of_front(draft: Draft, pair: list[Alignable]) -> Draft:
    """What differs inside a summary or a table of contents changes nothing of the text itself.

    Nor does another wording of the history of amendments, when it names the same facts. But a date, a number, a name or
    an obligation that changed in a sentence is told: the first sentences of a text may have been taken for a summary.
    """
    if draft.klass == "editorial" or draft.zone != "front":
        return draft
    if draft.category in _FACTS and all(unit.block.role == "summary" and _STOP in unit.whole for unit in pair):
        return draft._replace(zone="body")
    derived = all(unit.block.role in ("summary", "contents") and set_around(unit, ()) for unit in pair)
    sides = [facts(end.text) if end else [] for end in (draft.old, draft.new)]
    reworded = all(is_history(unit.whole) for unit in pair) and sides[0] == sides[1]
    return draft._replace(klass="editorial") if derived or reworded else draft


def _unlike(links: tuple[Link, ...], left: tuple[Alignable, ...], right: tuple[Alignable, ...]) -> tuple[Caution, ...]:
    """A caution where the two are hardly versions of one text, with how much of them is alike."""
    total = sum(len(unit.whole_key) for unit in (*left, *right))
    alike = sum(
        link.score * (sum(len(left[i].whole_key) for i in link.left) + sum(len(right[j].whole_key) for j in link.right))
        for link in links
    )
    if not left or not right or total < _TELLING or alike >= _VERSIONS * total:
        return ()
    share = round(100 * alike / total)
    return (Caution("unlike", t("These are hardly versions of one text: {share} % of them is alike", share=share), ""),)


def _cautions(budget: Budget) -> tuple[Caution, ...]:
    return tuple(
        Caution("budget", t("The versions differ so much that not everything was compared: {what}.", what=what), "")
        for what in budget.ended
    )
