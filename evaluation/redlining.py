"""Redlines of real Word files, settled: versions are made of each file of a folder, the redline is written, and all its
changes are accepted and rejected by a reader of the XML of its own, and on request by LibreOffice.

What holds here: accepting must give the text of the new file, rejecting the XML of the old one but for runs that were
cut and empty properties. The same folder and seed give the same versions. Files with tracked changes of their own, and
those that hold too little, are counted apart.

    python evaluation/redlining.py FOLDER [--seeds 2] [--libreoffice 40] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import copy
import io
import random
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

import duikou
from duikou.exporting.changes.own_file.writer import own_redline

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"
_REVISIONS = {f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel")}
_CHANGES = {f"{W}{name}Change" for name in ("rPr", "pPr", "sectPr", "tblPr", "trPr", "tcPr", "numbering", "tblGrid")}
_RANGES = {f"{W}move{way}Range{end}" for way in ("From", "To") for end in ("Start", "End")}
_REMARKS = {f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd")}
# What stands between paragraphs and is none.
_BETWEEN = {f"{W}{name}" for name in ("bookmarkStart", "bookmarkEnd", "permStart", "permEnd", "proofErr")}
_NEW, _OLD = ("ins", "moveTo", "cellIns"), ("del", "moveFrom", "cellDel")
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
# What names a paragraph among all of a file, and so is not that of another one.
_NAMED = "{http://schemas.microsoft.com/office/word/2010/wordml}"
# What LibreOffice puts into an empty cell of a tracked row, and leaves there.
_HELD = "\u200d"
_PUT_IN = "各有关单位应当按照职责分工抓好落实，并于每年年底前报送进展情况。"
Element = Any


def document(data: bytes) -> Element:
    """The root of word/document.xml."""
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(DOCUMENT))


def with_document(data: bytes, root: Element) -> bytes:
    """The file with another document."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in old.infolist():
            changed = entry.filename == DOCUMENT
            text = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            made.writestr(entry.filename, text if changed else old.read(entry))
    return stream.getvalue()


# -- versions


def edited(root: Element, draw: random.Random) -> list[str]:
    """Edit a document in a few places; the names of what was done."""
    edits = (_reword, _reword, _take_out, _put_in, _move, _row_out, _row_in)
    return [edit.__name__[1:] for edit in draw.sample(edits, 4) if edit(root, draw)]


def _plain(root: Element, least: int = 6) -> list[Element]:
    """The paragraphs of the body that hold text in runs of their own and nothing else of weight."""
    found = []
    for p in root.iterfind(f"{W}body/{W}p"):
        kinds = {child.tag.removeprefix(W) for child in p.iter() if isinstance(child.tag, str)}
        heavy = kinds & {"drawing", "pict", "object", "fldChar", "sectPr", "footnoteReference", "bookmarkStart", "sdt"}
        if not heavy and len("".join(p.itertext(f"{W}t"))) >= least:
            found.append(p)
    return found


def _reword(root: Element, draw: random.Random) -> bool:
    runs = [t for p in _plain(root) for t in p.iter(f"{W}t") if t.text and len(t.text) >= 4]
    if not runs:
        return False
    run = draw.choice(runs)
    at = draw.randrange(1, len(run.text) - 2)
    run.text = f"{run.text[:at]}修订后的{run.text[at + 2 :]}"
    return True


def _take_out(root: Element, draw: random.Random) -> bool:
    found = _plain(root)
    if len(found) < 3:
        return False
    # A table has a paragraph behind it.
    found = [one for one in found if (before := one.getprevious()) is None or before.tag != f"{W}tbl"]
    if not found:
        return False
    one = draw.choice(found)
    one.getparent().remove(one)
    return True


def _put_in(root: Element, draw: random.Random) -> bool:
    found = _plain(root)
    if not found:
        return False
    near = draw.choice(found)
    made = copy.deepcopy(near)
    texts = list(made.iter(f"{W}t"))
    texts[0].text = _PUT_IN
    for text in texts[1:]:
        text.getparent().remove(text)
    near.addnext(made) if draw.random() < 0.5 else near.addprevious(made)
    return True


