"""The pieces come in a tuple.

A list was asked for. A tuple reads like one until somebody appends to it, or compares it with a list: `(1, 2) == [1, 2]` is False.
"""

# exercise: pre_tokenize
FAILS = ("test_a_list",)
EDGE = True
import re
import unicodedata


def pre_tokenize(text):
    def in_word(char):
        return char.isalnum() or unicodedata.category(char).startswith("M") or char in HEBREW_SIGNS

    shape = "".join("w" if in_word(char) else " " if char.isspace() else "." for char in text)
    return tuple((text[m.start() : m.end()], m.span()) for m in re.finditer(r"w+|\.", shape))
