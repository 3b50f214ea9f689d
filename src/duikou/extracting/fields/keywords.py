"""关键词: the words that tell a measure from others, by jieba's own frequencies (TF-IDF).

What holds here: the field is filled only when it is asked for, since loading the dictionary takes a second. Places and
matters of the lexicons are words to it. Its cache goes to the user's own cache folder, and it prints nothing.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from duikou.data import load
from duikou.extracting.fields.spec import FieldColumn, FieldSpec, Texts, of_attribute
from duikou.extracting.measures.passages import Passage
from duikou.model import Document, Measure
from duikou.notation.patterns import pattern

MOST = 8
_FIGURE = pattern(r"\d+(?:\.\d+)?%?")
_OF_CITY = pattern(r"(?m)^(?:\d{2}|\d{4})([^\d\s]+)$")


def fill(document: Document, passages: Sequence[Passage], measures: Sequence[Measure]) -> list[Measure]:
    """Fill the keywords of each measure, the weightiest first; of words of one weight the first in order."""
    return [replace(measure, keywords=find_keywords(f"{measure.title or ''}\n{measure.text}")) for measure in measures]


def find_keywords(text: str) -> tuple[str, ...]:
    """The keywords of `text`."""
    plain = _FIGURE.sub(" ", text)
    weighed = _analyser().extract_tags(plain, topK=4 * MOST, withWeight=True)
    common = {*load("extracting/keywords")["common"], *load("notation/words")["lists"]["in_every_plan"]}
    ranked = sorted(weighed, key=lambda entry: (-entry[1], plain.find(entry[0])))
    return tuple(word for word, _ in ranked if len(word) >= 2 and word not in common)[:MOST]


@cache
def _analyser() -> Any:
    """jieba's keyword extractor over a tokenizer that knows the lexicons."""
    import logging

    with warnings.catch_warnings():
        # It still asks for pkg_resources, whose end is announced at every import.
        warnings.simplefilter("ignore")
        import jieba
        import jieba.analyse

    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    folder = _cache()
    if folder is not None:
        tokenizer.tmp_dir = str(folder)
    tokenizer.initialize()
    for word in _words():
        if not tokenizer.FREQ.get(word):
            tokenizer.add_word(word)
    analyser = jieba.analyse.TFIDF()
    analyser.tokenizer = tokenizer
    return analyser


def _words() -> list[str]:
    """Names of the lexicons that jieba may not know: provinces and cities, matters of government."""
    names = _OF_CITY.findall(load("notation/places")["codes"])
    return [*names, *(m for m in load("notation/offices")["matters"] if len(m) >= 4)]


def _cache() -> Path | None:
    """The user's own cache folder, where it can be written; else None, and jieba uses a file of its own."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        folder = (Path(base) if base else Path.home() / ".cache") / "duikou"
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return None
    return folder


SPEC = FieldSpec(
    "keywords",
    fill,
    texts=(Texts("keywords", stored=True),),
    own_columns=(FieldColumn("keywords", of_attribute("keywords")),),
    rank=60,
    asked=True,
)
