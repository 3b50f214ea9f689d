"""A cleaned document as one HTML page, to be read on a screen of any width and to be printed on A4.

What holds here: every text is escaped, there is no script, and nothing is loaded from elsewhere: the page
says so itself with a content security policy, so that no text in a document can change that. Styles are data
(data/exporting/page.toml, data/exporting/gbt9704.toml).
"""

from __future__ import annotations

from html import escape
from typing import Any

from duikou import data
from duikou.exporting.text.typeset import Setting, lines_of, typeset
from duikou.model import Document
from duikou.notation.patterns import pattern

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
# What HTML forbids in text: control characters but TAB and line ends, surrogates, noncharacters.
_FORBIDDEN = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def write_html(document: Document) -> str:
    """The document as a self-contained HTML file, ending with a line feed.

    The title is h1, headings that stand alone h2 to h5 by level, a heading with its text in one paragraph a
    strong element with the level's class; consecutive rows are one table. In print: GB/T 9704-2012, 5.2 and
    7.3.
    """
    body = "\n".join(_table(s) if s.rows else _paragraph(s) for s in typeset(document))
    title = _text(document.title or "文件")
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="generator" content="duikou">\n'
        f"<title>{title}</title>\n<style>{_css()}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _css() -> str:
    faces = []
    for name, face in data.load("exporting/gbt9704")["faces"].items():
        families = ", ".join(f'"{family}"' for family in dict.fromkeys([face["name"], face["alt"], *face["web"]]))
        faces.append(f"  --{name}: {families}, {face['generic']};")
    css: str = data.load("exporting/page")["css"]
    return css.replace("FACES", "\n".join(faces))


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("", text))


def _paragraph(setting: Setting) -> str:
    style: dict[str, Any] = data.load("exporting/gbt9704")["styles"][setting.style]
    tag = style.get("tag", "p")
    classes = [setting.style] if tag == "p" or setting.style == "statute" else []
    classes = [c for c in classes if c != "body"] + (["new_page"] if setting.new_page else [])
    kind = f' class="{" ".join(classes)}"' if classes else ""
    right = f' style="padding-right:{setting.right:g}em"' if setting.right is not None else ""
    head = (
        f'<strong class="{setting.head_style}">{_text(setting.text[: setting.head])}</strong>' if setting.head else ""
    )
    if len(lines := lines_of(setting)) > 1:
        # Where the screen is too narrow for all of it, it is broken where it would be in print.
        text = "".join(f"<span>{_text(line)}</span>" for line in lines)
    else:
        text = _text(setting.text[setting.head :] if setting.head else lines[0])
    return f"<{tag}{kind}{right}>{head}{text}</{tag}>"


def _table(setting: Setting) -> str:
    columns = max(map(len, setting.rows))
    headed = len(setting.rows) > 1 and len(setting.rows[0]) == columns
    rows = [_row(row, "th" if headed and i == 0 else "td", columns) for i, row in enumerate(setting.rows)]
    head = f"<thead>\n{rows.pop(0)}\n</thead>\n" if headed else ""
    return f'<div class="table"><table>\n{head}<tbody>\n' + "\n".join(rows) + "\n</tbody>\n</table></div>"


def _row(cells: tuple[str, ...], tag: str, columns: int) -> str:
    # The last cell of a short row takes the columns that are left.
    span = f' colspan="{columns - len(cells) + 1}"' if len(cells) < columns else ""
    opened = [f"<{tag}>"] * (len(cells) - 1) + [f"<{tag}{span}>"]
    return f"<tr>{''.join(f'{o}{_text(c)}</{tag}>' for o, c in zip(opened, cells, strict=True))}</tr>"
