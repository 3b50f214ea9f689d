"""Groups of files and plans side by side, for people and for programs."""
