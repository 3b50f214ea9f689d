"""The list of cleaning rules: text for a terminal, Markdown for the documentation, JSON for programs.

What holds here: the registry of rules is the only source, and its order is the order of work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol

from duikou.errors import UsageError
from duikou.exporting.json.contract import dumps

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


def write_rules(rules: Iterable[Rule], format: str = "text", evidence: Iterable[Evidence] = ()) -> str:
    """The rules, and the evidence that decides on lines, in `format` (text, markdown or json).

    Raises `UsageError` for another format."""
    if format not in _WRITERS:
        raise UsageError(f"rules does not write the format {format!r}", f"Give -f {', '.join(_WRITERS)}")
    return _WRITERS[format](list(rules), list(evidence))


def shown(text: str) -> str:
    """Text in which white space and characters without a picture of their own can be seen: \\n, \\u3000,
    \\ue010."""
    return "".join(
        character if character == " " or character.isprintable() else repr(character)[1:-1] for character in text
    )


def _text(rules: list[Rule], evidence: list[Evidence]) -> str:
    blocks = []
    for rule in rules:
        before, after = rule.example
        blocks.append(
            f"{rule.name}{'' if rule.safe else '  (unsafe: only with --unsafe or --select)'}\n"
            f"    {rule.summary}\n"
            f"    {shown(before)}  ->  {shown(after)}\n"
        )
    for entry in evidence:
        before, after = entry.example
        blocks.append(
            f"{entry.rule}: {entry.name}  ({entry.told})\n"
            f"    {entry.reason}\n" + (f"    {shown(before)}  ->  {shown(after)}\n" if before else "")
        )
    return "\n".join(blocks)


def _markdown(rules: list[Rule], evidence: list[Evidence]) -> str:
    def code(text: str) -> str:
        fence = "``" if "`" in text else "`"
        return f"{fence}{shown(text)}{fence}".replace("|", "\\|") if text else "(nothing)"

    lines = ["| rule | safe | what it does | before | after |", "| --- | --- | --- | --- | --- |"]
    for rule in rules:
        before, after = map(code, rule.example)
        summary = rule.summary.replace("|", "\\|")
        lines.append(f"| `{rule.name}` | {'yes' if rule.safe else 'no'} | {summary} | {before} | {after} |")
    if evidence:
        lines += [
            "",
            "| evidence | rule | the lines are | why | before | after |",
            "| --- | --- | --- | --- | --- | --- |",
        ]
    for entry in evidence:
        before, after = map(code, entry.example)
        reason = entry.reason.replace("|", "\\|")
        lines.append(f"| `{entry.name}` | `{entry.rule}` | {entry.told} | {reason} | {before} | {after} |")
    return "\n".join(lines) + "\n"


def _json(rules: list[Rule], evidence: list[Evidence]) -> str:
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


_WRITERS: dict[str, Callable[[list[Rule], list[Evidence]], str]] = {"text": _text, "json": _json, "markdown": _markdown}
