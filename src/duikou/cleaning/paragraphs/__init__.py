"""From lines to whole paragraphs: which lines belong together, and how that is decided."""
