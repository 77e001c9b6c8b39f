"""Lower case comes before NFKD.

Some characters hide capital letters: the sign ™ has no lower case, and only when NFKD has taken it apart do T and M
appear. The six steps have an order for a reason.
"""

# exercise: normalize
FAILS = ("test_compatibility_characters",)
import unicodedata


def normalize(text, strip_marks=True):
    apart = unicodedata.normalize("NFKD", text.lower())
    dropped = ("Cf", "Mn") if strip_marks else ("Cf",)
    kept = "".join(char for char in apart if unicodedata.category(char) not in dropped)
    return " ".join(unicodedata.normalize("NFC", kept).split())
