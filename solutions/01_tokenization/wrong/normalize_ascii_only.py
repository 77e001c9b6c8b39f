"""Everything that is not ASCII is thrown away.

Encoding to ASCII and ignoring errors does remove accents, and with them the whole of Hebrew. Accents and points are
a *category* of characters; drop that category, not an alphabet.
"""

# exercise: normalize
import unicodedata


def normalize(text, strip_marks=True):
    text = unicodedata.normalize("NFKD", text)
    if strip_marks:
        text = text.encode("ascii", "ignore").decode()
    return " ".join(text.lower().split())
