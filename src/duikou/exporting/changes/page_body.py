"""The sections of the page of a comparison: the versions, the tree, and the articles in two columns.

What holds here: every text is escaped, and everything of both texts is shown: what changed side by side and marked,
what did not once, folded. Marks differ in shape and not in colour alone: a line through what was deleted, a line below
what was inserted.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from duikou.exporting.changes.edit_script import NEW, OLD, EditPiece
from duikou.exporting.changes.page_view import Article, View
from duikou.exporting.changes.provisions import spaced
from duikou.exporting.changes.report_lines import heading, remark, standing, summary_line, verdict
from duikou.exporting.changes.rows import Row
from duikou.exporting.changes.versions import Step, edition_name, edition_of
from duikou.exporting.labels import label, labels, where
from duikou.exporting.screen import coded
from duikou.exporting.wording import told
from duikou.model import Change, Document
from duikou.notation.patterns import pattern

# What HTML forbids in text: control characters but TAB and line ends, surrogates, noncharacters.
_FORBIDDEN = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Marks that would turn the direction of what follows on the page.
_DIRECTION = pattern("[\u202a-\u202e\u2066-\u2069]")
_LEAD = 24  # characters shown of an item without a heading


def escaped(text: str) -> str:
    """The text escaped, without what HTML forbids; marks of direction and private-use characters are their codes."""
    kept = _FORBIDDEN.sub("", text)
    return escape(coded(_DIRECTION.sub(lambda match: f"<U+{ord(match[0]):04X}>", kept)))


def shape(name: str) -> str:
    """A small picture: of a group of changes, or of an arrow."""
    return f'<svg class="shape" aria-hidden="true"><use href="#{name}"/></svg>'


class Section:
    """The part of the page that shows one comparison. `step` says what it is among the versions of its text; `several`
    that there are others on the page, so that it says of which versions it is."""

    def __init__(self, view: View, number: int, lang: str, step: Step, several: bool) -> None:
        self.view, self.number, self.lang, self.step, self.several = view, number, lang, step, several
        self.words = labels(lang, "diff")
        self.comparison = view.comparison
        self.articles = view.articles
        self.id = f"v{number}-" if several else ""
        self.index = {id(row): k for k, row in enumerate(view.rows)}
        self.named: set[int] = set()
        self.ends = self._ends()

    def _ends(self) -> dict[tuple[int, str], int]:
        """The article in which a move leaves, and the one in which it arrives."""
        found: dict[tuple[int, str], int] = {}
        for article in self.articles:
            for row in article.rows:
                for piece in row.pieces:
                    if piece.move is not None:
                        found.setdefault((piece.move, "old" if piece.kind in OLD else "new"), article.first)
        return found

    def versions(self) -> str:
        """Both versions as cards, then what came of comparing them in a sentence."""
        cards = []
        for name, document in (("old", self.comparison.old), ("new", self.comparison.new)):
            cards.append(
                f'<div class="version {name}"><p class="side">{self._side(name)}</p>{self._facts(document)}</div>'
            )
        said = verdict(self.comparison, self.lang)
        notes = [f'<p class="verdict">{escaped(said)}</p>'] if said else []
        if not said and self.several:
            notes.append(f'<p class="verdict">{escaped(summary_line(self.comparison, self.lang))}</p>')
        if self.comparison.ignored:
            count = len(self.comparison.ignored)
            notes.append(f'<p class="note">{self.words["ignored"].format(count=count)}</p>')
        notes += [
            f'<p class="note">{escaped(told(caution.message, self.lang))}</p>' for caution in self.comparison.cautions
        ]
        return f'<div class="versions">{"".join(cards)}</div>\n' + "\n".join(notes)

    def _side(self, name: str) -> str:
        return self.step.sides[name == "new"]

    def _head(self, name: str) -> str:
        """The head of a column: which side, and the day that makes the version what it is."""
        day = edition_name(self.comparison.old if name == "old" else self.comparison.new)
        return escaped(f"{self._side(name)}（{day}）" if day else self._side(name))

    def _facts(self, document: Document) -> str:
        source = document.cleaned.source
        heads = labels(self.lang, "columns")
        edition = edition_of(document)
        known = {
            heads["doc_number"]: document.doc_number,
            self.words["plain_version"]: edition.text if edition else None,
            heads["date"]: document.date,
            heads["file"]: source.path,
        }
        title = document.title or label(self.lang, "words", "untitled")
        listed = "".join(f"<div><dt>{head}</dt><dd>{escaped(fact)}</dd></div>" for head, fact in known.items() if fact)
        return f'<p class="name" lang="zh-CN">{escaped(title)}</p><dl>{listed}</dl>'

    def tree(self) -> str:
        """The items as links, with a shape for each kind of change that they hold."""
        lines = []
        if self.step.name:
            lines.append(f'<p class="step"><a href="#v{self.number}">{escaped(self.step.name)}</a></p>')
        lines.append("<ol>")
        for entrance in self.view.tree():
            row = self.view.rows[entrance.row]
            groups = dict.fromkeys(self.comparison.changes[k].group for k in self.view.shown(row))
            shapes = "".join(shape(group) for group in groups)
            mark = f"<b>{escaped(entrance.mark)}</b>" if entrance.mark else ""
            lines.append(
                f'<li class="{entrance.state}" style="--depth:{entrance.depth}"><a href="#{self.id}r{entrance.row}">'
                f'{mark}<span lang="zh-CN">{escaped(entrance.title)}</span>{shapes}</a></li>'
            )
        return "\n".join([*lines, "</ol>"])

    def body(self) -> str:
        """The articles, those of the body first."""
        parts = [f'<section class="comparison" id="v{self.number}">']
        if self.step.name:
            parts.append(f'<h2 class="step">{escaped(self.step.name)}</h2>')
        if self.several:
            parts.append(self.versions())
        for zone in ("body", "front"):
            found = [article for article in self.articles if article.zone == zone]
            if not found:
                continue
            note = f"<small>{self.words['front_note']}</small>" if zone == "front" else ""
            parts.append(f'<section class="zone {zone}">\n<h2>{self.words[zone]}{note}</h2>')
            parts.append(
                f'<div class="heads" aria-hidden="true"><span>{self._head("old")}</span>'
                f"<span>{self._head('new')}</span></div>"
            )
            parts += [self._article(article) for article in found]
            parts.append("</section>")
        return "\n".join([*parts, "</section>"])

    # Articles.

    def _article(self, article: Article) -> str:
        if not article.changes and not article.other:
            return self._same(article)
        changes = [self.comparison.changes[k] for k in article.changes]
        head = self._about(article, changes)
        pairs = "\n".join(map(self._pair, article.rows))
        if changes and all(change.type == "renumber" for change in changes) and len(article.rows) == 1:
            # The text is as before: the numbers and its first words are enough.
            opened = '<details class="change renumbered-only" tabindex="-1">'
            return f"{opened}<summary>{head}{self._lead(article.rows[0])}</summary>\n{pairs}</details>"
        opened = '<article class="change" tabindex="-1">'
        return f"{opened}\n<header>{head}</header>\n{pairs}\n{self._notes(changes)}</article>"

    def _lead(self, row: Row) -> str:
        """How an item without a heading begins."""
        (paragraph, block), _ = self.view.entry(row)
        if block is None or block.ordinal is None or block.title:
            return ""
        text = paragraph.text.removeprefix(block.ordinal.text).strip()
        shown = text if len(text) <= _LEAD else f"{text[:_LEAD]}…"
        return f'<span class="lead" lang="zh-CN">{escaped(shown)}</span>'

    def _about(self, article: Article, changes: Sequence[Change]) -> str:
        """The head of an article: numbers, where it stands, what changed."""
        crumbs = '<span class="to">›</span>'.join(f"<span>{escaped(crumb)}</span>" for crumb in article.crumbs)
        was = self._was(changes)
        tags = []
        for k, change in zip(article.changes, changes, strict=True):
            number = self.view.numbers[k]
            first = f' id="{self.id}c{number}"' if k not in self.named else ""
            self.named.add(k)
            said = escaped(heading(change, self.lang).rpartition("  ")[2])
            group = change.group
            tags.append(
                f'<span class="tag {group}"{first} data-change="{k}" data-group="{group}" '
                f'data-category="{escaped(change.category)}">{shape(group)}<b>{number}</b>{said}</span>'
            )
        if not changes:
            tags.append(f'<span class="tag other">{self.words["other"]}</span>')
        links = "".join(self._link(k, change, article) for k, change in zip(article.changes, changes, strict=True))
        return f'<span class="crumbs" lang="zh-CN">{crumbs}</span>{was}<span class="tags">{"".join(tags)}</span>{links}'

    def _was(self, changes: Sequence[Change]) -> str:
        """The old number of an item that has another now."""
        for change in changes:
            if change.type == "renumber" and change.old and change.new:
                was, now = escaped(change.old.text), escaped(change.new.text)
                return f'<span class="was" lang="zh-CN"><del>{was}</del> → <ins>{now}</ins></span>'
        return ""

    def _link(self, k: int, change: Change, article: Article) -> str:
        """Where a moved item went to, or came from."""
        if change.type != "move" or change.old is None or change.new is None:
            return ""
        links = ""
        for here, there, key, side in (
            ("old", "new", "moved_to", change.new),
            ("new", "old", "moved_from", change.old),
        ):
            target = self.ends.get((k, there))
            if self.ends.get((k, here)) == article.first and target is not None and target != article.first:
                name = standing(side, self.lang)
                said = escaped(self.words[key].format(where=name))
                links += f'<a class="moved" href="#{self.id}r{target}">{shape("moved")}{said}</a>'
        return links

    def _notes(self, changes: Sequence[Change]) -> str:
        said = dict.fromkeys(note for change in changes if (note := remark(change, self.lang)))
        return "".join(f'<p class="hint">{shape("suspect")}{escaped(note)}</p>' for note in said)

    def _same(self, article: Article) -> str:
        """A fold of unchanged paragraphs, each shown once."""
        names = [name for row in article.rows if (name := self.view.name(row))]
        key = "same_named" if names else "same"
        shown = names if len(names) <= 2 else [names[0], names[-1]]
        ends = (" … " if len(names) > 2 else "，").join(map(escaped, shown))
        said = self.words[key].format(count=len(article.rows), names=ends)
        lines = []
        for row in article.rows:
            side = int(bool(row.new))
            text = "".join(piece.text for piece in spaced(row, self.view.new if side else self.view.old, side))
            shown_lines = "<br>".join(map(_cells, text.removesuffix("\n").split("\n")))
            lines.append(f'<p lang="zh-CN"{self._row_id(row)}>{shown_lines}</p>')
        return f'<details class="same"><summary><span>{said}</span></summary>\n' + "\n".join(lines) + "\n</details>"

    def _row_id(self, row: Row) -> str:
        return f' id="{self.id}r{self.index[id(row)]}"'

    def _pair(self, row: Row) -> str:
        """One row in two columns."""
        sides = []
        for name, kinds, indices, entries in (
            ("old", OLD, row.old, self.view.old),
            ("new", NEW, row.new, self.view.new),
        ):
            lines = self._lines(row, kinds) if indices else ""
            at = where(entries[indices[0]][0].place, self.lang) if indices else ""
            place = f'<small class="stood">{at}</small>' if at else ""
            empty = "" if indices else " empty"
            inside = lines or f'<p class="absent">{self.words["absent"]}</p>'
            sides.append(
                f'<div class="{name}{empty}"><span class="side">{self._side(name)}</span>{inside}{place}</div>'
            )
        return f'<div class="pair"{self._row_id(row)}>{"".join(sides)}</div>'

    def _lines(self, row: Row, kinds: frozenset[str]) -> str:
        """The paragraphs of one side, with what differs marked."""
        lines: list[list[str]] = [[]]
        side = int(kinds is NEW)
        for piece in spaced(row, self.view.new if side else self.view.old, side):
            text, end = piece.text.removesuffix("\n"), piece.text.endswith("\n")
            lines[-1].append(self._marked(piece, text, end))
            if end:
                lines.append([])
        return "".join(f'<p lang="zh-CN">{"".join(line)}</p>' for line in lines if line)

    def _marked(self, piece: EditPiece, text: str, end: bool) -> str:
        """A piece of one side; the end of a paragraph that was split or joined is shown as ¶."""
        shown = _cells(text)
        if piece.kind == "equal" or (piece.change is not None and piece.change >= len(self.comparison.changes)):
            return shown
        if end and piece.kind in ("delete", "insert") and not (piece.change is not None and self._whole(piece.change)):
            shown += '<span class="pilcrow">¶</span>'
        if not shown:
            return ""
        tag = "del" if piece.kind in OLD else "ins"
        if piece.change is None:
            return f'<{tag} class="other">{shown}</{tag}>'
        group = self.comparison.changes[piece.change].group
        return f'<{tag} class="{group}" data-change="{piece.change}">{shown}</{tag}>'

    def _whole(self, index: int) -> bool:
        """Whether a change is of whole paragraphs: their ends need no mark."""
        change = self.comparison.changes[index]
        return change.type in ("insert", "delete", "move") and change.category not in ("split", "merge")


def _cells(text: str) -> str:
    """The text escaped; the cells of a row of a table are set apart."""
    return '<span class="tab">\t</span>'.join(map(escaped, text.split("\t")))
