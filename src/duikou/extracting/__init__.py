"""Extracting: a document in, its measures with their fields out.

What holds here: which items are measures is decided in `measures`, once; each field is one module with its `FieldSpec`,
registered in `fields.registry`, that reads a measure's passage and adds what it finds.
"""

from __future__ import annotations

from duikou.extracting.fields import registry
from duikou.model import Document, Extracted

__all__ = ["extract_document"]


def extract_document(document: Document, keywords: bool = False) -> Extracted:
    """The measures of `document` in reading order, with all fields; `keywords` fills those too, which costs a second.

    Offsets are characters of the clean text. A document that holds no measures (an explanation, a letter, a list of
    names) gives an empty tuple. Raises nothing.
    """
    from duikou.extracting.fields import citations
    from duikou.extracting.fields.pairs import field as pairs
    from duikou.extracting.fields.quantities import doubts
    from duikou.extracting.measures.finding import find_measures
    from duikou.extracting.measures.sharing import spread

    passages = spread(find_measures(document))
    measures = [passage.measure for passage in passages]
    for field in registry.FIELDS:
        if field.fill and (keywords or not field.asked):
            measures = field.fill(document, passages, measures)
    return Extracted(
        document,
        tuple(measures),
        pairs.of_document(document, passages),
        doubts.find_doubts(document, passages),
        citations.of_document(document, passages),
    )
