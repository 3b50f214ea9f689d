"""What no text rule may touch: addresses, names of files, formulas, and sentences in English.

What holds here: a rule is shown a text of the same length in which these passages are blanked out, so it neither
changes them nor takes a sign in them for the partner of one outside. A blank is a letter of the same script, so
neighbours still see what kind of text stands there. A text without Latin letters costs one search.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from duikou.notation.characters import CHINESE_RE
from duikou.notation.patterns import patterns

_PASSAGES = patterns("cleaning/protected")

LITERAL, ENGLISH = "literal", "english"
BOTH = (LITERAL, ENGLISH)

# A class of characters, as a regular expression writes it: without one of these in it, a text has nothing protected.
SIGNS = "A-Za-z@"
_LONGEST_NAME = 80
_FEWEST_WORDS = 5
_AROUND = ('""', "''", "()")
_BLANK_HAN, _BLANK_LATIN = "囗", "x"


class Span(NamedTuple):
    """A passage [start, end) that rules leave alone; `kind` is LITERAL or ENGLISH."""

    start: int
    end: int
    kind: str


def protected(text: str) -> list[Span]:
    """The passages of `text` that rules leave alone, sorted and apart."""
    found: list[Span] = []
    at = 0
    while hint := _PASSAGES.hint.search(text, at):
        start = text.rfind("\n", at, hint.start()) + 1 or at
        end = text.find("\n", hint.end())
        end = len(text) if end < 0 else end
        found += (Span(start + a, start + b, kind) for a, b, kind in _in_line(text[start:end]))
        at = end + 1
    return found


def blanked(text: str, spans: Collection[Span], kinds: Collection[str]) -> str:
    """`text` with the passages of these `kinds` blanked out: as long as before, white space kept."""
    pieces: list[str] = []
    at = 0
    for start, end, kind in spans:
        if kind in kinds:
            pieces += (text[at:start], _blank(text[start:end], kind))
            at = end
    if not at:
        return text
    pieces.append(text[at:])
    return "".join(pieces)


def _blank(passage: str, kind: str) -> str:
    chinese = _BLANK_HAN if kind == LITERAL else _BLANK_LATIN
    return "".join(c if c.isspace() else chinese if CHINESE_RE.match(c) else _BLANK_LATIN for c in passage)


def _in_line(line: str) -> Iterator[Span]:
    literal = [*_addresses(line), *_files(line), *(m.span() for m in _PASSAGES.function.finditer(line))]
    spans = [Span(start, end, LITERAL) for start, end in literal]
    spans += [Span(start, end, ENGLISH) for start, end in _english(line)]
    done = 0
    # An English sentence that holds an address keeps the rest of the line: the longest passage from a place counts.
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if span.start >= done:
            yield span
            done = span.end


def _addresses(line: str) -> Iterator[tuple[int, int]]:
    for m in _PASSAGES.address.finditer(line):
        end = m.start() + len(_whole(m.group()))
        yield m.start(), end
    if "@" in line:
        yield from (m.span() for m in _PASSAGES.email.finditer(line))


def _whole(address: str) -> str:
    """The address without what belongs to the sentence around it: an unpaired bracket, a mark at the end."""
    depth = 0
    for at, char in enumerate(address):
        depth += (char == "(") - (char == ")")
        if depth < 0 or char in "<>\"'":
            address = address[:at]
            break
    return address.rstrip(",.;:!?(")


def _files(line: str) -> Iterator[tuple[int, int]]:
    done = 0
    for m in _PASSAGES.ending.finditer(line):
        start, depth = m.start(), 0
        while start > max(done, m.start() - _LONGEST_NAME) and _PASSAGES.in_name.match(line, start - 1):
            char = line[start - 1]
            depth += (char in ")）") - (char in "(（")
            if depth < 0:
                break
            start -= 1
        if start < m.start():
            yield start, m.end()
            done = m.end()


def _english(line: str) -> Iterator[tuple[int, int]]:
    """Stretches with at least five Latin words that hold few words in Chinese."""
    if len(_PASSAGES.word.findall(line)) < _FEWEST_WORDS:
        return
    run: list[tuple[int, int, bool]] = []  # pieces of words, and whether each is in Chinese
    for m in _PASSAGES.token.finditer(line):
        start, end = m.span()
        first = CHINESE_RE.search(line, start, end)
        if first is None:
            run.append((start, end, False))
            continue
        if _PASSAGES.island.fullmatch(line, start, end) and not (run and run[-1][2]):
            run.append((start, end, True))
            continue
        # A word of both scripts, or a second one in Chinese: the stretch ends before its Chinese, another begins after.
        if first.start() > start:
            run.append((start, first.start(), False))
        yield from _stretch(line, run, ended=True)
        last = max(at.end() for at in CHINESE_RE.finditer(line, start, end))
        run = [(last, end, False)] if last < end else []
    yield from _stretch(line, run, ended=False)


def _stretch(line: str, run: list[tuple[int, int, bool]], *, ended: bool) -> Iterator[tuple[int, int]]:
    """The sentence that `run` is, if it is one. At its edges only a quoted word in Chinese belongs to it."""
    skipped = 0
    while skipped < len(run) and (run[skipped][2] or not _PASSAGES.word.search(line, *run[skipped][:2])):
        if line[run[skipped][0]] in "\"'(":
            break
        skipped += 1
    run = run[skipped:]
    while run and ended and run[-1][2] and line[run[-1][0]] not in "\"'(":
        run = run[:-1]
    if not run:
        return
    start, end = run[0][0], run[-1][1]
    while line[start] in ",.;:!?)":
        start += 1
    end = start + len(_unpaired(line[start:end]).rstrip(" \t,;:("))
    if line[start] + line[end - 1] in _AROUND and CHINESE_RE.search(
        line[max(0, start - 1) : start] + line[end : end + 1]
    ):
        start, end = start + 1, end - 1  # quoted by a sentence in Chinese
    words = len(_PASSAGES.word.findall(line, start, end))
    if words >= max(_FEWEST_WORDS, 3 * sum(chinese for *_, chinese in run)):
        yield start, end


def _unpaired(passage: str) -> str:
    """The passage up to a bracket or a quotation mark whose partner stands outside it."""
    depth = 0
    for at, char in enumerate(passage):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return passage[:at]
    if passage.count('"') % 2:
        return passage[: passage.rindex('"')]
    return passage
