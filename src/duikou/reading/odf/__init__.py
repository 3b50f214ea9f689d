"""OpenDocument text (ISO/IEC 26300)."""
