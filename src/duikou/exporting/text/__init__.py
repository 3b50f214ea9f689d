"""Clean text for people: plain, Markdown, a page, Word."""
