"""What a file is, told by its content; its name decides only where the content leaves it open.

What holds here: each function looks at one kind of content and says yes or no. Which format each belongs
to, and what reads it, stands in the registry (formats.py).
"""

from __future__ import annotations

import re
from functools import cached_property

from duikou.notation.patterns import pattern

_BLANK = b"\xef\xbb\xbf \t\r\n\x00"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF87a", b"GIF89a")
_ARCHIVES = (b"\x1f\x8b", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\xfd7zXZ\x00", b"BZh", b"MSCF")
_BLOCKS = (
    "html|head|body|div|table|tbody|thead|tr|td|th|p|br|ul|ol|li|dl|dt|dd|h[1-6]|section|article|center|form|pre"
    "|blockquote|main|nav|header|footer|hr"
)
_LEAD_TAGS = f"(?:{_BLOCKS}|span|font|b|strong|i|em|u|a|img|style|script|link|meta|title|base|iframe|ucapcontent)"
_PROLOGUE = pattern(r"(?:\s|\ufeff|<\?xml[^>]{0,200}\?>|<!--.*?-->)*", re.DOTALL)
_PAGE = pattern(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_LEAD = pattern(rf"</?{_LEAD_TAGS}(?=[\s/>])[^<>]*>", re.IGNORECASE)
_BLOCK = pattern(rf"</?(?:{_BLOCKS})(?=[\s/>])[^<>]*>", re.IGNORECASE)
_ATX = pattern(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE)
# Enough to see what a page is made of; pages may begin with long scripts.
_LOOK = 200_000


class Content:
    """The bytes of a file with its name, and what several recognisers ask of them."""

    def __init__(self, data: bytes, name: str | None = None) -> None:
        self.data = data
        self.extension = "." + name.rpartition(".")[2].lower() if name and "." in name else ""

    @cached_property
    def head(self) -> bytes:
        """The first bytes that are not blank."""
        return self.data[:4096].lstrip(_BLANK)

    @cached_property
    def is_zip(self) -> bool:
        """Whether it is a zip container, whole or damaged."""
        return self.data.startswith((b"PK\x03\x04", b"PK\x05\x06"))

    @cached_property
    def members(self) -> tuple[str, ...]:
        """The names in a zip container; () when it is damaged or none."""
        if not self.is_zip:
            return ()
        import io
        import zipfile

        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as container:
                return tuple(container.namelist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
            return ()

    @cached_property
    def is_ole(self) -> bool:
        """Whether it is an OLE2 container: Word, Excel and WPS up to 2003, and encrypted newer files."""
        return self.data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

    def has_stream(self, name: str) -> bool:
        """Whether an OLE2 container has a stream of that name in its directory."""
        return self.is_ole and name.encode("utf-16-le") in self.data


def is_pdf(content: Content) -> bool:
    """PDF: `%PDF-` at the head, or after some rubbish when the file has a PDF's objects."""
    data = content.data
    return content.head.startswith(b"%PDF-") or (b"%PDF-" in data[:1024] and b"endobj" in data)


def is_docx(content: Content) -> bool:
    """Word: a zip container with word/document.xml; damaged, by its name or the names inside."""
    if content.members:
        parts = {name.replace("\\", "/").lower() for name in content.members}
        return "[content_types].xml" in parts and any(name.startswith("word/") for name in parts)
    return content.is_zip and (content.extension in (".docx", ".docm") or b"word/document.xml" in content.data)


def is_ofd(content: Content) -> bool:
    """OFD (GB/T 33190): a zip container with OFD.xml at its root."""
    if content.members:
        return any(name.lstrip("/").lower() == "ofd.xml" for name in content.members)
    return content.is_zip and (content.extension == ".ofd" or b"OFD.xml" in content.data[:4096])


def is_odt(content: Content) -> bool:
    """OpenDocument text: a zip container whose first member says so."""
    return content.is_zip and b"application/vnd.oasis.opendocument.text" in content.data[:200]


def is_workbook(content: Content) -> bool:
    """A workbook of Excel since 2007: a zip container with a folder xl."""
    return "xl" in _roots(content)


def is_old_workbook(content: Content) -> bool:
    """A workbook of Excel before 2007, or of WPS."""
    return content.has_stream("Workbook")


def is_slides(content: Content) -> bool:
    """A presentation, new or old."""
    return "ppt" in _roots(content) or content.has_stream("PowerPoint Document")


def _roots(content: Content) -> set[str]:
    return {name.partition("/")[0].lower() for name in content.members}


def is_zip(content: Content) -> bool:
    """Any other zip container."""
    return content.is_zip


def is_archive(content: Content) -> bool:
    """A packed archive that is no zip."""
    return content.data.startswith(_ARCHIVES)


def is_encrypted_office(content: Content) -> bool:
    """A newer Office file behind a password."""
    return content.has_stream("EncryptedPackage")


def is_old_word(content: Content) -> bool:
    """Word or WPS up to 2003, and any OLE2 container of unknown content."""
    return content.is_ole


def is_rtf(content: Content) -> bool:
    """Rich Text Format."""
    return content.head.startswith(b"{\\rtf")


def is_image(content: Content) -> bool:
    """A picture: PNG, JPEG, TIFF, GIF, BMP or WebP."""
    data = content.data
    bitmap = data.startswith(b"BM") and b"\x00\x00" in data[4:18]
    webp = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    return data.startswith(_IMAGES) or bitmap or webp


def is_mhtml(content: Content) -> bool:
    """A web archive (.mht): a mail message of several parts."""
    head = content.head.lower()
    return b"mime-version:" in head and b"multipart/related" in head and head[:1].isalpha()


def is_other_xml(content: Content) -> bool:
    """XML that is no web page, such as Word 2003 XML."""
    head = content.head.lower()
    return head.startswith(b"<?xml") and b"<html" not in content.data[:20_000].lower()


def is_whole_page(text: str) -> bool:
    """Whether a text is a whole web page: its first tag is a doctype, html, head or body."""
    look = text[:_LOOK]
    start = _prologue_end(look)
    return bool(_PAGE.match(look, start)) or (
        look.startswith("<!", start) and bool(_PAGE.search(look, start, start + 2000))
    )


def is_html(text: str) -> bool:
    """Whether a text is a web page or a piece of one: it begins with a tag, and block tags make up its lines.

    A text that only mentions `<`, or Markdown with a comment or a table in HTML, is none.
    """
    look = text[:_LOOK]
    if "<" not in look:
        return False
    if is_whole_page(text):
        return True
    if _ATX.search(look):
        return False
    blocks = len(_BLOCK.findall(look))
    if _LEAD.match(look, _prologue_end(look)):
        return blocks > 0
    # A piece that begins with bare text: tags all the way, a closing one among them.
    return blocks >= 6 and blocks * 200 > len(look) and "</" in look


def _prologue_end(text: str) -> int:
    found = _PROLOGUE.match(text)
    return found.end() if found else 0
