"""What a page or a site prints around a document, and how it is told from the text."""
