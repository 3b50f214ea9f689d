"""The fields of a measure: one module or folder each, in one registry."""
