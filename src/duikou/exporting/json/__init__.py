"""The JSON that programs read, whole and line by line."""
