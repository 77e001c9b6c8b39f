"""Marks are recognised by their combining class.

`unicodedata.combining(char)` is 0 for a good many marks: Thai vowel signs, and the invisible variation selector that
sits on emoji. A mark is what has the category Mn; ask `unicodedata.category`.
"""

# exercise: normalize
FAILS = ("test_marks_are_told_by_their_category",)
EDGE = True
import unicodedata


def normalize(text, strip_marks=True):
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) != "Cf")
    if strip_marks:
        text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFC", text.lower()).split())
