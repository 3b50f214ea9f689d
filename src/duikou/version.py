"""The version of duikou, read by the build and by `duikou --version`."""

__version__ = "0.1.0"
