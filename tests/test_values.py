"""Dataclasses of `duikou.model.values` behave as those of the standard library."""

import copy
import dataclasses
import inspect
import pickle
from dataclasses import FrozenInstanceError, field, fields, replace

import pytest

import duikou
from duikou.model import Measure, Place
from duikou.model.values import dataclass


def _classes(make):
    @make(frozen=True, slots=True)
    class Frozen:
        """Frozen."""

        one: int
        two: str = "2"
        three: list[int] = field(default_factory=list, compare=False, repr=False)

    @make(slots=True)
    class Open:
        """Open."""

        one: int
        two: str = "2"

    return Frozen, Open


OURS, THEIRS = _classes(dataclass), _classes(dataclasses.dataclass)


@pytest.mark.parametrize(("ours", "theirs"), list(zip(OURS, THEIRS, strict=True)))
@pytest.mark.parametrize(
    "given", [((1,), {}), ((1, "x"), {}), ((), {"one": 1}), ((1,), {"two": "x"}), ((), {"two": "x", "one": 1})]
)
def test_a_value_says_what_that_of_the_standard_library_says(ours, theirs, given):
    args, named = given
    mine, other = ours(*args, **named), theirs(*args, **named)
    assert repr(mine).split(".")[-1] == repr(other).split(".")[-1]
    assert dataclasses.asdict(mine) == dataclasses.asdict(other)
    assert [one.name for one in fields(mine)] == [one.name for one in fields(other)]
    assert mine == ours(*args, **named)
    assert mine != replace(mine, one=7) == ours(7, mine.two)
    assert mine != other
    assert copy.copy(mine) == mine
    assert str(inspect.signature(ours)) == str(inspect.signature(theirs)).replace("<factory>", "<class 'list'>")


@pytest.mark.parametrize(
    "given",
    [((), {}), ((1, "x", [], 4), {}), ((1,), {"one": 1}), ((1,), {"four": 4}), ((), {"two": "x"})],
)
def test_wrong_arguments_are_errors_as_there(given):
    args, named = given
    for made in (OURS[0], THEIRS[0]):
        with pytest.raises(TypeError):
            made(*args, **named)


def test_a_frozen_value_stays_as_it_was_made():
    value = OURS[0](1)
    with pytest.raises(FrozenInstanceError):
        value.one = 2
    with pytest.raises(FrozenInstanceError):
        del value.one
    assert hash(value) == hash(OURS[0](1, three=[5]))
    assert value == OURS[0](1, three=[5])
    assert not hasattr(value, "__dict__")


def test_one_that_is_not_frozen_changes_and_has_no_hash():
    value = OURS[1](1)
    value.one = 2
    assert value == OURS[1](2)
    with pytest.raises(TypeError, match="unhashable"):
        hash(value)


def test_values_of_the_model_go_to_another_process_and_back():
    extracted = duikou.extract("某省实施方案\n一、任务\n（一）加强合作。推进与某市对接。\n（牵头单位：省财政厅）")
    assert pickle.loads(pickle.dumps(extracted)) == extracted
    assert replace(Place(None, 1, 2, 3), line=4) == Place(page=None, line=4, start=2, end=3)
    assert "lead_units" in inspect.signature(Measure).parameters


def test_no_method_of_the_model_is_compiled_when_it_is_made(monkeypatch):
    import importlib

    from duikou.model import changes, cleaned, document, edits, measures, plans, relations, text

    made = []
    monkeypatch.setattr(dataclasses, "_create_fn", lambda name, *rest, **more: made.append(name), raising=False)
    for module in (text, edits, cleaned, document, measures, changes, plans, relations):
        spec = importlib.util.find_spec(module.__name__)
        assert spec is not None
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
    assert not made
