"""NFD in place of NFKD.

The canonical forms (NFD, NFC) take é apart, but they leave the ligature ﬁ and the wide letter Ａ whole, because
these are only *compatible* with "fi" and "A". The forms with a K take such characters apart too.
"""

# exercise: normalize
FAILS = ("test_compatibility_characters",)
import unicodedata


def normalize(text, strip_marks=True):
    dropped = {"Cf", "Mn"} if strip_marks else {"Cf"}
    kept = [char for char in unicodedata.normalize("NFD", text) if unicodedata.category(char) not in dropped]
    return " ".join(unicodedata.normalize("NFC", "".join(kept).lower()).split())