def _move(root: Element, draw: random.Random) -> bool:
    found = _plain(root, 12)
    if len(found) < 5:
        return False
    at = draw.randrange(len(found) - 3)
    found[at + 3].addnext(found[at])
    return True


def _rows(root: Element) -> list[Element]:
    rows = [row for table in root.iterfind(f"{W}body/{W}tbl") for row in table.findall(f"{W}tr")[1:]]
    return [row for row in rows if row.find(f".//{W}vMerge") is None and row.find(f".//{W}drawing") is None]


def _row_out(root: Element, draw: random.Random) -> bool:
    rows = _rows(root)
    if len(rows) < 2:
        return False
    row = draw.choice(rows)
    row.getparent().remove(row)
    return True


def _row_in(root: Element, draw: random.Random) -> bool:
    rows = _rows(root)
    if not rows:
        return False
    near = draw.choice(rows)
    made = copy.deepcopy(near)
    for k, text in enumerate(made.iter(f"{W}t")):
        text.text = f"新增第{k + 1}栏" if k < 3 else ""
    near.addnext(made)
    return True


# -- settling


def settled(root: Element, accepted: bool) -> Element:
    """A document with all changes accepted or rejected. A paragraph whose mark goes runs on into the next one."""
    root = copy.deepcopy(root)
    filled = [table for table in root.iter(f"{W}tbl") if table.find(f".//{W}tr") is not None]
    gone, kept = (_OLD, _NEW) if accepted else (_NEW, _OLD)
    for tag in (*_RANGES, *_REMARKS):
        for found in list(root.iter(tag)):
            found.getparent().remove(found)
    for found in list(root.iter(f"{W}commentReference")):
        run = found.getparent()
        run.getparent().remove(run)
    if not accepted:
        for change in list(root.iter(f"{W}pPrChange")):
            properties = change.getparent()
            mark = properties.find(f"{W}rPr")
            was = change.find(f"{W}pPr")
            for child in list(properties):
                if child is not mark:
                    properties.remove(child)
            for k, child in enumerate(list(was)):
                properties.insert(k, child)
    else:
        for change in list(root.iter(f"{W}pPrChange")):
            change.getparent().remove(change)
    for name in gone:
        for found in list(root.iter(f"{W}{name}")):
            _go(found)
    for name in kept:
        for found in list(root.iter(f"{W}{name}")):
            _stay(found)
    for table in filled:
        if table.find(f".//{W}tr") is None and table.getparent() is not None:
            table.getparent().remove(table)
    for name, usual in (("delText", "t"), ("delInstrText", "instrText")):
        for found in root.iter(f"{W}{name}"):
            found.tag = f"{W}{usual}"
    return root


def _go(found: Element) -> None:
    parent = found.getparent()
    if parent is None:
        return
    kind = parent.tag.removeprefix(W)
    if kind == "trPr":
        row = parent.getparent()
        row.getparent().remove(row)
    elif kind == "tcPr":
        cell = parent.getparent()
        cell.getparent().remove(cell)
    elif kind == "rPr" and parent.getparent().tag == f"{W}pPr":
        _join(parent.getparent().getparent())
    else:
        parent.remove(found)


def _join(paragraph: Element) -> None:
    after = paragraph.getnext()
    while after is not None and after.tag in _BETWEEN:
        after = after.getnext()
    content = [child for child in paragraph if child.tag != f"{W}pPr"]
    if after is not None and after.tag in (f"{W}tbl", f"{W}sdt") and not "".join(paragraph.itertext(f"{W}t")):
        # All of it goes, and a table or what wraps others comes next.
        paragraph.getparent().remove(paragraph)
        return
    if after is None or after.tag != f"{W}p":
        # Nothing to run on into: the mark stays, as Word has it.
        for mark in paragraph.findall(f"{W}pPr/{W}rPr/*"):
            if mark.tag in _REVISIONS:
                mark.getparent().remove(mark)
        return
    at = 0 if after.find(f"{W}pPr") is None else 1
    for k, child in enumerate(content):
        after.insert(at + k, child)
    paragraph.getparent().remove(paragraph)


