"""Hebrew is put into screen order.

A string is kept in the order in which it is read; only the screen lays Hebrew out from the right. There is nothing
to reverse: the first piece is the first word that a reader reads.
"""

# exercise: pre_tokenize
FAILS = ("test_hebrew", "test_agrees_with_the_library")
import unicodedata


def pre_tokenize(text):
    pieces, start = [], None
    for place, char in enumerate(text + " "):
        if char.isalnum() or unicodedata.category(char).startswith("M") or char in "׳״":
            start = place if start is None else start
            continue
        if start is not None:
            pieces.append((text[start:place], (start, place)))
            start = None
        if not char.isspace():
            pieces.append((char, (place, place + 1)))
    hebrew = any("א" <= char <= "ת" for char in text)
    return pieces[::-1] if hebrew else pieces
