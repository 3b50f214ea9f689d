"""Web archives (.mht, .mhtml; RFC 2557): the page in a mail message of several parts.

What holds here: only the page itself is read, not its frames and pictures: a caution names further pages that hold
text. Nothing is fetched.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
from dataclasses import replace
from email.message import Message

from duikou.errors import UnreadableError, several, t
from duikou.model import Caution, Source
from duikou.reading.options import USUAL, Options

_SOME_TEXT = 20  # letters and hanzi
_AGAIN = t("Open it in a browser and save the page as HTML only, then give that file")


def read_mhtml(data: bytes, path: str | None = None, options: Options = USUAL) -> Source:
    """Read the bytes of a web archive. Raises `UnreadableError` when it holds no page, or the page no text."""
    from duikou.reading.plain import encoding
    from duikou.reading.web.reader import read_html

    message = email.message_from_bytes(data, policy=email.policy.compat32)
    pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    root = str(message.get_param("start") or "").strip("<> ")
    page = next((part for part in pages if root and str(part.get("Content-ID") or "").strip("<> ") == root), None)
    page = page or next(iter(pages), None)
    content = page.get_payload(decode=True) if page is not None else None
    if page is None or not isinstance(content, bytes) or not content.strip():
        raise UnreadableError("is a web archive without a page in it", _AGAIN, path)
    text, codec = encoding.decode(content, path, page.get_content_charset())
    source = read_html(text, codec, path, options)
    others = sum(_holds_text(part) for part in pages if part is not page)
    if others:
        told = several(t("The web archive holds {count} further page; their text is not read"), others)
        source = replace(source, cautions=(*source.cautions, Caution("mhtml-unread", told, "")))
    return replace(source, format="mhtml", sha256=hashlib.sha256(data).hexdigest())


def _holds_text(part: Message) -> bool:
    """Whether a part is a page with text; Word keeps separators of notes and page numbers in one of its own."""
    from duikou.reading.plain import encoding
    from duikou.reading.web.reader import read_html

    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return False
    try:
        text, codec = encoding.decode(content, None, part.get_content_charset())
        shown = read_html(text, codec, None).text
    except UnreadableError:
        return False
    return sum(map(str.isalpha, shown)) >= _SOME_TEXT
