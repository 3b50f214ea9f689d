"""Copies of frozen values.

What holds here: `changed` gives what `dataclasses.replace` gives, for every value of the model.
"""

from __future__ import annotations

import dataclasses

import pytest

from duikou import model
from duikou.model.copies import changed

VALUES = [value for name in model._HOMES if dataclasses.is_dataclass(value := getattr(model, name)) and value.__hash__]


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
def test_a_copy_is_what_replace_makes(kind: type) -> None:
    names = [field.name for field in dataclasses.fields(kind)]
    value = kind(**{name: f"{name} before" for name in names})
    for name in names:
        assert changed(value, **{name: "after"}) == dataclasses.replace(value, **{name: "after"})
    assert not hasattr(kind, "__post_init__")
