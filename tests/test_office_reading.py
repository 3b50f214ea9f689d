"""Reading old Word, WPS, RTF and OpenDocument. The files are made here; the tests of LibreOffice and antiword are
skipped, by name, where the program is missing."""

from __future__ import annotations

import io
import os
import signal
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duikou.errors import UnreadableError
from duikou.model import Source
from duikou.reading import read
from duikou.reading.files import programs
from duikou.reading.odf.reader import read_odt
from duikou.reading.options import Limits, Options
from duikou.reading.word import old_word

NEEDS_OFFICE = pytest.mark.skipif(old_word.soffice() is None, reason="needs LibreOffice")
NEEDS_ANTIWORD = pytest.mark.skipif(programs.find_program("antiword") is None, reason="needs antiword")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def shown(source: Source) -> list[tuple[str, str]]:
    return [(line.role, source.text[line.start : line.end]) for line in source.lines]


# OpenDocument

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
    for prefix, uri in {
        "office": "office",
        "text": "text",
        "style": "style",
        "table": "table",
        "draw": "drawing",
    }.items()
)


def part(root: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><office:{root} {NAMES}>{inside}</office:{root}>'


def odt(body: str, styles: str = "", own: str = "", masters: str = "", title: str = "", **parts: str) -> bytes:
    """An .odt with this body; `styles` go into styles.xml, `own` into the automatic styles of content.xml."""
    dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    files = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": part(
            "document-content",
            f"<office:automatic-styles>{own}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body>",
        ),
        "styles.xml": part(
            "document-styles",
            f"<office:styles>{styles}</office:styles><office:master-styles>{masters}</office:master-styles>",
        ),
        "meta.xml": part("document-meta", f"<office:meta {dc}><dc:title>{title}</dc:title></office:meta>"),
        **parts,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return stream.getvalue()


def p(text: str, style: str = "") -> str:
    named = f' text:style-name="{style}"' if style else ""
    return f"<text:p{named}>{text}</text:p>"


def items(*texts: str, style: str = "", more: str = "") -> str:
    named = f' text:style-name="{style}"' if style else ""
    inside = "".join(f"<text:list-item>{t if t.startswith('<') else p(t)}</text:list-item>" for t in texts)
    return f"<text:list{named}{more}>{inside}</text:list>"


def level(number: int, format_: str, after: str = "、", before: str = "", more: str = "") -> str:
    return (
        f'<text:list-level-style-number text:level="{number}" style:num-format="{format_}" '
        f'style:num-prefix="{before}" style:num-suffix="{after}"{more}/>'
    )


def list_style(name: str, *levels: str) -> str:
    return f'<text:list-style style:name="{name}">{"".join(levels)}</text:list-style>'


CHAPTERS = list_style("L", level(1, "一, 二, 三, ..."), level(2, "一, 二, 三, ...", "）", "（"), level(3, "1", "."))
COUNTED = list_style("D", level(1, "1", "."), level(2, "1", " ", more=' text:display-levels="2"'))
WRITTEN = list_style("W", level(1, "1", "", more=' style:num-list-format="第%1%条　"'))
HEADED = (
    '<text:outline-style style:name="Outline">'
    + level(1, "一, 二, 三, ...").replace("list-level-style-number", "outline-level-style")
    + "</text:outline-style>"
)
BULLET = '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1"/></text:list-style>'

