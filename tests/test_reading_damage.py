"""Every format that duikou reads, cut short, with bytes changed, locked or too large: a result or one clear error, and
the other files of a batch are done."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from builders_ofd import plain
from builders_pdf import lines, pdf
from openpyxl import Workbook
from PIL import Image
from test_cli import run

import duikou
from duikou.errors import UnreadableError
from duikou.exporting.text.word import write_docx
from duikou.model import Source
from duikou.reading.formats import FORMATS
from duikou.reading.options import Limits, Options
from duikou.reading.word import old_word

SENTENCES = (
    "关于推进产业合作的实施方案",
    "一、重点任务",
    "（一）建设产业园区。到2025年建成2个。（责任单位：省商务厅）",
) * 3
PAGE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
MHTML = (
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; "
    f"charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<html><body>{PAGE}</body></html>\r\n--b--\r\n"
)
ODT = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "content.xml": '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
    + "".join(f"<text:p>{sentence}</text:p>" for sentence in SENTENCES)
    + "</office:text></office:body></office:document-content>",
}


def packed(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return stream.getvalue()


def picture() -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((300, 200), 60).save(stream, "PNG")
    return stream.getvalue()


def rtf() -> bytes:
    body = "".join("".join(f"\\u{ord(char)}?" for char in sentence) + "\\par\n" for sentence in SENTENCES)
    return f"{{\\rtf1\\ansi {body}}}".encode()


def workbook() -> bytes:
    """The sentences as rows of a spreadsheet."""
    book, stream = Workbook(), io.BytesIO()
    for number, sentence in enumerate(SENTENCES, 1):
        book.active.append([number, sentence])
    book.save(stream)
    return stream.getvalue()


GOOD: dict[str, Callable[[], bytes]] = {
    "pdf": lambda: pdf(*(lines(SENTENCES) for _ in range(2))),
    "docx": lambda: write_docx(duikou.outline("\n".join(SENTENCES))),
    "xlsx": workbook,
    "ofd": lambda: plain(*SENTENCES),
    "odt": lambda: packed(ODT),
    "rtf": rtf,
    "image": picture,
    "mhtml": MHTML.encode,
    "html": f"<html><body>{PAGE}</body></html>".encode,
    "markdown": ("# " + "\n\n- ".join(SENTENCES)).encode,
    "text": "\n".join(SENTENCES).encode,
}
# Read by a program of its own, which takes a second a file: fewer cases, and tests of their own (test_office_reading).
BY_PROGRAM = ("doc", "rtf")
QUICK = [name for name in GOOD if name not in BY_PROGRAM]
# Recognition is not asked for: what is no text then is an error that says so.
OFF = Options(ocr="off")


def test_each_format_is_here() -> None:
    """What is not: a file that only other programs write, and one that its name alone tells from text."""
    assert set(GOOD) | {"doc", "xls", "csv"} == {format.name for format in FORMATS if format.reader}


def result(data: bytes, options: Options = OFF) -> Source | UnreadableError:
    """What reading gives. Any other error goes through."""
    try:
        return duikou.read(data, options)
    except UnreadableError as error:
        found = error
    assert found.cause
    assert found.advice
    assert "fault of duikou" not in str(found)
    return found


@pytest.mark.parametrize("name", QUICK)
def test_the_sample_is_good(name: str) -> None:
    found = result(GOOD[name]())
    if name == "image":
        assert isinstance(found, UnreadableError)
    else:
        assert isinstance(found, Source)
        assert (found.format, "推进产业合作" in found.text) == (name, True)


@pytest.mark.parametrize("name", QUICK)
def test_a_file_cut_short(name: str) -> None:
    data = GOOD[name]()
    for part in range(1, 20):
        result(data[: len(data) * part // 20])
    for missing in (1, 2, 10, 30):
        found = result(data[:-missing])
        if name in ("pdf", "docx", "xlsx", "ofd", "odt") and missing == 30:
            assert isinstance(found, UnreadableError), "what is missing would be lost silently"


@pytest.mark.parametrize("name", QUICK)
def test_changed_bytes(name: str) -> None:
    data = GOOD[name]()
    chance = random.Random(name)
    for _ in range(60):
        other = bytearray(data)
        for _ in range(chance.choice((1, 1, 5, 50))):
            other[chance.randrange(len(other))] = chance.randrange(256)
        result(bytes(other))
    for keep in (4, 16, 64, 512):
        result(data[:keep] + chance.randbytes(2000))


@pytest.mark.skipif(old_word.soffice() is None, reason="needs LibreOffice")
def test_a_cut_or_changed_rtf() -> None:
    data = rtf()
    chance = random.Random(1)
    result(data[: len(data) // 2])
    result(data[:40] + chance.randbytes(2000))


@pytest.mark.parametrize("name", [*QUICK, *BY_PROGRAM])
def test_a_batch_goes_on_after_a_bad_file(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    suffix = next(format.extensions[0] for format in FORMATS if format.name == name)
    bad = b"" if name in ("text", "html", "markdown", "mhtml") else (GOOD.get(name, GOOD["rtf"])()[:9] + b"\0" * 99)
    (folder / f"1{suffix}").write_bytes(bad)
    (folder / "2.txt").write_text("\n".join(SENTENCES), "utf-8")
    done = run("clean", str(folder), "-o", str(tmp_path / "out.txt"), "--ocr", "off")
    told = [line for line in done.stderr.splitlines() if f"1{suffix}" in line]
    assert len(told) == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert done.exit_code != 0
    assert SENTENCES[2] in (tmp_path / "out.txt").read_text("utf-8")


@pytest.mark.parametrize("name", QUICK)
def test_a_file_beyond_the_limit_of_size(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"大{next(format.extensions[0] for format in FORMATS if format.name == name)}"
    with path.open("wb") as file:
        file.write(GOOD[name]())
        file.truncate(3 * 2**20)
    with pytest.raises(UnreadableError, match="3 MB") as caught:
        duikou.read(path, Options(ocr="off", limits=Limits(size=2)))
    assert "--limit size=3" in caught.value.advice


# Attributes of a value that their format does not allow

SENSELESS = ("abc", "nan", "1e999", "-1", "", "9" * 5000, "g nan", "0 0", "１２")


def with_attribute(data: bytes, part: str, which: int, value: str) -> bytes | None:
    """A container whose part has another value for one of its attributes; None when it has no so many."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed_before:
        parts = {name: packed_before.read(name) for name in packed_before.namelist()}
    found = [match for match in ATTRIBUTE.finditer(parts[part]) if not match[1].startswith(b"xmlns")]
    if which >= len(found):
        return None
    begin, end = found[which].span(2)
    parts[part] = parts[part][:begin] + value.encode() + parts[part][end:]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return stream.getvalue()


