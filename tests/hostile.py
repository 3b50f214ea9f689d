"""Hostile inputs: one entry a case, with what must come of it. `test_hostile.py` runs them, docs/threats.md lists them.

What holds here: a case makes its files in a folder, and gives the arguments of `duikou`. Beside its files there is
always a good document, so that a case can see that the others are done.
"""

from __future__ import annotations

import io
import os
import random
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import builders_ofd
import docx

GOOD = "某省关于推进两地协作的实施方案\n一、重点任务\n（一）共建园区。共建园区2个。（责任单位：省商务厅）\n"
DONE, CHANGED, FAILED = 0, 1, 2


@dataclass(frozen=True)
class Case:
    """`says` is what the messages must hold ("": nothing at all), `holds` what the output must. `extra` are
    options, `fits` says whether the case can be tried here."""

    name: str
    make: Callable[[Path], None]
    code: int
    says: str
    outcome: str
    group: str = ""
    command: str = "clean"
    extra: tuple[str, ...] = ()
    holds: str = "共建园区2个"
    fits: Callable[[], bool] = lambda: True
    written: int = 2**30  # bytes that one file may hold: what is beyond has no room


def file(name: str, content: Callable[[], bytes]) -> Callable[[Path], None]:
    return lambda folder: ((folder / name).write_bytes(content()) and None) or None


