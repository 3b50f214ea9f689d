"""Plain text and Markdown, and the encoding that a file is in."""
