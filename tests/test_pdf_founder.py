"""PDF pages as a Founder system sets them: half-width stops and guillemets in whole cells, full-width digits, glyphs
without a character, lines set letter by letter. What the reader gives is what cleaning makes whole paragraphs of."""

from __future__ import annotations

import pytest
from builders_pdf import pdf, text

import duikou

SIZE, LEFT, FULL = 16, 80, 28  # points, points, characters of a full line
AS_PRINTED = str.maketrans("0123456789。《》", "０１２３４５６７８９.«»")
PARAGRAPHS = [
    "关于推进城乡供水一体化的实施意见",
    "各县区人民政府，市政府各部门：",
    "为贯彻落实《乡村建设行动实施方案》和《农村供水条例》，加快补齐供水设施短板，到2026年建成规模化水厂24座，自来水普及率达到98%，"
    "经市政府同意，提出以下意见。",
    "一、总体要求",
    "坚持城乡统筹、建管并重，优化水源布局，完善管网体系，健全管护机制，推动同源、同网、同质。力争到2028年规模化供水覆盖人口突破60万人。",
    "二、重点任务",
    "（一）建设水源工程。实施大中型水库连通工程，新建改建水源地15处，落实水源保护区划定和监测要求。（牵头单位：市水务局）",
    "（二）完善管网设施。更新改造老旧管网320公里，推广智能水表，漏损率控制在9%以内。（牵头单位：市住房城乡建设局）",
]


def set_by_cells(apart: bool) -> bytes:
    """The paragraphs as two pages: each character in a cell of its own, or each line as one text."""
    lines = []
    for k, paragraph in enumerate(PARAGRAPHS):
        whole = ("　　" if k else "") + paragraph
        lines += [whole[i : i + FULL] for i in range(0, len(whole), FULL)]
    pages = []
    for start in range(0, len(lines), 12):
        page = text(280, 790, f"— {start // 12 + 1} —", 14)
        for row, line in enumerate(lines[start : start + 12]):
            top, shown = 100 + 29 * row, line.translate(AS_PRINTED)
            if apart:
                page += "".join(text(LEFT + SIZE * i, top, c, SIZE) for i, c in enumerate(shown) if c != "　")
            else:
                bare = shown.lstrip("　")
                page += text(LEFT + SIZE * (len(shown) - len(bare)), top, bare, SIZE)
        pages.append(page)
    return pdf(*pages)


@pytest.mark.parametrize("apart", [True, False], ids=["cells", "lines"])
def test_paragraphs_come_whole(apart: bool) -> None:
    assert [paragraph.text for paragraph in duikou.clean(set_by_cells(apart)).paragraphs] == PARAGRAPHS


def test_spaced_lines_and_lost_glyphs_leave_paragraphs_whole() -> None:
    first = LEFT + 2 * SIZE
    page = text(first, 100, "❶ 建设水源工程.实施水库连通工程，落实水源保护区划", SIZE)
    page += text(LEFT, 129, "定要求１５处，编制«供水规划»，保障供水", SIZE, spread=(FULL - 20) * SIZE / 19)
    page += text(LEFT, 158, "安全，降低运行成本.", SIZE)
    page += text(first, 187, "２", SIZE) + text(first, 216, "❷ 完善管网设施.更新改造管网３２０公里，推广智能水", SIZE)
    page += text(LEFT, 245, "表，漏损率控制在９％以内. (牵头单位:市水务局)", SIZE)
    cleaned = duikou.clean(pdf(page, maps={"❶": "\ufffd", "❷": "\ufffd"}))
    assert [paragraph.text for paragraph in cleaned.paragraphs] == [
        "1.建设水源工程。实施水库连通工程，落实水源保护区划定要求15处，编制《供水规划》，保障供水安全，降低运行成本。",
        "2.完善管网设施。更新改造管网320公里，推广智能水表，漏损率控制在9%以内。（牵头单位：市水务局）",
    ]
    assert "pdf-unmapped" in {caution.rule for caution in cleaned.cautions}
