"""The JSON outputs keep to their schemas."""

from __future__ import annotations

import json
from importlib.resources import files

import builders_export as make
import pytest
from jsonschema import Draft202012Validator

from duikou.errors import UnreadableError
from duikou.exporting import load
from duikou.exporting.json.contract import clean_value, dumps, join_clean, summary
from duikou.exporting.ledger.record import record
from duikou.model import Caution, Pair, Place, Removed

NAMES = ("clean", "extract", "diff")
ERROR = UnreadableError("holds no text", "Fetch it again", "empty.txt")
CAUTION = Caution("misread-di", "likely 第", "笫", Place(None, 1, 0, 1))


def schema(name: str):
    return json.loads(files("duikou.data").joinpath(f"schemas/{name}.json").read_text("utf-8"))


def outputs():
    document = make.document(*make.PLAIN, cautions=(CAUTION, Caution("x", "whole document", "")))
    cleaned = make.cleaned(
        "甲",
        removed=(Removed("— 3 —", "page-numbers", Place(3, 1, 0, 5)),),
        log=make.log_of("甲 ", (1, 2, "")),
    )
    both = [dumps(clean_value(document)), load("json.contract:clean_json")(cleaned)]
    yield "clean", "".join(join_clean(both, [ERROR]))
    yield "clean", "".join(join_clean([], []))
    records = [record(make.extracted(make.FULL, make.measure(2, title=None), cautions=(CAUTION,)))]
    yield "extract", "".join(make.written("json", records, [ERROR]))
    spanned = record(make.extracted(make.SPANNED, pairs=(Pair("某省", "某市"),)))
    yield "extract", "".join(make.written("json", [spanned]))
    yield "extract", "".join(make.written("json", [], [ERROR]))
    yield "diff", load("json.contract:diff_json")(make.comparison(*make.ALL_CHANGES))
    yield "diff", load("json.contract:diff_json")(make.comparison())


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_is_one(name):
    Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize(("name", "text"), list(outputs()))
def test_output_keeps_to_the_schema(name, text):
    Draft202012Validator(schema(name)).validate(json.loads(text))


@pytest.mark.parametrize(("name", "text"), list(outputs()))
def test_output_made_piece_by_piece_is_the_output_made_at_once(name, text):
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("clean", lambda value: value.update(schema="duikou.clean/2")),
        ("clean", lambda value: value["documents"][0]["paragraphs"][0].update(kind="poem")),
        ("clean", lambda value: value["documents"][0]["paragraphs"][1].pop("path")),
        ("clean", lambda value: value["documents"][0]["paragraphs"][0].update(path=[])),
        ("extract", lambda value: value["documents"][0]["measures"][0].pop("responsibility")),
        ("extract", lambda value: value["documents"][0]["measures"][0].update(kind="wish")),
        ("extract", lambda value: value["documents"][0]["measures"][0]["deadlines"][0].pop("source")),
        ("extract", lambda value: value["documents"][0]["measures"][0]["units"].append({"name": "甲厅"})),
        ("extract", lambda value: value.update(more=1)),
        ("diff", lambda value: value["changes"][0].update({"class": "minor"})),
        ("diff", lambda value: value["changes"][0]["ops"][0].append("x")),
        ("diff", lambda value: value["summary"].pop("moved")),
    ],
)
def test_the_schema_refuses_what_is_not_the_contract(name, spoil):
    value = json.loads(next(text for known, text in outputs() if known == name))
    spoil(value)
    assert not Draft202012Validator(schema(name)).is_valid(value)


def test_every_change_is_counted_once():
    counts = summary(make.ALL_CHANGES)
    assert counts == {"substantive": 3, "suspect": 1, "editorial": 1, "moved": 0, "renumbered": 1}
    assert sum(counts.values()) == len(make.ALL_CHANGES)


def test_the_order_of_keys_is_that_of_the_contract():
    value = json.loads(next(text for name, text in outputs() if name == "extract"))
    assert list(value) == ["schema", "documents", "errors"]
    assert value["errors"] == [{"path": "empty.txt", "cause": "里面没有文字", "advice": "请重新获取"}]
    measure = value["documents"][0]["measures"][0]
    assert list(measure)[:4] == ["id", "part", "path", "chapter"]
    assert list(measure)[-1] == "source"
