"""One answer from every floor: each kind of knowledge is asked for through reading, cleaning, outlining, extracting and
comparing. What an ordinal, a date or the name of a body looks like is known in one place, so no floor may differ."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import duikou
from duikou.model import Comparison
from duikou.notation import bodies, dates, doc_numbers, document_lines, history, ordinals

FORMS = tomllib.loads((Path(__file__).parent / "data" / "probe" / "forms.toml").read_text("utf-8"))
Asked = Callable[[str], Any]

# A hard-wrapped text: no line but the last of a paragraph is short of 24 characters.
WRAPPED = "推动两地产业园区共建共享，完善合作机制，加\n强干部人才交流，定期会商重大事项，形成优势\n互补的发展格局。"
WHOLE = WRAPPED.replace("\n", "")


def cleaned(text: str) -> list[str]:
    return [paragraph.text for paragraph in duikou.clean(text).paragraphs]


def compared(old: str, new: str) -> Comparison:
    return duikou.diff(old, new)


# Ordinals


def _as_item(form: str) -> str:
    """A hard-wrapped text whose last paragraph has the ordinal."""
    return f"某市实施方案\n{WRAPPED}\n{WRAPPED}\n{WRAPPED}\n{form}{WRAPPED}\n"


def _item_kept(form: str) -> str | None:
    """The ordinal of the last paragraph as cleaning leaves it, where every paragraph is whole."""
    paragraphs = cleaned(_as_item(form))
    return _path(paragraphs[-1]) if len(paragraphs) == 5 and paragraphs[-1].endswith(WHOLE) else None


def _path(text: str) -> str | None:
    return next((block.path[-1] for block in duikou.outline(text).blocks if block.ordinal), None)


def _read(form: str) -> str | None:
    found = ordinals.readings(cleaned(f"{form}{WHOLE}")[0])
    return found[0].ordinal.label if found else None


# Documents that hold the form


def _signed(body: str, date: str) -> str:
    return f"某市协作方案\n一、总则\n加强协作。\n二、保障\n落实责任。\n{body}\n{date}\n"


def _numbered(number: str) -> str:
    return f"{number}\n某市人民政府关于印发某市协作方案的通知\n各县人民政府：\n现将方案印发给你们。\n"


def _tailed(body: str) -> str:
    first = f"1.产业合作。共建产业园区。（{body}、市乙局负责）"
    return f"某市协作方案\n一、重点任务\n{first}\n2.人才交流。互派干部。（市乙局负责）\n"


def _counted(amount: str) -> str:
    return f"某市协作方案\n一、重点任务\n1.产业合作。累计达到{amount}以上。\n2.人才交流。互派干部。\n"


def _quantity(text: str) -> list[Any] | None:
    found = [q for measure in duikou.extract(text).measures for q in measure.quantities]
    return [found[0].low, found[0].unit] if found else None


def _measures(text: str) -> tuple[Any, ...]:
    return duikou.extract(text).measures


def _due(date: str) -> str | None:
    """The last day of a measure's deadline."""
    found = [
        d for measure in _measures(_counted("10户").replace("互派干部", f"{date}前互派干部")) for d in measure.deadlines
    ]
    return found[0].last_day if len(found) == 1 else None


def _cited(number: str) -> str | None:
    text = _counted("10户").replace("互派干部。", f"落实《某市规划》（{number}）。")
    return next((c.doc_number for measure in _measures(text) for c in measure.citations), None)


def _whole_title(form: str) -> str:
    """The title as cleaning leaves it."""
    return cleaned(f"{form}\n\n第一章 总则\n第一条 为规范工作，制定本方案。\n第二条 坚持统一领导。\n")[0]


def _title(form: str) -> str | None:
    return duikou.outline(f"{form}\n\n第一章 总则\n第一条 为规范工作，制定本方案。\n第二条 坚持统一领导。\n").title


def _addressed(form: str) -> str:
    text = "现将方案印发给你们，请认真落实。\n某市人民政府\n2020年3月1日"
    return f"某市人民政府关于印发某市协作方案的通知\n{form}\n{text}\n"


def _said(changes: Comparison, category: str) -> bool:
    """Whether what differs is told as of this category, and nothing else."""
    return {change.category for change in changes.changes} == {category}


