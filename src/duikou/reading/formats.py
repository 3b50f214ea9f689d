"""The registry of formats: one record a format, in the order in which content is looked at.

What holds here: adding a format is adding one file in this folder, and its record here. A reader is named
by its dotted path, so that nothing is imported before a file of that format is read. A record without a
reader is a format that is known but not read in this version: it gives one clear error, with what to do
instead.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

from duikou.reading.files import detect
from duikou.reading.plain import markdown

_AS_WORD_OR_TEXT = "Open it and save it as Word (.docx) or as text in UTF-8, then give that file"


class Format(NamedTuple):
    """One format.

    `recognise` says yes or no to a file's content (bytes), `recognise_text` to its decoded text; a format
    has one of the two. `reader` is `module:function`: a function (data, path, options) -> Source for formats
    of bytes, (text, encoding, path) -> Source for formats of text; None when this version does not read the
    format. `needs` are the modules that the reader imports. `advice` is what to do when the format is not
    read, `install` what to install when a module is missing. `lacks` is `module:function`: a function () ->
    names of the programs that the reader needs and this machine does not have.
    """

    name: str
    label: str
    extensions: tuple[str, ...] = ()
    recognise: Callable[[detect.Content], bool] | None = None
    recognise_text: Callable[[str], bool] | None = None
    reader: str | None = None
    needs: tuple[str, ...] = ()
    advice: str = ""
    install: str = ""
    lacks: str | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The modules and programs that the reader needs and this machine does not have."""
        from importlib.util import find_spec

        programs = _named(self.lacks)() if self.lacks else ()
        return (*(module for module in self.needs if find_spec(module) is None), *programs)

    @property
    def readable(self) -> bool:
        """Whether this version, on this machine, reads the format."""
        return self.reader is not None and not self.missing

    def load(self) -> Callable[..., Any]:
        """Import the reader and give it."""
        return _named(self.reader or "")


def _named(dotted: str) -> Callable[..., Any]:
    """The function that `module:function` names."""
    module, _, function = dotted.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


_INSTALL = "Install what is missing: {install duikou}"
_INSTALL_OFFICE = (
    "Install LibreOffice: apt-get install libreoffice-writer (Debian, Ubuntu), brew install --cask libreoffice (macOS)"
)
_INSTALL_OCR = (
    "Install character recognition: {install ocr}, "
    "or apt-get install tesseract-ocr tesseract-ocr-chi-sim (Debian, Ubuntu)"
)

