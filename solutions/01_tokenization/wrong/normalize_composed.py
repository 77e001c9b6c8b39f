"""Marks are looked for in the composed form.

After NFC or NFKC the accent of é is no longer a character of its own: it is *inside* the é, and you find no mark to
drop. Take characters apart before you look, and put them together at the end.
"""

# exercise: normalize
FAILS = ("test_marks_are_dropped", "test_agrees_with_the_library")
import unicodedata


def normalize(text, strip_marks=True):
    dropped = {"Cf", "Mn"} if strip_marks else {"Cf"}
    kept = [char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) not in dropped]
    return " ".join("".join(kept).lower().split())
