"""How a difference is told: as one change a reader would mark, with its place."""
