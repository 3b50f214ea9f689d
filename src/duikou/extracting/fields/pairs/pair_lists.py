"""结对 in lists that need no verb: 甲市—乙市、丙市—丁市结对, 结对关系：甲市对乙市；丙市对丁市.

What holds here: each item of such a list is two places or zones with a dash or 对 between them and nothing else, and
the list says that they are paired: by the word that follows its last item, or by the heading right before it. A list of
routes (甲—乙、丙—丁高速公路) says neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duikou.model import Pair
from duikou.notation import places
from duikou.notation.patterns import patterns

_FORMS = patterns("extracting/pair_forms")
# How far before a list its heading begins.
_HEADING = 24


def pairs_in_lists(text: str) -> Iterator[Pair]:
    """The pairs of such lists, in order; spans count in `text`."""
    if not _FORMS.paired.search(text):
        return
    says_at: int | None = None
    for group in _FORMS.group.finditer(text):
        if not _FORMS.between.search(text, *group.span()):
            continue
        matches = [_FORMS.dashed.fullmatch(text, *item.span()) for item in _FORMS.item.finditer(text, *group.span())]
        pairs = [_pair(text, match) for match in matches if match]
        if len(pairs) < len(matches) or None in pairs:
            continue
        last = matches[-1]
        before = text[max(0, group.start() - _HEADING) : group.start()]
        if (last and last["says"]) or _FORMS.paired_heading.search(before) or says_at == group.start() - 1:
            says_at = group.end()
            yield from (pair for pair in pairs if pair)


def _pair(text: str, match: re.Match[str]) -> Pair | None:
    (a, _), (_, d) = match.span("left"), match.span("right")
    left, right = match["left"], match["right"]
    return Pair(left, right, None, text[a:d], a, d) if _is_side(left) and _is_side(right) else None


def _is_side(name: str) -> bool:
    """Whether `name` is a place, or a zone that goes by the name of one."""
    if name[-1:] not in places.last_characters():
        return False
    if places.is_place(name):
        return True
    zones = places.zones(name, places.spots(name))
    return any(zone.start == 0 and zone.end == len(name) for zone in zones)
