"""Reading: a file, its bytes or a text becomes a Source, whatever its format.

What holds here: a `str` is always text, a `Path` a file, `bytes` a file's content. A file is recognised by
its content first and its name second. Whatever can't be read gives one `UnreadableError` that says why and
what to do; a str never fails. The formats are registered in formats.py, and nothing of a format is imported
before a file needs it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duikou.errors import Text, UnreadableError, t
from duikou.notation.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable

    from duikou.model import Source
    from duikou.reading.files import detect
    from duikou.reading.formats import Format
    from duikou.reading.options import Options

_META_CHARSET = pattern(
    rb"<(?:meta[^>]{1,200}?charset|\?xml[^>]{1,100}?encoding)\s*+=\s*+[\"']?+\s*+([\w-]{2,20})", re.IGNORECASE
)
_BLANK = pattern("[\\s\u200b\ufeff]*")
# Without one of these a text holds no damage of an earlier conversion (duikou.reading.plain.mojibake).
_DAMAGE = pattern("[\x80-\xa6\xa8-\xb6\xb8-\xff\ufffd锟銆锛]")
_SMALL = 16 * 2**20  # bytes; no usual limit is below


def read(x: str | bytes | Path, options: Options | None = None) -> Source:
    """Read a text, a file or a file's content into a `Source`, as `options` say.

    Raises `UnreadableError` for a file that is missing, a folder, not permitted, empty, damaged, not
    decodable, beyond a limit, or of a format that this version does not read. A str is never refused.
    """
    if isinstance(x, str):
        return _read_str(x)
    if isinstance(x, bytes):
        return read_bytes(x, None, options)
    return read_bytes(_load(x, options), str(x), options)


def _read_str(text: str) -> Source:
    from duikou.reading import formats
    from duikou.reading.plain import markdown

    record = formats.BY_NAME["markdown" if markdown.is_markdown(text) else "text"]
    source: Source = record.load()(text, None, None)
    source = _with_damage(source, refuse=False)
    return replace(source, sha256=_digest(text.encode("utf-8", "surrogatepass")))


def _load(path: Path, options: Options | None) -> bytes:
    name = str(path)
    try:
        if path.is_dir():
            raise UnreadableError("is a folder", "Name the files in it one by one", name)
        if path.exists() and not path.is_file():
            raise UnreadableError("is not a regular file", "Name a file", name)
        _check_size(path.stat().st_size, name, options)
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableError("there is no such file", "Check the name and the folder", name) from None
    except PermissionError:
        raise UnreadableError("may not be read", "Ask for permission to read it, or copy it", name) from None
    except (OSError, ValueError) as error:
        raise UnreadableError(
            t("can't be opened ({cause})", cause=error), "Check the name and the disk", name
        ) from None


def _check_size(count: int, path: str | None, options: Options | None) -> None:
    if options is None and count <= _SMALL:
        return
    from duikou.reading.options import USUAL

    (options or USUAL).limits.check_size(count, path)


def read_bytes(
    data: bytes, path: str | None = None, options: Options | None = None, charset: str | None = None
) -> Source:
    """Read a file's content under the name `path`; `charset` is what its server says its encoding is. Raises as
    `read`."""
    from duikou.reading import formats
    from duikou.reading.files import detect
    from duikou.reading.plain import encoding

    _check_size(len(data), path, options)
    if not data.strip(b" \t\r\n\f\v"):
        raise _no_text(path)
    content = detect.Content(data, path)
    record = formats.of_bytes(content)
    if record:
        from duikou.reading.options import USUAL

        reader = _reader(record, path)
        try:
            source: Source = reader(data, path, options or USUAL)
        except _UNSOUND as error:
            raise _unsound(record, error, path) from error
    else:
        meta = _META_CHARSET.search(data[:8192])
        # A server goes before its page, where it names an encoding of Chinese and not just its usual one.
        declared = charset if encoding.is_known(charset) else meta and meta.group(1).decode("ascii")
        try:
            text, codec = encoding.decode(data, path, declared)
        except UnreadableError as error:
            raise _with_name(error, content, path) from None
        if _BLANK.fullmatch(text):
            raise _no_text(path)
        kind = formats.of_text(text, content.extension)
        # Of the formats that are text only a page can ask for more than its size.
        more = (options,) if kind.name == "html" and options else ()
        source = _reader(kind, path)(text, codec, path, *more)
        if (promised := _promised(content)) and promised.reader:
            from duikou.model import Caution

            said = t(
                "is named as {format}, but its content is {kind}, and was read as that",
                format=_a(promised.label),
                kind=_a(kind.label),
            )
            source = replace(source, cautions=(Caution("named-otherwise", said, ""), *source.cautions))
    source = _with_damage(source, refuse=record is None)
    return source if source.sha256 else replace(source, sha256=_digest(data))


def _with_damage(source: Source, refuse: bool) -> Source:
    """`source` with warnings of characters that were lost or misread before it came here."""
    if not _DAMAGE.search(source.text):
        return source
    from duikou.reading.plain import mojibake

    return replace(source, cautions=(*source.cautions, *mojibake.cautions(source.text, refuse, source.path)))


# What a value that its format does not allow ends in where a reader takes it for one that it does: a word for a number,
# NaN for a place, a number of a style that is not there, parts inside one another without end.
_UNSOUND = (ValueError, ArithmeticError, LookupError, RecursionError)


def _unsound(record: Format, error: Exception, path: str | None) -> UnreadableError:
    """The error for a file with such a value. The exception is its cause, for whoever looks for faults of a reader."""
    said = " ".join(str(error).split())[:100]
    cause = t(
        "is {format} that is damaged: a value in it makes no sense ({name}: {said})",
        format=_a(record.label),
        name=type(error).__name__,
        said=said,
    )
    return UnreadableError(cause, "Open it where it opens, save it again and give that, or get the file again", path)


def _reader(record: Format, path: str | None) -> Callable[..., Source]:
    """The reader of a format, or the one clear error for a format that is not read here."""
    if record.reader is None:
        raise UnreadableError(
            t("is {format}, which is not read as a document", format=_a(record.label)), record.advice, path
        )
    if record.missing:
        raise UnreadableError(
            t("is {format}, and reading it needs {names}", format=_a(record.label), names=record.missing),
            record.install,
            path,
        )
    return record.load()


def _with_name(error: UnreadableError, content: detect.Content, path: str | None) -> UnreadableError:
    """The same error, saying so when the file's name promises a format that its content is not."""
    record = _promised(content)
    if record is None:
        return error
    cause = t(
        "is named as {format}, but its content is none: the file is damaged or wrongly named",
        format=_a(record.label),
    )
    return UnreadableError(cause, "Fetch it again, or save it again from the program it came from", path)


def _promised(content: detect.Content) -> Format | None:
    """The format of bytes that a file's name promises."""
    from duikou.reading import formats

    extension = content.extension
    return next((found for found in formats.FORMATS if found.recognise and extension in found.extensions), None)


def _a(label: str) -> Text:
    return t("an {label}", label=t(label)) if label[0] in "aeioO" else t("a {label}", label=t(label))


def _no_text(path: str | None) -> UnreadableError:
    return UnreadableError("holds no text", "Check that it is the right file, and fetch it again", path)


def sha256(data: bytes = b"") -> Any:
    """The hash object of SHA-256 (`hashlib`), without loading OpenSSL where Python has one of its own."""
    # Loading OpenSSL takes longer than reading a text does; Python's own is behind it up to 3.11.
    try:
        from _sha256 import sha256 as own  # type: ignore[import-not-found]
    except ImportError:
        from hashlib import sha256 as own
    return own(data)


def _digest(data: bytes) -> str:
    digest: str = sha256(data).hexdigest()
    return digest
