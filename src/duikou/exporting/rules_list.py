"""The list of cleaning rules: text for a terminal, Markdown for the documentation, JSON for programs.

What holds here: the registry of rules is the only source, and its order is the order of work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol

from duikou.errors import UsageError, t
from duikou.exporting.json.contract import dumps
from duikou.exporting.wording import teller

if TYPE_CHECKING:
    from duikou.cleaning.rules.registry import Rule


class Evidence(Protocol):
    """One thing that decides: whether two lines are one paragraph, whether a line is furniture."""

    @property
    def name(self) -> str:
        """Its name, which --explain shows too."""

    @property
    def rule(self) -> str:
        """The rule that it decides for."""

    @property
    def told(self) -> str:
        """What it says of the lines, in words."""

    @property
    def reason(self) -> str:
        """Why, in one sentence."""

    @property
    def example(self) -> tuple[str, str]:
        """A text, before and after, in which it decides."""


def write_rules(
    rules: Iterable[Rule], format: str = "text", evidence: Iterable[Evidence] = (), lang: str = "en"
) -> str:
    """The rules, and the evidence that decides on lines, in `format` (text, markdown or json). JSON is for programs and
    the same in every language.

    Raises `UsageError` for another format."""
    if format not in _WRITERS:
        raise UsageError(
            t("{command} does not write the format {format}", command="rules", format=repr(format)),
            t("Give -f {formats}", formats=tuple(_WRITERS)),
        )
    return _WRITERS[format](list(rules), list(evidence), lang)


def shown(text: str) -> str:
    """Text in which white space and characters without a picture of their own can be seen: \\n, \\u3000,
    \\ue010."""
    return "".join(
        character if character == " " or character.isprintable() else repr(character)[1:-1] for character in text
    )


def _text(rules: list[Rule], evidence: list[Evidence], lang: str) -> str:
    say = teller(lang)
    unsafe = say(t("(unsafe: only with --unsafe or --select)"))
    blocks = []
    for rule in rules:
        before, after = rule.example
        blocks.append(
            f"{rule.name}{'' if rule.safe else f'  {unsafe}'}\n"
            f"    {say(rule.summary)}\n"
            f"    {shown(before)}  ->  {shown(after)}\n"
        )
    for entry in evidence:
        before, after = entry.example
        blocks.append(
            f"{entry.rule}: {entry.name}  ({say(entry.told)})\n"
            f"    {say(entry.reason)}\n" + (f"    {shown(before)}  ->  {shown(after)}\n" if before else "")
        )
    return "\n".join(blocks)


def _markdown(rules: list[Rule], evidence: list[Evidence], lang: str) -> str:
    say = teller(lang)

    def row(*cells: str) -> str:
        return f"| {' | '.join(map(say, cells))} |"

    def code(text: str) -> str:
        fence = "``" if "`" in text else "`"
        return f"{fence}{shown(text)}{fence}".replace("|", "\\|") if text else say(t("(nothing)"))

    lines = [row(t("rule"), t("safe"), t("what it does"), t("before"), t("after")), "| --- | --- | --- | --- | --- |"]
    for rule in rules:
        before, after = map(code, rule.example)
        summary, safe = say(rule.summary).replace("|", "\\|"), say(t("yes") if rule.safe else t("no"))
        lines.append(f"| `{rule.name}` | {safe} | {summary} | {before} | {after} |")
    if evidence:
        lines += [
            "",
            row(t("evidence"), t("rule"), t("the lines are"), t("why"), t("before"), t("after")),
            "| --- | --- | --- | --- | --- | --- |",
        ]
    for entry in evidence:
        before, after = map(code, entry.example)
        reason = say(entry.reason).replace("|", "\\|")
        lines.append(f"| `{entry.name}` | `{entry.rule}` | {say(entry.told)} | {reason} | {before} | {after} |")
    return "\n".join(lines) + "\n"


def _json(rules: list[Rule], evidence: list[Evidence], lang: str) -> str:
    return (
        dumps(
            {
                "schema": "duikou.rules/1",
                "rules": [
                    {
                        "name": rule.name,
                        "safe": rule.safe,
                        "summary": rule.summary,
                        "example": dict(zip(("before", "after"), rule.example, strict=True)),
                    }
                    for rule in rules
                ],
                "evidence": [
                    {
                        "name": entry.name,
                        "rule": entry.rule,
                        "told": entry.told,
                        "reason": entry.reason,
                        "example": dict(zip(("before", "after"), entry.example, strict=True)),
                    }
                    for entry in evidence
                ],
            }
        )
        + "\n"
    )


_WRITERS: dict[str, Callable[[list[Rule], list[Evidence], str], str]] = {
    "text": _text,
    "json": _json,
    "markdown": _markdown,
}
