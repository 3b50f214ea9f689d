"""Which files are one plan: copies, versions, the notice that carries it, the article that explains it, its series."""
