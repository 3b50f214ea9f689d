"""The catalogues of messages: what can be said, taken from the code, and the translations that people write.

What holds here: the messages are those that the code makes (calls of `t`, and texts given straight to what takes a
message), what the registries of rules, formats and tools say, the help of the commands, and what typer says. `make
messages` brings the catalogue up to date (new entries without a translation, old ones away) and compiles it; a test
holds the catalogue to the code and the compiled one to the catalogue.
"""

from __future__ import annotations

import ast
import errno
import io
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "duikou"
CATALOGUE = SOURCES / "data" / "locale" / "zh_CN" / "LC_MESSAGES" / "duikou.po"
# Which arguments of what take a message.
TAKES = {
    **dict.fromkeys(("DuikouError", "UnreadableError", "OutputError", "UsageError"), (0, 1)),
    **{"Caution": (1,), "note": (0,), "warn": (2,), "_failed": (1, 2), "t": (0,), "Remark": (1,), "_caution": (1,)},
    "error": (0, 1),
    "damaged": (0,),
    "_damaged": (0,),
}
# What the system says where a file can't be opened or written.
ERRORS = (
    *("ENOENT", "EACCES", "EPERM", "ENOSPC", "EISDIR", "ENOTDIR", "EROFS", "ENAMETOOLONG", "EIO", "ELOOP", "EDQUOT"),
    *(
        "EEXIST",
        "EBUSY",
        "EMFILE",
        "ENFILE",
        "ENOMEM",
        "EFBIG",
        "EINVAL",
        "EPIPE",
        "ENOTEMPTY",
        "ENODEV",
        "ENXIO",
        "EAGAIN",
    ),
    *("ECONNREFUSED", "ECONNRESET", "ECONNABORTED", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "ENETDOWN", "EBADF"),
    *("ETXTBSY", "ESTALE", "EADDRNOTAVAIL", "ENOTSUP"),
)


def messages() -> set[tuple[str, str]]:
    """All (context, message) that can be said."""
    found = {("", text) for text in (*_made(), *_registered(), *_helps())}
    return found | {("system", os.strerror(getattr(errno, name))) for name in ERRORS}


def _made() -> Iterator[str]:
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                for position in TAKES.get(name, ()):
                    yield from _texts(node.args[position : position + 1])


def _texts(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and any(map(str.isalpha, node.value)):
            yield node.value
        elif isinstance(node, ast.IfExp):
            yield from _texts([node.body, node.orelse])


def _registered() -> Iterator[str]:
    from duikou.cleaning import rules_in_order
    from duikou.cleaning.furniture.finding import TABLE as FURNITURE
    from duikou.cleaning.paragraphs.evidence import TABLE as PARAGRAPHS
    from duikou.reading.files.tools import TOOLS
    from duikou.reading.formats import FORMATS

    for rule in rules_in_order():
        yield from filter(None, (rule.summary, rule.warns))
    yield from (entry.reason for entry in (*FURNITURE, *PARAGRAPHS))
    for record in FORMATS:
        yield from filter(None, (record.label, record.advice, record.install))
    for tool in TOOLS:
        yield from (tool.name, tool.reads, tool.install)


def _helps() -> Iterator[str]:
    from typer.main import get_command

    from duikou.app import helps
    from duikou.app.cli import app

    yield from (*helps.WORDS, *helps.PLACES, *helps.SENTENCES, helps.FORMATS, helps.WITH_SCREEN)
    program = get_command(app)
    for command in (program, *program.commands.values()):  # type: ignore[attr-defined]
        yield from filter(None, (helps.one_line(command.help), command.short_help))
        helped = (parameter.help for parameter in command.params if getattr(parameter, "help", None))
        # Those that list the formats of a command are said by one message.
        yield from (text for text in helped if "(the default), " not in text)


def read() -> object:
    """The catalogue as it stands."""
    from babel.messages import Catalog, pofile

    if not CATALOGUE.exists():
        return Catalog(locale="zh_CN", project="duikou", charset="utf-8")
    with CATALOGUE.open("rb") as file:
        return pofile.read_po(file, locale="zh_CN")


def updated() -> bytes:
    """The catalogue with the messages of the code, each with the translation that it has."""
    from babel.messages import Catalog, pofile

    old = read()
    new = Catalog(locale="zh_CN", project="duikou", charset="utf-8", fuzzy=False)
    new.mime_headers = [
        (k, v) for k, v in new.mime_headers if k in ("Content-Type", "Content-Transfer-Encoding", "Language")
    ]
    for context, text in sorted(messages()):
        known = old.get(text, context or None)  # type: ignore[attr-defined]
        new.add(text, known.string if known else "", context=context or None)
    out = io.BytesIO()
    pofile.write_po(out, new, width=110, omit_header=True, sort_output=False)
    head = b'msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return head + out.getvalue().lstrip()


def compiled(catalogue: bytes) -> bytes:
    """The catalogue as gettext reads it."""
    from babel.messages import mofile, pofile

    out = io.BytesIO()
    found = pofile.read_po(io.BytesIO(catalogue), locale="zh_CN")
    found.creation_date = found.revision_date = datetime(2000, 1, 1, tzinfo=UTC)  # the same bytes whenever it is made
    mofile.write_mo(out, found)
    return out.getvalue()


def main() -> None:
    """Bring the catalogue up to date and compile it; tell what has no translation yet."""
    catalogue = updated()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_bytes(catalogue)
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(catalogue))
    lacking = [entry.id for entry in read() if entry.id and not entry.string]  # type: ignore[attr-defined]
    for text in lacking:
        print(f"not translated: {text}", file=sys.stderr)
    print(f"{CATALOGUE.relative_to(ROOT)}: {len(lacking)} messages without a translation")


if __name__ == "__main__":
    main()
