"""What was worked out before is not worked out again: results on disk, by what they depend on.

What holds here: the key of a result is made of everything it can depend on: the bytes of the document, the ending of
its name (the name itself where the result holds it), the program (every file of the package), the libraries and
programs it reads with, and the options. So a result from the cache is the result of a run without. An entry appears
whole or not at all, carries a digest, and is ignored when it is damaged; errors are not kept. An entry can name no
function and change no class, but it is data of this user's own: who may write in the folder may change results.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass, is_dataclass
from functools import cache, partial
from pathlib import Path
from typing import IO, Any, Generic, TypeVar

from duikou.app.inputs import Input, loaded
from duikou.data import CONFIG
from duikou.errors import OutputError, Text, t
from duikou.version import __version__

R = TypeVar("R")

_MARK = b"duikou-cache/1\n"
_DIGEST = 32
# What documents say is nobody else's to read: folders of a cache are for their owner alone, and so are entries (0600).
_ALONE = 0o700
_LARGEST = 1 << 30  # bytes: no result of one document is larger
# What the results of reading depend on beside this package.
_LIBRARIES = (
    *("jieba", "lxml", "numpy", "onnxruntime", "opencc", "pdfplumber", "pillow", "pypdfium2", "python-docx"),
    *("rapidfuzz", "rapidocr", "rjieba", "selectolax", "xlsxwriter"),
)
# The only modules whose values an entry may hold.
_HOMES = ("duikou.errors", "duikou.model", "duikou.exporting.ledger.record", "duikou.app.clean", "duikou.app.copies")
# How files begin that other programs may be asked to read: PDF, pictures, old Word, RTF, and OFD with its pictures.
_OTHERS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"II*\0",
    b"MM\0*",
    b"BM",
    b"GIF8",
    b"RIFF",
    b"\xd0\xcf\x11\xe0",
    b"{\\rtf",
    b"PK",
)
# What other programs know a cache by (bford.info/cachedir).
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# What duikou worked out before. It may be deleted.\n"


@dataclass(frozen=True, slots=True)
class Cached(Generic[R]):
    """Work on an `Input` whose results are kept in `folder`. `rename` gives a result the name of another input with
    the same content; None where the result holds the name itself."""

    work: Callable[[Input], R]
    folder: str
    rename: Callable[[R, str], R] | None = None

    def __call__(self, item: Input) -> R:
        """The kept result of an input, or its result now, which is kept. Raises what the work raises."""
        before = _state(item)
        if before is None:
            return self.work(item)
        item = loaded(item)
        # A result of the web says when that came; it was fetched already.
        key = None if item.retrieved else self._key(item)
        kept = self._kept(key, item) if key else None
        if kept is not None:
            return kept
        result = self.work(item)
        # A file that changed while it was read may have been read as neither of its versions.
        if key and _state(item) == before:
            _store(self._place(key), key, result)
        return result

    def _key(self, item: Input) -> bytes | None:
        from hashlib import file_digest, sha256

        try:
            if item.content is not None:
                content, head = sha256(item.content).digest(), item.content[:1024]
            else:
                with open(item.path or item.name, "rb") as stream:
                    content = file_digest(stream, "sha256").digest()
                    stream.seek(0)
                    head = stream.read(1024)
        except (OSError, ValueError):
            return None
        name = os.path.splitext(item.name)[1].lower() if self.rename else item.name
        others = programs() if head.lstrip().startswith(_OTHERS) or b"%PDF" in head else b""
        return sha256(content + bytes(item.content is None) + others + os.fsencode(name)).digest()

    def _place(self, key: bytes) -> Path:
        text = key.hex()
        return Path(self.folder, text[:2], text[2:])

    def _kept(self, key: bytes, item: Input) -> R | None:
        try:
            kept: R = _load(self._place(key), key)
            return self.rename(kept, item.name) if self.rename else kept
        except Exception:
            # Not there, damaged, or made by something else: all are one, and the document is read again.
            return None


def keep(work: Callable[[Input], R], folder: str, rename: Callable[[R, str], R] | None = None) -> Cached[R]:
    """The work with its results kept in `folder`, which is made. Raises `OutputError` when the folder can't be made or
    written into."""
    try:
        top = Path(folder)
        if not top.is_dir():
            top.mkdir(_ALONE, parents=True)
        place = top / stamp(work, _secret(top))
        place.mkdir(_ALONE, exist_ok=True)
        place.chmod(_ALONE)
        tag = Path(folder, "CACHEDIR.TAG")
        if not tag.exists():
            tag.write_text(_TAG, "utf-8")
    except OSError as error:
        cause = t("can't be used as a cache ({reason})", reason=error)
        raise OutputError(cause, "Name a folder that you may write into", folder) from None
    if not os.access(place, os.W_OK | os.X_OK):
        raise OutputError("can't be used as a cache (it is not writable)", "Name another folder", folder)
    return Cached(work, str(place.absolute()), rename)


def _secret(folder: Path) -> bytes:
    """What is drawn by lot for a cache once, so that no name in it tells of a password. Raises `OSError`."""
    place = folder / ".secret"
    drawn = os.urandom(32)
    try:
        with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(drawn)
    except FileExistsError:
        return place.read_bytes()
    return drawn


def stamp(work: Callable[..., Any], secret: bytes = b"") -> str:
    """What the results of some work depend on beside the document, in 32 letters: program, libraries, options. A
    password goes in by a slow way and with the cache's own `secret`, so that it can't be found by trying words."""
    from hashlib import scrypt, sha256

    described = sha256(f"{rules()}\n{_described(work)}".encode("utf-8", "surrogateescape"))
    for word in _passwords(work):
        described.update(scrypt(word.encode("utf-8", "surrogatepass"), salt=secret, n=1 << 14, r=8, p=1))
    return described.hexdigest()[:32]


def _described(work: Callable[..., Any]) -> str:
    options = []
    while isinstance(work, partial):
        options.append(repr((work.args, sorted(work.keywords.items()))))
        work = work.func
    return "\n".join([f"{work.__module__}.{work.__qualname__}", *options])


def _passwords(work: Callable[..., Any]) -> list[str]:
    """The passwords among the options of some work, which their description leaves out."""
    found = []
    while isinstance(work, partial):
        given = (*work.args, *work.keywords.values())
        found += [word for one in given if isinstance(word := getattr(one, "password", None), str)]
        work = work.func
    return found


@cache
def rules() -> str:
    """The digest of all that decides what is read, cleaned and extracted: the files of the package, Python, and the
    libraries and programs that formats are read with."""
    from hashlib import sha256
    from unicodedata import unidata_version

    from duikou.reading.formats import FORMATS

    package = Path(__file__).parent.parent
    digest = sha256(f"{__version__} {sys.version_info[:2]} {unidata_version}".encode())
    for path in sorted(package.rglob("*")):
        if path.is_file() and path.parent.name != "__pycache__":
            digest.update(f"\n{path.relative_to(package).as_posix()} ".encode() + sha256(path.read_bytes()).digest())
    for library in _LIBRARIES:
        digest.update(f"\n{library} {_version(library)}".encode())
    if os.environ.get(CONFIG):
        from duikou.data.own import words

        digest.update(repr(words(os.environ[CONFIG])).encode())
    for format in FORMATS:
        digest.update(f"\n{format.name} {format.missing}".encode())
    return digest.hexdigest()


@cache
def programs() -> bytes:
    """What tells the programs of this machine that read scans and old Word from others of their kind: where they and
    their data lie, with sizes and times. Asking them for their versions would take longer than reading a document."""
    from glob import glob
    from hashlib import sha256

    from duikou.reading.files.programs import find_program
    from duikou.reading.word import old_word

    tessdata = os.environ.get("TESSDATA_PREFIX")
    office_program = os.path.realpath(old_word.soffice() or "")
    places = [
        *(os.path.realpath(found) for name in ("tesseract", "antiword") if (found := find_program(name))),
        *(office_program, os.path.join(os.path.dirname(office_program), "versionrc")),
        *sorted(glob(f"{tessdata}/*.traineddata" if tessdata else "/usr/share/tess*/**/*.traineddata", recursive=True)),
    ]
    return sha256("\n".join(map(_identity, places)).encode("utf-8", "surrogateescape")).digest()


def _identity(place: str) -> str:
    try:
        found = os.stat(place)
    except (OSError, ValueError):
        return place
    return f"{place} {found.st_size} {found.st_mtime_ns}"


def _version(library: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _state(item: Input) -> tuple[int, ...] | None:
    """What would change with the file; None where there is nothing to be read twice."""
    if item.error is not None:
        return None
    if item.path is None:
        return () if item.content is not None or item.load is not None else None
    try:
        found = item.path.stat()
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return (found.st_size, found.st_mtime_ns, found.st_ino)


def _store(place: Path, key: bytes, result: object) -> None:
    import pickle
    from hashlib import sha256
    from zlib import compress

    temporary = place.with_name(f".{place.name[:16]}-{os.getpid()}-{os.urandom(4).hex()}.tmp")
    try:
        content = compress(pickle.dumps(result, pickle.HIGHEST_PROTOCOL), 1)
        place.parent.mkdir(_ALONE, exist_ok=True)
        try:
            with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(_MARK + sha256(key + content).digest() + content)
            os.replace(temporary, place)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError:
        # No room, or no permission any more. The result is right all the same; it is only not kept.
        pass


def _load(place: Path, key: bytes) -> Any:
    import io
    import pickle
    from hashlib import sha256
    from zlib import decompressobj

    class Values(pickle.Unpickler):
        def find_class(self, module: str, name: str) -> Any:
            """Classes of values alone, and none of them itself: an entry of a stranger can't name a function, and
            can't set what all values of a class share."""
            if module in _HOMES or module.startswith("duikou.model."):
                found = super().find_class(module, name)
                if isinstance(found, type) and found.__module__ == module and _is_value(found):
                    return _stand_in(found)
            raise pickle.UnpicklingError(f"{module}.{name} is no value")

    entry = place.read_bytes()
    at = len(_MARK) + _DIGEST
    if not entry.startswith(_MARK) or entry[len(_MARK) : at] != sha256(key + entry[at:]).digest():
        raise ValueError("damaged")
    packer = decompressobj()
    content = packer.decompress(entry[at:], _LARGEST)
    if packer.unconsumed_tail:
        raise ValueError("larger than any result")
    stream: IO[bytes] = io.BytesIO(content)
    return Values(stream).load()


class _Shut(type):
    """The type of stand-ins."""

    def __setattr__(cls, name: str, value: object) -> None:
        """Refuse."""
        raise TypeError("an entry holds values, and changes no class")


@cache
def _stand_in(kind: type) -> type:
    """What makes values of a class, and can't be changed as the class could be: unpickling sets attributes of whatever
    it has in hand."""

    def new(cls: type, *given: object) -> object:
        return kind.__new__(kind, *given)

    return _Shut(kind.__name__, (), {"__slots__": (), "__new__": new})


def _is_value(kind: type) -> bool:
    return is_dataclass(kind) or issubclass(kind, Text) or (issubclass(kind, tuple) and hasattr(kind, "_fields"))
