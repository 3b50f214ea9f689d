"""Web archives (.mht, .mhtml; RFC 2557): the page in a mail message of several parts.

What holds here: only the page itself is read, not its frames and pictures; nothing is fetched.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
from dataclasses import replace

from duikou.errors import UnreadableError
from duikou.model import Source
from duikou.reading.options import USUAL, Options

_AGAIN = "Open it in a browser and save the page as HTML only, then give that file"


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
    return replace(read_html(text, codec, path), format="mhtml", sha256=hashlib.sha256(data).hexdigest())
