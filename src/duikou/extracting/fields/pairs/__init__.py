"""结对: places or zones that a measure sets to work together."""
