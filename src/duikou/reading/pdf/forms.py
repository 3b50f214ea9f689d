"""How often a page of a PDF would draw its forms (ISO 32000-1, 8.10), known before the page is opened.

What holds here: a form may use another ten times, and that one the next: ten levels are ten thousand million uses in
a file of four kilobytes. pdfium follows them all when it opens the page, and can't be told to stop, so they are
counted in the bytes beforehand. Forms are streams, which stand in the file itself and in no packed part of it. What
can't be read here (a form under encryption) counts as one use: the time a file may take still ends it.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter

from duikou.notation.patterns import pattern
from duikou.reading.budget import Budget

_LEAST = 3  # forms: fewer can't be many uses
_LONGEST = 2**20  # bytes of a form's content that are looked at
_DICTIONARY = 4096  # bytes before its stream
_OBJECT = pattern(rb"(?<!\d)(\d++)\s++\d++\s++obj\b")
_NAMES = pattern(rb"/XObject\s*<<([^<>]*)>>")
_NAMED = pattern(rb"/([^\s/<>()\[\]]+)\s+(\d+)\s+\d+\s+R")
_RESOURCES = pattern(rb"/Resources\s+(\d+)\s+\d+\s+R")
_DRAWN = pattern(rb"/([^\s/<>()\[\]]+)\s+Do\b")


def check_forms(data: bytes, budget: Budget) -> None:
    """Raises `UnreadableError` for a PDF whose forms use each other more often than the budget's `visits` allow."""
    if data.count(b"/Form") < _LEAST:
        return
    uses = {number: found for number, found in _forms(data) if found}
    if not uses:
        return
    known: dict[int, int] = {}
    for form in uses:
        _count(form, uses, known)
    budget.spend("visits", max(known.values()))


def _forms(data: bytes) -> list[tuple[int, Counter[int]]]:
    """Each form by its number, with the forms and pictures that it draws and how often."""
    found = []
    at = data.find(b"/Form")
    while at >= 0:
        begin = data.rfind(b"obj", max(0, at - _DICTIONARY), at)
        stream = data.find(b"stream", at, at + _DICTIONARY)
        head = _OBJECT.match(data, max(0, data.rfind(b"\n", 0, begin) + 1)) if begin >= 0 else None
        if head and stream >= 0:
            found.append((int(head.group(1)), _drawn(data, data[head.end() : stream], stream)))
        at = data.find(b"/Form", at + 5)
    return found


def _drawn(data: bytes, dictionary: bytes, stream: int) -> Counter[int]:
    names = _NAMES.search(dictionary)
    if names is None and (elsewhere := _RESOURCES.search(dictionary)):
        place = re.search(rb"(?<!\d)" + elsewhere.group(1) + rb"\s+\d+\s+obj\b", data)
        names = _NAMES.search(data, place.end(), place.end() + _DICTIONARY) if place else None
    if names is None:
        return Counter()
    numbers = {name: int(number) for name, number in _NAMED.findall(names.group(1))}
    start = stream + len(b"stream")
    start += 2 if data[start : start + 2] == b"\r\n" else 1
    content = data[start : data.find(b"endstream", start)][:_LONGEST]
    if b"FlateDecode" in dictionary:
        try:
            content = zlib.decompressobj().decompress(content, _LONGEST)
        except zlib.error:
            return Counter()
    return Counter(numbers[name] for name in _DRAWN.findall(content) if name in numbers)


def _count(form: int, uses: dict[int, Counter[int]], known: dict[int, int]) -> None:
    """Note how many uses a form stands for, and those that it needs. A form inside itself counts once."""
    stack, open_ = [form], set()
    while stack:
        top = stack[-1]
        waiting = [inner for inner in uses.get(top, ()) if inner not in known and inner not in open_]
        if top not in known and waiting:
            open_.add(top)
            stack += waiting
            continue
        known.setdefault(top, 1 + sum(times * known.get(inner, 1) for inner, times in uses.get(top, Counter()).items()))
        open_.discard(top)
        stack.pop()
