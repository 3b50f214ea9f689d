"""Lines that close a document or stand beside its text, and so belong to no item: 版记, notes under a table, captions,
the head of a list of members, and what is said to all at the end.

What holds here: every test looks at one paragraph's text, clean, and nothing around it; where such a line must stand
to count is decided in `outlining`. 版记 is that of GB/T 9704-2012, 7.4. Words are data (documents.toml, `closes`).
"""

from __future__ import annotations

from functools import cache

from duikou.notation import bodies, dates, issuers
from duikou.notation.ordinals import Reading, opens_item, readings
from duikou.notation.patterns import patterns
from duikou.notation.scripts import words

_FORMS = patterns("notation/line_forms")
# A heading over names is no longer than this, and so is a caption.
_HEADING, _CAPTION, _NAME = 30, 60, 10


def is_imprint(text: str) -> bool:
    """Whether `text` is a line of the 版记: 抄送, the office that prints and the day, in one, two or three columns, or
    how many copies are printed."""
    if not _FORMS.imprint.search(text[:8] + text[-40:]):
        return False
    bare = "".join(text.split())
    if not 4 <= len(bare) <= 400:
        return False
    if bare.startswith(_opening()) or _FORMS.copies.fullmatch(bare):
        return True
    return "印" in bare[-30:] and _printed(bare)


def is_printed_day(text: str) -> bool:
    """Whether `text` is the day of printing alone (2023年8月9日印发): the office that prints stands above it."""
    bare = "".join(text.split())
    return "印" in bare and _printed(bare) and dates.at_start(bare) == 0


def notes_head(text: str) -> Reading | None:
    """The first number of the notes that `text` opens (注：1、坐标为…); None where it opens none that are numbered."""
    match = _FORMS.notes.match(text)
    return next((r for r in readings(match["first"]) if r.sure), None) if match else None


def is_notes_mark(text: str) -> bool:
    """Whether `text` is 注： or 说明： alone, above its notes."""
    match = _FORMS.notes.fullmatch(text)
    return match is not None and not match["first"]


def is_caption(text: str) -> bool:
    """Whether `text` is the caption of a figure or a table (图1 空间布局示意图): no sentence."""
    return len(text) <= _CAPTION and _FORMS.caption.fullmatch(text) is not None


def heads_members(text: str) -> bool:
    """Whether `text` is the heading of a list of members or names (联席会议成员名单)."""
    return len(text) <= _HEADING and text.rstrip("：:").endswith(_members()) and not _FORMS.sentence.search(text)


def names_chapter(text: str) -> bool:
    """Whether `text` is one of the usual names of a chapter and nothing else (总体要求, 保障措施, 组织实施)."""
    return len(text) <= _NAME and text in _chapters()


def is_member(text: str) -> bool:
    """Whether `text` can be a line of a list of members: a label or a name, no sentence."""
    return (
        not opens_item(text)
        and not _FORMS.sentence.search(text)
        and (len(text) <= _HEADING or bool(_FORMS.person.match(text)))
    )


def addresses_all(text: str) -> bool:
    """Whether a sentence of `text` tells all whom the document is for to act (各地区、各部门要…, 请认真贯彻执行), says
    from when it is in force, or to whom to turn."""
    return any(_FORMS.to_all.match(sentence) for sentence in _FORMS.sentence.split(text) if sentence)


def signs_in_columns(text: str) -> bool:
    """Whether `text`, a row of cells by TAB, is a part of a signature: each cell names a body that signs, its day, or a
    person who signs for it; or the row is one such person, the office beside the name."""
    cells = [cell.strip() for cell in text.split("\t")]
    return all(map(_signs, filter(None, cells))) or _FORMS.signs_for.fullmatch("\t".join(cells)) is not None


def signs_for(text: str) -> bool:
    """Whether `text` is a person who signs for a body, by office and name (省长 张某)."""
    return _FORMS.signs_for.fullmatch(text) is not None


def unsealed(text: str) -> str:
    """`text` without the words for a seal behind names (甲局（盖章）乙局（盖章）), a blank between these."""
    return _FORMS.sealed.sub(" ", text).strip() if "章" in text else text


def is_day(text: str) -> bool:
    """Whether `text`, a row of cells by TAB, holds days and nothing else."""
    return all(dates.alone(cell) is not None for cell in text.split("\t") if cell.strip())


def is_signed_month(text: str) -> bool:
    """Whether `text`, a line or a row of a signature, is a month or ends with one in brackets, as reports do."""
    _, day = dates.bracketed(text.rsplit("\t", maxsplit=1)[-1]) or ("", text)
    return dates.is_month(day)


def signed_bodies(text: str) -> tuple[str, ...]:
    """The bodies that a row of a signature names, in order."""
    found = (_body(cell.strip()) for cell in text.split("\t"))
    return tuple(body for body in found if body)


def signed_day(text: str) -> str | None:
    """The day (ISO) that a row of a signature gives; the last, where those who sign do so on several days."""
    cells = [(dates.bracketed(cell) or ("", cell))[1] for cell in text.split("\t")]
    found = ((dates.alone(cell) or (dates.at_end(cell) or (0, None))[1]) for cell in cells)
    return max(filter(None, found), default=None)


def _signs(cell: str) -> bool:
    return (
        dates.alone(cell) is not None
        or _body(cell) is not None
        or _FORMS.labelled_signer.fullmatch(cell) is not None
        or _FORMS.signs_for.fullmatch(cell) is not None
    )


def _body(cell: str) -> str | None:
    """The body that a cell of a signature names, perhaps with its seal and day."""
    if named := dates.bracketed(cell):
        cell, _ = named
    dated = dates.at_end(cell)
    bare = _FORMS.around_signer.sub("", cell[: dated[0]] if dated else cell).strip()
    bare = _FORMS.around_signer.sub("", bare).strip()
    return bare if bare and issuers.is_organisation(bare) else None


def _printed(bare: str) -> bool:
    found = dates.ending_before(bare, _FORMS.printed)
    if found is None:
        return False
    return found == 0 or (found <= 60 and _prints(bodies.core(bare[:found])))


def _prints(office: str) -> bool:
    """Whether an office prints what its body issues: the body, or a section of it, which signs nothing (秘书科)."""
    if bodies.signs(office):
        return True
    return office.endswith(bodies.ends("inner")) and any(bodies.signs(office[:end]) for end in range(3, len(office)))


@cache
def _opening() -> tuple[str, ...]:
    return tuple(words("notation/documents")["closes"]["copies"])


@cache
def _chapters() -> frozenset[str]:
    table = words("notation/documents")
    kinds, closes = table["kinds"], table["closes"]
    return frozenset((*kinds["principle"], *kinds["goal"], *closes["chapters"]))


@cache
def _members() -> tuple[str, ...]:
    return tuple(words("notation/documents")["closes"]["members"])