BODIES: dict[str, tuple[bytes, list[tuple[str, str]]]] = {
    "paragraphs and headings": (
        odt('<text:h text:outline-level="2">一、总则</text:h>' + p("推进<text:span>合作</text:span>。")),
        [("heading", "一、总则"), ("text", "推进合作。")],
    ),
    "white space": (
        odt(p('  甲 \n 乙<text:s text:c="2"/>丙<text:tab/>丁<text:line-break/>戊 ')),
        [("text", "甲 乙  丙\t丁"), ("text", "戊")],
    ),
    "deleted text, remarks and readings are left out": (
        odt(
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>2024</text:p></text:deletion>"
            "</text:changed-region></text:tracked-changes>"
            + p(
                '到<text:change text:change-id="a"/>2025年<office:annotation><text:p>待核</text:p></office:annotation>'
                "<text:ruby><text:ruby-base>汤</text:ruby-base><text:ruby-text>tāng</text:ruby-text></text:ruby>"
            )
        ),
        [("text", "到2025年汤")],
    ),
    "a table": (
        odt(
            "<table:table><table:table-header-rows><table:table-row>"
            + "".join(f"<table:table-cell>{p(x)}</table:table-cell>" for x in ("序号", "任务"))
            + "</table:table-row></table:table-header-rows><table:table-row>"
            f'<table:table-cell table:number-columns-spanned="2">{p("一")}{p("二")}</table:table-cell>'
            "<table:covered-table-cell/></table:table-row></table:table>"
        ),
        [("row", "序号\t任务"), ("row", "一二\t")],
    ),
    "a frame of one cell": (
        odt(
            f"<table:table><table:table-row><table:table-cell>{p('甲')}</table:table-cell></table:table-row></table:table>"
        ),
        [("text", "甲")],
    ),
    "a text box and a note": (
        odt(
            p("<draw:frame><draw:text-box>" + p("框内") + "</draw:text-box></draw:frame>正文")
            + p(
                "脚注<text:note><text:note-citation>1</text:note-citation><text:note-body>"
                + p("说明")
                + "</text:note-body></text:note>处"
            )
        ),
        [("text", "正文"), ("text", "框内"), ("text", "脚注[1]处"), ("footnote", "[1]说明")],
    ),
    "headers and footers": (
        odt(
            p("正文"),
            masters=f'<style:master-page style:name="S"><style:header>{p("某市方案")}</style:header>'
            f"<style:footer>{p('第1页')}</style:footer></style:master-page>"
            f'<style:master-page style:name="T"><style:header>{p("某市方案")}</style:header></style:master-page>',
        ),
        [("header", "某市方案"), ("text", "正文"), ("footer", "第1页")],
    ),
    "numbers on levels": (
        odt(
            items("总体要求", p("重点任务") + items("产业合作", p("科技合作") + items("共建园区")), style="L")
            + p("结尾"),
            own=CHAPTERS,
        ),
        [
            ("text", "一、总体要求"),
            ("text", "二、重点任务"),
            ("text", "（一）产业合作"),
            ("text", "（二）科技合作"),
            ("text", "1.共建园区"),
            ("text", "结尾"),
        ],
    ),
    "a level begins anew below each item": (
        odt(items(p("甲") + items("乙"), p("丙") + items("丁"), style="D"), own=COUNTED),
        [("text", "1.甲"), ("text", "1.1 乙"), ("text", "2.丙"), ("text", "2.1 丁")],
    ),
    "a list goes on, and another begins anew": (
        odt(
            items("甲", style="L")
            + p("中间")
            + items("乙", style="L", more=' text:continue-numbering="true"')
            + items("丙", style="L"),
            own=CHAPTERS,
        ),
        [("text", "一、甲"), ("text", "中间"), ("text", "二、乙"), ("text", "一、丙")],
    ),
    "a list goes on by its name": (
        odt(
            items("甲", style="L", more=' xml:id="a1"')
            + items("子", style="D")
            + items("乙", style="L", more=' text:continue-list="a1"'),
            own=CHAPTERS + COUNTED,
        ),
        [("text", "一、甲"), ("text", "1.子"), ("text", "二、乙")],
    ),
    "a start of its own": (
        odt(items("甲", style="L").replace("<text:list-item>", '<text:list-item text:start-value="11">'), own=CHAPTERS),
        [("text", "十一、甲")],
    ),
    "only an item's first paragraph has its number": (
        odt(items(p("甲") + p("续"), style="L"), own=CHAPTERS),
        [("text", "一、甲"), ("text", "续")],
    ),
    "a written pattern": (odt(items("目的", style="W"), own=WRITTEN), [("text", "第1条　目的")]),
    "numbered headings": (
        odt("".join(f'<text:h text:outline-level="1">{x}</text:h>' for x in ("甲", "乙")), styles=HEADED),
        [("heading", "一、甲"), ("heading", "二、乙")],
    ),
    "the list style of a paragraph's style": (
        odt(
            items(p("甲", "P1")),
            own='<style:style style:name="P1" style:parent-style-name="P0"/>',
            styles='<style:style style:name="P0" style:list-style-name="L"/>' + CHAPTERS,
        ),
        [("text", "一、甲")],
    ),
    "bullets have no label": (odt(items("甲", style="B"), own=BULLET), [("text", "甲")]),
    "an item that holds only a list": (
        odt(items(items("甲"), style="L"), own=CHAPTERS),
        [("text", "（一）甲")],
    ),
}


