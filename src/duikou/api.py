"""The library's functions: each sends its input through the floors it needs, and imports only those.

A `str` is text, a `pathlib.Path` a file, `bytes` a file's content; what an earlier function gave can be passed on.
`options` say how files are read (`duikou.Options`): the engine for scans, a password, limits.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from duikou.errors import t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duikou.cleaning import Selection
    from duikou.model import Cleaned, Comparison, Document, Extracted, Source
    from duikou.model.relations import Alignment, Group
    from duikou.reading.options import Options

    Readable = str | bytes | Path | Source
    Cleanable = Readable | Cleaned
    Outlinable = Cleanable | Document


def read(x: Readable, options: Options | None = None) -> Source:
    """Read a document into its text and lines.

    Raises `UnreadableError` for a file that is missing, empty, damaged, not decodable, beyond a limit or of a format
    that is not read.
    """
    from duikou import reading
    from duikou.model import Source

    if isinstance(x, str):
        _warn_of_a_name(x)
    if isinstance(x, Source):
        return x
    if not isinstance(x, str | bytes | Path):
        raise TypeError(f"give text (str), a file (pathlib.Path) or its content (bytes), not {type(x).__name__}")
    return reading.read(x, options)


_LONGEST_NAME = 255  # characters


def _warn_of_a_name(text: str) -> None:
    """Warn where a text is the name of a file that is there: it was meant as one."""
    if 0 < len(text) <= _LONGEST_NAME and "\n" not in text and "。" not in text:
        try:
            there = Path(text).is_file()
        except (OSError, ValueError):
            return
        if there:
            import warnings

            said = f"a str is text, and {text!r} names a file: give pathlib.Path({text!r})"
            warnings.warn(said, stacklevel=_outside())


def _outside() -> int:
    """How far up the first frame stands that is not the library's: the user's own line is what a warning shows."""
    import sys

    here = str(Path(__file__).parent)
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(here):
        level, frame = level + 1, frame.f_back
    return level


def clean(x: Cleanable, selection: Selection | None = None, options: Options | None = None) -> Cleaned:
    """Clean a document: the text as it was issued, one paragraph a line, and the log of every edit.

    `selection` says which rules run (default: the safe ones). Cleaning what is clean changes nothing. Raises as `read`.
    """
    from duikou import cleaning
    from duikou.model import Cleaned

    if isinstance(x, Cleaned):
        x = x.text
    source = read(x, options)
    cleaned = cleaning.clean_source(source, selection)
    if not isinstance(x, str) and not cleaned.text and any(map(str.isalnum, source.text)):
        # A text is never refused; a file of which nothing is left was not what it was taken for.
        from duikou.errors import UnreadableError

        size = sum(map(str.isalnum, source.text))
        raise UnreadableError(
            t(
                "holds no document: all its {size} letters, digits and hanzi "
                "were taken for what a page or a site prints",
                size=size,
            ),
            "Look at the file; `duikou clean --ignore site-chrome` keeps such lines",
            source.path,
        )
    return cleaned


def outline(x: Outlinable, options: Options | None = None) -> Document:
    """The structure of a document: title, 发文字号, issuers, date, parts, the tree of items. Raises as `read`."""
    from duikou import outlining
    from duikou.model import Cleaned, Document

    if isinstance(x, Document):
        return x
    return outlining.outline(x if isinstance(x, Cleaned) else clean(x, options=options))


def extract(x: Outlinable, keywords: bool = False, options: Options | None = None) -> Extracted:
    """The document and its measures, in reading order; with `keywords` those of each measure too. Raises as `read`."""
    from duikou import extracting

    return extracting.extract_document(outline(x, options), keywords=keywords)


def group(xs: Iterable[Outlinable], options: Options | None = None) -> list[Group]:
    """Which of the documents `xs` are one plan: its copies, versions, notices and explanations. Raises as `read`."""
    from duikou.relating.grouping.summary import summarise
    from duikou.relating.grouping.telling import group_documents

    outlined = [outline(x, options) for x in xs]
    return group_documents([summarise(one, _name(one, number)) for number, one in enumerate(outlined, 1)])


def align(xs: Iterable[Outlinable], options: Options | None = None) -> Alignment:
    """The measures of the plans `xs` side by side, the first plan leading. Raises as `read`."""
    from duikou.model.relations import AlignedPlan
    from duikou.relating.aligning.table import align_plans

    found = [extract(x, options=options) for x in xs]
    return align_plans(
        [
            AlignedPlan(_name(one.document, number), one.document.title, one.measures)
            for number, one in enumerate(found, 1)
        ]
    )


def _name(document: Document, number: int) -> str:
    """Where a document was read, or its number among those given where it was no file."""
    return document.cleaned.source.path or f"#{number}"


def diff(old: Outlinable, new: Outlinable, options: Options | None = None, *, script: bool = False) -> Comparison:
    """What changed from `old` to `new`. Raises as `read`.

    `script`: traditional and simplified characters are the same; raises `UsageError` where OpenCC is not installed.
    """
    from duikou import comparing

    return comparing.compare(outline(old, options), outline(new, options), script=script)


def write(result: Any, path: str | Path, format: str | None = None, lang: str = "zh", *, force: bool = False) -> None:
    """Write a result (what `clean`, `extract`, `diff`, `group` or `align` gave; of `extract` also several) to a file.

    The ending of the name chooses the format unless `format` does; `lang` is that of labels. Raises `UsageError` for a
    format that the result is not written in, and `OutputError` where there is a file already, unless `force` says that
    it may be replaced, or it can't be written.
    """
    from duikou.errors import OutputError, t
    from duikou.exporting.anything import written

    content = written(result, str(path), format, lang)
    place = Path(path)
    if place.exists() and not force:
        raise OutputError("is there already", "Choose another name, or give force=True to replace it", str(path))
    beside = place.with_name(f".{place.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(place)
    except OSError as error:
        beside.unlink(missing_ok=True)
        cause = t("can't be written ({cause})", cause=error)
        raise OutputError(cause, "Choose a folder that you may write into, with room", str(path)) from None
