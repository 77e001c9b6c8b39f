"""Only letters and decimal digits are in words.

The docstring says `str.isalnum`, which is true for ², ½ and Ⅷ as well. With `isalpha` or `isdigit` they are cut off as if
they were signs, and *x½* becomes two pieces.
"""

# exercise: pre_tokenize
FAILS = ("test_letters_and_digits",)
EDGE = True
import unicodedata


def pre_tokenize(text):
    pieces, start = [], None
    for place, char in enumerate(text + " "):
        if char.isalpha() or char.isdecimal() or unicodedata.category(char)[0] == "M" or char in HEBREW_SIGNS:
            start = place if start is None else start
            continue
        if start is not None:
            pieces.append((text[start:place], (start, place)))
            start = None
        if not char.isspace():
            pieces.append((char, (place, place + 1)))
    return pieces
