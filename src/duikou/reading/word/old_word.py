"""Reads old Word and WPS files (.doc, .wps, .dot) and RTF through a program of the system: LibreOffice, else
antiword.

What holds here: LibreOffice makes a .docx of the file, which is then read as any other, with its tracked changes,
automatic numbers and tables. antiword is quicker but shows deleted text beside the new one and no automatic numbers:
it is asked only where there is no LibreOffice, and a caution says so. Each run has a profile and a folder of its own,
which go with it. No macro runs and no linked file is fetched.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from duikou.errors import UnreadableError, t
from duikou.model import Caution, Source
from duikou.reading.files import folders, lines, programs
from duikou.reading.options import USUAL, Limits, Options

INSTALL = t(
    "Install LibreOffice: apt-get install libreoffice-writer (Debian, Ubuntu), brew install --cask libreoffice (macOS)"
)
_AGAIN = t("Open it in Word, WPS or LibreOffice and save it as .docx, then give that file")
_WORD_97 = b"\xec\xa5"
_SECTOR = 512
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def missing() -> tuple[str, ...]:
    """What this machine lacks to read RTF: () or the name of the program."""
    return () if soffice() else ("LibreOffice",)


def missing_for_doc() -> tuple[str, ...]:
    """What this machine lacks to read old Word files: () or the names of the programs, one of which is enough."""
    return () if soffice() or programs.find_program("antiword") else ("LibreOffice or antiword",)


def soffice() -> str | None:
    """The path of LibreOffice, None where there is none."""
    return programs.find_program("soffice", "libreoffice")


def read_doc(data: bytes, path: str | None = None, options: Options = USUAL) -> Source:
    """Read the bytes of an old Word or WPS file (OLE2).

    Lines have the roles of Word documents. Raises `UnreadableError` when it is no Word file, encrypted, damaged, too
    large, takes too long, or when this machine has neither LibreOffice nor antiword.
    """
    _check_ole(data, path)
    if soffice():
        return _through_libreoffice(data, "doc", path, options)
    antiword = programs.find_program("antiword")
    if antiword:
        return _through_antiword(antiword, data, path, options.limits)
    raise UnreadableError("is an old Word or WPS file, and reading it needs LibreOffice or antiword", INSTALL, path)


def read_rtf(data: bytes, path: str | None = None, options: Options = USUAL) -> Source:
    """Read the bytes of an RTF file. Raises `UnreadableError` as `read_doc`; antiword doesn't read RTF."""
    if not soffice():
        raise UnreadableError("is a Rich Text file, and reading it needs LibreOffice", INSTALL, path)
    if not data.rstrip(b" \t\r\n\x00").endswith(b"}"):
        raise _damaged(t("the file was cut short"), path)
    return _through_libreoffice(data, "rtf", path, options)


def _check_ole(data: bytes, path: str | None) -> None:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _locked(path)
    if "Workbook".encode("utf-16-le") in data or "PowerPoint Document".encode("utf-16-le") in data:
        raise UnreadableError("it is a spreadsheet or presentation", "Give the document itself", path)
    if "WordDocument".encode("utf-16-le") not in data and "MatOST".encode("utf-16-le") not in data:
        raise UnreadableError("it is an OLE2 container without a Word document in it", _AGAIN, path)
    # The head of the stream WordDocument begins at a sector; bit 8 of its flags says encrypted ([MS-DOC] 2.5.2).
    for at in range(_SECTOR, len(data) - 12, _SECTOR):
        if data[at : at + 2] == _WORD_97:
            if data[at + 11] & 1:
                raise _locked(path)
            break


def _locked(path: str | None) -> UnreadableError:
    return UnreadableError("it is encrypted with a password", "Open it with it and save it without one", path)


def _through_libreoffice(data: bytes, kind: str, path: str | None, options: Options) -> Source:
    from duikou.reading.word.reader import read_docx

    source = read_docx(convert(data, kind, path, options.limits), path, options)
    return replace(source, format=kind, sha256=hashlib.sha256(data).hexdigest())


def convert(data: bytes, kind: str, path: str | None = None, limits: Limits = USUAL.limits) -> bytes:
    """The .docx that LibreOffice makes of a file; `kind` is its extension. Raises `UnreadableError`."""
    program = soffice()
    assert program, "asked for without LibreOffice"
    # What a process still writes while it is ended must not make the folder's end fail.
    with folders.folder() as folder:
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
        (folder / f"in.{kind}").write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nologo", "--nodefault"),
            *("--infilter=MS Word 97" if kind == "doc" else "--infilter=Rich Text Format",),
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(folder / f"in.{kind}")),
        ]
        try:
            programs.run(command, limits.seconds, folder=str(folder))
        except programs.TimeUp:
            cause = t("LibreOffice did not finish it in {seconds} seconds", seconds=limits.seconds)
            raise limits.refusal("seconds", cause, 5 * limits.seconds, path) from None
        except OSError as error:
            raise UnreadableError(t("LibreOffice can't be started ({reason})", reason=error), INSTALL, path) from None
        made = folder / "out" / "in.docx"
        if not made.exists():
            raise _damaged(t("LibreOffice can't open it: the file is damaged or no Word document"), path)
        return made.read_bytes()


def _damaged(cause: str, path: str | None) -> UnreadableError:
    return UnreadableError(cause, _AGAIN, path)


def _through_antiword(program: str, data: bytes, path: str | None, limits: Limits) -> Source:
    with folders.folder() as folder:
        file = folder / "in.doc"
        file.write_bytes(data)
        try:
            command = [program, "-m", "UTF-8.txt", "-w", "0", str(file)]
            ran = programs.run(command, limits.seconds, more={"LC_ALL": "C.UTF-8", "HOME": str(folder)})
        except programs.TimeUp:
            cause = t("antiword did not finish it in {seconds} seconds", seconds=limits.seconds)
            raise limits.refusal("seconds", cause, 5 * limits.seconds, path) from None
        except OSError as error:
            raise UnreadableError(t("antiword can't be started ({reason})", reason=error), INSTALL, path) from None
    text = ran.out.decode("utf-8", "replace").strip("\n")
    if ran.code or not text.strip():
        raise _damaged(t("antiword can't open it: the file is damaged or no Word document"), path)
    placed, _ = lines.split(text)
    lost = t(" and some signs are lost (\ufffd)") if "\ufffd" in text else ""
    caution = Caution(
        "doc-antiword",
        t(
            "read with antiword, which shows deleted text and no automatic numbers{lost}; LibreOffice reads it whole",
            lost=lost,
        ),
        "",
    )
    digest = hashlib.sha256(data).hexdigest()
    return Source(text, placed, "doc", path=path, sha256=digest, cautions=(caution,))
