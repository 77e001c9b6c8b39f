"""Offsets of the first occurrence.

You look each piece up with `find` or `index`, which always gives its *first* place in the text. The second "the"
then points at the first one. Keep the place at which you are while you cut, or at least search from there.
"""

# exercise: pre_tokenize
FAILS = ("test_offsets_point_at_the_piece", "test_agrees_with_the_library")
HEADLINE = True
import unicodedata


def pre_tokenize(text):
    pieces, current = [], ""
    for char in text + " ":
        if char.isalnum() or unicodedata.category(char).startswith("M") or char in "׳״":
            current += char
            continue
        if current:
            pieces.append(current)
        current = ""
        if not char.isspace():
            pieces.append(char)
    return [(piece, (text.find(piece), text.find(piece) + len(piece))) for piece in pieces]
