"""The ledger as one HTML page: every measure beside its source text, to search, to filter and to check.

What holds here: every text is escaped. Nothing is loaded from elsewhere, and no script runs but the page's own, whose
digest the content security policy names. Without scripts all measures can be read, found and printed; the script adds
search, filters, charts and keys. Each field is marked where it stands in the source. The same records give the same
bytes, and documents are written one by one.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path

from duikou import data
from duikou.errors import DuikouError
from duikou.exporting.labels import joined, label, labels, path_text, where
from duikou.exporting.ledger.columns import FIELD_COLUMNS, Row, chapter_title, says, section_title, source_name
from duikou.exporting.ledger.record import Record
from duikou.exporting.screen import visible
from duikou.extracting.fields.registry import FIELDS
from duikou.extracting.fields.spec import FieldSpec
from duikou.model import Measure
from duikou.version import __version__

_FILTERS = ("plan", "unit", "role", "place", "kind", "year")


def write_html(records: Iterable[Record], errors: Sequence[DuikouError], lang: str = "zh") -> Iterator[str]:
    """The pieces of one self-contained HTML file, which ends with a line feed."""
    words = labels(lang, "page")
    script, style = _file("page.js"), _file("page.css")
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{_digest(script)}'"
    tongue = "zh-CN" if lang == "zh" else "en"
    yield "\n".join(
        [
            f'<!DOCTYPE html>\n<html lang="{tongue}">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f'<meta name="generator" content="duikou {__version__}">',
            f"<title>{_safe(words['title'])}</title>\n<style>{style}</style>\n</head>\n<body>",
            f"<header><h1>{_safe(words['title'])}</h1>",
            '<p class="note"><output aria-live="polite"></output></p></header>',
            '<main>\n<div class="tools live-only">\n<input type="search" id="search" placeholder="'
            f'{_safe(words["search"])}" aria-label="{_safe(words["search"])}">',
        ]
    )
    known: dict[str, dict[str, None]] = {name: {} for name in _FILTERS}
    sections = []
    for number, record in enumerate(records, 1):
        sections.append(_section(record, number, lang, known))
    yield from _controls(known, words, lang)
    yield '\n<div class="chart" hidden></div>\n<div id="list">\n'
    yield from sections
    told = {key: words[key] for key in ("shown", "nothing", "pairs")}
    told_json = _json({**told, "tiles": [tile[1:] for tile in data.load("exporting/tiles")["tiles"]]})
    yield "\n".join(
        [
            "</div>\n</main>",
            f"<footer>{_safe(words['made_by'].format(version=__version__))} · {_safe(words['keys'])}</footer>",
            f'<script type="application/json" id="words">{told_json}</script>',
            f"<script>{script}</script>\n</body>\n</html>\n",
        ]
    )


def _controls(known: dict[str, dict[str, None]], words: Mapping[str, str], lang: str) -> Iterator[str]:
    """The filters and the tabs above the list, once it is known what can be chosen."""
    roles = labels(lang, "unit_roles")
    for name in _FILTERS:
        head = _safe(words[name])
        if name in ("unit", "place"):
            options = "".join(f'<option value="{_safe(value)}"></option>' for value in sorted(known[name]))
            yield f'\n<input id="{name}" list="{name}s" placeholder="{head}" aria-label="{head}">'
            yield f'<datalist id="{name}s">{options}</datalist>'
            continue
        said = {value: roles.get(value, value) if name == "role" else value for value in known[name]}
        ordered = sorted(said) if name == "year" else list(said)
        options = "".join(f'<option value="{_safe(value)}">{_safe(said[value])}</option>' for value in ordered)
        yield f'\n<select id="{name}" aria-label="{head}"><option value="">{head}</option>{options}</select>'
    yield f'\n<button type="button" id="clear">{_safe(words["clear"])}</button>\n<span class="tabs">'
    for tab in ("list", "units", "deadlines", "places"):
        pressed = "true" if tab == "list" else "false"
        yield f'<button type="button" data-tab="{tab}" aria-pressed="{pressed}">{_safe(words[f"tab_{tab}"])}</button>'
    yield "</span>\n</div>"


def _section(record: Record, number: int, lang: str, known: dict[str, dict[str, None]]) -> str:
    """One document with its measures; what can be filtered by is noted in `known`."""
    plan = record.name or label(lang, "words", "untitled")
    known["plan"][plan] = None
    about = joined(filter(None, (record.doc_number, *record.issuers, record.date, source_name(record, lang))), lang)
    head = f"<h2>{_safe(plan)}<small>{_safe(about)}</small></h2>"
    rows = [Row(at, record, measure, lang) for at, measure in enumerate(record.measures, 1)]
    passages = record.passages or tuple("" for _ in rows)
    made = [
        _measure(row, passage, f"m{number}-{row.number}", plan, known)
        for row, passage in zip(rows, passages, strict=True)
    ]
    return f'<section class="plan">\n{head}\n' + "\n".join(made) + "\n</section>\n"


def _measure(row: Row, passage: str, anchor: str, plan: str, known: dict[str, dict[str, None]]) -> str:
    measure, lang = row.measure, row.lang
    kind = label(lang, "kinds", measure.kind)
    units = [(unit.key or unit.name, unit.role) for unit in measure.units if unit.role]
    places = list(dict.fromkeys(measure.places))
    days = [day for due in measure.deadlines for day in (due.last_day or due.first_day,) if day]
    pairs = [(pair.left, pair.right, pair.topic or "") for pair in measure.pairs]
    for name, found in {
        "unit": [unit for unit, _ in units],
        "role": [role for _, role in units],
        "place": places,
        "kind": [kind],
        "year": [day[:4] for day in days],
    }.items():
        known[name].update(dict.fromkeys(found))
    values = {
        "plan": plan,
        "kind": kind,
        "units": _json(units),
        "places": _json(places),
        "provinces": _json(_provinces(places)),
        "pairs": _json(pairs),
        "days": _json(days),
    }
    attributes = "".join(f' data-{name}="{_safe(value)}"' for name, value in values.items())
    who = joined(measure.lead_units or measure.responsible_units, lang)
    when = joined(dict.fromkeys(due.text for due in measure.deadlines), lang)
    name = measure.title or measure.text[:40]
    told = _marked(passage, measure, labels(lang, "columns"))
    return (
        f'<details class="measure" id="{anchor}"{attributes}>'
        f'<summary><span class="path">{_safe(path_text(measure.path))}</span><span class="name">{_safe(name)}</span>'
        f'<span class="who">{_safe(who)}</span><span class="when">{_safe(when)}</span></summary>'
        f'<div class="inside"><p class="passage">{told}</p>{_fields(row)}</div></details>'
    )


def _fields(row: Row) -> str:
    """The fields of a measure as a list of heads and values, and where it stood."""
    measure, lang, heads = row.measure, row.lang, labels(row.lang, "columns")
    values = {
        "chapter": chapter_title(row),
        "section": section_title(row),
        "kind": label(lang, "kinds", measure.kind),
        **{column.name: joined(column.items(measure, says(lang)), lang) for column in FIELD_COLUMNS if column.on_page},
        "file": " ".join(filter(None, (source_name(row.record, lang), where(measure.place, lang)))),
    }
    said = "".join(
        f"<dt>{_safe(heads[key])}</dt><dd>{_safe(str(value))}</dd>" for key, value in values.items() if value
    )
    return f"<dl>{said}</dl>"


def _named(field: FieldSpec, heads: Mapping[str, str]) -> str:
    """What a field is called: as its column is, or the one of its units."""
    return heads.get(field.name) or heads.get(field.mark) or field.name


def _marked(passage: str, measure: Measure, heads: Mapping[str, str]) -> str:
    """The passage of a measure with each field marked where it stands; of fields that overlap the longer one."""
    if not passage:
        return _safe(measure.text)
    spans = sorted(
        (
            (one.start - measure.start, one.end - measure.start, field)
            for field in FIELDS
            if field.mark
            for one in field.of(measure)
            if measure.start <= one.start < one.end <= measure.end
        ),
        key=lambda span: (span[0], -span[1]),
    )
    pieces, at = [], 0
    for start, end, field in spans:
        if start < at:
            continue
        opened = f'<mark class="{field.mark}" title="{_safe(_named(field, heads))}">'
        pieces += [_safe(passage[at:start]), opened, f"{_safe(passage[start:end])}</mark>"]
        at = end
    return "".join([*pieces, _safe(passage[at:])])


def _provinces(places: Sequence[str]) -> list[str]:
    """The short names of the provinces that places lie in."""
    return list(dict.fromkeys(filter(None, map(_province, places))))


@cache
def _province(place: str) -> str:
    from duikou.notation.places import spots

    names = {tile[0]: tile[1] for tile in data.load("exporting/tiles")["tiles"]}
    return next((str(names[spot.code[:2]]) for spot in spots(place) if spot.code[:2] in names), "")


def _json(value: object) -> str:
    """JSON that can stand in a page: nothing in it ends a script."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _safe(text: str) -> str:
    return escape(visible(text))


def _digest(script: str) -> str:
    return b64encode(sha256(script.encode("utf-8")).digest()).decode("ascii")


@cache
def _file(name: str) -> str:
    text: str = (Path(data.__file__).parent / "exporting" / "ledger_page" / name).read_text("utf-8")
    return text
