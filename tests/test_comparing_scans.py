"""What differs between a text and a scan of it: a word that only the scan has is a misreading of the scan.

The scans are made here as data: a Source whose lines carry the confidence of a recognition.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

import duikou
from duikou.comparing.judging.classify import MIRRORED
from duikou.model import Caution, Document, Place

AROUND = "一、重点任务\n（一）加强合作。{}\n（二）加强督查。各有关方面抓好落实，确保完成。"
SURE, UNSURE = 0.97, 0.41

# What the text has, what the scan has, and whether the line was sure; the class, the category.
CASES = [
    ("推动两市产业合作。", "推动两市产北合作。", True, "suspect", "misreading"),
    ("推进基础设施互联互通。", "推进基础讶施互联互通。", True, "suspect", "misreading"),
    ("共同开拓国际市场。", "共同开拓国际巾扬。", True, "suspect", "misreading"),
    ("由省教育厅负责落实。", "由省教盲厅负责落实。", True, "suspect", "misreading"),
    ("由市政府负责落实。", "田市政府负责落实。", True, "suspect", "misreading"),
    # both sides make sense
    ("推动两市产业合作。", "推动两市农业合作。", True, "substantive", "wording"),
    ("推动两市产业合作。", "推动两市农业合作。", False, "substantive", "wording"),
    ("由省教育厅负责落实。", "由省财政厅负责落实。", True, "substantive", "unit"),
    ("在沈阳试点。", "在锦州试点。", False, "substantive", "place"),
    ("由市政府负责落实。", "经市政府负责落实。", True, "substantive", "wording"),
    ("报市政府批准。", "报县政府批准。", True, "substantive", "unit"),
    ("专人负责办理。", "派人负责办理。", True, "substantive", "wording"),
    # neither is known: only doubt about the line tells
    ("办好山塬活动。", "办好山垸活动。", False, "suspect", "misreading"),
    # never a misreading
    ("各市应当落实。", "各市应尚落实。", True, "substantive", "modality"),
    ("新建园区三个。", "新建园区五个。", False, "substantive", "number"),
    ("新建园区3个。", "新建园区8个。", False, "substantive", "number"),
    ("到2025年底完成。", "到2026年底完成。", False, "substantive", "date"),
    ("企业不得申请补助。", "企业可得申请补助。", False, "substantive", "modality"),
    ("由李明任组长。", "由王强任组长。", True, "substantive", "wording"),
]


def scan(text: str, score: float) -> Document:
    """A text as a recognition gives it, every line with this confidence."""
    source = duikou.read(text)
    lines = tuple(line._replace(page=1, score=score) for line in source.lines)
    places = [Place(1, line.number, line.start, line.end) for line in lines]
    doubts = tuple(Caution("ocr-unsure", "compare it", text[p.start : p.end], p) for p in places if score < 0.5)
    return duikou.outline(replace(source, lines=lines, cautions=doubts))


def told(old: Document, new: Document) -> list[tuple[str, str, str | None]]:
    return [(change.klass, change.category, change.wrong) for change in duikou.diff(old, new).changes]


@pytest.mark.parametrize(("text", "read", "sure", "klass", "category"), CASES)
def test_what_a_scan_reads(text: str, read: str, sure: bool, klass: str, category: str) -> None:
    known, scanned = duikou.outline(AROUND.format(text)), scan(AROUND.format(read), SURE if sure else UNSURE)
    wrong = klass == "suspect"
    assert told(known, scanned) == [(klass, category, "new" if wrong else None)]
    assert told(scanned, known) == [(klass, MIRRORED.get(category, category), "old" if wrong else None)]


def test_two_scans_are_compared_as_two_texts() -> None:
    old, new = "办好山塬活动。", "办好山垸活动。"
    texts = duikou.outline(AROUND.format(old)), duikou.outline(AROUND.format(new))
    scans = scan(AROUND.format(old), UNSURE), scan(AROUND.format(new), UNSURE)
    assert told(*scans) == told(*texts) == [("substantive", "wording", None)]


def test_only_what_was_recognised_is_doubted() -> None:
    known, other = AROUND.format("办好山塬活动。"), AROUND.format("办好山垸活动。")
    mixed = scan(other, UNSURE).cleaned.source
    lines = tuple(line._replace(score=None) if line.number == 2 else line for line in mixed.lines)
    assert told(duikou.outline(known), duikou.outline(replace(mixed, lines=lines))) == [
        ("substantive", "wording", None)
    ]


# What the text has, what the scan has, the word that the scan was unsure of; the class, the category.
DOUBTED = [
    ("遴选一批项目。", "送选一批项目。", "送选", "suspect", "misreading"),
    ("推动两市产业合作。", "推动两市农业合作。", "农业", "suspect", "misreading"),
    ("推动两市产业合作。", "推动两市农业合作。", "两市", "substantive", "wording"),
    ("加强党政干部培训。", "加强党政和干部培训。", "政和", "suspect", "misreading"),
    ("加强党政干部培训。", "加强党政和干部培训。", "加强", "substantive", "wording"),
    # never a misreading
    ("企业应当申请补助。", "企业不应当申请补助。", "不应", "substantive", "modality"),
    ("在沈阳试点。", "在锦州试点。", "锦州", "substantive", "place"),
    ("到2025年底完成。", "到2026年底完成。", "2026", "substantive", "date"),
    ("企业不得申请补助。", "企业可得申请补助。", "可得", "substantive", "modality"),
    ("由李明任组长。", "由李刚任组长。", "李刚", "substantive", "wording"),
]


@pytest.mark.parametrize(("text", "read", "word", "klass", "category"), DOUBTED)
def test_a_word_that_the_scan_was_unsure_of(text: str, read: str, word: str, klass: str, category: str) -> None:
    known, source = duikou.outline(AROUND.format(text)), scan(AROUND.format(read), SURE).cleaned.source
    start = source.text.index(word)
    line = next(x for x in source.lines if x.start <= start < x.end)
    doubt = Caution("ocr-unsure", "compare it", word, Place(1, line.number, start, start + len(word)))
    scanned = duikou.outline(replace(source, cautions=(doubt,)))
    assert told(known, scanned) == [(klass, category, "new" if klass == "suspect" else None)]
