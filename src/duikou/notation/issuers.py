"""Who issued a document, where its names stand together: at the head of its title, on a line of the signature.

What holds here: names are given apart as they were written apart: by a blank or a line in the source, by 、 or 和, or,
where cleaning has closed the blank, where a body of the same place or level, or one of the state, begins right behind
another. A name of which only the first is written (教育部等五部门) is that one. What is no body gives none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from duikou.notation import bodies
from duikou.notation.patterns import pattern

# What the name of a body that signs is written in, and how short it may be besides 市政府 and 省委.
_WRITTEN = pattern(r"[一-鿿（）()·“”、 \tA-Z×]{3,70}")
_BRIEF = pattern("[省市县区州](?:人民)?(?:委|政府)")
# What a title goes on with behind its issuers.
_ABOUT = pattern("[关關][于於]|[印转轉][发發]|批[转轉]|[发發][布佈]|公布|[贯貫][彻徹]|落[实實]")
_OTHERS = pattern(r"等(?:[\d一二三四五六七八九十]+[个家]?)?(?:部门和单位|部门|单位|部委|委办局|机构|地区)?$")
_PLACE = pattern("(?:中共|共青团)?(?P<place>[一-鿿A-Z×]{1,10}?(?:自治区|自治州|新区|[省市县区州盟旗]))")
_LEVEL = pattern("[省市县区州]")
# What a page puts before a title: “信息公开”某市人民政府关于…
_LABEL = pattern("^“[^“”]{2,12}”")
# No title names its issuers further on.
_LONGEST = 120


def is_organisation(text: str) -> bool:
    """Whether `text` is the name of a body that can sign a document."""
    bare = text.strip()
    if not bodies.signs(bare) or not _WRITTEN.fullmatch(bare):
        return False
    return len(bare) > 3 or not bodies.is_end(bare[1:]) or _BRIEF.fullmatch(bare) is not None


def of_title(title: str, written: str = "") -> tuple[str, ...]:
    """The bodies at the head of `title`, () where none stand there. `written` is the title as it stands in the source,
    with its blanks and lines."""
    head = _LABEL.sub("", title[:_LONGEST])
    for match in _ABOUT.finditer(head):
        said = head[: match.start()]
        names = _written_apart(written, said) or apart(said)
        if names and all(map(is_organisation, names)):
            return names
    return ()


def apart(text: str) -> tuple[str, ...]:
    """The names of bodies in `text`, a list of them with or without marks between."""
    text = _OTHERS.sub("", re.sub(r"\s", "", text))
    names = bodies.names(text) if re.search("[、，]|[和与及]", text) else [text]
    if not all(map(is_organisation, names)):
        names = [text]
    return tuple(body for name in names for body in _unglued(name) if body)


def joint(bodies: Sequence[str]) -> bool:
    """Whether `bodies`, in order, are departments of one place, or its party and its government: who issues together.
    A site's own name before a title is neither."""
    offices = any(re.search("政府|办公[厅室]|辦公[廳室]", body) for body in bodies)
    party = {body.startswith("中共") for body in bodies} == {True, False}
    return (party or not offices) and all(map(_begins_another, bodies, bodies[1:]))


def _written_apart(written: str, said: str) -> tuple[str, ...]:
    """The names that white space parts in `written`, of which `said` is the beginning without it; () where it does not
    part whole names."""
    pieces: list[str] = []
    left = said
    for piece in written.split():
        if not left or not left.startswith(piece):
            # The last name and what follows it are one piece.
            pieces += [left] if left and piece.startswith(left) else []
            break
        pieces.append(piece)
        left = left[len(piece) :]
    names = [_OTHERS.sub("", piece) for piece in pieces]
    whole = len(names) > 1 and "".join(pieces) == said
    return tuple(names) if whole and all(map(_is_whole, names)) else ()


def _is_whole(name: str) -> bool:
    return len(name) > 2 and is_organisation(name) and not bodies.is_end(name)


def _unglued(name: str) -> list[str]:
    """`name` cut where a second body begins right behind the first."""
    for at in range(3, len(name) - 2):
        left, right = name[:at], name[at:]
        if not _is_whole(left) or not is_organisation(right) or bodies.is_end(right):
            continue
        if bodies.depth(left) == 0 and _begins_another(left, right):
            return [left, *_unglued(right)]
    return [name]


def _begins_another(left: str, right: str) -> bool:
    """Whether `right` begins as the name of another body than `left`: with its place or level, or as one of the state
    behind one of the state."""
    if bodies.is_state(left) and any(bodies.is_state(right[:end]) for end in range(3, len(right) + 1)):
        return True
    if _LEVEL.match(left) and bodies.is_strong(left):
        return right[0] == left[0] and bodies.is_strong(right)
    place = _PLACE.match(left)
    return place is not None and right.removeprefix("中共").startswith(place["place"])
