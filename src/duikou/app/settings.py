"""Settings: what a file or the environment says where the command line says nothing.

What holds here: the command line goes before variables (DUIKOU_CLEAN_JOBS, DUIKOU_JOBS), these before the file of
settings: the one that DUIKOU_CONFIG names, else duikou.toml or [tool.duikou] of pyproject.toml in the working folder or
the nearest folder above it. A table named as a command holds for that command alone. What is wrong is one error that
names the file and the line. Where there is neither file nor variable, nothing is loaded.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from duikou.data import CONFIG
from duikou.errors import Text, UsageError, t
from duikou.notation.patterns import pattern

_PREFIX = "DUIKOU_"
_NOT_OPTIONS = (CONFIG, "DUIKOU_LANG", "DUIKOU_PASSWORD")
_FILES = ("duikou.toml", "pyproject.toml")
_WORDS = ("words", "sites")
_SPOT = pattern(r"line (\d+), column (\d+)")


class Setting(NamedTuple):
    """One setting: the command that it is for ("" for all), the option's name, its value, and where it was set."""

    command: str
    name: str
    value: Any
    origin: str


def settings_file() -> Path | None:
    """The file of settings that holds here. Raises `UsageError` where DUIKOU_CONFIG names none."""
    named = os.environ.get(CONFIG)
    if named:
        if not Path(named).is_file():
            raise UsageError(
                t("{name} names no file: {file}", name=CONFIG, file=named), "Check the name and the folder"
            )
        return Path(named)
    try:
        here = Path.cwd()
    except OSError:
        return None
    for folder in (here, *here.parents):
        for name in _FILES:
            file = folder / name
            if file.is_file() and (name == _FILES[0] or _holds_table(file)):
                return file
    return None


def _holds_table(file: Path) -> bool:
    try:
        return b"tool.duikou" in file.read_bytes()
    except OSError:
        return False


def default_map(program: Any) -> dict[str, Any]:
    """What click takes as defaults, by command, for the program; and the file made known to other processes. Raises
    `UsageError`."""
    file = settings_file()
    variables = [name for name in os.environ if name.startswith(_PREFIX) and name not in _NOT_OPTIONS]
    if file is None and not variables:
        return {}
    if file is not None:
        os.environ[CONFIG] = str(file.resolve())
    made: dict[str, Any] = {}
    for setting in settings(program, file):
        made.setdefault(setting.command, {})[setting.name] = setting.value
    return made


def settings(program: Any, file: Path | None) -> Iterator[Setting]:
    """Every setting for every command that has such an option, what goes before last. Raises `UsageError`."""
    commands: Mapping[str, Any] = program.commands
    # `help` has no options of its own, and click would take its table for the value of --help.
    options = {name: _options(command) for name, command in commands.items() if name != "help"}
    content = _read(file) if file is not None else {}
    known = {option for names in options.values() for option in names}
    for key, value in content.items():
        where = _Where(file, key)
        if key in _WORDS:
            _check_words(key, value, where)
        elif isinstance(value, dict):
            if key not in commands:
                raise where.error(t("there is no command {name}", name=key), t("Give {names}", names=tuple(commands)))
        elif _name(key) not in known:
            raise where.error(t("there is no option {name}", name=key), t("Give {names}", names=sorted(known)))
    taken: set[str] = set()
    others: dict[str, UsageError] = {}
    for command, names in options.items():
        tables = (("", content), (command, content.get(command, {})))
        for table, values in tables:
            for key, value in values.items():
                if isinstance(value, dict) or key in _WORDS:
                    continue
                where = _Where(file, key, table)
                if _name(key) in names:
                    found = _value(names[_name(key)], value, where)
                    refused = _refused(command, _name(key), found, where)
                    if refused is None:
                        taken.add(key)
                        yield Setting(command, _name(key), found, str(where))
                    elif table:
                        raise refused
                    else:
                        others.setdefault(key, refused)
                elif table:
                    raise where.error(t("there is no option {name}", name=key), t("Give {names}", names=sorted(names)))
        for name, option in names.items():
            for variable in (f"{_PREFIX}{name}".upper(), f"{_PREFIX}{command}_{name}".upper()):
                if os.environ.get(variable) and variable not in _NOT_OPTIONS:
                    where = _Where(None, variable)
                    found = _value(option, os.environ[variable], where)
                    refused = _refused(command, name, found, where)
                    if refused is None:
                        taken.add(variable)
                        yield Setting(command, name, found, variable)
                    else:
                        others.setdefault(variable, refused)
    # What is set for all commands holds for those that know it.
    for key, error in others.items():
        if key not in taken:
            raise error


class _Where(NamedTuple):
    """Where a setting stands: a key of a file, in a table, or a variable."""

    file: Path | None
    key: str
    table: str = ""

    def __str__(self) -> str:
        return self.key if self.file is None else f"{self.file}:{self._line()}"

    def _line(self) -> int:
        assert self.file is not None
        table, first = "", 0
        for number, line in enumerate(self.file.read_text("utf-8").splitlines(), 1):
            text = line.strip()
            if text.startswith("["):
                table = text.strip("[]").removeprefix("tool.duikou").strip(". ")
                first = first or (number if table.split(".")[0] == self.key else 0)
            elif text.partition("=")[0].strip().strip("\"'") == self.key and table == self.table:
                return number
        return first or 1

    def error(self, cause: str, advice: str = "") -> UsageError:
        # A variable is named by the cause.
        return UsageError(cause, advice, str(self) if self.file or self.key not in cause else None)


