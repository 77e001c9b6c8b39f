"""Punctuation is removed.

Normalization makes one spelling of one word; it does not decide what matters. The full stop and the question mark
are tokens for a model, and the maqaf of בית־ספר separates two words that you have now glued together.
"""

# exercise: normalize
FAILS = ("test_nothing_else_is_lost",)
import unicodedata


def normalize(text, strip_marks=True):
    dropped = {"Cf", "Mn"} if strip_marks else {"Cf"}
    kept = [char for char in unicodedata.normalize("NFKD", text) if unicodedata.category(char) not in dropped]
    kept = [char for char in kept if not unicodedata.category(char).startswith("P")]
    return " ".join(unicodedata.normalize("NFC", "".join(kept).lower()).split())
