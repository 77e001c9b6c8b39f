"""Every kind of mark is dropped.

Categories that begin with M are three: Mn, Mc and Me. Many vowel signs of Hindi and of Tamil are Mc, *spacing*
marks; without them the words are mutilated. Only Mn goes.
"""

# exercise: normalize
FAILS = ("test_marks_are_told_by_their_category",)
EDGE = True
import unicodedata


def normalize(text, strip_marks=True):
    def keep(char):
        category = unicodedata.category(char)
        return category != "Cf" and not (strip_marks and category.startswith("M"))

    kept = "".join(filter(keep, unicodedata.normalize("NFKD", text))).lower()
    return " ".join(unicodedata.normalize("NFC", kept).split())
