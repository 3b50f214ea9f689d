"""Small PDFs written by hand (ISO 32000-1), with a font whose glyphs are all one box, and a map of its codes.

Places are points from the page's top left. A code stands for its own character unless `maps` gives another one, as a
broken map does. One file has at most 255 different characters.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping, Sequence

WIDTH, HEIGHT = 595, 842
LEFT, SIZE, LEADING = 80, 16, 29
ASCENT = 0.88
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def text(
    x: float,
    top: float,
    content: str,
    size: float = SIZE,
    *,
    angle: float = 0,
    mode: int = 0,
    grey: float = 0,
    alpha: bool = False,
    spread: float = 0,
) -> str:
    """Show a text whose first cell's left top corner is at (x, top); `alpha` makes it nearly transparent."""
    codes = _utf16(content)
    turn = math.radians(angle)
    a, b = math.cos(turn), math.sin(turn)
    state = "/Clear gs " if alpha else ""
    return (
        f"q {state}BT {grey} g {mode} Tr {spread} Tc /F1 {size} Tf {a:.5f} {b:.5f} {-b:.5f} {a:.5f} "
        f"{x} {HEIGHT - top - ASCENT * size:.3f} Tm <{codes}> Tj ET Q\n"
    )


def lines(texts: Sequence[str], top: float = 100, x: float = LEFT, size: float = SIZE, leading: float = LEADING) -> str:
    """One text below the other. A leading ideographic space is an indent of one em, not a character."""
    shown = []
    for i, content in enumerate(texts):
        bare = content.lstrip("\u3000")
        shown.append(text(x + size * (len(content) - len(bare)), top + i * leading, bare, size))
    return "".join(shown)


def rule(x0: float, y0: float, x1: float, y1: float, wide: float = 0.5) -> str:
    """Draw a straight line."""
    return f"q {wide} w {x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S Q\n"


def grid(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Draw the lines of a table."""
    across = "".join(rule(xs[0], y, xs[-1], y) for y in ys)
    return across + "".join(rule(x, ys[0], x, ys[-1]) for x in xs)


def fill(x0: float, top: float, x1: float, bottom: float, grey: float = 0) -> str:
    """Fill a rectangle."""
    return f"q {grey} g {x0} {HEIGHT - bottom} {x1 - x0} {bottom - top} re f Q\n"


def picture(x0: float = 0, top: float = 0, x1: float = WIDTH, bottom: float = HEIGHT) -> str:
    """Show an image there."""
    return f"q {x1 - x0} 0 0 {bottom - top} {x0} {HEIGHT - bottom} cm /Im Do Q\n"


def pdf(
    *pages: str,
    rotate: int = 0,
    maps: Mapping[str, str] | None = None,
    password: str | None = None,
    version: str = "1.7",
) -> bytes:
    """A PDF of these pages. `maps` gives the map of characters where it is wrong. With a `password`, even an empty
    one, the file is encrypted (RC4, 40 bits)."""
    used = sorted({char for page in pages for codes in _STRING.findall(page) for char in _chars(codes)})
    assert len(used) < 256
    code = {char: f"{i:02X}" for i, char in enumerate(used, 1)}
    known = maps or {}
    rows = "".join(f"<{code[char]}> <{_utf16(known.get(char, char))}>\n" for char in used)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def "
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{len(used)} beginbfchar\n{rows}endbfchar endcmap end end"
    )
    narrow = [char < "\u0100" for char in used]
    widths = " ".join("500" if half else "1000" for half in narrow)
    names = " ".join(f"/g{n}" for n in range(1, len(used) + 1))
    drawn = (9 if char in "gjpqy" else 6 if half else 5 for char, half in zip(used, narrow, strict=True))
    glyphs = " ".join(f"/g{i} {number} 0 R" for i, number in enumerate(drawn, 1))
    font = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 -120 1000 880] /FontMatrix [0.001 0 0 0.001 0 0] "
        f"/FirstChar 1 /LastChar {len(used)} /Widths [{widths}] "
        f"/Encoding << /Type /Encoding /Differences [1 {names}] >> "
        f"/CharProcs << {glyphs} >> /Resources << >> /ToUnicode 4 0 R >>"
    )
    kids = " ".join(f"{10 + 2 * i} 0 R" for i in range(len(pages)))
    objects: list[tuple[str, bytes | None]] = [
        ("<< /Type /Catalog /Pages 2 0 R >>", None),
        (f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>", None),
        (font, None),
        ("", cmap.encode()),
        ("", b"1000 0 0 -120 1000 880 d1 50 -100 900 960 re f"),
        ("", b"500 0 0 -120 500 880 d1 50 -100 400 960 re f"),
        ("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", b"\xee"),
        ("<< /Type /ExtGState /ca 0.2 /CA 0.2 >>", None),
        ("", b"500 0 0 -300 500 880 d1 50 -290 400 1100 re f"),  # reaches below the font's own descent
    ]
    resources = "/Font << /F1 3 0 R >> /XObject << /Im 7 0 R >> /ExtGState << /Clear 8 0 R >>"
    for i, page in enumerate(pages):
        head = f"/Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {rotate}"
        objects.append((f"<< {head} /Contents {11 + 2 * i} 0 R /Resources << {resources} >> >>", None))
        shown = _STRING.sub(lambda m: f"<{''.join(code[c] for c in _chars(m.group(1)))}>", page)
        objects.append(("", shown.encode("latin-1")))
    return _file(objects, password, version)


_STRING = re.compile("<([0-9A-F]+)>")


def _chars(codes: str) -> str:
    return bytes.fromhex(codes).decode("utf-16-be")


def _utf16(char: str) -> str:
    return char.encode("utf-16-be").hex().upper()


def _file(objects: Sequence[tuple[str, bytes | None]], password: str | None, version: str) -> bytes:
    identity = hashlib.md5(b"sample").digest()
    key, encrypt = b"", ""
    if password is not None:
        key, encrypt = _encryption(password, identity)
    out = bytearray(f"%PDF-{version}\n%\xe2\xe3\xcf\xd3\n".encode("latin-1"))
    places = []
    for number, (head, stream) in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode()
        if stream is None:
            out += head.encode()
        else:
            if key:
                own = hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]
                stream = _rc4(own, stream)  # noqa: PLW2901
            out += f"<< {head} /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream"
        out += b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    name = identity.hex()
    out += f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R /ID [<{name}> <{name}>] {encrypt} >>\n".encode()
    return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())


def _encryption(password: str, identity: bytes) -> tuple[bytes, str]:
    """The key and the dictionary of the standard handler, revision 2 (ISO 32000-1, 7.6.3)."""
    padded = (password.encode("latin-1") + _PADDING)[:32]
    owner = _rc4(hashlib.md5((b"owner" + _PADDING)[:32]).digest()[:5], padded)
    rights = -4
    key = hashlib.md5(padded + owner + rights.to_bytes(4, "little", signed=True) + identity).digest()[:5]
    user = _rc4(key, _PADDING)
    return key, f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{user.hex()}> /P {rights} >>"


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
