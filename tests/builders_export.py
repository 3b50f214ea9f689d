"""Values of the model made by hand, for tests of what is written."""

from __future__ import annotations

from duikou.exporting import formats, load
from duikou.model import (
    Block,
    Caution,
    Change,
    Citation,
    Cleaned,
    Comparison,
    Deadline,
    Document,
    Extracted,
    Line,
    Measure,
    Mention,
    Ordinal,
    Pair,
    Paragraph,
    Part,
    Place,
    Quantity,
    Removed,
    Side,
    Source,
    Unit,
)
from duikou.model.edits import EditLog, Pass, make_pass

SHA = "0" * 64


def cleaned(
    *texts: str,
    path: str | None = "plan.txt",
    cautions: tuple[Caution, ...] = (),
    removed: tuple[Removed, ...] = (),
    log: EditLog | None = None,
    rows: tuple[int, ...] = (),
) -> Cleaned:
    """A cleaned text of these paragraphs, which were its lines; `rows` are the indices of table rows."""
    text = "\n".join(texts)
    lines, paragraphs, at = [], [], 0
    for number, line in enumerate(texts, 1):
        end = at + len(line)
        lines.append(Line(at, end, number))
        kind = "row" if number - 1 in rows else "text"
        paragraphs.append(Paragraph(line, at, end, kind, Place(None, number, at, end)))
        at = end + 1
    source = Source(text, tuple(lines), "text", "utf-8", path, SHA)
    return Cleaned(source, text, tuple(paragraphs), removed, log or EditLog(()), cautions)


def document(
    *blocks: tuple[str, str, tuple[str, ...], str | None],
    path: str | None = "plan.txt",
    title: str | None = None,
    doc_number: str | None = None,
    date: str | None = None,
    cautions: tuple[Caution, ...] = (),
) -> Document:
    """A document of (role, text, path, style of the ordinal) blocks; an item's heading is its whole
    paragraph."""
    rows = tuple(index for index, block in enumerate(blocks) if block[0] == "row")
    clean = cleaned(*(text for _, text, _, _ in blocks), path=path, cautions=cautions, rows=rows)
    made = tuple(
        Block(
            paragraph,
            role,
            1,
            item_path,
            Ordinal(text[:2], item_path[-1], style, 1) if style else None,
            text[2:] if style else None,
            paragraph.end if style else paragraph.start,
        )
        for paragraph, (role, text, item_path, style) in zip(clean.paragraphs, blocks, strict=True)
    )
    title = title or next((text for role, text, _, _ in blocks if role == "title"), None)
    return Document(clean, title, doc_number, (), (), date, None, (Part(1, title, (), made),), made)


PLAIN = (
    ("title", "某省关于*协作*的方案", (), None),
    ("item", "一、总体要求", ("一",), "dun"),
    ("item", "（一）工作思路", ("一", "（一）"), "paren"),
    ("item", "1.工作任务", ("一", "（一）", "1"), "dot"),
    ("text", "1. 编号后有空格，<标签>不变。", ("一", "（一）", "1"), None),
    ("row", "序号\t任务|要点", (), None),
    ("row", "1\t推进", (), None),
    ("text", "# 井号开头", (), None),
)


def measure(number: int = 1, **fields: object) -> Measure:
    values: dict[str, object] = {
        "id": f"1.{number}",
        "part": 1,
        "path": ("三", "（一）", str(number)),
        "chapter": "重点任务",
        "section": "深化协作",
        "kind": "task",
        "title": f"第{number}项任务",
        "text": "推动两地建立协作机制。",
        "start": 0,
        "end": 10,
        "place": Place(2, 10 + number, 0, 10),
    }
    return Measure(**(values | fields))  # type: ignore[arg-type]


FULL = measure(
    5,
    lead_units=("省发展改革委",),
    responsible_units=("甲市政府", "乙市政府"),
    supporting_units=("省商务厅",),
    responsibility="（牵头单位：省发展改革委；责任单位：甲、乙市政府；配合单位：省商务厅）",
    places=("甲市",),
    pairs=(Pair("甲市", "丙市", "园区共建"), Pair("乙市", "丁市")),
    deadlines=(Deadline("到2025年底前", None, "2025-12-31"),),
    quantities=(Quantity("不少于20个", 20.0, None, "个", ">="),),
    citations=(Citation("某省协作条例", "某政发〔2020〕1号"),),
)


# The clean text that the spans of SPANNED count in: one paragraph, two lines of the source.
BODY = "到2025年底前，甲市与丙市共建园区不少于20个。（牵头单位：省发改委；责任单位：甲、乙市政府；指导单位：省商务厅）"


def _at(written: str) -> dict[str, object]:
    start = BODY.index(written)
    return {"text": written, "start": start, "end": start + len(written)}


