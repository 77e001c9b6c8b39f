"""The last word is lost.

A word is noted down when the character behind it comes by. Behind the last word of the text there is none. What has
to happen after the loop?
"""

# exercise: pre_tokenize
FAILS = ("test_nothing_is_lost", "test_agrees_with_the_library")
import unicodedata


def pre_tokenize(text):
    pieces, start = [], None
    for place, char in enumerate(text):
        if char.isalnum() or unicodedata.category(char).startswith("M") or char in "׳״":
            start = place if start is None else start
            continue
        if start is not None:
            pieces.append((text[start:place], (start, place)))
            start = None
        if not char.isspace():
            pieces.append((char, (place, place + 1)))
    return pieces
