"""Tables that people keep tasks in: workbooks and CSV."""
