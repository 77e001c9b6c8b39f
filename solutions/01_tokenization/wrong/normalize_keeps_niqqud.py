"""Marks are kept.

You bring the text to lower case and tidy its spaces, but niqqud and accents are still there, so שָׁלוֹם and שלום
stay two words. Print `unicodedata.category(char)` for each character of שָׁלוֹם: which category do the points have?
"""

# exercise: normalize
FAILS = ("test_marks_are_dropped", "test_agrees_with_the_library")
HEADLINE = True
import unicodedata


def normalize(text, strip_marks=True):
    kept = [char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf"]
    return " ".join("".join(kept).lower().split())
