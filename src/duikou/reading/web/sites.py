"""The part of a page that holds its text, for sites that a user names ([[sites]] in the settings)."""

from __future__ import annotations

from duikou.data import load
from duikou.notation.patterns import pattern

# Where a page says its own address.
_ADDRESS = pattern(
    r"""<(?:link[^>]{0,300}rel=["']?canonical|meta[^>]{0,300}property=["']?og:url|base)\b[^>]{0,600}""", 2
)
_HEAD = 20_000  # characters: the address stands in the head


def selected(text: str, path: str | None) -> str:
    """The markup of a page, or of the part that holds its text where the user names one for its site."""
    sites = load("reading/sites")["sites"]
    if not sites:
        return text
    named = " ".join([path or "", *(found[0] for found in _ADDRESS.finditer(text[:_HEAD]))])
    for site in sites:
        if isinstance(site, dict) and site.get("host") and site["host"] in named and site.get("select"):
            from selectolax.lexbor import LexborHTMLParser

            page = LexborHTMLParser(text)
            chosen = page.css(site["select"])
            if chosen:
                head = page.head.html if page.head is not None else ""
                return f"<html>{head}<body>{''.join(node.html or '' for node in chosen)}</body></html>"
    return text
