"""PDF (ISO 32000), by its text layer, and by recognition where a page is a picture."""
