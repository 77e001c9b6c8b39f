"""Only the marks of category Mn belong to words.

There are three categories of marks, Mn, Mc and Me. Many vowel signs of Hindi are Mc, such as ा: with Mn alone,
a Hindi word is cut at them.
"""

# exercise: pre_tokenize
FAILS = ("test_other_marks_belong_to_the_word",)
EDGE = True
import unicodedata


def pre_tokenize(text):
    pieces, start = [], None
    for place, char in enumerate(text + " "):
        if char.isalnum() or char in HEBREW_SIGNS or unicodedata.category(char) == "Mn":
            start = place if start is None else start
            continue
        if start is not None:
            pieces.append((text[start:place], (start, place)))
            start = None
        if not char.isspace():
            pieces.append((char, (place, place + 1)))
    return pieces
