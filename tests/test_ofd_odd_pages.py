"""OFD pages that are set in an odd way: nothing of them is lost in silence, and no number comes apart."""

from __future__ import annotations

import pytest
from builders_ofd import EM, document, element, ofd, page, text
from hypothesis import given
from hypothesis import strategies as st

from duikou.errors import UnreadableError
from duikou.reading.ofd.reader import read_ofd

COLUMNS = ["一、主要目标", "坚持稳中求进，完善配套，引进企", "业20家，形成产业集群。"]
GLYPHS = (
    f'<ofd:TextObject ID="9" Boundary="28 34 150 6" Size="{EM}" Font="1"><ofd:CGTransform CodePosition="0">'
    '<ofd:Glyphs>12 13 14 15 16</ofd:Glyphs></ofd:CGTransform><ofd:TextCode X="0" Y="5.6"/></ofd:TextObject>'
)
FAR = text(5000, 40, "附页的内容")
NOWHERE = text(28, 40, "附页的内容", more='CTM="nan nan nan nan nan nan"')
HUGE = text(28, 40, "附页的内容", more=f'CTM="{" ".join(["1e300"] * 6)}"')


def one_by_one(line: str, x: float, y: float, right: float, down: float) -> list[str]:
    """Each character as an object of its own, so many mm to the right of and below the one before."""
    return [text(x + i * right, y + i * down, char) for i, char in enumerate(line)]


def downwards(line: str, x: float, y: float) -> str:
    """A TextObject whose characters stand below each other."""
    return text(x, y, line, steps=" ", code=f'DeltaY="g {len(line) - 1} {EM}"').replace('DeltaX=" "', "")


@pytest.mark.parametrize(
    "objects",
    [
        [downwards(line, 180 - k * 10, 40) for k, line in enumerate(COLUMNS)],
        [x for k, line in enumerate(COLUMNS) for x in one_by_one(line, 180 - k * 10, 40, 0, EM)],
    ],
    ids=["DeltaY", "one by one"],
)
def test_a_page_set_from_top_to_bottom_is_read_column_by_column(objects: list[str]) -> None:
    assert read_ofd(ofd(document([page(*objects)]))).text.split("\n") == COLUMNS


@given(st.integers(0, 10**9), st.sampled_from(["{}", "投资{}万元", "{}个", "共{}.5%，"]))
def test_a_number_on_a_grid_is_one_number(number: int, form: str) -> None:
    line = form.format(number)
    for objects in ([text(28, 40, line, steps=f"g {len(line)} {EM}")], one_by_one("共建成" + line, 28, 40, EM, 0)):
        assert str(number) in read_ofd(ofd(document([page(*objects)]))).text


def test_numbers_with_a_space_between_stay_two() -> None:
    assert read_ofd(ofd(document([page(text(28, 40, "10 20 30"))]))).text == "10 20 30"
    apart = text(28, 40, "1020", steps="2.8 5.6 2.8")
    assert read_ofd(ofd(document([page(apart)]))).text == "10 20"


@pytest.mark.parametrize(
    ("odd", "rule"), [(FAR, "ofd-left-out"), (NOWHERE, "ofd-left-out"), (HUGE, "ofd-left-out"), (GLYPHS, "ofd-glyphs")]
)
def test_what_cannot_be_read_is_told_and_alone_is_an_error(odd: str, rule: str) -> None:
    beside = read_ofd(ofd(document([page(text(28, 60, "正文一段。"), odd)])))
    assert beside.text == "正文一段。"
    assert [caution.rule for caution in beside.cautions] == [rule]
    with pytest.raises(UnreadableError, match="text"):
        read_ofd(ofd(document([page(odd)])))


def test_a_text_that_only_runs_over_the_edge_is_whole() -> None:
    line = "坚持以人民为中心的发展思想，完善基础设施配套服务，引进企业，形成产业集群和创新生态体系。"
    assert read_ofd(ofd(document([page(text(28, 40, line))]))).text == line


@pytest.mark.parametrize("char", ["¤", "\ue123", "\ufffd"])
def test_a_page_of_signs_without_a_character_is_an_error(char: str) -> None:
    with pytest.raises(UnreadableError, match="no characters"):
        read_ofd(ofd(document([page(text(28, 40, char * 20))])))


def test_a_page_whose_text_is_all_turned_is_read() -> None:
    quarters = [text(0, 0, "甲乙丙", more='CTM="0 1 -1 0 60 40"'), text(0, 0, "丁戊己", more='CTM="0 -1 1 0 90 90"')]
    source = read_ofd(ofd(document([page(*quarters)])))
    assert sorted(source.text.split("\n")) == ["丁戊己", "甲乙丙"]
    assert "ofd-turned" in {caution.rule for caution in source.cautions}


def test_a_composite_that_calls_itself_many_times_is_refused() -> None:
    use = "".join('<ofd:CompositeObject ID="1" ResourceID="{}"/>' for _ in range(10))
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{n}"><ofd:Content>{use.replace("{}", str(n + 1))}</ofd:Content>'
        "</ofd:CompositeGraphicUnit>"
        for n in range(20)
    )
    parts = {"Res.xml": element("Res", f"<ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits>")}
    start = '<ofd:CompositeObject ID="1" ResourceID="0"/>'
    data = ofd(document([page(start)], common="<ofd:DocumentRes>Res.xml</ofd:DocumentRes>", parts=parts))
    with pytest.raises(UnreadableError, match="more than is safe"):
        read_ofd(data)


def test_a_page_that_no_document_names_is_told() -> None:
    parts = document([page(text(28, 40, "正文一段。"))])
    parts["Doc_0/Pages/Page_7/Content.xml"] = page(text(28, 40, "清单一份。"))
    told = {caution.rule: caution.message for caution in read_ofd(ofd(parts)).cautions}
    assert "Page_7" in told["ofd-page"]
