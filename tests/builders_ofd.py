"""Small OFD files made by code, as the programs that write them do (GB/T 33190-2016)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

SPACE = "http://www.ofdspec.org/2016"
EM = 5.6  # mm: 3号


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return buffer.getvalue()


def element(name: str, inside: str, prefix: str = "ofd") -> str:
    mark = f"{prefix}:" if prefix else ""
    space = f"xmlns:{prefix}" if prefix else "xmlns"
    return f'<?xml version="1.0" encoding="UTF-8"?><{mark}{name} {space}="{SPACE}">{inside}</{mark}{name}>'


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def text(
    x: float, y: float, content: str, *, size: float = EM, steps: str | None = None, more: str = "", code: str = ""
) -> str:
    """A TextObject whose first character begins at x, with its base line at y (mm on the page)."""
    delta = steps
    if delta is None and len(content) > 1:
        delta = " ".join(f"{size if ord(c) > 0x2000 else size / 2:g}" for c in content[:-1])
    moves = f' DeltaX="{delta}"' if delta else ""
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y - size} 150 {size}" Size="{size}" Font="1" {more}>'
        f'<ofd:TextCode X="0" Y="{size}"{moves} {code}>{escaped(content)}</ofd:TextCode></ofd:TextObject>'
    )


def page(*objects: str, templates: Sequence[str] = (), area: str = "", prefix: str = "ofd") -> str:
    named = "".join(f'<ofd:Template TemplateID="{t}" ZOrder="Background"/>' for t in templates)
    own = f"<ofd:Area><ofd:PhysicalBox>{area}</ofd:PhysicalBox></ofd:Area>" if area else ""
    layers = f"<ofd:Content><ofd:Layer>{''.join(objects)}</ofd:Layer></ofd:Content>"
    whole = element("Page", named + own + layers)
    return (
        whole
        if prefix == "ofd"
        else whole.replace("ofd:", f"{prefix}:" if prefix else "").replace(
            "xmlns:ofd" if prefix else "", f"xmlns:{prefix}" if prefix else ""
        )
    )


def document(
    pages: Sequence[str],
    *,
    folder: str = "Doc_0",
    templates: Mapping[str, str] | None = None,
    inside: str = "",
    common: str = "",
    parts: Mapping[str, str | bytes] | None = None,
) -> dict[str, str | bytes]:
    """The parts of one document."""
    templates = templates or {}
    listed = "".join(f'<ofd:Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages)))
    behind = "".join(f'<ofd:TemplatePage ID="{key}" BaseLoc="Tpls/{key}.xml"/>' for key in templates)
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    root = f"<ofd:CommonData>{area}{behind}{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>{inside}"
    return {
        f"{folder}/Document.xml": element("Document", root),
        **{f"{folder}/Pages/Page_{i}/Content.xml": content for i, content in enumerate(pages)},
        **{f"{folder}/Tpls/{key}.xml": content for key, content in templates.items()},
        **{f"{folder}/{name}": content for name, content in (parts or {}).items()},
    }


def ofd(*documents: Mapping[str, str | bytes], title: str = "", info: str = "") -> bytes:
    """An OFD file of these documents."""
    bodies = ""
    parts: dict[str, str | bytes] = {}
    for one in documents:
        root = next(iter(one))
        heading = f"<ofd:Title>{title}</ofd:Title>" if title else ""
        bodies += (
            f"<ofd:DocBody><ofd:DocInfo>{heading}</ofd:DocInfo><ofd:DocRoot>{root}</ofd:DocRoot>{info}</ofd:DocBody>"
        )
        parts |= one
    return zipped({"OFD.xml": element("OFD", bodies), **parts})


def plain(*lines: str, per_page: int = 22) -> bytes:
    """An OFD file with these lines from the top of the page down, 22 to a page; leading 　 is an indent."""
    pages = []
    for first in range(0, len(lines), per_page):
        objects = []
        for i, line in enumerate(lines[first : first + per_page]):
            indent = len(line) - len(line.lstrip("　"))
            if line.strip():
                objects.append(text(28 + indent * EM, 40 + i * 10.2, line.strip()))
        pages.append(page(*objects))
    return ofd(document(pages))
