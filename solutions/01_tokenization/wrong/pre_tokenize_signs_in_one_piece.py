"""Signs that stand together are one piece.

`...?!` came out as one piece. Runs are for letters; every other character is a piece of its own.
"""

# exercise: pre_tokenize
FAILS = ("test_signs_that_separate", "test_agrees_with_the_library")
import itertools
import unicodedata


def pre_tokenize(text):
    def kind(item):
        char = item[1]
        if char.isspace():
            return "space"
        in_word = char.isalnum() or char in HEBREW_SIGNS or unicodedata.category(char).startswith("M")
        return "word" if in_word else "sign"

    pieces = []
    for name, run in itertools.groupby(enumerate(text), key=kind):
        places = [place for place, _ in run]
        if name != "space":
            pieces.append((text[places[0] : places[-1] + 1], (places[0], places[-1] + 1)))
    return pieces
