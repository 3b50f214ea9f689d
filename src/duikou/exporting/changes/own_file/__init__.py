"""Two Word files compared as tracked changes in the old one: its XML, styles, numbering and pictures stay."""