def _stay(found: Element) -> None:
    parent = found.getparent()
    if parent is None:
        return
    at = parent.index(found)
    for k, child in enumerate(list(found)):
        parent.insert(at + k, child)
    parent.remove(found)


def canonical(root: Element) -> bytes:
    """A document in one form: runs that stand together with the same looks are one, empty properties are none, and so
    is white space between elements; a simple field is written as the runs that say the same."""
    root = settled(root, accepted=False)
    for found in list(root.iter(f"{W}fldSimple")):
        _in_long_form(found)
    for found in root.iter():
        if isinstance(found.tag, str) and found.tag not in (f"{W}t", f"{W}instrText"):
            found.text = found.text if found.text and found.text.strip() else None
        found.tail = None
    for paragraph in root.iter(f"{W}p"):
        for name in [name for name in paragraph.attrib if name.startswith(_NAMED)]:
            del paragraph.attrib[name]
    for name in ("rPr", "pPr", "trPr", "tcPr"):
        for found in list(root.iter(f"{W}{name}")):
            if not len(found) and not found.attrib:
                found.getparent().remove(found)
    for paragraph in root.iter(f"{W}p"):
        for parent in (paragraph, *paragraph.iter(f"{W}hyperlink", f"{W}smartTag", f"{W}sdtContent", f"{W}fldSimple")):
            _joined(parent)
    for run in list(root.iter(f"{W}r")):
        _one_text(run)
        if not [child for child in run if child.tag != f"{W}rPr"]:
            run.getparent().remove(run)
    for text in root.iter(f"{W}t"):
        text.attrib.pop("{http://www.w3.org/XML/1998/namespace}space", None)
    return etree.tostring(root, method="c14n")


def _in_long_form(field: Element) -> None:
    parent = field.getparent()
    at = parent.index(field)
    look = field.find(f"{W}r/{W}rPr")
    made = [etree.Element(f"{W}r") for _ in range(4)]
    for run in made:
        if look is not None:
            run.append(copy.deepcopy(look))
    for run, kind in zip(made, ("begin", "", "separate", "end"), strict=True):
        inner = etree.SubElement(run, f"{W}fldChar" if kind else f"{W}instrText")
        if kind:
            inner.set(f"{W}fldCharType", kind)
        else:
            inner.text = field.get(f"{W}instr")
            inner.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for name in ("fldLock", "dirty"):
        if (said := field.get(f"{W}{name}")) is not None:
            made[0][-1].set(f"{W}{name}", said)
    inside = list(field)
    for child in [child for child in inside if child.tag == f"{W}fldData"]:
        made[0][-1].append(child)
        inside.remove(child)
    for k, child in enumerate([*made[:3], *inside, made[3]]):
        parent.insert(at + k, child)
    parent.remove(field)


def _joined(parent: Element) -> None:
    before = None
    for child in list(parent):
        if child.tag == f"{W}r" and before is not None and _looks(before) == _looks(child):
            for inner in child:
                if inner.tag != f"{W}rPr":
                    before.append(inner)
            parent.remove(child)
        else:
            before = child if child.tag == f"{W}r" else None


def _looks(run: Element) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    properties = run.find(f"{W}rPr")
    return (b"" if properties is None else etree.tostring(properties, method="c14n")), tuple(sorted(run.attrib.items()))


def _one_text(run: Element) -> None:
    before = None
    for child in list(run):
        if child.tag == f"{W}t" and before is not None:
            before.text = (before.text or "") + (child.text or "")
            run.remove(child)
        else:
            before = child if child.tag == f"{W}t" else None


def said(root: Element) -> list[str]:
    """What a document says: its paragraphs, cells and rows in order."""
    return list(_said(root.find(f"{W}body")))


def _said(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}p":
            yield "".join(_characters(child))
        elif child.tag == f"{W}tbl":
            yield "<table>"
            yield from _said(child)
        elif child.tag in (f"{W}tr", f"{W}tc"):
            yield f"<{child.tag.removeprefix(W)}>"
            yield from _said(child)
        elif isinstance(child.tag, str):
            yield from _said(child)