FORMATS = (
    Format(
        "pdf",
        "PDF",
        (".pdf",),
        recognise=detect.is_pdf,
        reader="duikou.reading.pdf.scans:read_pdf",
        needs=("pypdfium2",),
        install=_INSTALL,
    ),
    Format(
        "docx",
        "Word (.docx)",
        (".docx", ".docm"),
        recognise=detect.is_docx,
        reader="duikou.reading.word.reader:read_docx",
        needs=("docx", "lxml"),
        install=_INSTALL,
    ),
    Format(
        "ofd",
        "OFD (GB/T 33190)",
        (".ofd",),
        recognise=detect.is_ofd,
        reader="duikou.reading.ofd.reader:read_ofd",
        needs=("lxml",),
        install=_INSTALL,
    ),
    Format(
        "odt",
        "OpenDocument text",
        (".odt",),
        recognise=detect.is_odt,
        reader="duikou.reading.odf.reader:read_odt",
        needs=("lxml",),
        install=_INSTALL,
    ),
    Format(
        "encrypted",
        "encrypted Office file",
        recognise=detect.is_encrypted_office,
        advice="Open it with its password and save it without one",
    ),
    Format(
        "xlsx",
        "spreadsheet (.xlsx)",
        (".xlsx", ".xlsm"),
        recognise=detect.is_workbook,
        reader="duikou.reading.sheets.workbook:read_xlsx",
        needs=("openpyxl", "lxml"),
        install=_INSTALL,
    ),
    Format(
        "xls",
        "old spreadsheet (.xls, .et)",
        (".xls", ".et"),
        recognise=detect.is_old_workbook,
        reader="duikou.reading.sheets.workbook:read_xls",
        needs=("python_calamine",),
        install="Install python-calamine: {install sheets}, or open it in Excel or WPS and save it as .xlsx",
    ),
    Format(
        "slides",
        "presentation",
        (".pptx", ".ppt", ".dps"),
        recognise=detect.is_slides,
        advice="Give the document that it shows as text, Markdown, HTML or Word (.docx)",
    ),
    Format(
        "doc",
        "old Word or WPS (.doc, .wps)",
        (".doc", ".wps", ".dot"),
        recognise=detect.is_old_word,
        reader="duikou.reading.word.old_word:read_doc",
        needs=("docx", "lxml"),
        install=_INSTALL_OFFICE,
        lacks="duikou.reading.word.old_word:missing_for_doc",
    ),
    Format(
        "rtf",
        "Rich Text Format",
        (".rtf",),
        recognise=detect.is_rtf,
        reader="duikou.reading.word.old_word:read_rtf",
        needs=("docx", "lxml"),
        install=_INSTALL_OFFICE,
        lacks="duikou.reading.word.old_word:missing",
    ),
    Format(
        "image",
        "picture",
        (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".bmp", ".webp"),
        recognise=detect.is_image,
        reader="duikou.reading.ocr:read_image",
        needs=("PIL",),
        install=_INSTALL_OCR,
        lacks="duikou.reading.ocr:missing",
    ),
    Format(
        "zip",
        "zip container",
        (".zip",),
        recognise=detect.is_zip,
        advice="Read the files in it with --recurse; if it should be a document, it is damaged: fetch it again",
    ),
    Format(
        "archive",
        "packed archive",
        (".gz", ".rar", ".7z", ".xz", ".bz2", ".cab"),
        recognise=detect.is_archive,
        advice="Unpack it and give the files in it",
    ),
    Format(
        "mhtml",
        "web archive (.mht)",
        (".mht", ".mhtml"),
        recognise=detect.is_mhtml,
        reader="duikou.reading.web.mhtml:read_mhtml",
        needs=("selectolax",),
        install=_INSTALL,
    ),
    Format("xml", "XML", (".xml",), recognise=detect.is_other_xml, advice=_AS_WORD_OR_TEXT),
    Format(
        "html",
        "web page (HTML)",
        (".html", ".htm", ".shtml", ".xhtml"),
        recognise_text=detect.is_html,
        reader="duikou.reading.web.reader:read_html",
        needs=("selectolax",),
        install=_INSTALL,
    ),
    Format(
        "markdown",
        "Markdown",
        (".md", ".markdown", ".mkd"),
        recognise_text=markdown.is_markdown,
        reader="duikou.reading.plain.markdown:read_markdown",
    ),
    Format(
        "csv",
        "table as text (.csv, .tsv)",
        (".csv", ".tsv"),
        recognise_text=lambda text: False,
        reader="duikou.reading.sheets.separated:read_csv",
    ),
    Format(
        "text",
        "text",
        (".txt", ".text"),
        recognise_text=lambda text: True,
        reader="duikou.reading.plain.text:read_text",
    ),
)

BY_NAME = {record.name: record for record in FORMATS}


def of_bytes(content: detect.Content) -> Format | None:
    """The format of a file that is not text; None when its bytes must be decoded to tell."""
    return next((record for record in FORMATS if record.recognise and record.recognise(content)), None)


def of_text(text: str, extension: str = "") -> Format:
    """The format of a decoded text: by its content, Markdown also and CSV alone by its name."""
    if extension in BY_NAME["csv"].extensions:
        return BY_NAME["csv"]
    if extension in BY_NAME["markdown"].extensions and not detect.is_whole_page(text):
        return BY_NAME["markdown"]
    return next(record for record in FORMATS if record.recognise_text and record.recognise_text(text))