@pytest.mark.parametrize("name", BODIES)
def test_opendocument(name: str) -> None:
    data, expected = BODIES[name]
    assert shown(read_odt(data)) == expected


def test_what_is_known_of_an_opendocument() -> None:
    source = read(
        odt(p("某市工作方案") + "<text:soft-page-break/>" + p("甲<text:soft-page-break/>"), title="某市工作方案")
    )
    assert (source.format, source.pages, source.metadata) == ("odt", 3, {"title": "某市工作方案"})
    assert [line.page for line in source.lines] == [1, 2]
    picture = read_odt(odt(p("甲<draw:frame><draw:image/></draw:frame>")))
    assert "1 picture" in picture.cautions[0].message


BROKEN_ODT = {
    "no text": (odt(p("")), "holds no text"),
    "encrypted": (odt(p("甲"), **{"META-INF/manifest.xml": "<a><manifest:encryption-data/></a>"}), "password"),
    "cut short": (odt(p("甲"))[:-30], "damaged"),
    "no content": (odt(p("甲")).replace(b"content.xml", b"kontent.xml"), "without an OpenDocument"),
    "bad XML": (odt("<text:p>"), "damaged"),
}


@pytest.mark.parametrize("name", BROKEN_ODT)
def test_a_broken_opendocument_gives_one_clear_error(name: str) -> None:
    data, said = BROKEN_ODT[name]
    with pytest.raises(UnreadableError) as caught:
        read_odt(data, "坏.odt")
    assert said in caught.value.cause
    assert caught.value.advice


def test_the_limits_of_an_opendocument() -> None:
    with pytest.raises(UnreadableError, match=r"unpacks to more.*--limit unpacked=1"):
        read_odt(odt(p("甲")), None, Options(limits=Limits(unpacked=0)))


@given(st.lists(st.text(alphabet="一二三合作，。（）1a", min_size=1, max_size=20), min_size=1, max_size=20))
def test_every_paragraph_of_an_opendocument_is_a_line(texts: list[str]) -> None:
    assert read_odt(odt("".join(map(p, texts)))).text == "\n".join(texts)


# RTF and old Word


def rtf(*paragraphs: str) -> bytes:
    def coded(text: str) -> str:
        return "".join(c if c.isascii() else f"\\u{ord(c) - (65536 if ord(c) > 32767 else 0)}?" for c in text)

    return ("{\\rtf1\\ansi\\uc1 " + "".join(f"{coded(x)}\\par\n" for x in paragraphs) + "}").encode("ascii")


@NEEDS_OFFICE
def test_rtf() -> None:
    source = read(rtf("某市工作方案", "一、推进合作，到2025年建成3个园区。"))
    assert source.format == "rtf"
    assert [t for _, t in shown(source) if t] == ["某市工作方案", "一、推进合作，到2025年建成3个园区。"]


