"""Relating: many documents in; which of them are one plan, and which measures of different plans answer each other.

What holds here: everything is linear in the number of files, deterministic, and says its evidence. A doubtful line is
marked as doubtful; a false one is worse than a missing one.
"""
