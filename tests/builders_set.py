"""Documents set by Typst in the ways that offices, gazettes and sites set them: what stands around, beside, above and
below the text of a page is the layout's, and none of the document's.

A document is a list of pieces (kind, text) as in `builders_typeset`. A layout gives what Typst needs before the body,
and may set single paragraphs in its own way, or put something before or behind the body; `adds` says which paragraphs
of its own then stand there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from builders_typeset import Pieces

THERE = find_spec("typst") is not None
SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
NUMBERS = (
    "footer: context { let n = counter(page).get().first(); set text(size: 14pt); "
    "if calc.odd(n) [#align(right)[— #n —#h(1em)]] else [#align(left)[#h(1em)— #n —]] }"
)
SEAL = "某省人民政府办公厅"
SIGNED = (SEAL, "2021年3月5日")
RED_HEAD = ("某省人民政府文件", "某政发〔2021〕3号")
HEADS = ("序号", "重点任务", "责任单位", "完成时限")


@dataclass(frozen=True, slots=True)
class Page:
    """How pages are set: `page` is what Typst is told of them, `more` what else it is told; sizes are in points."""

    page: str = NUMBERS
    size: float = 16
    leading: float = 13
    gap: float | None = None
    indent: float = 2
    faces: Sequence[str] = (SERIF,)
    justified: bool = True
    more: str = ""
    boxed: str = ""
    before: str = ""
    behind: str = ""
    adds: tuple[Sequence[str], Sequence[str]] = ((), ())
    table: str | None = None


def _letters_in_a_ring(name: str) -> str:
    turned = (
        f"#place(center+horizon, rotate({angle}deg, move(dy: -45pt, text(fill: red, size: 15pt)[{char}])))"
        for angle, char in zip(range(-120, 121, 30), name, strict=True)
    )
    circle = "#place(center+horizon, circle(radius: 58pt, stroke: 3pt+red))"
    star = "#place(center+horizon, text(fill: red, size: 40pt)[★])"
    return (
        "#place(right+bottom, dx: -30pt, dy: 20pt, box(width: 120pt, height: 120pt)"
        f"[{circle} {star} {' '.join(turned)}])"
    )


def _tiles(text: str, count: int, columns: int, gap: int) -> str:
    return (
        f"background: grid(columns: (1fr,)*{columns}, row-gutter: {gap}pt, column-gutter: 20pt, "
        f"..range({count}).map(i => {text}))"
    )


def _footer(text: str) -> str:
    return f"footer: context align(center)[#set text(size: 10pt)\n{text}]"


_HERE, _ALL = "#counter(page).display()", "#counter(page).final().first()"
_BOXED = "#block(stroke: 0.75pt, inset: 8pt, width: 100%, breakable: true)[#set text(size: 0.85em)\n{}]"
_FILLED = "#block(fill: luma(230), inset: 8pt, width: 100%, breakable: true)[{}]"
_STAR = (
    "#grid(columns: (1fr, 20pt, 1fr), align: horizon, line(length: 100%, stroke: 2pt+red), text(fill: red)[★], "
    "line(length: 100%, stroke: 2pt+red))"
)
_SMALL = {"size": 10.5, "leading": 6.5}
_GAZETTE = (
    "columns: 2, header: context { set text(size: 9pt); "
    "[某省人民政府公报#h(1fr)2021年第3期#h(1fr)#counter(page).get().first()] }"
)
_LEFT_AND_RIGHT = (
    "header: context { let n = counter(page).get().first(); set text(size: 10.5pt); "
    "if calc.odd(n) [某省发展规划#h(1fr)#n] else [#n#h(1fr)某省人民政府办公厅]; line(length: 100%, stroke: 0.5pt) }"
)
_COMPANY = (
    ", header: [#box(rect(width: 20pt, height: 14pt, fill: blue)) "
    "#text(size: 9pt)[某某咨询有限公司 研究报告]#h(1fr)#text(size: 9pt)[密级：内部]]"
)
_PRINTED = (
    "header: text(size: 8pt)[2021/3/5 14:22#h(1fr)某省人民政府门户网站], footer: context text(size: 8pt)"
    f"[https:\\/\\/www.example.gov.cn\\/art\\/1\\_2.html#h(1fr){_HERE}\\/{_ALL}]"
)
_BINDING = ", background: place(left+horizon, dx: 12mm, text(size: 9pt)[装\\ 订\\ 线\\ ○\\ 装\\ 订\\ 线\\ ○\\ 装])"

PAGES: dict[str, Page] = {
    "28 by 22": Page(),
    "every line numbered": Page(more='#set par.line(numbering: "1")'),
    "lines numbered by page": Page(more='#set par.line(numbering: "1", numbering-scope: "page")'),
    "every fifth line numbered": Page(
        more="#set par.line(numbering: n => if calc.rem(n, 5) == 0 [#n], number-align: left)"
    ),
    "watermark askew": Page(NUMBERS + ", foreground: rotate(-45deg, text(size: 90pt, fill: luma(215))[征求意见稿])"),
    "watermark askew and dark": Page(
        NUMBERS + ', background: rotate(-30deg, text(size: 60pt, fill: rgb("#ff000080"))[内部资料 请勿外传])'
    ),
    "watermark level": Page(NUMBERS + ", background: text(size: 100pt, fill: luma(215))[内部资料]"),
    "watermark level and dark": Page(
        NUMBERS + ", background: place(top+left, dx: 40mm, dy: 120mm, text(size: 50pt, fill: luma(160))[征求意见稿])"
    ),
    "watermark spaced and dark": Page(
        NUMBERS + ", background: place(center+horizon, text(size: 60pt, fill: luma(150))"
        "[内#h(1em)部#h(1em)资#h(1em)料])"
    ),
    "watermark in tiles askew": Page(
        f"{NUMBERS}, {_tiles('rotate(-30deg, text(size: 12pt, fill: luma(190))[张三 2023-05-06])', 36, 4, 70)}"
    ),
    "watermark in tiles": Page(
        f"{NUMBERS}, {_tiles('text(size: 14pt, fill: luma(150))[某某咨询有限公司]', 24, 3, 90)}"
    ),
    "heads left and right": Page(_LEFT_AND_RIGHT),
    "page of pages": Page(_footer(f"第 {_HERE} 页 共 {_ALL} 页")),
    "page by pages": Page(_footer(f"{_HERE}/{_ALL}")),
    "page between dots": Page(_footer(f"·{_HERE}·")),
    "three columns": Page(f"{NUMBERS}, columns: 3", **_SMALL),
    "columns with a line": Page(
        f"{NUMBERS}, columns: 2, background: place(top+center, line(start: (0pt, 37mm), end: (0pt, 260mm)))", **_SMALL
    ),
    "gazette": Page(_GAZETTE, **_SMALL),
    "boxes": Page(boxed=_BOXED),
    "shaded boxes": Page(boxed=_FILLED),
    "letters apart": Page(more="#set text(tracking: 0.12em)"),
    "letters far apart": Page(size=14, more="#set text(tracking: 0.35em)"),
    "small": Page(size=9, leading=5),
    "tight": Page(size=10.5, leading=3, faces=(SANS,)),
    "loose": Page(size=12, leading=24),
    "white between paragraphs": Page(size=12, leading=8, gap=16, indent=0),
    "no indents": Page(size=14, leading=12, indent=0),
    "ragged": Page(size=14, leading=12, justified=False),
    "across": Page(NUMBERS + ", flipped: true"),
    "sideways in the margin": Page(
        NUMBERS + ", background: place(left+horizon, dx: 10mm, rotate(-90deg, text(size: 9pt)[装 订 线 内 不 要 写]))"
    ),
    "downwards in the margin": Page(NUMBERS + _BINDING),
    "two faces": Page(size=12, leading=9, faces=("DejaVu Sans", SANS)),
    "a company's head": Page(NUMBERS + _COMPANY),
    "printed from a site": Page(_PRINTED),
    "signed and sealed": Page(
        behind="".join(f"\n\n#align(right)[#set par(first-line-indent: 0pt)\n{line}#h(4em)]" for line in SIGNED)
        + f"\n{_letters_in_a_ring(SEAL)}",
        adds=((), SIGNED),
    ),
    "red head": Page(
        before=f"#align(center)[#text(size: 48pt, fill: red)[{RED_HEAD[0]}]]\n#v(20pt)\n"
        f"#align(center)[{RED_HEAD[1]}]\n{_STAR}\n#v(20pt)\n",
        adds=(RED_HEAD, ()),
    ),
    "table": Page(table="stroke: 0.5pt, align: left+horizon"),
    "table, cells in the middle": Page(table="stroke: 0.5pt, align: center+horizon"),
    "table, no lines": Page(table="stroke: none, align: left+top"),
    "table, no lines, cells in the middle": Page(table="stroke: none, align: left+horizon"),
    "table, lines across": Page(table="stroke: (x: none, y: 0.5pt), align: left+horizon"),
    "table, three lines": Page(
        table="stroke: (x, y) => (top: if y == 0 {1pt} else if y == 1 {0.5pt} else {0pt}), align: left+horizon"
    ),
    "table, shaded rows": Page(
        table="stroke: none, align: left+horizon, fill: (x, y) => if calc.odd(y) {luma(235)} else {white}"
    ),
}


def set_pdf(pieces: Pieces, page: Page) -> bytes:
    """The pieces as a PDF."""
    import typst

    made: bytes = typst.compile(_markup(pieces, page).encode())
    return made


def wanted(pieces: Pieces, page: Page) -> list[str]:
    """The paragraphs that the PDF should give."""
    texts = [text for _, text in pieces]
    if page.table is not None:
        texts[_BEHIND:_BEHIND] = ["\t".join(row) for row in [HEADS, *_rows(pieces)]]
    return [*page.adds[0], *texts, *page.adds[1]]


_BEHIND = 8  # pieces: the table stands there
_EACH = 7  # so manieth paragraph is boxed


def _markup(pieces: Pieces, page: Page) -> str:
    gap = page.leading if page.gap is None else page.gap
    faces = ", ".join(f'"{face}"' for face in page.faces)
    parts = [
        f'#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm), {page.page})',
        f'#set text(font: ({faces},), size: {page.size}pt, lang: "zh", region: "cn")',
        f"#set par(justify: {str(page.justified).lower()}, leading: {page.leading}pt, spacing: {gap}pt, "
        f"first-line-indent: (amount: {page.indent}em, all: true))",
        page.more,
        page.before,
    ]
    body = [_piece(kind, text, page.boxed if at % _EACH == _EACH - 2 else "") for at, (kind, text) in enumerate(pieces)]
    if page.table is not None:
        body.insert(_BEHIND, _table(_rows(pieces), page.table))
    return "\n\n".join([*parts, *body]) + page.behind + "\n"


def _piece(kind: str, text: str, boxed: str) -> str:
    shown = plain(text)
    if kind == "title":
        return (
            f"#align(center)[#set par(first-line-indent: 0pt, justify: false)\n#text(size: 1.35em)[{shown}]]\n#v(1em)"
        )
    return boxed.format(shown) if boxed else shown


def _rows(pieces: Pieces) -> list[tuple[str, str, str, str]]:
    units = ("省发展改革委、省工业和信息化厅", "省商务厅", "各市人民政府", "省财政厅、省税务局、省药监局")
    days = ("2025年", "长期推进", "2023年6月底前")
    tasks = [text[:40].split("，")[0] for _, text in pieces[5:45]]
    return [(str(n), task, units[n % 4], days[n % 3]) for n, task in enumerate(tasks, 1)]


def _table(rows: Sequence[Sequence[str]], drawn: str) -> str:
    heads = ", ".join(f"[{head}]" for head in HEADS)
    cells = ", ".join(f"[{plain(cell)}]" for row in rows for cell in row)
    return (
        "#block[#set text(size: 0.75em)\n#set par(first-line-indent: 0pt, leading: 0.5em, justify: false)\n"
        f"#table(columns: (2.5em, 1fr, 9em, 6em), {drawn}, table.header({heads}), {cells})]"
    )


def plain(text: str) -> str:
    """Text without what is markup to Typst."""
    return "".join(f"\\{char}" if char in "\\#*_`$<>@=-+/[]\"'~" else char for char in text)
