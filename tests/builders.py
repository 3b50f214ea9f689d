"""Documents made by hand, without the floors that make them from files."""

from __future__ import annotations

from duikou.model import Block, Cleaned, Document, Ordinal, Paragraph, Place, Source
from duikou.model.edits import EditLog

# One paragraph: its role, its text; for an item the style of its ordinal and how many characters are its heading.
Spec = tuple[str, str] | tuple[str, str, str, int]
MARKS = {"dun": "、", "paren": "）", "dot": ".", "number_paren": "）", "chapter": "章", "article": "条", "bare": "1"}


def document(*specs: Spec, title: str | None = None, parts: tuple[int, ...] = ()) -> Document:
    """A document of these paragraphs. `parts` are the indices of the paragraphs that begin a new part."""
    blocks, start = [], 0
    for i, (role, text, *item) in enumerate(specs):
        kind = role if role in ("row", "heading") else "text"
        paragraph = Paragraph(text, start, start + len(text), kind, Place(None, i + 1, start, start + len(text)))
        ordinal, heading, path = None, None, ()
        if item:
            style, head = str(item[0]), int(item[1])
            mark = text[: text.index(MARKS[style]) + 1]
            ordinal, path = Ordinal(mark, mark, style, 1), (mark,)
            heading = text[len(mark) : head] or None
            body = start + (head or len(mark))
        part = 1 + sum(begin <= i for begin in parts)
        blocks.append(
            Block(
                paragraph, "text" if kind == "heading" else role, part, path, ordinal, heading, body if item else start
            )
        )
        start += len(text) + 1
    text = "\n".join(block.paragraph.text for block in blocks)
    cleaned = Cleaned(Source(text, (), "text"), text, tuple(b.paragraph for b in blocks), (), EditLog())
    return Document(cleaned, title, None, (), (), None, None, (), tuple(blocks))


PLAN = document(
    ("red_head", "某省人民政府办公厅文件"),
    ("doc_number", "某政办发〔2021〕8号"),
    ("title", "某省人民政府办公厅关于印发"),
    ("title", "对口合作实施方案的通知"),
    ("recipients", "各市、县人民政府，省直各单位："),
    ("text", "现将《对口合作实施方案》印发给你们，请“认真”贯彻执行——2025年前完成3.5万件。"),
    ("attachment", "附件：1.对口合作实施方案"),
    ("attachment", "2.任务分工表"),
    ("issuer", "某省人民政府办公厅"),
    ("date", "2021年3月5日"),
    ("note", "（此件公开发布）"),
    ("attachment", "附件1"),
    ("title", "对口合作实施方案"),
    ("item", "一、总体要求", "dun", 6),
    ("text", "以合作促发展，" * 30 + "取得实效。"),
    ("item", "二、重点任务", "dun", 6),
    ("item", "（一）推进产业合作。", "paren", 10),
    ("item", "1.共建园区。支持双方共建产业园区，" + "推动项目落地，" * 20 + "形成示范。", "dot", 7),
    ("item", "（1）建立联席会议制度，每年召开一次。", "number_paren", 0),
    ("item", "（二）深化交流。" + "组织干部互派挂职，" * 12 + "每年不少于50人。", "paren", 8),
    ("attachment", "附件2"),
    ("title", "任务分工表"),
    ("row", "序号\t任务\t责任单位"),
    ("row", "1\t共建产业园区，推动一批项目落地\t省发展改革委"),
    ("row", "2\t互派干部\t"),
    ("row", "合计"),
    ("text", "注：排在第一位的为牵头单位。"),
    title="对口合作实施方案",
    parts=(11, 20),
)
