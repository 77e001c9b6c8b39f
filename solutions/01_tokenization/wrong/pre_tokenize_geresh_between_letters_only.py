"""Geresh counts only between two letters.

It can also end a word: in *גב׳* it marks an abbreviation, as a full stop does in *Mrs.* The docstring puts the
Hebrew signs on one level with letters, wherever they stand.
"""

# exercise: pre_tokenize
FAILS = ("test_geresh_and_gershayim",)
EDGE = True
import unicodedata


def pre_tokenize(text):
    def inner(char):
        return char.isalnum() or unicodedata.category(char).startswith("M")

    def in_word(place):
        if text[place] in HEBREW_SIGNS:
            return 0 < place < len(text) - 1 and inner(text[place - 1]) and inner(text[place + 1])
        return inner(text[place])

    pieces, start = [], None
    for place, char in enumerate(text):
        if in_word(place):
            start = place if start is None else start
            continue
        if start is not None:
            pieces.append((text[start:place], (start, place)))
            start = None
        if not char.isspace():
            pieces.append((char, (place, place + 1)))
    return pieces if start is None else [*pieces, (text[start:], (start, len(text)))]
