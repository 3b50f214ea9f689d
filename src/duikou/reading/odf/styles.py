"""What paragraphs of OpenDocument have from their styles (ISO/IEC 26300 part 3, 16.2).

What holds here: a property is the nearest style's that says something about it, along the chain of parents.
"""

from __future__ import annotations

from duikou.reading.budget import Budget
from duikou.reading.files.container import Element
from duikou.reading.files.elements import child, local
from duikou.reading.odf.numbers import value


class Styles:
    """The paragraph styles of a document. `roots` are the roots of styles.xml and content.xml."""

    def __init__(self, roots: list[Element], budget: Budget) -> None:
        self._align: dict[str, str | None] = {}
        self._parent: dict[str, str | None] = {}
        self._budget = budget
        for root in roots:
            for part in root:
                for x in part if local(part) in ("styles", "automatic-styles") else ():
                    if local(x) == "style" and value(x, "family") == "paragraph":
                        name, properties = value(x, "name") or "", child(x, "paragraph-properties")
                        self._align[name] = value(properties, "text-align") if properties is not None else None
                        self._parent[name] = value(x, "parent-style-name")

    def centred(self, name: str | None) -> bool:
        """Whether a paragraph of this style is set in the middle of its line. Raises beyond the budget."""
        seen: set[str] = set()
        while name is not None and name in self._align and name not in seen:
            seen.add(name)
            self._budget.reach("chain", len(seen))
            if said := self._align[name]:
                return said == "center"
            name = self._parent[name]
        return False
