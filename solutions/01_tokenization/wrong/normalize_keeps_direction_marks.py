"""Invisible format characters are kept.

The text still carries direction marks or zero-width signs. You cannot see them, but they make another word of the
same letters. Compare `len("שלום")` with the length of your result; then ask for the category of the last character.
"""

# exercise: normalize
FAILS = ("test_format_characters", "test_agrees_with_the_library")
HEADLINE = True
import unicodedata


def normalize(text, strip_marks=True):
    apart = unicodedata.normalize("NFKD", text)
    kept = [char for char in apart if not (strip_marks and unicodedata.category(char) == "Mn")]
    return " ".join(unicodedata.normalize("NFC", "".join(kept).lower()).split())
