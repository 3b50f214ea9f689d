"""A comparison for people: terminal, Markdown, page, spreadsheet, tracked changes in Word."""
