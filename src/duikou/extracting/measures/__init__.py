"""Which items and table rows of a document are measures, of what kind, with what text."""
