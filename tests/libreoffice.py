"""LibreOffice without a window: it accepts or rejects all tracked changes of Word files, and compares two of them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

SOFFICE = shutil.which("soffice")
_LIBRARY = "http://openoffice.org/2000/library"
_DOCTYPE = '<!DOCTYPE library:{0} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{0}.dtd">'
_MODULE = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
{}
</script:module>
"""
# What both macros do with a document and a command.
_SHARED = """\
Function Named(name As String, value)
  Dim pair As New com.sun.star.beans.PropertyValue
  pair.Name = name
  pair.Value = value
  Named = pair
End Function

Function Opened(source As String) As Object
  Opened = StarDesktop.loadComponentFromURL(source, "_blank", 0, Array(Named("Hidden", True)))
End Function

Sub Run(document As Object, command As String, arguments)
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:" & command, "", 0, arguments)
End Sub

Sub WriteAndClose(document As Object, target As String, arguments)
  document.storeToURL(target, arguments)
  document.close(True)
End Sub

"""
_SETTLE = """\
Sub SettleAll(folder As String)
  Dim names As New Collection
  file = Dir(folder & "*.docx")
  Do While file <> ""
    names.Add(file)
    file = Dir
  Loop
  For Each file In names
    Settle(folder & file, folder & file & ".accepted.txt", "AcceptAllTrackedChanges")
    Settle(folder & file, folder & file & ".rejected.txt", "RejectAllTrackedChanges")
  Next file
End Sub

Sub Settle(source As String, target As String, command As String)
  document = Opened(source)
  Run(document, command, Array())
  WriteAndClose(document, target, Array(Named("FilterName", "Text (encoded)"), Named("FilterOptions", "UTF8,LF,,,")))
End Sub
"""
_COMPARE = """\
Sub CompareAll(folder As String)
  Dim names As New Collection
  file = Dir(folder & "*.new.docx")
  Do While file <> ""
    names.Add(Left(file, Len(file) - Len("new.docx")))
    file = Dir
  Loop
  For Each stem In names
    CompareOne(folder & stem & "old.docx", folder & stem & "new.docx", folder & stem & "redline.docx")
  Next stem
End Sub

Sub CompareOne(old As String, changed As String, target As String)
  document = Opened(changed)
  Run(document, "CompareDocuments", Array(Named("URL", old), Named("NoAcceptDialog", True)))
  WriteAndClose(document, target, Array(Named("FilterName", "MS Word 2007 XML")))
End Sub
"""


def settle(folder: Path, files: dict[str, bytes]) -> dict[str, tuple[list[str], list[str]]]:
    """The paragraphs of each file with all changes accepted, and with all rejected; empty ones at the end left out."""
    documents = _written(folder, {f"{name}.docx": data for name, data in files.items()})
    _macro(folder / "profile", _SETTLE, f'SettleAll("{documents.as_uri()}/")')
    return {name: (_lines(documents, name, "accepted"), _lines(documents, name, "rejected")) for name in files}


def compare(folder: Path, pairs: dict[str, tuple[bytes, bytes]]) -> dict[str, bytes]:
    """What LibreOffice makes of each pair (old, new) by Edit, Track Changes, Compare Document: a file with changes."""
    sides = {
        f"{name}.{side}.docx": data
        for name, pair in pairs.items()
        for side, data in zip(("old", "new"), pair, strict=True)
    }
    documents = _written(folder, sides)
    _macro(folder / "profile", _COMPARE, f'CompareAll("{documents.as_uri()}/")')
    return {name: (documents / f"{name}.redline.docx").read_bytes() for name in pairs}


def _written(folder: Path, files: dict[str, bytes]) -> Path:
    documents = folder / "documents"
    documents.mkdir(parents=True)
    for name, data in files.items():
        (documents / name).write_bytes(data)
    return documents


def _macro(profile: Path, source: str, call: str) -> None:
    """Run a macro of these lines of Basic."""
    # The first start makes the profile, and would make its own macros over ours.
    _run(profile, "--terminate_after_init")
    standard = profile / "user" / "basic" / "Standard"
    standard.mkdir(parents=True, exist_ok=True)
    (standard / "script.xlb").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n{_DOCTYPE.format("library")}\n<library:library '
        f'xmlns:library="{_LIBRARY}" library:name="Standard" library:readonly="false" '
        'library:passwordprotected="false"><library:element library:name="Module1"/></library:library>',
        "utf-8",
    )
    (standard.parent / "script.xlc").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n{_DOCTYPE.format("libraries")}\n<library:libraries '
        f'xmlns:library="{_LIBRARY}" xmlns:xlink="http://www.w3.org/1999/xlink"><library:library '
        'library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" '
        'library:link="false"/></library:libraries>',
        "utf-8",
    )
    (standard / "Module1.xba").write_text(_MODULE.format(escape(_SHARED + source)), "utf-8")
    _run(profile, f"macro:///Standard.Module1.{call}")


def _run(profile: Path, *arguments: str) -> None:
    command = [
        SOFFICE or "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        *arguments,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def _lines(folder: Path, name: str, how: str) -> list[str]:
    text = (folder / f"{name}.docx.{how}.txt").read_text("utf-8-sig")
    return text.rstrip("\n").split("\n")