def _characters(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _SIGNS and element.tag == f"{W}r":
            yield _SIGNS[child.tag]
        elif isinstance(child.tag, str) and child.tag not in (f"{W}pPr", f"{W}rPr"):
            yield from _characters(child)


# -- the whole


def tried(old: bytes, new: bytes) -> tuple[str, bytes | None]:
    """What came of a redline: "exact", or what is not as it must be."""
    made = own_redline(duikou.diff(old, new), old, new, "zh", "甲", "2026-01-31T00:00:00Z")
    if made is None:
        return "no redline in the file's own XML", None
    redline = document(made)
    if said(settled(redline, True)) != said(document(new)):
        return "accepting gives another text", made
    if said(settled(redline, False)) != said(document(old)):
        return "rejecting gives another text", made
    if canonical(redline) != canonical(document(old)):
        return "rejecting gives other XML", made
    return "exact", made


def versions(folder: Path, seeds: int, tell: Callable[[str], None]) -> Iterator[tuple[str, bytes, bytes]]:
    """Each file of a folder with its versions."""
    for path in sorted(folder.glob("*.docx")):
        data = path.read_bytes()
        try:
            root = document(data)
        except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError):
            tell("no Word file")
            continue
        if any(True for _ in root.iter(*_REVISIONS, *_CHANGES)):
            tell("tracked changes of its own")
            continue
        for seed in range(seeds):
            changed = copy.deepcopy(root)
            if len(edited(changed, random.Random(f"{path.name}{seed}"))) < 1:
                tell("holds too little")
                break
            yield f"{path.stem}-{seed}", data, with_document(data, changed)


def by_libreoffice(pairs: dict[str, tuple[bytes, bytes, bytes]]) -> dict[str, str]:
    """What LibreOffice makes of redlines, given (old, new, redline): accepting must give what it reads of the new file,
    rejecting what it reads of the old one."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
    from libreoffice import settle

    names = {f"{k:03}": name for k, name in enumerate(pairs)}
    files = {f"{k}{side}": pairs[name][at] for k, name in names.items() for at, side in enumerate("abr")}
    with tempfile.TemporaryDirectory() as folder:
        read = settle(Path(folder), files)
    found = {name: [_without_held(lines) for lines in both] for name, both in read.items()}
    came = {}
    for k, name in names.items():
        if not all(f"{k}{side}" in found for side in "abr"):
            came[name] = "LibreOffice can't read it"
        elif found[f"{k}r"][0] != found[f"{k}b"][0]:
            came[name] = "LibreOffice accepts another text"
        elif found[f"{k}r"][1] != found[f"{k}a"][0]:
            came[name] = "LibreOffice rejects to another text"
        else:
            came[name] = "exact in LibreOffice too"
    return came


def _without_held(lines: list[str]) -> str:
    return "\n".join(line.replace(_HELD, "") for line in lines).rstrip("\n")


def main() -> None:
    """Try every file, and say how many came out exact."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--libreoffice", type=int, default=0, help="so many exact ones, by LibreOffice too")
    parser.add_argument("--keep", type=Path, help="write what is not exact there")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    exact: dict[str, tuple[bytes, bytes, bytes]] = {}
    for name, old, new in versions(options.folder, options.seeds, lambda why: counts.update([f"left out: {why}"])):
        try:
            came, made = tried(old, new)
        except duikou.errors.DuikouError as error:
            came, made = f"left out: can't be read ({error.cause})"[:60], None
        counts[came] += 1
        if came == "exact" and made is not None:
            exact[name] = old, new, made
        if came != "exact" and not came.startswith("left"):
            print(f"{name}: {came}")
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                for part, data in (("old", old), ("new", new), ("redline", made)):
                    if data is not None:
                        (options.keep / f"{name}.{part}.docx").write_bytes(data)
    # Spread over the folder.
    chosen = list(exact)[:: max(1, len(exact) // options.libreoffice)] if options.libreoffice else []
    if chosen:
        for name, came in by_libreoffice({name: exact[name] for name in chosen}).items():
            counts[came] += 1
            if came != "exact in LibreOffice too":
                print(f"{name}: {came}")
    for came, count in counts.most_common():
        print(f"{count:5} {came}", file=sys.stderr)


if __name__ == "__main__":
    main()
