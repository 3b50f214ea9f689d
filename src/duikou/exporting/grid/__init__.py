"""Tables of cells, made once and written in every format: terminal, Markdown, CSV, spreadsheet, page."""
