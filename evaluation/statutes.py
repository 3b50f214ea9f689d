"""Edits of known kind in the articles of statutes, and whether comparing tells exactly these.

    python evaluation/statutes.py FOLDER [--rounds N] [--kinds KIND ...]

FOLDER holds statutes as text or Markdown, none of them part of the project. Each edit is put into the clean text of
one; what must be told is a list of (type, category, old place, new place), what is a plain renumbering aside. Whatever
is told besides, or not told, is printed: every line is a defect, or a text that says something twice or that had a
reference to what was edited.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duikou

HEAD = re.compile(r"第([零〇一二三四五六七八九十百千]+)条")
# A reference to an article of the statute itself, not of a law that it names.
REFERENCE = re.compile(
    r"(?:(?<![法例定规章则释》])|(?<=本法)|(?<=本条例)|(?<=本细则)|(?<=本办法)|(?<=本规定)|(?<=本解释))"
    r"第([零〇一二三四五六七八九十百千]+)条(?!之)"
)
DIGITS = "零一二三四五六七八九"
SENTENCE = re.compile(r"[^。]+。")
Told = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its number, and its paragraphs and items, the first without the number."""

    number: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statute:
    """A statute as its articles, with the lines before each (chapter headings, the title before the first)."""

    articles: tuple[Article, ...]
    before: tuple[tuple[str, ...], ...]

    def text(self, names: Callable[[int], int] | None = None) -> str:
        """The text, numbered in order; `names` gives the number that a reference to an article has now."""
        made: list[str] = []
        for k, (article, before) in enumerate(zip(self.articles, self.before, strict=True), 1):
            lines = [_renamed(line, names) if names else line for line in article.lines]
            made += [*before, f"第{han(k)}条{lines[0]}", *lines[1:]]
        return "\n".join(made) + "\n"


@dataclass(frozen=True, slots=True)
class Case:
    """Two versions, and what must be told."""

    kind: str
    old: str
    new: str
    told: tuple[Told, ...]


def han(count: int) -> str:
    """A number up to 999 as it stands in 第十条."""
    hundreds, rest = divmod(count, 100)
    tens, ones = divmod(rest, 10)
    made = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        made += f"{DIGITS[tens] if tens > 1 or hundreds else ''}十"
    elif hundreds and ones:
        made += "零"
    return made + (DIGITS[ones] if ones else "")


NUMBERS = {han(k): k for k in range(1, 1000)}


def _renamed(line: str, names: Callable[[int], int]) -> str:
    return REFERENCE.sub(lambda m: f"第{han(names(NUMBERS[m[1]]))}条" if m[1] in NUMBERS else m[0], line)


def read(path: Path) -> Statute | None:
    """The statute of a file; None for one whose articles don't count from one."""
    articles: list[Article] = []
    before: list[tuple[str, ...]] = []
    held: list[str] = []
    for paragraph in duikou.clean(path).paragraphs:
        found = HEAD.match(paragraph.text)
        if found and NUMBERS.get(found[1]) == len(articles) + 1:
            articles.append(Article(len(articles) + 1, (paragraph.text[found.end() :].strip(),)))
            before.append(tuple(held))
            held = []
        elif not articles or paragraph.kind == "heading" or re.match("第.+[章节]", paragraph.text):
            held.append(paragraph.text)
        else:
            last = articles[-1]
            articles[-1] = replace(last, lines=(*last.lines, paragraph.text))
    return Statute(tuple(articles), tuple(before)) if len(articles) >= 12 else None


# -- edits


def plain(statute: Statute) -> list[int]:
    """The articles of one paragraph, of some length, that say nothing another one says as well, the first and the last
    aside."""
    counts = Counter(sentence for a in statute.articles for line in a.lines for sentence in SENTENCE.findall(line))
    return [
        k
        for k, article in enumerate(statute.articles)
        if 0 < k < len(statute.articles) - 1
        and len(article.lines) == 1
        and len(article.lines[0]) >= 30
        and article.lines[0].endswith("。")
        and all(counts[sentence] == 1 for sentence in SENTENCE.findall(article.lines[0]))
    ]


def place(k: int) -> str:
    """The citation of the article with index k."""
    return f"第{han(k + 1)}条"


def sentence_away(statute: Statute, chance: random.Random) -> Case | None:
    """The last sentence of an article becomes a paragraph of another one."""
    from_ = [k for k in plain(statute) if _moveable(statute.articles[k].lines[0])]
    if not from_:
        return None
    a = chance.choice(from_)
    b = chance.choice([k for k in plain(statute) if abs(k - a) > 1] or [a])
    if b == a:
        return None
    *kept, gone = SENTENCE.findall(statute.articles[a].lines[0])
    articles = list(statute.articles)
    articles[a] = replace(articles[a], lines=("".join(kept),))
    articles[b] = replace(articles[b], lines=(*articles[b].lines, gone))
    told = ("move", "order", place(a), f"{place(b)}第二款")
    return Case("sentence_away", statute.text(), replace(statute, articles=tuple(articles)).text(), (told,))


