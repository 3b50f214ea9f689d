"""时限: by when, within what time or how often a measure is to be done."""
