"""Digests of what duikou gives, to see at a glance whether a change of the code changed an output.

What holds here: every command and every writer is run over the documents of corpus/, over plans that are made anew for
each style of numbering, over what `clean` writes of one document in each format, and over the files of folders named on
the command line. Pages that are pictures are not recognised. One line an output: a digest, and what it is of. The lines
before and after a change are compared by any diff, or here:

    python tools/digests.py -o before.txt [FOLDER...]
    python tools/digests.py --against before.txt [FOLDER...]     (names what differs; exit code 1 if anything does)

A database is digested by what it holds, not by its bytes: rows in the order of each table, tables by name.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "evaluation")]

import plans  # noqa: E402

import duikou  # noqa: E402
from duikou.errors import DuikouError  # noqa: E402
from duikou.exporting import WRITERS, Writer, choose, load  # noqa: E402
from duikou.exporting.ledger.record import record  # noqa: E402
from duikou.model import Document, Extracted  # noqa: E402
from duikou.reading.options import Options  # noqa: E402

# Another edition of a text, so that there are changes to be written.
EDITS = (("加强", "强化"), ("2020", "2025"), ("负责", "牵头"), ("。", "；"))
LANGUAGES = ("zh", "en")
# Options of one writer alone, each an output more.
OWN: dict[tuple[str, str], list[dict[str, Any]]] = {
    ("extract", "csv"): [{"tidy": True}, {"as_is": True}],
    ("extract", "xlsx"): [{"template": "ledger"}],
    ("diff", "terminal"): [{"side_by_side": True}],
}


def documents(folders: list[Path], made: Path) -> Iterator[tuple[str, Path]]:
    """The documents: a name that is the same on every machine, and the file."""
    for path in sorted((ROOT / "corpus").glob("*.txt")):
        yield f"corpus/{path.name}", path
    for number, plan in enumerate(plans.plans(len(plans.STYLES))):
        path = made / f"plan-{number:02}-{plan.style}.txt"
        path.write_text(plan.text, "utf-8")
        yield f"plans/{path.name}", path
    cleaned = duikou.clean(sorted((ROOT / "corpus").glob("*.txt"))[0])
    for writer in WRITERS:
        if writer.command == "clean" and writer.format not in ("json", "jsonl"):
            path = made / f"clean{writer.extensions[0]}"
            out = load(writer.function)(cleaned, "zh")
            path.write_bytes(out if isinstance(out, bytes) else out.encode("utf-8"))
            yield f"formats/{path.name}", path
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            yield f"{folder.name}/{path.relative_to(folder)}", path


def digest(value: Any) -> str:
    """The digest of an output: bytes, a text, or an iterable of pieces of either."""
    if not isinstance(value, str | bytes):
        pieces = list(value)
        value = b"".join(pieces) if pieces and isinstance(pieces[0], bytes) else "".join(pieces)
    if isinstance(value, str):
        value = value.encode("utf-8", "surrogatepass")
    if value.startswith(b"SQLite format 3"):
        value = "\n".join(_dumped(value)).encode("utf-8")
    return sha256(value).hexdigest()[:16]


def _dumped(database: bytes) -> list[str]:
    base = sqlite3.connect(":memory:")
    base.deserialize(database)
    names = base.execute("SELECT name, sql FROM sqlite_master WHERE sql NOT NULL ORDER BY name").fetchall()
    rows = [
        f"{name} {row!r}"
        for name, sql in names
        if sql.startswith("CREATE TABLE") and not name.startswith("sqlite")
        for row in base.execute(f"SELECT * FROM {name}")
    ]
    return [*(f"{name} {sql}" for name, sql in names), *rows]


def outputs(name: str, path: Path, options: Options) -> Iterator[tuple[str, str]]:
    """What each command gives for one document: what it is, and its digest."""
    try:
        outlined = duikou.outline(path, options=options)
    except DuikouError as error:
        yield f"read {name}", digest(f"{error.cause} {error.advice}".replace(str(path), name))
        return
    source = outlined.cleaned.source
    outlined = _renamed(outlined, name)
    yield f"read {name}", digest(source.text)
    yield f"outline {name}", digest(repr(outlined.blocks))
    extracted = duikou.extract(outlined)
    text = outlined.cleaned.text
    for old, new in EDITS:
        text = text.replace(old, new, 3)
    compared = duikou.diff(outlined, text)
    for writer in WRITERS:
        for lang in LANGUAGES:
            for own in [{}, *OWN.get((writer.command, writer.format), [])]:
                made = _writing(writer, outlined, extracted, compared, lang, own)
                if made is not None:
                    said = " ".join([*own, "--lang", lang])
                    yield f"{writer.command} -f {writer.format} {said} {name}", digest(made())


def _renamed(document: Document, name: str) -> Document:
    from dataclasses import replace

    cleaned = document.cleaned
    return replace(document, cleaned=replace(cleaned, source=replace(cleaned.source, path=name)))


def _writing(
    writer: Writer, document: Document, extracted: Extracted, compared: Any, lang: str, own: dict[str, Any]
) -> Callable[[], Any] | None:
    """What writes an output of one document; None for the commands that take several."""
    try:
        choose(writer.command, writer.format)
    except DuikouError:
        return None  # what it needs is not installed
    write = load(writer.function)
    if writer.command == "clean":
        return lambda: write(document.cleaned, lang)
    if writer.command == "diff":
        return lambda: write(compared, lang, False, 100, **own)
    if writer.command == "extract":
        made = record(extracted)
        return lambda: write([load(writer.each)(made, lang)] if writer.each else [made], [], lang, **own)
    return None


def main() -> int:
    """Write the digests, or name what differs from those of before."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="more documents to be read")
    parser.add_argument("-o", "--output", type=Path, help="write the digests to this file, not to standard output")
    parser.add_argument("--against", type=Path, help="name what differs from the digests in this file")
    given = parser.parse_args()
    lines = []
    with tempfile.TemporaryDirectory(prefix="duikou-") as made:
        for name, path in documents(given.folders, Path(made)):
            lines += [f"{found}  {what}" for what, found in outputs(name, path, Options(ocr="off"))]
    if given.against:
        before = set(given.against.read_text("utf-8").splitlines())
        changed = sorted({line.split("  ", 1)[1] for line in before ^ set(lines)})
        print(*changed, f"{len(changed)} of {len(lines)} outputs differ", sep="\n")
        return bool(changed)
    text = "\n".join(lines) + "\n"
    if given.output:
        given.output.write_text(text, "utf-8")
    else:
        print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
