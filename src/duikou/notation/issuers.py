"""Who issued a document, where its names stand together: at the head of its title, on a line of the signature.

What holds here: names are given apart as they were written apart: by a blank or a line in the source, by 、 or 和, or,
where cleaning has closed the blank, where a body of the same place or level, or one of the state, begins right behind
another. A name of which only the first is written (教育部等五部门) is that one. What is no body gives none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from duikou.data import lists
from duikou.notation import bodies, history, offices
from duikou.notation.patterns import patterns

_FORMS = patterns("notation/title_forms")
_WORDS = lists("notation/title_forms")
_HISTORY = patterns("notation/history")
# No title names its issuers further on.
_LONGEST = 120


def is_organisation(text: str) -> bool:
    """Whether `text` is the name of a body that can sign a document."""
    bare = text.strip()
    if not bodies.signs(bare) or not _FORMS.written.fullmatch(bare):
        return False
    return len(bare) > 3 or not bodies.is_end(bare[1:]) or _FORMS.brief.fullmatch(bare) is not None


def of_title(title: str, written: str = "") -> tuple[str, ...]:
    """The bodies at the head of `title`, () where none stand there. `written` is the title as it stands in the source,
    with its blanks and lines."""
    return _parted(title, written)[0]


def differ_alone(first: str, second: str) -> bool:
    """Whether two titles differ in nothing but how many of those who issue they name: the first of them, or nobody."""
    if first == second or not _FORMS.about.search(first) or not _FORMS.about.search(second):
        return False
    (some, matter), (others, same) = _parted(first), _parted(second)
    return matter == same != "" and (not some or not others or some[0] == others[0])


@lru_cache(maxsize=256)  # a title is asked of at each line that may go on with it
def _parted(title: str, written: str = "") -> tuple[tuple[str, ...], str]:
    """The bodies at the head of a title, and what it says behind them; where none stand there, () and an empty text."""
    head = _FORMS.label.sub("", title)
    for match in _FORMS.about.finditer(head, 0, _LONGEST):
        if match.start() == 0:
            return (), head  # a title that begins with what is done names nobody who does it
        said = head[: match.start()]
        names = _written_apart(written, said) or bodies_in(said)
        if names and all(map(is_organisation, names)):
            return names, head[match.start() :]
    return (), ""


def of_history(lines: Iterable[str]) -> tuple[str, ...]:
    """The bodies that adopted or issued a text first, as the lines of its history name them, without the number of the
    congress, of the session and of the decree (某市第十六届人民代表大会常务委员会第九次会议 is
    某市人民代表大会常务委员会); () where they name none."""
    for _, said in history.steps(lines):
        names = _HISTORY.issuer.match(_HISTORY.congress.sub("", said))
        if names and all(map(is_organisation, found := bodies_in(names["name"]))):
            return found
    return ()


def bodies_in(text: str) -> tuple[str, ...]:
    """The names of bodies in `text`, a list of them with or without marks between."""
    text = _FORMS.others.sub("", "".join(text.split()))
    names = bodies.names(text) if _FORMS.listed.search(text) else [text]
    if not all(map(is_organisation, names)):
        names = [text]
    return tuple(body for name in names for body in _unglued(name) if body)


def joint(bodies: Sequence[str]) -> bool:
    """Whether `bodies`, in order, are departments of one place, or its party and its government: who issues together.
    A site's own name before a title is neither."""
    offices = any(map(_FORMS.for_a_place.search, bodies))
    party = {body.startswith(_WORDS.party) for body in bodies} == {True, False}
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
    names = [_FORMS.others.sub("", piece) for piece in pieces]
    whole = len(names) > 1 and "".join(pieces) == said
    return tuple(names) if whole and all(map(_is_whole, names)) else ()


def _is_whole(name: str) -> bool:
    # 海关总署 ends other names and is one.
    return len(name) > 2 and is_organisation(name) and (not bodies.is_end(name) or bodies.is_state(name))


def _unglued(name: str) -> list[str]:
    """`name` cut where a second body begins right behind the first."""
    for at in range(3, len(name) - 2):
        left, right = name[:at], name[at:]
        if not _is_whole(left) or not _is_whole(right) or _goes_on(name, at):
            continue
        if bodies.depth(left) == 0 and _begins_another(left, right):
            return [left, *_unglued(right)]
    return [name]


def _goes_on(name: str, at: int) -> bool:
    """Whether a body of the state ends at `at` whose name goes on as that of another: 国务院 of 国务院国资委."""
    return bodies.is_state(name[:at]) and any(bodies.is_state(name[:end]) for end in range(at + 1, len(name) + 1))


def _of_the_state(name: str) -> bool:
    """Whether `name` begins with the whole name of a body of the state, as those of its offices do."""
    return any(offices.is_of_the_state(name[:end]) for end in range(3, len(name) + 1))


def _begins_another(left: str, right: str) -> bool:
    """Whether `right` begins as the name of another body than `left`: with its place or level, or as one of the state
    behind one of the state."""
    if _of_the_state(right):
        # 某省统计局国家统计局某省调查总队 are two; a committee's own name may hold such words (某市委国家安全…).
        return _of_the_state(left) or (len(left) > 4 and bodies.is_strong(left) and bodies.kind(left) != "party")
    if offices.opens_for_the_state(right):
        another = len(left) > 4 and bodies.is_strong(left) and bodies.kind(left) != "party"
        if another or offices.is_of_the_state(left):
            return True
    if _FORMS.level.match(left) and bodies.is_strong(left):
        return right[0] == left[0] and bodies.is_strong(right)
    place, other = _FORMS.place.match(left), _FORMS.place.match(right)
    return place is not None and other is not None and right.startswith(place["place"], other.start("place"))
