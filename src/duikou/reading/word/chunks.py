"""Documents that a Word document takes in whole (w:altChunk; ECMA-376 part 1, 17.17.2.1), and drawings by relation.

What holds here: such a part is a web archive, a web page, a text, RTF or a Word document, told by its content as any
file is, and read by the reader of its format. What that reader says about the page's furniture is not taken over:
there is none in a document that was put into another. Parts inside parts are within one bound of nesting.
"""

from __future__ import annotations

from dataclasses import replace

from duikou.errors import UnreadableError, t
from duikou.model import Caution, Source
from duikou.reading.options import Options
from duikou.reading.word.package import Package, Relation
from duikou.reading.word.xml import Element


class Chunks:
    """The parts of one package that others name. `cautions`: what their readers were unsure of."""

    def __init__(self, package: Package, options: Options) -> None:
        self.cautions: list[Caution] = []
        self._package, self._options = package, options
        self._relations: dict[str, dict[str, Relation]] = {}
        self._read: dict[str, Source | str] = {}

    def part(self, part: str, relation: str) -> Element | None:
        """The root of the part that a relation of `part` names; None when it is missing."""
        found = self._target(part, relation)
        return self._package.xml(found.target) if found else None

    def document(self, part: str, relation: str) -> Source | str:
        """The document in the part that a relation of `part` names, or why it can't be read."""
        found = self._target(part, relation)
        if found is None:
            return t("linked or missing")
        if found.target not in self._read:
            self._read[found.target] = self._document(found.target)
        return self._read[found.target]

    def _document(self, target: str) -> Source | str:
        from duikou.reading import read_bytes

        self._package.budget.reach("nesting", self._options.depth + 1)
        data = self._package.read(target)
        if not data:
            return t("missing")
        try:
            inner = replace(self._options, depth=self._options.depth + 1)
            source = read_bytes(data, target.rpartition("/")[2], inner)
        except UnreadableError as error:
            return error.cause
        self.cautions += source.cautions
        return source

    def _target(self, part: str, relation: str) -> Relation | None:
        if part not in self._relations:
            self._relations[part] = {x.id: x for x in self._package.relations(part)}
        return self._relations[part].get(relation)
