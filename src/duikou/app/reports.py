"""What duikou says of itself: its cleaning rules, and what this machine can read."""

from __future__ import annotations

from typing import Any

from duikou.app import language
from duikou.app.outputs import StandardOutput
from duikou.app.runs import DONE


def rules(format: str = "text") -> int:
    """`duikou rules`: every cleaning rule, and the evidence by which lines are furniture or one paragraph."""
    from duikou.cleaning import rules_in_order
    from duikou.cleaning.furniture.finding import TABLE as FURNITURE
    from duikou.cleaning.paragraphs.evidence import TABLE as PARAGRAPHS
    from duikou.exporting.rules_list import write_rules

    with StandardOutput() as sink:
        sink.write(write_rules(rules_in_order(), format, (*FURNITURE, *PARAGRAPHS), language.messages()))
    return DONE


def doctor() -> int:
    """`duikou doctor`: what this machine can read."""
    from duikou.exporting.doctor import report
    from duikou.reading.files.tools import TOOLS
    from duikou.reading.formats import FORMATS

    with StandardOutput() as sink:
        sink.write(report(FORMATS, TOOLS, language.messages()))
    return DONE


def config(program: Any) -> int:
    """`duikou config`: the settings that hold for the commands of `program`, and where each was set."""
    from duikou.app import settings

    with StandardOutput() as sink:
        sink.write(settings.report(program))
    return DONE
