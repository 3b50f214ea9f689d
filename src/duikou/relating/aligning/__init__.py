"""Which measures of different plans speak of one topic."""