def _moveable(line: str) -> bool:
    found = SENTENCE.findall(line)
    return len(found) >= 2 and "".join(found) == line and len(found[-1]) >= 15


def sentences_swapped(statute: Statute, chance: random.Random) -> Case | None:
    """Two sentences of an article change places."""
    these = [k for k in plain(statute) if _moveable(statute.articles[k].lines[0])]
    if not these:
        return None
    k = chance.choice(these)
    *kept, last, final = SENTENCE.findall(statute.articles[k].lines[0])
    articles = list(statute.articles)
    articles[k] = replace(articles[k], lines=("".join([*kept, final, last]),))
    told = ("replace", "order", place(k), place(k))
    return Case("sentences_swapped", statute.text(), replace(statute, articles=tuple(articles)).text(), (told,))


def _order(statute: Statute, order: Sequence[int], names: bool) -> str:
    """The statute with its articles in another order, headings kept in place; references follow with `names`."""
    now = {statute.articles[k].number: n for n, k in enumerate(order, 1)}
    moved = replace(statute, articles=tuple(statute.articles[k] for k in order))
    return moved.text((lambda number: now.get(number, number)) if names else None)


def article_moved(statute: Statute, chance: random.Random) -> Case | None:
    """An article goes to another place, and all references follow."""
    these = plain(statute)
    if len(these) < 2:
        return None
    a, b = chance.sample(these, 2)
    if any(statute.before[min(a, b) + 1 : max(a, b) + 2]):
        return None  # over the heading of a chapter, which would change the chapter of others
    order = [k for k in range(len(statute.articles)) if k != a]
    order.insert(b, a)
    if order == list(range(len(order))) or abs(a - b) < 2:
        return None
    told = ("move", "order", place(a), place(b))
    return Case("article_moved", statute.text(), _order(statute, order, names=True), (told,))


def article_new(statute: Statute, chance: random.Random) -> Case | None:
    """A new article comes, and all references follow."""
    k = chance.choice(plain(statute) or [1])
    new = "县级以上地方人民政府可以采购第三方机构的评价服务，评价结论每两年向社会公示一次。"
    articles = [*statute.articles[:k], Article(0, (new,)), *statute.articles[k:]]
    before = [*statute.before[: k + 1], (), *statute.before[k + 1 :]]
    changed = Statute(tuple(articles), tuple(before))
    told = ("insert", "insertion", "", place(k))
    text = changed.text(lambda number: number + (number > k))
    return Case("article_new", statute.text(), text, (told,))


def article_gone(statute: Statute, chance: random.Random) -> Case | None:
    """An article to which nothing refers goes, and all references follow."""
    named = {NUMBERS.get(m[1]) for a in statute.articles for line in a.lines for m in REFERENCE.finditer(line)}
    these = [k for k in plain(statute) if k + 1 not in named and not statute.before[k]]
    if not these:
        return None
    k = chance.choice(these)
    articles, before = list(statute.articles), list(statute.before)
    del articles[k], before[k]
    text = Statute(tuple(articles), tuple(before)).text(lambda number: number - (number > k + 1))
    return Case("article_gone", statute.text(), text, (("delete", "deletion", place(k), ""),))


def article_becomes_paragraph(statute: Statute, chance: random.Random) -> Case | None:
    """An article to which nothing refers becomes the second paragraph of the one before."""
    named = {NUMBERS.get(m[1]) for a in statute.articles for line in a.lines for m in REFERENCE.finditer(line)}
    these = [k for k in plain(statute) if k - 1 in plain(statute) and k + 1 not in named and not statute.before[k]]
    if not these:
        return None
    k = chance.choice(these)
    articles, before = list(statute.articles), list(statute.before)
    articles[k - 1] = replace(articles[k - 1], lines=(*articles[k - 1].lines, articles[k].lines[0]))
    del articles[k], before[k]
    text = Statute(tuple(articles), tuple(before)).text(lambda number: number - (number > k + 1))
    told = ("replace", "numbering", place(k), f"{place(k - 1)}第二款")
    return Case("article_becomes_paragraph", statute.text(), text, (told,))


