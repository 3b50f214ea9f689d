"""Measures as a ledger: CSV, Markdown, spreadsheet, database, Parquet."""
