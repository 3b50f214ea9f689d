"""OpenDocument: what its tables, boxes, notes and values hold, and what they may cost."""

from __future__ import annotations

import pytest

from duikou.errors import UnreadableError
from duikou.reading.odf.reader import read_odt
from duikou.reading.options import Limits, Options
from tests.test_office_reading import odt, p, shown


def cell(inside: str, more: str = "") -> str:
    return f"<table:table-cell {more}>{inside}</table:table-cell>"


def row(*cells: str, more: str = "") -> str:
    inside = "".join(x if x.startswith("<table") else cell(p(x)) for x in cells)
    return f"<table:table-row {more}>{inside}</table:table-row>"


def table(*rows: str) -> str:
    return f"<table:table>{''.join(rows)}</table:table>"


BOX = "<draw:frame><draw:text-box>{}</draw:text-box></draw:frame>"
SHAPE = "<draw:custom-shape>{}</draw:custom-shape>"
NOTE = (
    '<text:note text:note-class="{}"><text:note-citation>{}</text:note-citation><text:note-body>{}</text:note-body>'
    "</text:note>"
)

BODIES = {
    "a box in a cell": (
        table(row("任务", "单位"), row("平台", cell(p(BOX.format(p("某厅")))))),
        [("row", "任务\t单位"), ("row", "平台\t某厅")],
    ),
    "a drawn shape": (p("正文" + SHAPE.format(p("框内"))), [("text", "正文"), ("text", "框内")]),
    "a table in a cell": (
        table(row("甲", cell(p("乙") + table(row("子", "丑"))))),
        [("row", "甲\t乙"), ("row", "子\t丑")],
    ),
    "repeated cells and rows": (
        table(row("甲", cell(p("乙"), 'table:number-columns-repeated="2"'), more='table:number-rows-repeated="2"')),
        [("row", "甲\t乙\t乙"), ("row", "甲\t乙\t乙")],
    ),
    "footnotes before endnotes": (
        p("甲" + NOTE.format("endnote", "i", p("尾")) + "乙" + NOTE.format("footnote", "①", p("脚"))),
        [("text", "甲[i]乙[1]"), ("footnote", "[1]脚"), ("footnote", "[i]尾")],
    ),
    "columns": (p("品名<text:tab/>数量"), [("text", "品名\t数量")]),
    "an item's number": (p("一、<text:tab/>总体要求"), [("text", "一、\u3000总体要求")]),
}


@pytest.mark.parametrize("name", BODIES)
def test_opendocument(name: str) -> None:
    body, expected = BODIES[name]
    assert shown(read_odt(odt(body))) == expected


def test_a_paragraph_in_the_middle_is_told() -> None:
    own = (
        '<style:style style:name="T" style:family="paragraph"><style:paragraph-properties fo:text-align="center" '
        'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"/></style:style>'
        '<style:style style:name="U" style:family="paragraph" style:parent-style-name="T"/>'
    )
    body = "".join(f'<text:p text:style-name="{name}">甲</text:p>' for name in "TUV")
    assert [x.centred for x in read_odt(odt(body, own=own)).lines] == [True, True, False]


LEFT_OUT = {
    "odt-hidden": "<text:hidden-text>乙</text:hidden-text>",
    "odt-comments": f"<office:annotation>{p('乙')}</office:annotation>",
}


@pytest.mark.parametrize("rule", LEFT_OUT)
def test_what_is_left_out_is_named(rule: str) -> None:
    source = read_odt(odt(p("甲" + LEFT_OUT[rule])))
    assert [caution.rule for caution in source.cautions] == [rule]


DAMAGED = {
    "blanks": p('甲<text:s text:c="abc"/>'),
    "blanks without end": p(f'甲<text:s text:c="{"9" * 5000}"/>'),
    "circled": p('甲<text:s text:c="②"/>'),
    "columns": table(row(cell(p("甲"), 'table:number-columns-repeated="-1"'), "乙")),
    "level": '<text:h text:outline-level="x">甲</text:h>',
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_value_that_is_none_is_damage(name: str) -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        read_odt(odt(DAMAGED[name]))


MANY = 'table:number-columns-repeated="40" '
COSTLY = {
    "cells": table(row(cell(p("甲"), MANY), "乙", more='table:number-rows-repeated="999999"')),
    "cells in cells": table(row(cell(table(row(cell(p("甲"), MANY), "乙")), MANY), "乙")),
    "nesting": p(BOX.format(p(BOX.format(p(BOX.format(p("甲"))))))),
}


@pytest.mark.parametrize("name", COSTLY)
def test_each_document_has_one_budget(name: str) -> None:
    limit = name.split(maxsplit=1)[0]
    most = 2 if limit == "nesting" else 80
    with pytest.raises(UnreadableError, match=f"--limit {limit}="):
        read_odt(odt(COSTLY[name]), options=Options(limits=Limits(**{limit: most})))
