"""Documents behind a web address (`https://...`), fetched by httpx.

What holds here: only an address that the user wrote is asked for, and what its server names in its place: a few times,
over http and https alone, and never from the net into this network. Size, time and kind of what comes are bounded; an
address that a document holds is never opened. What can't be fetched costs its own document only.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from functools import partial
from pathlib import PurePosixPath
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from duikou.errors import Text, UnreadableError, UsageError, said_by, t

if TYPE_CHECKING:
    from duikou.reading.options import Options

REDIRECTS = 5
WAIT = 30.0  # seconds for a connection, and for each piece
WHOLE = 300.0  # seconds for all of it
_UNNAMED = "document"
# Kinds that hold no document, whatever their bytes are.
_NO_DOCUMENTS = ("audio/", "video/", "font/", "model/", "text/css", "text/javascript", "application/javascript")


class Page(NamedTuple):
    """What came from an address: its bytes, when (ISO 8601, local time), and the charset that its server named."""

    content: bytes
    retrieved: str
    charset: str | None


def name_of(address: str) -> str:
    """The name of the file behind an address, as outputs are called by it."""
    from urllib.parse import unquote, urlsplit

    try:
        name = unquote(PurePosixPath(urlsplit(address).path).name)
    except ValueError:  # whoever fetches it tells
        return _UNNAMED
    return PurePosixPath(name.replace("\\", "/")).name.replace("\0", "") or _UNNAMED


def loader(address: str, options: Options | None) -> Callable[[], Page]:
    """What fetches an address when it is wanted, here or in another process. Raises `UsageError` without httpx."""
    from importlib.util import find_spec

    if find_spec("httpx") is None:
        raise UsageError("a web address needs httpx", "Install it: {install web}")
    return partial(fetch, address, options)


def fetch(address: str, options: Options | None = None) -> Page:
    """Fetch what lies behind an address. Raises `UnreadableError`."""
    import httpx

    from duikou.version import __version__

    try:
        with (
            httpx.Client(
                follow_redirects=True,
                max_redirects=REDIRECTS,
                timeout=WAIT,
                headers={"user-agent": f"duikou/{__version__}"},
                event_hooks={"response": [_check_redirect]},
            ) as client,
            client.stream("GET", address) as response,
        ):
            _check_answer(response, address)
            content = _content(response, address, options)
            return Page(content, _now(), response.charset_encoding)
    except httpx.TooManyRedirects:
        raise _failed(t("its server leads on more than {count} times", count=REDIRECTS), address) from None
    except httpx.TimeoutException:
        raise _failed(t("its server did not answer in {count} seconds", count=f"{WAIT:g}"), address) from None
    except (httpx.UnsupportedProtocol, httpx.InvalidURL):
        raise _failed(t("it leads to what is no web address"), address) from None
    except (httpx.HTTPError, OSError, ValueError) as error:
        raise _failed(t("no connection: {error}", error=_cause(error)), address) from None


def _check_redirect(response: Any) -> None:
    """See that the net does not lead into this network, where other things answer than the user asked for."""
    following = response.next_request
    if following is not None and not _is_near(response.url.host) and _is_near(following.url.host):
        raise _failed(t("its server leads into this network ({host})", host=following.url.host), str(response.url))


def _is_near(host: str) -> bool:
    """Whether a host is this machine, or an address of a network that is not the net."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        return False


def _cause(error: BaseException) -> str:
    """What went wrong below: httpx wraps what the system and TLS say."""
    from socket import gaierror
    from ssl import SSLCertVerificationError

    while (before := error.__cause__ or error.__context__) is not None:
        error = before
    if isinstance(error, gaierror):
        return t("there is no such host")
    if isinstance(error, SSLCertVerificationError):
        words = f"its certificate is not to be trusted: {error.verify_message}"
        return Text(t("its certificate is not to be trusted").template, {}, words)
    return said_by(error)


def _check_answer(response: Any, address: str) -> None:
    if response.status_code != 200:
        cause = t("its server answers {status}", status=f"{response.status_code} {response.reason_phrase}".strip())
        raise _failed(cause, address)
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind.startswith(_NO_DOCUMENTS):
        raise UnreadableError(
            t("holds no document: its server calls it {kind}", kind=kind), "Give the address of the document", address
        )


def _content(response: Any, address: str, options: Options | None) -> bytes:
    """What comes, within the limits of size and time."""
    from duikou.reading.options import MEGABYTE, USUAL

    limits = (options or USUAL).limits
    length = response.headers.get("content-length", "")
    if length.isascii() and length.isdigit():
        limits.check_size(int(length), address)
    end, content = monotonic() + WHOLE, bytearray()
    for piece in response.iter_bytes(MEGABYTE):
        content += piece
        limits.check_size(len(content), address)
        if monotonic() > end:
            raise _failed(t("it takes longer than {count} seconds", count=f"{WHOLE:g}"), address)
    return bytes(content)


def _failed(cause: str, address: str) -> UnreadableError:
    return UnreadableError(
        t("can't be fetched ({cause})", cause=cause), "Open it in a browser, save it and give the file", address
    )


def _now() -> str:
    from datetime import datetime

    return datetime.now().astimezone().isoformat(timespec="seconds")