# How each floor is asked: what it gives must be the answer of the form.
ASKED: dict[str, dict[str, Asked]] = {
    "ordinals": {
        "notation": _read,
        "cleaning": _item_kept,
        "outlining": lambda form: _path(_as_item(form)),
    },
    "dates": {
        "notation": dates.alone,
        "cleaning": lambda form: dates.alone(cleaned(_signed("某市教育局", form))[-1]),
        "outlining": lambda form: duikou.outline(_signed("某市教育局", form)).date,
        "history": lambda form: edition.date if (edition := history.edition([f"{form}某市人大常委会通过"])) else None,
    },
    "deadlines": {"extracting": _due},
    "doc_numbers": {
        "notation": lambda form: found.number if (found := doc_numbers.alone(cleaned(form)[0])) else None,
        "cleaning": lambda form: cleaned(_numbered(form))[0],
        "outlining": lambda form: duikou.outline(_numbered(form)).doc_number,
        "extracting": _cited,
    },
    "bodies": {
        "notation": lambda form: form if bodies.is_unit(form) and bodies.signs(form) else None,
        "cleaning": lambda form: cleaned(_signed(form, "2020年3月1日"))[-2],
        "outlining": lambda form: next(iter(duikou.outline(_signed(form, "2020年3月1日")).issuers), None),
        "recipients": lambda form: next(iter(duikou.outline(_addressed(f"{form}：")).recipients), None),
        "extracting": lambda form: next(iter(_measures(_tailed(form))[0].responsible_units), None),
    },
    "titles": {"cleaning": _whole_title, "outlining": _title},
    "numbers": {"extracting": lambda form: _quantity(_counted(form))},
    "addressees": {
        "notation": lambda form: list(document_lines.recipients(form)),
        "outlining": lambda form: list(duikou.outline(_addressed(form)).recipients),
    },
}
# What differs still, with the reason.
KNOWN: dict[tuple[str, str, str], str] = {}


def cases() -> list[Any]:
    return [
        pytest.param(
            *(kind, floor, form, answer),
            id=f"{kind}-{floor}-{form}",
            marks=[pytest.mark.xfail(strict=True, reason=KNOWN[kind, floor, form])]
            if (kind, floor, form) in KNOWN
            else [],
        )
        for kind, forms in FORMS.items()
        for form, answer in forms.items()
        for floor in ASKED[kind]
    ]


@pytest.mark.parametrize(("kind", "floor", "form", "answer"), cases())
def test_every_floor_gives_the_one_answer(kind: str, floor: str, form: str, answer: Any) -> None:
    assert ASKED[kind][floor](form) == answer


def other(kind: str, form: str) -> str:
    """Another thing of the same kind, to be compared with the form."""
    return {
        "dates": "2019年5月6日",
        "bodies": "某市民政局",
        "numbers": "7%" if form.endswith("%") else "7" + form.lstrip("0123456789.百分之十五"),
    }[kind]


@pytest.mark.parametrize("form", FORMS["bodies"])
def test_a_change_of_a_body_is_told_as_one(form: str) -> None:
    assert _said(compared(_tailed(form), _tailed(other("bodies", form))), "unit")


@pytest.mark.parametrize("form", FORMS["dates"])
def test_the_same_date_in_other_numerals_is_no_change_of_substance(form: str) -> None:
    year, month, day = map(int, FORMS["dates"][form].split("-"))
    plain = f"{year}年{month}月{day}日"
    found = compared(_signed("某市教育局", plain), _signed("某市教育局", form)).changes
    assert {change.klass for change in found} <= {"editorial"}


@pytest.mark.parametrize("form", FORMS["ordinals"])
def test_another_ordinal_is_a_change_of_numbering(form: str) -> None:
    old = f"某市实施方案\n{form}{WHOLE}\n"
    new = old.replace(form, form.translate(str.maketrans("一二1１①", "二三2２②")), 1)
    found = compared(old, new).changes
    assert {change.category for change in found} == {"numbering"}


@pytest.mark.parametrize("form", FORMS["numbers"])
def test_another_amount_is_a_change_of_a_number(form: str) -> None:
    assert _said(compared(_counted(form), _counted(other("numbers", form))), "number")
