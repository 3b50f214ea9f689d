"""Word documents (ECMA-376), and old Word, WPS and RTF files through programs of the system."""
