"""The rules that bring single characters, marks, numbers and spaces to one form, and their registry."""
