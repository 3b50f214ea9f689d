"""Cleaning: a Source becomes whole paragraphs of canonical text, with a log of every edit.

What holds here: a round runs the character rules, then the lines stage, then the text rules. The first round knows what
the reader knows (pages, roles); later ones see plain text, as cleaning the clean text again does. Rounds are repeated
until a plain one changes nothing, so what is clean stays as it is: idempotence is by construction. What a line is
(heading, row) goes with it through all rounds. Every edit is logged.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import accumulate

from duikou.cleaning.furniture import (  # noqa: F401  (each registers its rules; the order is the order of work)
    finding as furniture,
)
from duikou.cleaning.paragraphs import (  # noqa: F401  (each registers its rules; the order is the order of work)
    joining,
)
from duikou.cleaning.paragraphs.rows import untold_tables
from duikou.cleaning.rules import (  # noqa: F401  (each registers its rules; the order is the order of work)
    characters,
    glosses,
    guesses,
    markup,
    nested_titles,
    number_gaps,
    numbers,
    printed,
    punctuation,
    ranges,
    spacing,
)
from duikou.cleaning.rules.protected import SIGNS, Span, blanked, protected
from duikou.cleaning.rules.registry import RULES, Rule
from duikou.cleaning.suspects import suspects
from duikou.errors import t
from duikou.model import Caution, Cleaned, LineEnd, Paragraph, Removed, Source
from duikou.model.edits import EditLog, Pass, make_pass, place_of, whole_lines
from duikou.model.values import dataclass
from duikou.notation.characters import HANZI, PRIVATE
from duikou.notation.patterns import pattern

ORDER = (
    *(
        "line-breaks",
        "blank-tables",
        "stacked-tables",
        "tex-numbers",
        "markdown",
        "invisible",
        "pinyin-glosses",
        "width",
        "ascii-signs",
        "name-dots",
        "plain-forms",
        "ordinal-dots",
    ),
    *("letter-spacing", "guillemets", "printed-stops", "item-numbers", "lost-numbers"),
    *("misread-ordinal", "misread-item-dot", "misread-dash", "misread-di", "misread-digit", "misread-bracket"),
    "private-use-point",
    *("metadata-table", "front-matter", "page-numbers", "running-heads", "site-chrome"),
    *("blank-lines", "indents", "rejoin"),
    *("number-gaps", "thousands", "spaces", "misread-year", "document-number", "brackets", "marks", "times"),
    *("quotes", "turned-quotes", "nested-titles", "dashes", "misread-range", "ranges"),
)
ALWAYS = ("line-breaks", "blank-lines", "indents")  # without them a paragraph is not a line
MOST_ROUNDS = 30
LITTLE, MUCH = 40, 400  # characters: of so much text no more than so little is left
_CONTEXT = 12  # characters that a warning shows


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rules run.

    `select` names the only ones to run (empty: all safe ones); `ignore` leaves rules out; `unsafe` runs the guesses
    too. An unsafe rule that `select` names runs as well. Rules that make a paragraph a line always run. `join` makes
    two lines one paragraph where nothing tells (a piece that was pasted).
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    unsafe: bool = False
    join: bool = False


def rules_in_order() -> list[Rule]:
    """Every rule, in the order of work."""
    return [RULES[name] for name in ORDER]


@lru_cache(maxsize=16)
def chosen_rules(selection: Selection | None = None) -> frozenset[str]:
    """The names of the rules that run. Raises `UsageError` for a name that no rule has."""
    selection = selection or Selection()
    for name in (*selection.select, *selection.ignore):
        if name not in RULES:
            _unknown_rule(name)
    for name in selection.ignore:
        if name in ALWAYS:
            from duikou.errors import UsageError

            raise UsageError(t("the rule {name} can't be ignored: without it a paragraph is not a line", name=name))
    chosen = set(selection.select) or {name for name in ORDER if RULES[name].safe or selection.unsafe}
    return frozenset((chosen - set(selection.ignore)) | set(ALWAYS))


def _unknown_rule(name: str) -> None:
    from difflib import get_close_matches

    from duikou.errors import UsageError

    close = get_close_matches(name, ORDER, n=3, cutoff=0.4)
    advice = t("`duikou rules` lists them all")
    if close:
        advice = t("Did you mean {names}? {advice}", names=close, advice=advice)
    raise UsageError(t("there is no rule named {name}", name=name), advice)


def clean_source(source: Source, selection: Selection | None = None) -> Cleaned:
    """Clean `source` with the chosen rules (default: every safe one).

    Raises `UsageError` for an unknown rule name; no text is refused.
    """
    rules = chosen_rules(selection)
    cleaner = _Cleaner(source, rules, selection is not None and selection.join)
    while cleaner.round():
        pass
    return cleaner.result()


_FIGURES = pattern(r"\d+(?:[.,]\d+)*")


def _figures(text: str) -> set[str]:
    """The numbers of a text as they are written, full-width or not."""
    return {"".join(str(int(c)) if c.isdigit() else c for c in found) for found in _FIGURES.findall(text)}


_HANZI = pattern(f"{HANZI}+")


@cache
def _asked_hanzi() -> str:
    """The hanzi in the classes of characters of rules."""
    return "".join(_HANZI.findall("".join(rule.signs for rule in RULES.values())))


@cache
def _class_of(signs: str) -> re.Pattern[str]:
    """The class of characters of a rule. With + behind it a class is compiled in half the time."""
    return pattern(f"[{signs}]+")


class _Cleaner:
    """The state of one cleaning: the text so far, the passes made, and what was removed or left in doubt."""

    def __init__(self, source: Source, rules: frozenset[str], join: bool) -> None:
        self.source, self.rules, self.join = source, rules, join
        self.text = source.text
        # Hanzi of which no rule asks are not told apart: they are most of a text.
        self.characters = set("".join(_HANZI.split(source.text)))
        self.characters |= {char for char in _asked_hanzi() if char in source.text}
        self.alphabet = "".join(self.characters)
        self.held: dict[str, bool] = {}  # by class of characters, whether one of the alphabet is in it
        self.passes: list[Pass] = []
        self.removed: list[Removed] = []
        self.line_ends: list[LineEnd] = []
        self.cautions: list[Caution] = list(source.cautions)
        self.kinds: tuple[tuple[str, int | None], ...] | None = None
        self.rounds = 0
        self.spans: list[Span] | None = None  # what is protected in the text as it now is
        self.views: dict[tuple[str, ...], str] = {}
        self.quiet: dict[str, int] = {}  # by rule, how many passes had been made when it last found nothing
        self.told = any(line.role != "text" or line.page is not None or line.box for line in source.lines)

    def round(self) -> bool:
        """Run all rules once; whether another round is due: this one changed the text, or knew more than the text."""
        before = len(self.passes)
        self._run("characters")
        self._run_lines()
        lined = len(self.passes), self.text
        self._run("text")
        self.rounds += 1
        if len(self.passes) == before and not (self.told and self.rounds == 1):
            return False
        if self.rounds == MOST_ROUNDS:
            self._back_to_whole_numbers(*lined)
            self.cautions.append(
                Caution(
                    "rounds",
                    t(
                        "still changing after {most_rounds} rounds; cleaning again may change more",
                        most_rounds=MOST_ROUNDS,
                    ),
                    "",
                )
            )
            return False
        return True

    def _back_to_whole_numbers(self, count: int, text: str) -> None:
        """Where rules undo each other without end: take back the passes behind the last state in which every number
        stands as in the source. `text` is what it was after `count` passes, before those of the last round that change
        no line's end; where no state behind it is so, nothing is taken back."""
        known = _figures(self.source.text)
        states = [text]
        for made in self.passes[count:]:
            states.append(made.apply(states[-1]))
        for back in range(len(states) - 1, -1, -1):
            if _figures(states[back]) <= known:
                self.passes, self.text = self.passes[: count + back], states[back]
                self.spans, self.views = None, {}
                return

    def _run(self, stage: str) -> None:
        for rule in rules_in_order():
            name = rule.name
            if rule.stage != stage or rule.find is None:
                continue
            if name == "markdown":
                self.raw = self.text
            # What found nothing finds nothing in the same text again, as rules behind a round's last edit see it.
            if not self._holds(rule.signs) or self.quiet.get(name) == len(self.passes):
                continue
            if name in self.rules:
                made = make_pass(self.text, rule.find(self._view(rule)), name)
                if rule.removes:
                    self._tell_removed(made, name)
                if rule.warns:
                    self._warn_of(made, rule)
                if not made.edits:
                    self.quiet[name] = len(self.passes)
                self._apply(made)
            elif not rule.safe and self.rounds == 0:
                self._warn(rule)

    def _tell_removed(self, made: Pass, name: str) -> None:
        """Note what a pass that is still to come takes out as removed."""
        log = EditLog(tuple(self.passes))
        for edit in made.edits:
            place = log.place(self.source, edit.start, edit.end)
            self.removed.append(Removed(self.source.text[place.start : place.end], name, place))

    def _holds(self, signs: str) -> bool:
        """Whether a character of this class may be in the text: it was in the source, or an edit put it in.

        So the text is gone through once for all rules and rounds, and a rule that has nothing to find costs nothing.
        """
        if not signs:
            return True
        if signs not in self.held:
            self.held[signs] = _class_of(signs).search(self.alphabet) is not None
        return self.held[signs]

    def _view(self, rule: Rule) -> str:
        """The text as the rule is shown it: what it must not touch is blanked out."""
        if not rule.skips:
            return self.text
        if self.spans is None:
            self.spans = protected(self.text) if self._holds(SIGNS) else []
        if rule.skips not in self.views:
            self.views[rule.skips] = blanked(self.text, self.spans, rule.skips)
        return self.views[rule.skips]

    def _apply(self, made: Pass) -> None:
        if made.edits:
            self.spans, self.views = None, {}
            self.text = made.apply(self.text)
            if more := set().union(*{edit.new for edit in made.edits}) - self.characters:
                self.characters |= more
                self.alphabet += "".join(more)
                # What was in the text before counts on: only what is new is looked at.
                self.held = {s: had or bool(_class_of(s).search("".join(more))) for s, had in self.held.items()}
            self.passes.append(made)

    def _run_lines(self) -> None:
        from duikou.cleaning.paragraphs.stage import stage_lines

        count = self.text.count("\n") + 1
        lines = self.source.lines if self.rounds == 0 and len(self.source.lines) == count else None
        # Only the first round sees what the lines were: what it left apart stays so.
        staged = stage_lines(self.text, self.raw, lines, self.rules, self.kinds, self.join and self.rounds == 0)
        self.kinds = staged.kinds
        log = EditLog(tuple(self.passes))
        for start, end, name, evidence in staged.removed:
            place = whole_lines(self.source, log.place(self.source, start, end))
            self.removed.append(Removed(self.source.text[place.start : place.end], name, place, evidence))
        first = self.rounds == 0
        self.line_ends += [LineEnd(*one, len(self.passes)) for one in staged.decided if first or one[1]]
        if first:
            for start, end, name in staged.doubtful:
                place = log.place(self.source, start, end)
                self.cautions.append(
                    Caution(name, "may be furniture of the page; kept", self.text[start:end].strip(), place)
                )
            self._warn_of_untold(log)
        self._apply(staged.made)

    def _warn_of_untold(self, log: EditLog) -> None:
        """Say where a table has one cell a line and which cell is which can't be told."""
        for start, end in untold_tables(self.text):
            message = t(
                "a table with one cell a line, of which rows have more or fewer lines than its head has words: which "
                "cell is which can't be told, so its lines stay apart; give the page or the file that it was "
                "copied from"
            )
            context = self.text[start:end].partition("\n")[0].strip()
            self.cautions.append(Caution("stacked-tables", message, context, log.place(self.source, start, end)))

    def _warn_of(self, made: Pass, rule: Rule) -> None:
        """Say of each edit of a rule that rests on more than the passage itself what it rests on."""
        log = EditLog(tuple(self.passes))
        for edit in made.edits:
            line = self.text[edit.end :].partition("\n")[0]
            context = edit.new + line[:_CONTEXT]
            self.cautions.append(Caution(rule.name, rule.warns, context, log.place(self.source, edit.start, edit.end)))

    def _warn(self, rule: Rule) -> None:
        """Report what an unsafe rule would repair."""
        assert rule.find is not None
        log = EditLog(tuple(self.passes))
        for start, end, new in rule.find(self._view(rule)):
            first = max(0, start - 6)
            context = self.text[max(first, self.text.rfind("\n", first, start) + 1) : end + 6].split("\n")[0]
            self.cautions.append(
                Caution(
                    rule.name,
                    t("{text} is likely {new}; --unsafe repairs it", text=f"{self.text[start:end]!r}", new=f"{new!r}"),
                    context,
                    log.place(self.source, start, end),
                )
            )

    def result(self) -> Cleaned:
        """The clean text, its paragraphs with their places, and the log."""
        log = EditLog(tuple(self.passes))
        whole: list[Paragraph] = []
        lines = self.text.split("\n") if self.text else []
        ends = list(accumulate(len(line) + 1 for line in lines))
        spans = [(end - 1 - len(line), end - 1) for line, end in zip(lines, ends, strict=True)]
        places = log.places(self.source, spans)
        for line, (start, end), place, known in zip(lines, spans, places, self.kinds or (), strict=bool(lines)):
            kind, level = ("row", None) if "\t" in line else ("text", None) if known[0] == "row" else known
            whole.append(Paragraph(line, start, end, kind, place, level))
        self._warn_private_use()
        self._warn_little_left()
        self.cautions += suspects(self.source, self.alphabet)
        return Cleaned(
            self.source, self.text, tuple(whole), tuple(self.removed), log, tuple(self.cautions), tuple(self.line_ends)
        )

    def _warn_little_left(self) -> None:
        """Say so where next to nothing is left of a long file."""
        if not self.removed or len(self.text) > LITTLE:
            return
        left, whole = (sum(map(str.isalnum, text)) for text in (self.text, self.source.text))
        if whole >= MUCH:
            message = t(
                "of {whole} letters, digits and hanzi {left} are left; the rest was taken for the page's or the site's",
                whole=whole,
                left=left,
            )
            self.cautions.append(Caution("little-left", message, self.text[:LITTLE]))

    def _warn_private_use(self) -> None:
        known = {c.place.start for c in self.cautions if c.place and c.rule == "private-use-point"}
        for start, end in guesses.private_use(self.source.text) if self._holds(PRIVATE) else ():
            if start not in known:
                context = self.source.text[max(0, start - 6) : end + 6].split("\n")[0]
                message = t("a private-use character, which only its font can show; kept")
                place = place_of(self.source, start, end)
                self.cautions.append(Caution("private-use", message, context, place))
