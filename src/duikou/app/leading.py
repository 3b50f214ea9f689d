"""Options that stand before the command: `duikou --lang zh clean x` is `duikou clean --lang zh x`.

What holds here: this is loaded only where the first word is an option, so that it costs other runs nothing. Only what
means the same for every command may stand there; a command that has nothing to colour or to keep quiet about takes
such an option all the same. What is said of all others names the place where they belong.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from duikou.app.language import LANGUAGES
from duikou.errors import UsageError, t

# What each of them may be given, () where it takes nothing.
LEADING: Mapping[str, tuple[str, ...]] = {"--lang": LANGUAGES, "--color": ("auto", "always", "never"), "--quiet": ()}


def behind_the_command(
    arguments: Sequence[str], options: Mapping[str, frozenset[str]], alone: Collection[str]
) -> list[str]:
    """The arguments with the options before the command put right behind it. `options` says for each command which of
    the names in LEADING it knows, `alone` are the options of duikou itself (--version). Raises UsageError where one has
    no such value, or belongs to a command."""
    moved: list[tuple[str, str]] = []
    rest = list(arguments)
    while rest and (name := rest[0].partition("=")[0]) in LEADING:
        word = rest.pop(0)
        value = word.partition("=")[2] if "=" in word or not LEADING[name] else (rest.pop(0) if rest else "")
        if value not in (LEADING[name] or ("",)):
            raise UsageError(
                t("{name} can't be {value}", name=name, value=value or "''"),
                t("Give {names}", names=LEADING[name] or (name,)),
            )
        moved.append((name, value))
    if rest and rest[0].startswith("-") and rest[0] not in alone:
        command = next((word for word in rest if word in options), None)
        if command is not None:
            raise UsageError(
                t("{name} stands before the command", name=rest[0].partition("=")[0]),
                t("Write it behind: {example}", example=f"duikou {command} {rest[0]} ..."),
            )
    known = options.get(rest[0], frozenset()) if rest else frozenset[str]()
    kept = [word for name, value in moved if name in known for word in ((name, value) if value else (name,))]
    return [*rest[:1], *kept, *rest[1:]]
