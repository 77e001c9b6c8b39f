"""The end offset is the place of the last character.

Python slices stop *before* their end: `text[0:2]` has two characters, 0 and 1. Check `text[start:end] == piece`:
yours lacks the last character.
"""

# exercise: pre_tokenize
FAILS = ("test_offsets_point_at_the_piece", "test_agrees_with_the_library")
import itertools
import unicodedata


def pre_tokenize(text):
    def kind(place):
        char = text[place]
        if char.isalnum() or unicodedata.category(char)[0] == "M" or char in HEBREW_SIGNS:
            return "word"
        return "space" if char.isspace() else place

    runs = [(name, list(places)) for name, places in itertools.groupby(range(len(text)), key=kind)]
    return [(text[run[0] : run[-1] + 1], (run[0], run[-1])) for name, run in runs if name != "space"]
