"""Everything that is not ASCII is thrown away.

Encoding to ASCII and ignoring errors does remove accents, and with them the whole of Hebrew. Accents and points are
a *category* of characters; drop that category, not an alphabet.
"""

# exercise: normalize
FAILS = (
    "test_marks_are_dropped",
    "test_format_characters",
    "test_marks_can_be_kept",
    "test_marks_are_told_by_their_category",
    "test_nothing_else_is_lost",
    "test_agrees_with_the_library",
)
DEFEATS = "It throws every Hebrew word away, and half of the texts that are to be normalized are Hebrew."
import unicodedata


def normalize(text, strip_marks=True):
    text = unicodedata.normalize("NFKD", text)
    if strip_marks:
        text = text.encode("ascii", "ignore").decode()
    return " ".join(text.lower().split())
