"""Which measure of one plan answers which of another: how alike they are, and which pairs are links.

What holds here: links are one to many, since a large item of one plan is several of another. A pair is a link when it
is the best of one of its sides, or comes near it, and passes a threshold (data/relating/aligning.toml); what lies just
above the threshold is doubtful. Kinds that stand apart (principles, safeguards) answer their own kind alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from duikou.data import load
from duikou.relating.aligning.profiles import FACETS, Profile, Terms


class Link(NamedTuple):
    """`left` and `right` are indices of measures, `score` how alike they are (0 to 1), `shared` the terms and subjects
    that weighed most."""

    left: int
    right: int
    score: float
    doubtful: bool
    shared: tuple[str, ...]


def links(left: Sequence[Profile], right: Sequence[Profile], weights: dict[str, Terms]) -> list[Link]:
    """The links between two plans, in the order of the left one."""
    limits = load("relating/aligning")["thresholds"]
    scores = _scores(left, right, weights)
    best_left = [max(row, default=0.0) for row in scores]
    best_right = [max((row[j] for row in scores), default=0.0) for j in range(len(right))]
    found = []
    for i, row in enumerate(scores):
        for j, score in enumerate(row):
            best = max(best_left[i], best_right[j])
            first = score >= min(best_left[i], best_right[j])
            if score >= limits["least"] and (first or score >= limits["second"] * best):
                shared = _shared(left[i], right[j], weights)
                found.append(Link(i, j, round(min(score, 1.0), 4), score < limits["sure"], shared))
    return found


def _scores(left: Sequence[Profile], right: Sequence[Profile], weights: dict[str, Terms]) -> list[list[float]]:
    """How alike each measure of the one plan is to each of the other."""
    parts = load("relating/aligning")["weights"]
    lengths = [[{f: _length(getattr(one, f), weights[f]) for f in FACETS} for one in plan] for plan in (left, right)]
    table = []
    for a, norm_a in zip(left, lengths[0], strict=True):
        row = []
        for b, norm_b in zip(right, lengths[1], strict=True):
            likely = _kinds_agree(a.kind, b.kind)
            total = 0.0
            if likely:
                for facet in FACETS:
                    norm = norm_a[facet] * norm_b[facet]
                    if norm:
                        total += parts[facet] * _product(getattr(a, facet), getattr(b, facet), weights[facet]) / norm
            row.append(total * likely)
        table.append(row)
    return table


def _kinds_agree(a: str, b: str) -> float:
    """1 for two measures of one kind, less for kinds that may answer each other, 0 for those that never do."""
    data = load("relating/aligning")
    if a == b:
        return 1.0
    return 0.0 if a in data["apart"] or b in data["apart"] else float(data["thresholds"]["other_kind"])


def _product(a: Terms, b: Terms, weight: Terms) -> float:
    if len(b) < len(a):
        a, b = b, a
    return sum(count * b[term] * weight[term] ** 2 for term, count in a.items() if term in b)


def _length(terms: Terms, weight: Terms) -> float:
    return math.sqrt(sum((count * weight[term]) ** 2 for term, count in terms.items()))


def _shared(a: Profile, b: Profile, weights: dict[str, Terms], most: int = 4) -> tuple[str, ...]:
    """The words that both texts say, the most telling first."""
    both = {term: a.text[term] * b.text[term] * weights["text"][term] ** 2 for term in a.text if term in b.text}
    return tuple(sorted(both, key=lambda term: (-both[term], term))[:most])
