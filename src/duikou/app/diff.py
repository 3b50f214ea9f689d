"""`duikou diff`: from versions and options to one report and an exit code, and the same as a driver of git.

What holds here: nothing is written before all that can be checked has been checked. Each version is read once. The exit
code is about what is reported: what the user ignores does not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from duikou.app import language
from duikou.app.comparisons import Options, compared, document_of, outlined, own_options, write
from duikou.app.diff_ledgers import diff_ledgers, ledgers_of
from duikou.app.inputs import STDIN, Input, single
from duikou.app.outputs import Sink, StandardOutput, target
from duikou.app.runs import DIFFERENT, DONE, Run, options_of, words
from duikou.app.screens import screen
from duikou.comparing.sifting import checked, matters
from duikou.errors import DuikouError, UsageError, t
from duikou.exporting import Writer, choose, load

if TYPE_CHECKING:
    from duikou.app import commands
    from duikou.model import Comparison

# What git passes to an external diff; with a rename two more, for a path in conflict the path alone.
_GIT_ARGUMENTS = (1, 7, 9)
_NOTHING = ("/dev/null", "nul")
# The warning of a comparison that two texts are hardly versions of one.
UNLIKE = "unlike"


def diff(asked: commands.Diff) -> int:
    """`duikou diff`: what changed from each version to the next, or the driver of git; exit code 1 when something
    matters (`sifting.matters`)."""
    options = Options(asked, options_of(asked.reading, asked.writing.quiet), words(asked.ignore), words(asked.only))
    if not asked.git:
        return _versions(asked.versions, options)
    if asked.output is not None or asked.format not in (None, "terminal"):
        raise UsageError("--git writes to the terminal", "Leave out -o and -f")
    return external(asked.versions, options)


def _versions(versions: Sequence[str], options: Options) -> int:
    from duikou.app import diff_folders as folders

    if options.asked.every_version or folders.are_folders(versions):
        writer = choose("diff", options.asked.format, options.asked.output)
        own_options(writer, options)
        options = replace(options, ignore=checked(options.ignore), only=checked(options.only))
        return folders.diff_folders(versions, options, writer)
    if len(versions) < 2:
        raise UsageError("there is one version, and nothing to compare it with", "Name the old and the new version")
    if versions.count(STDIN) > 1:
        raise UsageError("standard input (-) is named twice", "Name it once")
    writer = choose("diff", options.asked.format, options.asked.output)
    own = own_options(writer, options)
    if len(versions) > 2 and not writer.join:
        raise UsageError(
            t(
                "{format} tracks the changes from one version to another, and {count} are named",
                format=writer.format,
                count=len(versions),
            ),
            "Compare two at a time, or give -f html",
        )
    options = replace(options, ignore=checked(options.ignore), only=checked(options.only))
    items = [single(name) for name in versions]
    if (in_ledgers := ledgers_of(items)) is not None:
        return diff_ledgers(in_ledgers, items, options, writer)
    sink = target(options.asked.output, items, writer, options.asked.writing.force)
    told = Run(options.asked.writing.quiet)
    documents = [document_of(told, item, options) for item in items]
    found = [document for document in documents if document is not None]
    if len(found) < len(documents):
        return told.code()
    comparisons = compared(found, options)
    if not options.asked.anyway and (strangers := [one for one in comparisons if _unlike(one)]):
        return _refused(told, writer, sink, strangers)
    if writer.format == "docx":
        from duikou.exporting.changes.own_file.beside import untracked
        from duikou.exporting.changes.own_file.files import originals

        own["originals"] = files = originals(comparisons[0])
        if files is not None and (differ := untracked(*files)):
            told.note(t("warning: {names} differ too; they are not in the redline, look at both files", names=differ))
    write(comparisons, sink, writer, options, own)
    return _code(comparisons, options)


def _unlike(comparison: Comparison) -> bool:
    return any(caution.rule == UNLIKE for caution in comparison.cautions)


def _refused(told: Run, writer: Writer, sink: Sink, comparisons: Sequence[Comparison]) -> int:
    """Tell that versions are hardly versions of one text; no changes are written, but JSON says so itself.

    A list of changes between two texts that have nothing to do with one another would look like one that means
    something, and exit code 1 like two versions that differ.
    """
    for comparison in comparisons:
        message = next(caution.message for caution in comparison.cautions if caution.rule == UNLIKE)
        old, new = (version.cleaned.source.path or "" for version in (comparison.old, comparison.new))
        told.fail(DuikouError(message, "Give --anyway to compare them", f"{old} → {new}"))
    if writer.format == "json":
        with sink:
            sink.write(load("json.contract:refused_json")(comparisons, told.errors, language.messages()))
    return told.code()


def _code(comparisons: Sequence[Comparison], options: Options) -> int:
    differs = any(matters(change, options.asked.fail_on) for comparison in comparisons for change in comparison.changes)
    return DIFFERENT if differs else DONE


def external(arguments: Sequence[str], options: Options) -> int:
    """What git runs for one file (gitattributes(5), "diff.<driver>.command"): 7 arguments, 9 for a rename.

    Gives 0 even where the versions differ, or can't be read: git stops at any other answer. What can't be read is told
    in place of the differences.
    """
    if len(arguments) not in _GIT_ARGUMENTS:
        raise UsageError(
            t("git gives 7 arguments to an external diff, and {count} are here", count=len(arguments)),
            "Let git call this: git config diff.duikou.command 'duikou diff --git'",
        )
    options = replace(options, ignore=checked(options.ignore), only=checked(options.only))
    with StandardOutput(painted=True) as sink:
        if len(arguments) == 1:
            sink.write(t("{shown}: in conflict\n", shown=_shown(arguments[0])))
            return DONE
        sink.write(_one_file(arguments, options))
    return DONE


def _one_file(arguments: Sequence[str], options: Options) -> str:
    path, old_file, old_hex, _, new_file, new_hex, *_ = arguments
    renamed = arguments[7] if len(arguments) > 7 else path
    name = _shown(path if renamed == path else f"{path} → {renamed}")
    for file, said in ((old_file, "new file"), (new_file, "deleted")):
        if file in _NOTHING:
            return f"{name}: {said}\n"
    found = []
    for item in (_blob(path, old_hex, old_file), _blob(renamed, new_hex, new_file)):
        document = outlined(item, options)
        if isinstance(document, DuikouError):
            return t("{name}: can't be compared: {shown}\n", name=name, shown=_shown(document.cause))
        found.append(document)
    color, width = screen()
    own: dict[str, object] = {"side_by_side": True} if options.asked.side_by_side else {}
    write = load("changes.terminal:write_terminal")
    try:
        (comparison,) = compared(found, options)
    except DuikouError as error:
        return t("{name}: can't be compared: {shown}\n", name=name, shown=_shown(error.cause))
    report: str = write(comparison, options.lang, color, width, **own)
    return report


def _blob(path: str, digest: str, file: str) -> Input:
    """One version under the name that a reader knows: the path, and which blob; a file of the work tree has none."""
    known = digest.strip("0.")
    return Input(f"{path}@{digest[:7]}" if known else path, PurePath(path), Path(file))


def _shown(text: str) -> str:
    from duikou.exporting.screen import visible

    return visible(text.replace("\n", "↵"))