def _read(file: Path) -> dict[str, Any]:
    import tomllib

    from duikou.data.own import settings as settings_of

    try:
        return settings_of(tomllib.loads(file.read_text("utf-8")), file.name)
    except UnicodeDecodeError:
        raise UsageError("can't be read as TOML (it is no UTF-8)", "Save it as UTF-8", str(file)) from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(
            t("can't be read as TOML ({error})", error=_spot(error)), "Mend that line", str(file)
        ) from None
    except OSError as error:
        raise UsageError(t("can't be read ({cause})", cause=error), "Look at the file", str(file)) from None


def _spot(error: ValueError) -> str:
    """Where a file is no TOML: in English with the reason that the library gives."""
    line, column = _SPOT.findall(str(error))[-1] if _SPOT.search(str(error)) else ("", "")
    if not line:
        return t("it ends too early")
    return Text(t("line {line}, column {column}").template, {"line": line, "column": column}, str(error))


def _options(command: Any) -> dict[str, Any]:
    """The options of a command by name, but those that only make sense for one run."""
    never = ("help", "version", "password_file", "output", "directory", "inputs", "versions", "plans", "git")
    return {p.name: p for p in command.params if p.param_type_name == "option" and p.name not in (*never, "clipboard")}


def _name(key: str) -> str:
    return key.replace("-", "_")


def _value(option: Any, value: Any, where: _Where) -> Any:
    """The value as the option takes it. Raises `UsageError`."""
    if option.multiple:
        value = value if isinstance(value, list) else str(value).split(",")
        return [str(one) for one in value]
    if isinstance(value, list | dict):
        raise where.error(t("{name} takes one value", name=where.key))
    try:
        option.type.convert(value if isinstance(value, bool) else str(value), option, None)
    except Exception as error:
        from duikou.app.helps import sentence

        words = sentence(f"{str(getattr(error, 'message', error)).rstrip('.')}.")
        said = t("it is true or false") if option.type.name == "boolean" else words
        cause = t("{name} can't be {value}: {error}", name=where.key, value=value, error=said)
        raise where.error(cause) from None
    return value


def _refused(command: str, name: str, value: Any, where: _Where) -> UsageError | None:
    """The error for a value whose names the command does not know; None where it takes it."""
    try:
        if name == "format" and command == "rules":
            from duikou.exporting.rules_list import write_rules

            write_rules((), value)
        elif name == "format":
            from duikou.exporting import choose

            choose(command, value)
        elif name == "limit":
            from duikou.reading.options import limits_of

            limits_of(value)
        elif name == "kind":
            from duikou.app.extract import known_kinds

            known_kinds(tuple(value))
        elif (command, name) in (("clean", "select"), ("clean", "ignore")):
            from duikou.cleaning import Selection, chosen_rules

            chosen_rules(Selection(select=tuple(value)))
        elif (command, name) in (("diff", "only"), ("diff", "ignore")):
            from duikou.comparing.sifting import checked

            checked(value)
    except UsageError as error:
        return where.error(error.cause, error.advice)
    return None


def _check_words(key: str, value: Any, where: _Where) -> None:
    from duikou.data.own import AGENCIES, KINDS

    if key == "sites":
        good = isinstance(value, list) and all(isinstance(s, dict) and {"host", "select"} <= s.keys() for s in value)
        if not good:
            advice = t('Write host = "www.example.gov.cn" and select = ".article"')
            raise where.error(t("[[sites]] takes host and select"), advice)
        return
    if not isinstance(value, dict):
        raise where.error(t("[words] is a table"), "Write [words] on a line of its own, the lists below it")
    for kind, listed in value.items():
        here = where._replace(key=kind, table="words")
        if kind not in KINDS:
            raise here.error(t("there are no own words of the kind {name}", name=kind), t("Give {names}", names=KINDS))
        lists = listed.values() if kind == AGENCIES and isinstance(listed, dict) else [listed]
        if not all(isinstance(one, list) and all(isinstance(w, str) and w for w in one) for one in lists):
            written = '{ "A" = ["B", "C"] }' if kind == AGENCIES else '["A", "B"]'
            advice = t("Write {name} = {written}", name=kind, written=written)
            raise here.error(t("{name} takes a list of words", name=kind), advice)


def _unknown(program: Any) -> list[str]:
    """The variables of duikou that no option takes."""
    known = set(_NOT_OPTIONS)
    for command, found in program.commands.items():
        names = _options(found) if command != "help" else {}
        known |= {f"{_PREFIX}{name}".upper() for name in names}
        known |= {f"{_PREFIX}{command}_{name}".upper() for name in names}
    return sorted(name for name in os.environ if name.startswith(_PREFIX) and name not in known)


def report(program: Any) -> str:
    """What holds and from where, one setting a line: the file, options by command, own words."""
    from duikou.app.language import told

    file = settings_file()
    lines = [told(t("settings: {file}", file=file) if file else t("no file of settings"))]
    lines += [told(t("{name}: there is no such option", name=name)) for name in _unknown(program)]
    for setting in settings(program, file):
        lines.append(f"{setting.command} {setting.name} = {setting.value}  ({setting.origin})")
    if file is not None:
        for kind, listed in _read(file).get("words", {}).items():
            lines.append(f"words.{kind} = {listed}  ({_Where(file, kind, 'words')})")
        for site in _read(file).get("sites", []):
            lines.append(f"sites {site['host']} = {site['select']}  ({_Where(file, 'sites')})")
    return "\n".join(lines) + "\n"
