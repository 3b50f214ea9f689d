"""Web pages and web archives: which text is the document's and which the site's."""
