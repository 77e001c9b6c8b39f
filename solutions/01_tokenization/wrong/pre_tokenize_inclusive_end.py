"""The end offset is the place of the last character.

Python slices stop *before* their end: `text[0:2]` has two characters, 0 and 1. Check `text[start:end] == piece`:
yours lacks the last character.
"""

# exercise: pre_tokenize
import re


def pre_tokenize(text):
    word = r"(?:[^\W_]|[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7׳״])+"
    return [(m.group(), (m.start(), m.end() - 1)) for m in re.finditer(rf"{word}|[^\s]", text)]
