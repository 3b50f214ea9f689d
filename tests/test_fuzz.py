"""The promises that hold for any bytes and any text, and that the format a plan comes in does not matter.

`make fuzz` looks further, with atheris; what it finds is kept in tests/data/fuzz.
"""

from __future__ import annotations

import io
import random
from functools import cache
from html import escape
from pathlib import Path

import docx
import plans
import pytest
from grammar import PIECES, pair_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from promises import Broken, of_bytes, of_pair, of_text
from run import ENDINGS as ENDING_OF
from run import FORMATS as FUZZED
from run import KINDS, OFFICE, keep, lacks, seeds

import duikou
from duikou.reading import read_bytes
from duikou.reading.formats import FORMATS

ENDINGS = ("txt", "md", "html", "docx", "odt", "ofd", "pdf", "doc", "rtf", "png", "zip", "mht", "")
KEPT = sorted((Path(__file__).parent / "data" / "fuzz").glob("*"))
slowly = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_what_was_found_stays_mended(path: Path) -> None:
    """A file is named KIND-WHAT.ENDING; of the kinds grammar and pairs are bytes that choose pieces."""
    keep(path.name.split("-")[0], path.read_bytes())


def test_every_format_that_is_read_is_fuzzed() -> None:
    assert set(FUZZED) == {record.name for record in FORMATS if record.reader}
    assert set(KINDS) - set(FUZZED) == {"zip", "grammar", "pairs"}


@pytest.mark.parametrize("kind", KINDS)
def test_fuzzing_begins_with_sound_documents(kind: str) -> None:
    if why := lacks(kind):
        pytest.skip(why)
    assert seeds(kind)
    for data in seeds(kind):
        keep(kind, data)
        if kind in FUZZED and kind != "image":
            assert read_bytes(data, f"x.{ENDING_OF.get(kind, kind)}").format == kind


# Known: a round of cleaning reaches 30 marks into a run of them, and the rounds are few; a line of # loses one a time.


@pytest.mark.parametrize(
    "piece",
    [piece for piece in PIECES if not piece.isspace()],
)
def test_any_piece_again_and_again_keeps_the_promises(piece: str) -> None:
    of_text(f"某省实施方案\n{piece * 1200}")


@slowly
@given(st.binary(max_size=80))
def test_any_two_versions_keep_the_promises(data: bytes) -> None:
    of_pair(*pair_of(data))


def test_a_broken_promise_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = duikou.clean("一、甲"), duikou.clean("二、乙")
    given = iter((one, other))
    monkeypatch.setattr(duikou, "clean", lambda text: next(given))
    with pytest.raises(Broken, match="changed it"):
        of_text("一、甲")


@slowly
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_text_of_pieces_keeps_the_promises(text: str) -> None:
    of_text(text)


@slowly
@given(st.text(max_size=200))
def test_any_text_keeps_the_promises(text: str) -> None:
    of_text(text)


@slowly
@given(st.binary(max_size=600), st.sampled_from(ENDINGS))
def test_any_bytes_are_read_or_refused(data: bytes, ending: str) -> None:
    of_bytes(data, f"x.{ending}")


MAGIC = (
    *(b"%PDF-1.7\n", b"PK\x03\x04", b"{\\rtf1", b"<html>", b"<?xml version='1.0'?>", b"\xff\xfe", b"\xef\xbb\xbf"),
    b"\x89PNG\r\n\x1a\n",
)


@slowly
@given(st.sampled_from(MAGIC), st.binary(max_size=400), st.sampled_from(ENDINGS))
def test_any_bytes_behind_a_true_beginning_are_read_or_refused(magic: bytes, data: bytes, ending: str) -> None:
    of_bytes(magic + data, f"x.{ending}")


@cache
def sound(kind: str) -> bytes:
    return seeds(kind)[0]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("grammar", "pairs", *OFFICE)])
@slowly
@given(seed=st.integers(0, 2**32))
def test_a_sound_file_with_bytes_changed_is_read_or_refused(kind: str, seed: int) -> None:
    if why := lacks(kind):
        pytest.skip(why)
    data, dice = bytearray(sound(kind)), random.Random(seed)
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(len(data))
        match dice.randrange(3):
            case 0:
                data[at] = dice.randrange(256)
            case 1:
                del data[at : at + dice.randint(1, 50)]
            case _:
                data[at:at] = data[dice.randrange(len(data)) :][: dice.randint(1, 50)]
        if not data:
            return
    keep(kind, bytes(data))


# The same plan in three formats

STYLES = sorted(style for style in plans.STYLES if style not in ("table_html", "table_markdown", "markdown", "wrapped"))


def as_html(text: str) -> bytes:
    body = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line.strip())
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def as_word(text: str) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for line in text.split("\n"):
        if line.strip():
            document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def told(data: bytes, name: str) -> list[tuple[object, ...]]:
    extracted = duikou.extract(read_bytes(data, name))
    return [
        (m.id, m.kind, m.title, m.text, m.lead_units, m.responsible_units, m.supporting_units, m.responsibility)
        for m in extracted.measures
    ]


@pytest.mark.parametrize("style", STYLES)
def test_a_plan_says_the_same_as_text_as_html_and_as_word(style: str) -> None:
    text = plans.make(style, 7).text
    as_text = told(text.encode(), "x.txt")
    assert told(as_word(text), "x.docx") == as_text
    assert told(as_html(text), "x.html") == as_text