@pytest.fixture(scope="module")
def doc(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An old Word file, made by LibreOffice of a .docx with automatic numbers, a tracked change and a table."""
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    made = docx.Document()
    for text in ("推进产业合作", "推进科技合作"):
        made.add_paragraph(text, style="List Number")
    changed = made.add_paragraph("到")
    who = 'w:author="a" w:date="2024-01-01T00:00:00Z"'
    for kind, inner in (("del", "<w:delText>2024</w:delText>"), ("ins", "<w:t>2025</w:t>")):
        changed._p.append(parse_xml(f"<w:{kind} {nsdecls('w')} w:id='1' {who}><w:r>{inner}</w:r></w:{kind}>"))
    changed.add_run("年建成〔一〕个。")
    table = made.add_table(2, 2)
    table.style = "Table Grid"
    for row, texts in zip(table.rows, (("任务", "单位"), ("园区", "商务局")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    made.add_paragraph("联系人另行通知。")  # Word ends no document with a table
    folder = tmp_path_factory.mktemp("doc")
    made.save(str(folder / "in.docx"))
    program = old_word.soffice()
    assert program
    ran = programs.run(
        [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", "doc", "--outdir", str(folder), str(folder / "in.docx")),
        ],
        120,
    )
    assert (folder / "in.doc").exists(), ran.err
    return (folder / "in.doc").read_bytes()


@NEEDS_OFFICE
def test_old_word_through_libreoffice(doc: bytes, tmp_path: Path) -> None:
    path = tmp_path / "方案.wps"
    path.write_bytes(doc)
    source = read(path)
    assert (source.format, source.path) == ("doc", str(path))
    assert [x for x in shown(source) if x[1].strip()] == [
        ("text", "1.推进产业合作"),
        ("text", "2.推进科技合作"),
        ("text", "到2025年建成〔一〕个。"),
        ("row", "任务\t单位"),
        ("row", "园区\t商务局"),
        ("text", "联系人另行通知。"),
    ]
    assert [caution.rule for caution in source.cautions] == ["docx-revisions"]


@NEEDS_OFFICE
@NEEDS_ANTIWORD
def test_old_word_through_antiword_says_what_it_lost(doc: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(old_word, "soffice", lambda: None)
    source = read(doc)
    assert "推进产业合作" in source.text
    assert "年建成〔一〕个。" in source.text
    assert [c.rule for c in source.cautions] == ["doc-antiword"]


@NEEDS_OFFICE
def test_an_encrypted_and_a_damaged_old_word_file(doc: bytes) -> None:
    at = next(i for i in range(512, len(doc), 512) if doc[i : i + 2] == b"\xec\xa5")
    locked = bytearray(doc)
    locked[at + 11] |= 1
    with pytest.raises(UnreadableError, match="password"):
        old_word.read_doc(bytes(locked))
    with pytest.raises(UnreadableError):
        old_word.read_doc(doc[: at + 600])


NOT_WORD = {
    "a container of something else": (OLE, "without a Word document"),
    "a spreadsheet": (OLE + "Workbook".encode("utf-16-le"), "spreadsheet"),
    "an encrypted newer file": (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
}


@pytest.mark.parametrize("name", NOT_WORD)
def test_what_is_no_old_word_file_gives_one_clear_error(name: str) -> None:
    data, said = NOT_WORD[name]
    with pytest.raises(UnreadableError) as caught:
        old_word.read_doc(data, "坏.doc")
    assert said in caught.value.cause
    assert caught.value.advice


def test_without_a_program_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "find_program", lambda *names: None)
    for data in (OLE + "WordDocument".encode("utf-16-le"), rtf("甲")):
        with pytest.raises(UnreadableError) as caught:
            read(data)
        assert "LibreOffice" in caught.value.cause
        assert "install libreoffice" in caught.value.advice


def test_a_cut_rtf_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(old_word, "soffice", lambda: "soffice")
    with pytest.raises(UnreadableError, match="cut short"):
        old_word.read_rtf(rtf("甲")[:-3])


# Programs


@pytest.fixture
def sleeper(tmp_path: Path) -> Iterator[tuple[list[str], Path]]:
    """A program that starts another and writes down both process numbers; both sleep."""
    noted = tmp_path / "pids"
    code = (
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(noted)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')\n"
        "time.sleep(60)\n"
    )
    yield [sys.executable, "-c", code], noted
    if noted.exists():
        for pid in map(int, noted.read_text().split()):
            if alive(pid):
                os.kill(pid, signal.SIGKILL)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
def test_a_program_whose_time_is_up_is_ended_with_all_that_it_started(sleeper: tuple[list[str], Path]) -> None:
    command, noted = sleeper
    with pytest.raises(programs.TimeUp):
        programs.run(command, 1.5)
    pids = [int(x) for x in noted.read_text().split()]
    until = time.monotonic() + 10
    while any(map(alive, pids)) and time.monotonic() < until:
        time.sleep(0.05)
    assert len(pids) == 2
    assert not any(map(alive, pids))


def test_a_program_gets_its_input_and_gives_its_output() -> None:
    code = "import sys; data = sys.stdin.buffer.read(); sys.stdout.buffer.write(data[::-1]); sys.exit(3)"
    ran = programs.run([sys.executable, "-c", code], 60, data=b"abc")
    assert (ran.code, ran.out) == (3, b"cba")