def packed(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return out.getvalue()


def nested(depth: int) -> bytes:
    data = packed({"good.txt": GOOD.encode()})
    for _ in range(depth):
        data = packed({"in.zip": data})
    return data


def many(count: int) -> str:
    return GOOD + "".join(f"{n}．建设第{n}个园区。\n" for n in range(1, count))


def twins() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in ("a.txt", "a.txt", "A.TXT", "../../up.txt", "/root.txt", "e\u0301.txt", "\u00e9.txt"):
            container.writestr(name, GOOD)
    return out.getvalue()


def word(body: bytes, head: bytes = b"") -> bytes:
    """A Word file whose document.xml has the given body and, before its root, the given declarations."""
    out = io.BytesIO()
    docx.Document().save(out)
    space = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = b'<?xml version="1.0" encoding="UTF-8"?>' + head
    text += b'<w:document xmlns:w="' + space + b'"><w:body>' + body + b"</w:body></w:document>"
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    return packed({**parts, "word/document.xml": text})


def paragraph(text: bytes) -> bytes:
    return b"<w:p><w:r><w:t>" + text + b"</w:t></w:r></w:p>"


LAUGHS = (
    b"<!DOCTYPE x [<!ENTITY a '"
    + b"lol" * 10
    + b"'>"
    + b"".join(b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>"
)
OUTSIDE = b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
FETCHED = b"<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>"


def odt(head: bytes, text: bytes) -> bytes:
    office = b"urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    words = b"urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    content = b'<?xml version="1.0"?>' + head + b'<o:document-content xmlns:o="' + office + b'" xmlns:t="' + words
    content += b'"><o:body><o:text><t:p>' + text + b"</t:p></o:text></o:body></o:document-content>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        # First and not packed, as OpenDocument asks: a file is known by it.
        container.writestr("mimetype", b"application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        container.writestr("content.xml", content)
    return out.getvalue()


def ofd(head: bytes, text: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(builders_ofd.plain("一、重点任务"))) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    name = next(name for name in parts if name.endswith("Content.xml") and "Page" in name)
    content = parts[name]
    at = content.index(b"?>") + 2 if content.startswith(b"<?xml") else 0
    parts[name] = content[:at] + head + content[at:].replace("一、重点任务".encode(), text)
    return packed(parts)


def noise(count: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(count)


def link_loops(folder: Path) -> None:
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "one.txt").symlink_to("two.txt")
    (folder / "two.txt").symlink_to("one.txt")
    (folder / "up").symlink_to("..", target_is_directory=True)


def deep_folders(folder: Path) -> None:
    below = os.open(folder, os.O_RDONLY)
    # No deeper than the recursion of Python and pytest, which clean up after the test, can follow.
    for _ in range(300):
        os.mkdir("d", dir_fd=below)
        inner = os.open("d", os.O_RDONLY, dir_fd=below)
        os.close(below)
        below = inner
    os.close(below)


def names(*given: bytes) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        for name in given:
            Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).write_text(GOOD, "utf-8")

    return make


def untitled(folder: Path) -> None:
    """A document that is called by its name, which is of undecodable bytes; and no other."""
    (folder / "good.txt").unlink()
    place = Path(os.fsdecode(os.path.join(os.fsencode(folder), b"bad\xff\xfe.txt")))
    place.write_text("（一）共建园区。共建园区2个。（责任单位：省商务厅）\n", "utf-8")


HAN = "专利转化运用"
MEGA = 2**20

CASES = (
    # Containers
    Case(
        "a part of a Word file that unpacks to 300 MB",
        file("x.docx", lambda: word(b" " * 300 * MEGA)),
        FAILED,
        "x.docx: it ",
        "refused before it is unpacked",
        "containers",
    ),
    Case(
        "20 parts of a Word file that unpack to 200 MB",
        file(
            "x.docx",
            lambda: packed(
                {
                    "[Content_Types].xml": b"<x/>",
                    "word/document.xml": b"<x/>",
                    **{f"word/{n}.xml": b" " * 10 * MEGA for n in range(20)},
                }
            ),
        ),
        FAILED,
        "x.docx: it ",
        "refused before it is unpacked",
        "containers",
    ),
    Case(
        "a page of an OFD file that unpacks to 300 MB",
        file("x.ofd", lambda: ofd(b"", b" " * 300 * MEGA)),
        FAILED,
        "x.ofd: it ",
        "refused before it is unpacked",
        "containers",
    ),
    Case(
        "30,000 parts in a Word file",
        file(
            "x.docx",
            lambda: packed(
                {
                    "[Content_Types].xml": b"<x/>",
                    "word/document.xml": b"<x/>",
                    **{f"word/{n}.xml": b"" for n in range(30_000)},
                }
            ),
        ),
        FAILED,
        "x.docx: ",
        "refused",
        "containers",
    ),
    Case(
        "a Word file cut short",
        file("x.docx", lambda: word(paragraph(GOOD.encode()))[:-300]),
        FAILED,
        "x.docx: ",
        "one error: damaged",
        "containers",
    ),
    *(
        Case(
            f"entities that multiply, in {kind}",
            file(f"x.{ending}", make),
            FAILED,
            f"x.{ending}: ",
            "refused: no such file declares a document type",
            "containers",
        )
        for kind, ending, make in (
            ("Word", "docx", lambda: word(paragraph(b"&j;"), LAUGHS)),
            ("OpenDocument", "odt", lambda: odt(LAUGHS, b"&j;")),
            ("OFD", "ofd", lambda: ofd(LAUGHS, b"&j;")),
        )
    ),
    *(
        Case(
            f"an entity that names a file of this machine, in {kind}",
            file(f"x.{ending}", make),
            FAILED,
            f"x.{ending}: ",
            "refused; the file is not opened",
            "containers",
        )
        for kind, ending, make in (
            ("Word", "docx", lambda: word(paragraph(b"&e;"), OUTSIDE)),
            ("OpenDocument", "odt", lambda: odt(OUTSIDE, b"&e;")),
            ("OFD", "ofd", lambda: ofd(OUTSIDE, b"&e;")),
        )
    ),
    Case(
        "a document type to be fetched, in Word",
        file("x.docx", lambda: word(paragraph(b"x"), FETCHED)),
        FAILED,
        "x.docx: ",
        "refused; nothing is fetched",
        "containers",
    ),
    Case(
        "a table in a table, 5,000 deep, in Word",
        file("x.docx", lambda: word(b"<w:tbl><w:tr><w:tc>" * 5_000 + b"</w:tc></w:tr></w:tbl>" * 5_000)),
        FAILED,
        "x.docx: ",
        "one error: damaged",
        "containers",
    ),
    Case(
        "a zip container that unpacks to 300 MB, with `--recurse`",
        file("x.zip", lambda: packed({f"{n}.txt": b" " * 10 * MEGA for n in range(30)})),
        FAILED,
        "x.zip: holds 300 MB when unpacked",
        "refused before it is unpacked",
        "containers",
        extra=("--recurse",),
    ),
    Case(
        "zip containers in one another that unpack to 170 MB together, with `--recurse`",
        file("x.zip", lambda: packed({f"{n}.zip": packed({"a.txt": noise(30_000) * 1400}) for n in range(4)})),
        FAILED,
        "x.zip/3.zip: holds ",
        "one error for each that is beyond the limit",
        "containers",
        extra=("--recurse",),
    ),
    Case(
        "zip containers in one another, 9 deep, with `--recurse`",
        file("x.zip", lambda: nested(9)),
        FAILED,
        "lies in 3 other zip containers",
        "one error",
        "containers",
        extra=("--recurse",),
    ),
    Case(
        "a zip container whose files have one name, and names that lead out of it, with `--recurse`",
        file("x.zip", lambda: twins()),
        DONE,
        "its own name is taken",
        "results, the second with a number; all stand below the folder",
        "containers",
        extra=("--recurse", "-d", "{out}"),
        holds="",
    ),
    # Pages of the web
    Case(
        "100,000 elements in one another, in HTML",
        file("x.html", lambda: ("<html><body>" + "<div>" * 100_000 + HAN + "</div>" * 100_000).encode()),
        DONE,
        "",
        "a result",
        "web pages",
    ),
    Case(
        "30,000 tables in one another, in HTML",
        file("x.html", lambda: ("<html><body>" + "<table><tr><td>" * 30_000 + HAN).encode()),
        DONE,
        "",
        "a result",
        "web pages",
    ),
    Case(
        "100,000 attributes of one element, in HTML, with `--timeout 1`",
        file("x.html", lambda: ("<html><body><p " + " ".join(f"a{n}=1" for n in range(100_000)) + f">{HAN}").encode()),
        FAILED,
        "x.html: took longer than the 1 s it may take",
        "one error; without a limit of time it takes half a minute",
        "web pages",
        "clean",
        ("--timeout", "1"),
    ),
    Case(
        "scripts, frames and remote pictures, in HTML",
        file(
            "x.html",
            lambda: (
                f"<html><body><script>alert(1)</script><p>{HAN}</p><iframe src=http://127.0.0.1:9/>"
                "</iframe><img src=http://127.0.0.1:9/x onerror=alert(1)></body></html>".encode()
            ),
        ),
        DONE,
        "",
        "a result; nothing is run or fetched",
        "web pages",
    ),
    # Text
    Case("one line of 50 MB", file("x.txt", lambda: (HAN * (50 * MEGA // 18)).encode()), DONE, "", "a result", "text"),
    Case(
        "a million brackets",
        file("x.txt", lambda: ("（" * 500_000 + "）" * 500_000).encode()),
        DONE,
        "",
        "a result",
        "text",
    ),
    Case(
        "half a million brackets that never close",
        file("x.txt", lambda: ("《（“" * 170_000).encode()),
        DONE,
        "",
        "a result",
        "text",
    ),
    Case(
        "30,000 numbered lines",
        file("x.txt", lambda: "".join(f"{n}．{HAN}\n" for n in range(30_000)).encode()),
        DONE,
        "",
        "a result",
        "text",
    ),
    Case("random bytes", file("x.txt", lambda: noise(300_000)), FAILED, "x.txt: ", "one error: no text", "text"),
    Case(
        "random bytes named as PDF",
        file("x.pdf", lambda: b"%PDF-1.7\n" + noise(300_000)),
        FAILED,
        "x.pdf: ",
        "one error: damaged",
        "text",
    ),
    Case(
        "random bytes named as old Word",
        file("x.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(300_000)),
        FAILED,
        "x.doc: ",
        "one error: damaged, or the program that reads it is missing",
        "text",
    ),
    Case(
        "NUL characters in text",
        file("x.txt", lambda: (HAN + "\0" + HAN + "\0\0\n").encode() * 200),
        FAILED,
        "x.txt: ",
        "one error: no text",
        "text",
    ),
    Case(
        "lone surrogates",
        file("x.txt", lambda: GOOD.encode("utf-16-le") * 3 + b"\x00\xd8" * 5 + GOOD.encode("utf-16-le")),
        FAILED,
        "x.txt: ",
        "one error: not decodable",
        "text",
    ),
    Case(
        "lone surrogates and NUL as character references, in HTML",
        file("x.html", lambda: f"<html><body><p>{HAN}&#xD800;&#xDFFF;&#0;&#x110000;{HAN}。</p>".encode()),
        DONE,
        "",
        "a result, without them",
        "text",
    ),
    Case(
        "lone surrogates in UTF-8",
        file("x.txt", lambda: HAN.encode() + b"\xed\xa0\x80" + HAN.encode()),
        FAILED,
        "x.txt: ",
        "one error: not decodable",
        "text",
    ),
    Case(
        "controls of writing direction",
        file("x.txt", lambda: f"{HAN}，\u202e床位\u2066100张\u2069。\n".encode()),
        DONE,
        "a control of writing direction",
        "removed, with a warning that names the place",
        "text",
    ),
    Case(
        "letters of Cyrillic that look Latin",
        file("x.txt", lambda: f"{HAN}，推广РРР模式。\n".encode()),
        DONE,
        "is a Cyrillic letter that looks like the Latin",
        "kept, with a warning that names the place",
        "text",
    ),
    # Names
    Case(
        "a name with a line break",
        names(b"a\nduikou: b.txt: all is well\n.txt"),
        DONE,
        "",
        "a result; told in one line",
        "names",
    ),
    Case(
        "names of formulas, in CSV",
        names(b"=cmd.txt", b"+1.txt", b"@x.txt"),
        DONE,
        "--one-version counts each plan once",
        "guarded by an apostrophe",
        "names",
        "extract",
        ("-f", "csv"),
    ),
    Case("a name of undecodable bytes", names(b"bad\xff\xfe.txt"), DONE, "", "a result, the bytes as \\udcff", "names"),
    *(
        Case(
            f"a name of undecodable bytes, in {kind}",
            untitled,
            DONE,
            "",
            "a result, the bytes as \\udcff",
            "names",
            "extract",
            ("-o", f"{{out}}/o.{kind}"),
            "",
        )
        for kind in ("xlsx", "csv", "json", "jsonl", "sqlite", "md")
    ),
    Case(
        "a name that steers the terminal",
        names(b"\x1b[2J\x1b]0;x\x07.txt", b"\xe2\x80\xaetxt.exe.txt"),
        DONE,
        "",
        "a result; shown as pictures and codes",
        "names",
    ),
    Case(
        "names that meet below -d",
        names(b"a.txt", b"a.md", b"a.txt.txt"),
        DONE,
        "",
        "results; the second gets a number",
        "names",
        "clean",
        ("-d", "{out}"),
        "",
    ),
    # Files and folders
    Case("links that lead to themselves", link_loops, FAILED, "loop.txt: ", "one error each", "files"),
    Case("300 folders in one another", deep_folders, DONE, "", "a result", "files"),
    Case(
        "a folder of outputs that may not be written",
        lambda folder: (folder.parent / "out").chmod(0o500),
        FAILED,
        "is not writable",
        "one error before the work",
        "files",
        "clean",
        ("-d", "{out}"),
        "",
        fits=lambda: os.geteuid() != 0,
    ),
    Case(
        "an output that has no room",
        lambda folder: None,
        FAILED,
        "No space left on device",
        "one error; nothing is left",
        "files",
        "extract",
        ("-o", "/dev/full"),
        "",
        fits=lambda: Path("/dev/full").exists(),
    ),
    Case(
        "a folder of outputs that has no room for one of them",
        file("x.txt", lambda: (HAN * 20_000).encode()),
        FAILED,
        "x.txt: can't be written (File too large)",
        "one error; the others are written",
        "files",
        "clean",
        ("-d", "{out}"),
        "",
        written=100_000,
    ),
    *(
        Case(
            f"no room for the rows of a large output, in {kind}",
            file("x.txt", lambda: many(5_000).encode()),
            FAILED,
            {
                "json": "o.json: can't be written",
                "xlsx": "temporary files",
                "sqlite": "the temporary files of the database can't be written",
            }[kind],
            "one error; nothing is left",
            "files",
            "extract",
            ("-o", f"{{out}}/o.{kind}"),
            "",
            written=100_000,
        )
        for kind in ("json", "xlsx", "sqlite")
    ),
    Case(
        "an output that is an input",
        lambda folder: None,
        FAILED,
        "inputs are never written over",
        "one error before the work",
        "files",
        "clean",
        ("-o", "{folder}/good.txt"),
        "",
    ),
)
