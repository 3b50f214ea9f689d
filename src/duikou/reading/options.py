"""How a file is to be read: with which engine scans, with which password, and within which limits.

What holds here: one object goes from the user to the readers; each takes from it what it needs. A limit that is passed
gives one error, and that names the option which allows more. Nothing here is imported to read a text file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace

from duikou.errors import UnreadableError, UsageError, t

MEGABYTE = 2**20
ENGINES = ("rapidocr", "tesseract")  # the better first
CHOICES = ("auto", *ENGINES, "off")
REVISIONS = ("accepted", "original", "marked")

# Called with (pages read, pages) while the pages of a scan are read.
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. `size` and `unpacked` are in MB, `pixels` in millions a picture, `seconds` those that
    recognition may take for a page and another program for a file; `unpacked` and `ratio` are of files that are zip
    containers (.docx, .odt, .ofd, .zip): all of it, and unpacked to packed. What `cells` and the limits below it count
    stands in `budget`."""

    size: int = 512
    pages: int = 10_000
    unpacked: int = 128
    ratio: int = 400  # real documents stay below 60, a bomb is near 1,000
    pixels: int = 120  # a page of A3 at 600 dots an inch has 70
    seconds: int = 120
    cells: int = 500_000  # a table of 500 pages has some 200,000
    visits: int = 200_000
    nesting: int = 100
    fields: int = 100
    chain: int = 100

    def refusal(self, name: str, cause: str, needed: int, path: str | None) -> UnreadableError:
        """The error for a file that passes the limit `name`, which would have to be `needed`."""
        return UnreadableError(
            cause, t("If you trust it, allow more: --limit {name}={needed}", name=name, needed=needed), path
        )

    def check_size(self, count: int, path: str | None) -> None:
        """Raises `UnreadableError` for a file of more bytes than are read."""
        if count > self.size * MEGABYTE:
            needed = -(-count // MEGABYTE)
            raise self.refusal(
                "size",
                t("has {needed} MB, and at most {size} MB are read", needed=needed, size=self.size),
                needed,
                path,
            )

    def check_unpacked(self, count: int, path: str | None) -> None:
        """Raises `UnreadableError` for a container whose files have more bytes together than are read."""
        if count > self.unpacked * MEGABYTE:
            needed = -(-count // MEGABYTE)
            cause = t(
                "holds {needed} MB when unpacked, and at most {unpacked} MB are read",
                needed=needed,
                unpacked=self.unpacked,
            )
            raise self.refusal("unpacked", cause, needed, path)

    def check_pages(self, count: int, path: str | None) -> None:
        """Raises `UnreadableError` for a file of more pages than are read."""
        if count > self.pages:
            raise self.refusal(
                "pages",
                t("has {count} pages, and at most {pages} are read", count=count, pages=self.pages),
                count,
                path,
            )


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is read.

    `ocr` says what reads pages that are pictures, one of `CHOICES`: "auto" is the best that is installed, or none.
    `password` opens encrypted PDF files. `tell` is called while the pages of a scan are read. `depth` is how
    deep the file lies in documents that take in others. `revisions`, one of `REVISIONS`, says how tracked changes of a
    Word document are read: as accepted, as it was before them, or both marked, `{-so-}` and `{+so+}`. Raises
    `UsageError` for an engine or a reading that is not known.
    """

    ocr: str = "auto"
    # What is shown of options, in a report of a fault or elsewhere, shows no password.
    password: str | None = field(default=None, repr=False)
    limits: Limits = Limits()
    tell: Tell | None = field(default=None, compare=False, repr=False)
    depth: int = field(default=0, repr=False)
    revisions: str = "accepted"

    def __post_init__(self) -> None:
        if self.ocr not in CHOICES:
            raise UsageError(
                t("there is no engine named {ocr}", ocr=f"{self.ocr!r}"), t("Give --ocr {names}", names=CHOICES)
            )
        if self.revisions not in REVISIONS:
            cause = t("tracked changes can't be read as {revisions}", revisions=f"{self.revisions!r}")
            raise UsageError(cause, t("Give --revisions {names}", names=REVISIONS))


USUAL = Options()


def limits_of(words: Sequence[str]) -> Limits:
    """The limits that words such as `pages=500` set. Raises `UsageError` for another name, or for no whole number."""
    known = [x.name for x in fields(Limits)]
    wanted: dict[str, int] = {}
    for word in words:
        name, _, value = word.partition("=")
        if name.strip() not in known:
            raise UsageError(
                t("there is no limit named {strip}", strip=f"{name.strip()!r}"),
                t("Give --limit NAME=N: {names}", names=tuple(known)),
            )
        if not (value.strip().isascii() and value.strip().isdigit() and int(value) > 0):
            raise UsageError(
                t("--limit {word}: the limit is no whole number above 0", word=word), "Give --limit pages=500"
            )
        wanted[name.strip()] = int(value)
    return replace(Limits(), **wanted)