def items_swapped(statute: Statute, chance: random.Random) -> Case | None:
    """The first two items of an article change places."""
    these = [
        k
        for k, a in enumerate(statute.articles)
        if len(a.lines) >= 5
        and a.lines[1].startswith("（一）")
        and a.lines[2].startswith("（二）")
        and a.lines[4].startswith("（")
        and min(len(a.lines[1]), len(a.lines[2])) >= 14
    ]
    if not these:
        return None
    k = chance.choice(these)
    lines = list(statute.articles[k].lines)
    lines[1], lines[2] = "（一）" + lines[2][3:], "（二）" + lines[1][3:]
    articles = list(statute.articles)
    articles[k] = replace(articles[k], lines=tuple(lines))
    new = replace(statute, articles=tuple(articles)).text()
    return Case("items_swapped", statute.text(), new, (("move", "order", "", ""),))


def words(statute: Statute, chance: random.Random) -> Case | None:
    """One word of an article becomes another word."""
    swaps = [("应当", "可以", "modality"), ("县级以上", "设区的市级以上", "wording"), ("十日", "二十日", "number")]
    chance.shuffle(swaps)
    for before, after, name in swaps:
        these = [k for k in plain(statute) if statute.articles[k].lines[0].count(before) == 1]
        if not these:
            continue
        k = chance.choice(these)
        articles = list(statute.articles)
        articles[k] = replace(articles[k], lines=(articles[k].lines[0].replace(before, after),))
        told = ("replace", name, place(k), place(k))
        return Case("words", statute.text(), replace(statute, articles=tuple(articles)).text(), (told,))
    return None


def stale(statute: Statute, chance: random.Random) -> Case | None:
    """A new article comes, and the references behind it are left as they stand."""
    case = article_new(statute, chance)
    if case is None:
        return None
    k = next(i for i, (a, b) in enumerate(zip(case.old.split("\n"), case.new.split("\n"), strict=False)) if a != b)
    number = NUMBERS[(HEAD.match(case.new.split("\n")[k]) or ["", "一"])[1]]
    left = [
        place(n + (n + 1 >= number))
        for n, article in enumerate(statute.articles)
        for line in article.lines
        for m in REFERENCE.finditer(line)
        if number <= NUMBERS.get(m[1], 0) <= len(statute.articles)
    ]
    new = Article(0, (HEAD.sub("", case.new.split("\n")[k], count=1),))
    shifted = Statute(
        (*statute.articles[: number - 1], new, *statute.articles[number - 1 :]),
        (*statute.before[:number], (), *statute.before[number:]),
    )
    told = [("insert", "insertion", "", place(number - 1)), *(("replace", "reference", "", at) for at in left)]
    return Case("stale", statute.text(), shifted.text(), tuple(told))


KINDS = (
    sentence_away,
    sentences_swapped,
    article_moved,
    article_new,
    article_gone,
    article_becomes_paragraph,
    items_swapped,
    words,
    stale,
)


# -- what is told


def found(case: Case) -> list[Told]:
    """What comparing tells that is no plain renumbering and no reference that follows."""
    changes = duikou.diff(case.old, case.new).changes
    return [
        (change.type, change.category, change.old.cite if change.old else "", change.new.cite if change.new else "")
        for change in changes
        if change.type != "renumber" and change.klass != "editorial"
    ]


def fits(wanted: Told, told: Told) -> bool:
    """Whether what is told is what was wanted; a place that is "" in what was wanted may be any."""
    return wanted[:2] == told[:2] and all(not w or t.startswith(w) for w, t in zip(wanted[2:], told[2:], strict=True))


def missed(case: Case) -> tuple[list[Told], list[Told]]:
    """What was wanted and not told, and what was told and not wanted."""
    left = found(case)
    lost = []
    for wanted in case.told:
        hit = next((told for told in left if fits(wanted, told)), None)
        if hit is None:
            lost.append(wanted)
        else:
            left.remove(hit)
    return lost, left


def main() -> None:
    """Make the edits, and print what goes wrong."""
    parser = argparse.ArgumentParser(description="Edits of articles, and whether comparing tells exactly these.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--kinds", nargs="*", default=[])
    asked = parser.parse_args()
    right, all_ = Counter[str](), Counter[str]()
    for path in sorted(asked.folder.iterdir()):
        statute = read(path)
        if statute is None:
            continue
        for kind in KINDS:
            if asked.kinds and kind.__name__ not in asked.kinds:
                continue
            for round_ in range(asked.rounds):
                case = kind(statute, random.Random(f"{path.name} {kind.__name__} {round_}"))
                if case is None:
                    continue
                lost, more = missed(case)
                all_[case.kind] += 1
                right[case.kind] += not lost and not more
                if lost or more:
                    print(f"{path.name} {case.kind} {round_}: missing {lost}, besides {more}")
    for name in all_:
        print(f"{name}: {right[name]} of {all_[name]}", file=sys.stderr)


if __name__ == "__main__":
    main()
