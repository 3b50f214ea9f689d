"""Texts put together from the pieces of which plans, pages and sites are made, right and wrong.

What holds here: a number of pieces is chosen by bytes, so that a fuzzer that changes bytes changes pieces. Every text
is valid; whether it makes sense is another matter.
"""

from __future__ import annotations

MARKS = (
    "一、",
    "（一）",
    "1.",
    "１．",
    "(1)",
    "①",
    "第一条",
    "第一章 总则",
    "1.2.1",
    "——",
    "一是",
    "十、",
    "（二",
    "二）",
    "1、",
    "附件1",
    "附件：",
)
TAILS = (
    "（责任单位：省商务厅）",
    "（牵头单位：省发展改革委；责任单位：各市政府",
    "省财政厅等负责。列第一位者为牵头单位，下同）",
    "责任单位：",
    "牵头",
    "（省教育厅、省科技厅负责；各区政府）",
    "配合单位：各有关部门",
    "2027年6月底前完成",
    "新增床位1.2万张",
    "不低于30%",
    "与苏州结对",
    "《关于印发〈服务规范〉的通知》（国发〔2016〕62号）",
)
BRACKETS = (
    "（",
    "）",
    "《",
    "》",
    "〈",
    "〉",
    "〔",
    "〕",
    "“",
    "”",
    '"',
    "'",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    "<",
    ">",
    "【",
    "】",
)
FURNITURE = (
    "— 3 —",
    "－3－",
    "第 3 页 共 9 页",
    "[ 打印 ]",
    "字体：大 中 小",
    "首页 > 政务公开 > 文件",
    "扫一扫在手机打开当前页",
    "浏览次数：12",
    "京公网安备",
    "分享",
    "时间: 2017-03-19",
)
WORDS = (
    "某省",
    "关于推进两地协作的实施方案",
    "各市人民政府",
    "共建园区",
    "加强领导",
    "。",
    "，",
    "；",
    "：",
    "、",
    ",",
    ".",
    "2026年3月2日",
)
ODD = (" ", "\u3000", "\t", "\n", "\r\n", "\r", "\n\n", "\u00a0", "\u200b", "\ufeff", "\u2028", "\x0b", "\x0c", "\x00", "\ue010",
       "\u202e", "\u2066", "⼀", "〇", "－", "—", "~", "％", "\U00020000", "\u0301", "\ud800", "a", "0", "９", "| a | b |", "<p>", "</td><td>",
       "# ", "**", "`", "&nbsp;", "&#0;")  # fmt: skip
PIECES = (*MARKS, *TAILS, *BRACKETS, *FURNITURE, *WORDS, *ODD)


def text_of(data: bytes) -> str:
    """The text that bytes choose: one piece a byte; a byte beyond the pieces repeats the one before."""
    pieces: list[str] = []
    for byte in data:
        if byte < len(PIECES):
            pieces.append(PIECES[byte])
        elif pieces:
            pieces.append(pieces[-1])
    return "".join(pieces)


def pair_of(data: bytes) -> tuple[str, str]:
    """Two versions that bytes choose: the second has some pieces of the first left out, put in or changed. The first
    byte says how many of the bytes tell the changes, two each: where, and the piece that comes there."""
    if not data:
        return "", ""
    count = 2 * (data[0] % 9)
    edits, pieces = data[1 : 1 + count], data[1 + count :]
    changed = bytearray(pieces)
    for at, piece in zip(edits[::2], edits[1::2], strict=False):
        place = at % (len(changed) + 1)
        if piece == 255:
            del changed[place : place + 1]
        else:
            changed[place : place + piece % 2] = bytes((piece,))
    return text_of(pieces), text_of(bytes(changed))
