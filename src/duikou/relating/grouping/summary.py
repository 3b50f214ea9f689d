"""What is kept of a document to group it: its names, its dates, its fingerprint and what its items say.

What holds here: a summary is small (a few kilobytes) and can be sent between processes, so ten thousand documents fit
into memory. The words of the items are kept packed, since telling a version from a copy needs them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from duikou.data import load
from duikou.model import Block, Document
from duikou.model.values import dataclass
from duikou.notation import history, issuers, number_values, places, titles
from duikou.notation.editions import editions, without
from duikou.notation.patterns import pattern, patterns
from duikou.notation.scripts import simplified
from duikou.relating.grouping.fingerprints import bare_text, fingerprint

_EDITIONS = 64  # so many texts are held unpacked at least: those that all others of a group are compared with
_FORMS = patterns("relating/grouping")
_FRONT = 20  # blocks in which the line of a law's history stands
_BRACKETED = pattern(r"[（(][^（）()]*[）)]")
_QUOTED = pattern("《([^《》]{4,})》")
_SPOKEN = ("text", "item")
_ACTS = frozenset(load("notation/titles")["hands_on"])


@dataclass(frozen=True, slots=True)
class Summary:
    """A document in short. `key` is what its title says without issuer, edition and years; `carried` the keys of the
    texts that it says it hands on; `explained` those that it explains, () for a document that explains nothing;
    `editions` what its title tells it apart by from others of its series; `counted` the 第N号 that its title ends with,
    with the year if it has one; `act` whether its kind is one of those that announce or order once (公告, 通知), and
    it hands nothing on; `places` the codes of the divisions that
    title and issuers name, `titled` those of the smallest that the title of the plan itself names; `dated` the latest
    day (ISO) that its own history or its foot gives; `letters` how much its
    items say, `size` how much all of it says, `doubts` how many warnings its reading gave; `items` what each paragraph
    of its items says, packed."""

    path: str
    title: str | None
    key: str
    carried: tuple[str, ...]
    explained: tuple[str, ...]
    editions: tuple[str, ...]
    counted: str | None
    act: bool
    places: tuple[str, ...]
    titled: tuple[str, ...]
    doc_number: str | None
    date: str | None
    dated: str | None
    draft: bool
    prints: frozenset[int]
    letters: int
    size: int
    doubts: int
    items: bytes

    def renamed(self, path: str) -> Summary:
        """The same document under another path."""
        return replace(self, path=path)

    def paragraphs(self) -> tuple[str, ...]:
        """What each paragraph of the items says, in reading order."""
        return _unpacked(self.items) if self.items else ()


def summarise(document: Document, path: str) -> Summary:
    """The summary of a document that was read from `path`."""
    title = document.title
    plain = titles.canonical(simplified(title)) if title else ""
    carried = tuple(map(core, _handed_on(plain))) + tuple(core(part.title) for part in document.parts[1:] if part.title)
    bare = _FORMS.counted.sub("", plain)
    explains = bool(titles.explaining(plain)) if plain else False
    spoken = [block for block in document.blocks if block.role in _SPOKEN]
    inside = [block for block in spoken if block.path] or spoken
    # Tables come last, so that a copy which lacks them lacks its end.
    inside += [block for block in document.blocks if block.role == "row"]
    paragraphs = [text for text in (bare_text(block.paragraph.text) for block in inside) if text]
    whole = "".join(bare_text(block.paragraph.text) for block in document.blocks)
    return Summary(
        path,
        title,
        core(plain),
        carried,
        _explained(plain, document.blocks) if explains else (),
        editions(plain),
        _count(plain),
        not carried and titles.doctype(bare) in _ACTS,
        codes(plain, *(simplified(issuer) for issuer in document.issuers)),
        _smallest(codes(*(_handed_on(plain) or [plain]))),
        document.doc_number,
        document.date,
        _dated(document),
        any(word in plain for word in load("relating/grouping")["drafts"]),
        fingerprint(whole),
        sum(map(len, paragraphs)),
        len(whole),
        len(document.cleaned.cautions),
        zlib.compress("\n".join(paragraphs).encode("utf-8")) if paragraphs else b"",
    )


@lru_cache(maxsize=2 * _EDITIONS)
def _unpacked(items: bytes) -> tuple[str, ...]:
    return tuple(zlib.decompress(items).decode("utf-8").split("\n"))


def _count(title: str) -> str | None:
    """The 第N号 at the end of `title` in figures, with its year: 2024-5 of （2024年第5号）."""
    match = _FORMS.counted.search(title)
    if not match:
        return None
    value = number_values.value(match["count"])
    count = str(int(value.low)) if value and value.exact else match["count"]
    return "-".join(filter(None, ((match["year"] or "").rstrip("年"), count)))


def core(title: str) -> str:
    """What a title says without its issuer, its edition in brackets and its years: the same for all versions."""
    handed = _handed_on(title)
    if handed:
        return core(handed[0])
    bare = title
    for issuer in issuers.of_title(title) or ():
        bare = bare.removeprefix(issuer)
    bare = _BRACKETED.sub("", without(bare))
    return bare_text(bare).removeprefix("中华人民共和国").removeprefix("关于")


def unversioned(title: str) -> str:
    """A title without what brackets say of its version (2018年修订, 征求意见稿)."""
    return _versioned().sub("", title)


@cache
def _versioned() -> re.Pattern[str]:
    words = (*history.said_of_versions(), *load("relating/grouping")["drafts"])
    return pattern(rf"[（(][^（）()]*(?:{'|'.join(words)})[^（）()]*[）)]")


def _handed_on(title: str) -> list[str]:
    """The titles that a notice, a decree or a letter says it hands on."""
    match = _FORMS.handed_on.search(title)
    if not match:
        return []
    quoted = _QUOTED.findall(match["inner"])
    return quoted or ([match["inner"]] if match["kind"] else [])


def _explained(title: str, blocks: Sequence[Block]) -> tuple[str, ...]:
    """The texts that an article explains: those its title quotes; without, what its title says besides the word that
    makes it an explanation, and the first text that the article quotes."""
    quoted = _QUOTED.findall(title)
    if quoted:
        return tuple(map(core, quoted))
    word = titles.explaining(title)
    said_at = max(title.rfind(f"{word}{colon}") for colon in "：:")
    bare = title[said_at + len(word) + 1 :] if said_at >= 0 else title.replace(word, "")
    first = next((m.group(1) for block in blocks for m in _QUOTED.finditer(block.paragraph.text)), "")
    return tuple(filter(None, (core(bare.removesuffix("政策")), core(first))))


def codes(*texts: str) -> tuple[str, ...]:
    """The codes of the divisions that texts name."""
    return tuple(sorted({spot.code for text in texts for spot in places.spots(text) if spot.code}))


def _smallest(found: Sequence[str]) -> tuple[str, ...]:
    """Of the codes of divisions those of the lowest level: of 商丘市睢县 that of the county."""
    longest = max(map(len, found), default=0)
    return tuple(code for code in found if len(code) == longest)


def _dated(document: Document) -> str | None:
    """The latest day that the text's own history gives (2017年9月1日…修订), else its date."""
    found = []
    for block in document.blocks[:_FRONT]:
        if block.role == "item":
            break
        found += history.days(block.paragraph.text)
    return max(found, default=None) or document.date
