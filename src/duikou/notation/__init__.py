"""How official documents are written: numbers, ordinals, dates, 发文字号, bodies, places, titles, tails.

What holds here: strings in, values and spans out. One list and one grammar for each kind; no other floor has its own.
"""