ATTRIBUTE = re.compile(rb'\s([\w:]+)="([^"<>]*)"')
PARTS = {"docx": "word/document.xml", "odt": "content.xml", "ofd": "Doc_0/Pages/Page_0/Content.xml"}
TABLE = (
    '<table:table xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><table:table-row '
    'table:number-rows-repeated="2"><table:table-cell table:number-columns-spanned="2" '
    'table:number-columns-repeated="1"><text:p>甲<text:s text:c="2"/>乙</text:p></table:table-cell></table:table-row>'
    '</table:table><text:h text:outline-level="1">一、甲</text:h></office:text>'
)


@pytest.mark.parametrize("value", SENSELESS, ids=lambda value: value[:9] or "empty")
@pytest.mark.parametrize("name", PARTS)
def test_an_attribute_of_a_senseless_value_gives_a_result_or_one_error(name: str, value: str) -> None:
    data = GOOD[name]() if callable(GOOD[name]) else GOOD[name]
    if name == "odt":
        data = packed({**ODT, "content.xml": ODT["content.xml"].replace("</office:text>", TABLE)})
    tried = 0
    for which in range(0, 400, 7 if name == "docx" else 1):
        changed = with_attribute(data, PARTS[name], which, value)
        if changed is None:
            break
        tried += 1
        result(changed)
    assert tried


@pytest.mark.parametrize("fault", [ValueError("x"), ZeroDivisionError(), KeyError("a"), IndexError(), RecursionError()])
def test_what_a_reader_stumbles_over_is_damage(fault: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbles(*given: object) -> Source:
        raise fault

    monkeypatch.setattr("duikou.reading._reader", lambda *given: stumbles)
    with pytest.raises(UnreadableError, match=f"damaged.*{type(fault).__name__}") as caught:
        duikou.read(packed(ODT))
    assert caught.value.__cause__ is fault
