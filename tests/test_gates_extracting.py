"""What a wording needs is in every text that it matches: no need of a deadline's wording hides one.

What holds here: deadlines are the same where every wording is tried on every text.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duikou.extracting.fields.deadlines import field as deadlines
from duikou.extracting.fields.deadlines import wordings
from duikou.model import Marked

PIECES = (
    *(
        "2025年",
        "2026年",
        "6月",
        "12月",
        "30日",
        "年底",
        "月底",
        "底",
        "末",
        "前",
        "之前",
        "内",
        "期间",
        "起",
        "至",
        "—",
        "-",
    ),
    *(
        "到",
        "从",
        "自",
        "今年",
        "明年",
        "每年",
        "每季度",
        "上半年",
        "三季度",
        "Q3",
        "2024.6.30",
        "2024-09",
        "20220930前",
    ),
    *(
        "提前",
        "15个工作日",
        "3年",
        "未来",
        "力争",
        "即日起",
        "印发之日起",
        "“十四五”",
        "今冬明春",
        "长期坚持",
        "持续推进",
    ),
    *(
        "完成时限：",
        "（",
        "）",
        "，",
        "；",
        "。",
        "·",
        "博览会",
        "汛期",
        "开学",
        "本月",
        "提高",
        "的8%",
        "今明两年",
        "建成",
    ),
)
texts = st.lists(st.sampled_from(PIECES), max_size=10).map("".join)


@settings(max_examples=1500, deadline=None)
@given(text=texts)
def test_no_need_of_a_wording_hides_a_deadline(text: str) -> None:
    gated = deadlines.find_deadlines(Marked(text))
    open_ = tuple(form._replace(needs="") for form in wordings.forms())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deadlines, "forms", lambda: open_)
        assert deadlines.find_deadlines(Marked(text)) == gated


def test_the_texts_hold_deadlines_of_many_wordings() -> None:
    found = deadlines.find_deadlines(Marked("力争3年内建成，2025年底前完成；到明年6月，每季度末，长期坚持。"))
    assert len(found) >= 3
