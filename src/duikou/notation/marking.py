"""Every kind of mark, registered: what asks a paragraph for its marks asks here.

What holds here: the kinds that are registered are the same whoever asks first, so that `inside` says the same on every
run.
"""

from __future__ import annotations

from duikou.notation import doc_numbers, number_forms, places, quotations, references, tails
from duikou.notation.marks import of, spans

__all__ = ["KINDS", "of", "spans"]

# The modules whose kinds a text is marked up with.
KINDS = (doc_numbers, number_forms, places, quotations, references, tails)
