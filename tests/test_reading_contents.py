"""Tables of contents of pages and web archives: their entries are links, and stay."""

from __future__ import annotations

from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

import duikou
from duikou.reading import read

CHAPTERS = ("第一章　总则", "第二章　规划与建设", "第三章　管理与保护", "附则")
PROSE = "为了加强公园管理，保障公园的功能和安全，根据有关法律，结合本市实际，制定本条例。"


def page(target: str = "#{}", before: str = "") -> str:
    """A page of chapters; `target` is what the entries of its table of contents lead to."""
    entries = "".join(f'<p><a href="{target.format(f"c{i}")}">{x}</a></p>' for i, x in enumerate(CHAPTERS))
    body = "".join(f'<p><a name="c{i}">{x}</a></p><p>{PROSE}</p>' for i, x in enumerate(CHAPTERS))
    return f"<html><body>{before}<p>甲市公园条例</p><p>目录</p>{entries}{body}</body></html>"


def archive(*pages: str) -> bytes:
    message = MIMEMultipart("related", type="text/html")
    for x in pages:
        message.attach(MIMEText(x, "html", "utf-8"))
    return message.as_bytes()


@pytest.mark.parametrize("target", ["#{}", "file:///x/page.htm#{}"])
@pytest.mark.parametrize("kind", ["html", "mhtml"])
def test_entries_that_lead_into_the_page_are_text(kind: str, target: str) -> None:
    data = page(target).encode() if kind == "html" else archive(page(target))
    told = [x.replace("　", "") for x in CHAPTERS]
    assert duikou.clean(data).text.split("\n") == [
        "甲市公园条例",
        "目录",
        *told,
        *(line for x in told for line in (x, PROSE)),
    ]


def test_tabs_that_lead_into_the_page_are_links() -> None:
    tabs = "".join(
        f'<li><a href="#c{i}">{x}</a></li>' for i, x in enumerate(("政策原文", "政策解读", "相关图片", "下载"))
    )
    source = read(page(before=f"<ul>{tabs}</ul>").encode())
    shown = {source.text[x.start : x.end]: x.role for x in source.lines}
    assert shown["政策解读"] == "chrome"
    assert shown["附则"] != "chrome"


def test_further_pages_of_an_archive_are_named() -> None:
    source = read(archive(page(), f"<html><body><p>{PROSE}</p></body></html>", "<html><body><p>1</p></body></html>"))
    assert [x.rule for x in source.cautions] == ["mhtml-unread"]
    assert "1 further page;" in source.cautions[0].message
    assert read(archive(page(), "<html><body></body></html>")).cautions == ()


def test_an_archive_of_a_mail_program_is_read() -> None:
    message = EmailMessage()
    message.set_content("看不到网页", charset="utf-8")
    message.add_alternative(page(), subtype="html")
    data = message.as_bytes().replace(b"multipart/alternative", b"multipart/related")
    assert "第二章规划与建设" in duikou.clean(data).text