SPANNED = measure(
    7,
    text=BODY.partition("（")[0],
    end=len(BODY),
    lead_units=("省发改委",),
    responsible_units=("甲市政府", "乙市政府"),
    responsibility=BODY[BODY.index("（") :],
    places=("甲市", "丙市"),
    units=(
        Unit("省发改委", "lead", "省发展改革委", **_at("省发改委")),  # type: ignore[arg-type]
        Unit("甲市政府", "responsible", "甲市政府", **_at("甲、")),  # type: ignore[arg-type]
        Unit("乙市政府", "responsible", None, **_at("乙市政府")),  # type: ignore[arg-type]
        Unit("省商务厅", "guiding", "省商务厅", **_at("省商务厅")),  # type: ignore[arg-type]
    ),
    place_mentions=(Mention("甲市", kind="city", **_at("甲市")), Mention("丙市", kind="city", **_at("丙市"))),  # type: ignore[arg-type]
    pairs=(Pair("甲市", "丙市", "园区共建", **_at("甲市与丙市")),),  # type: ignore[arg-type]
    deadlines=(Deadline(first_day=None, last_day="2025-12-31", **_at("到2025年底前")),),  # type: ignore[arg-type]
    quantities=(Quantity(low=20.0, unit="个", relation=">=", counted="园区", **_at("不少于20个")),),  # type: ignore[arg-type]
    instruments=(Mention("共建", kind="duty", **_at("共建")),),  # type: ignore[arg-type]
)


def extracted(
    *measures: Measure,
    path: str = "plan.txt",
    title: str | None = "某省协作方案",
    cautions: tuple[Caution, ...] = (),
    pairs: tuple[Pair, ...] = (),
) -> Extracted:
    blocks = [("title", title or "", (), None)]
    if SPANNED in measures:
        blocks = [("text", BODY, (), None)]
    made = document(
        *blocks,
        path=path,
        title=title,
        doc_number="某政办发〔2020〕2号",
        date="2020-03-01",
        cautions=cautions,
    )
    return Extracted(made, measures, pairs)


def side(text: str, *path: str, line: int = 1) -> Side:
    return Side(path, text, Place(None, line, 0, len(text)))


def comparison(*changes: Change) -> Comparison:
    old = document(("title", "某省方案", (), None), path="old.txt", doc_number="某政发〔2018〕1号", date="2018-01-02")
    new = document(("title", "某省方案", (), None), path="new.txt", date="2020-01-02")
    return Comparison(old, new, changes)


NUMBER = Change(
    "substantive",
    "replace",
    "number",
    side("完成投资100亿元，建成园区。", "三", "5", line=7),
    side("完成投资120亿元，建成园区。", "三", "6", line=9),
    (("equal", "完成投资"), ("delete", "100亿"), ("insert", "120亿"), ("equal", "元，建成园区。")),
    "label",
    0.96,
)
MISREAD = Change(
    "suspect",
    "replace",
    "misreading",
    side("加大投人力度。", "三", "7"),
    side("加大投入力度。", "三", "8"),
    (("equal", "加大投"), ("delete", "人"), ("insert", "入"), ("equal", "力度。")),
    "label",
    0.9,
)
COMMA = Change(
    "editorial",
    "replace",
    "punctuation",
    side("一,二", "三", "8"),
    side("一，二", "三", "9"),
    (("equal", "一"), ("delete", ","), ("insert", "，"), ("equal", "二")),
    "exact",
    1.0,
)
RENUMBERED = Change(
    "editorial",
    "renumber",
    "numbering",
    side("推进试点。", "三", "9"),
    side("推进试点。", "三", "10"),
    (("equal", "推进试点。"),),
    "exact",
    1.0,
)
INSERTED = Change(
    "substantive",
    "insert",
    "insertion",
    None,
    side("新增一项。", "三", "11", line=30),
    (("insert", "新增一项。"),),
    "none",
    0.0,
)
FRONT = Change(
    "substantive",
    "delete",
    "deletion",
    side("附件", line=3),
    None,
    (("delete", "附件"),),
    "none",
    0.0,
    "front",
)
ALL_CHANGES = (NUMBER, MISREAD, COMMA, RENUMBERED, INSERTED, FRONT)


def log_of(text: str, *changes: tuple[int, int, str]) -> EditLog:
    made: Pass = make_pass(text, changes, "spaces")
    return EditLog((made,))


def written(format, records, errors=(), lang="zh", **own):
    """The pieces of an output of `extract`, as the command has them made."""
    writer = formats("extract")[format]
    pieces = (load(writer.each)(record, lang) for record in records) if writer.each else records
    return load(writer.function)(pieces, errors, lang, **own)
