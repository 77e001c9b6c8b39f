"""The characters are never put together again.

Without NFC at the end, é stays e + accent where marks are kept, and a Korean syllable stays two or three letters: one
word, two spellings.
"""

# exercise: normalize
FAILS = ("test_marks_can_be_kept",)
import unicodedata


def normalize(text, strip_marks=True):
    dropped = {"Cf", "Mn"} if strip_marks else {"Cf"}
    kept = [char for char in unicodedata.normalize("NFKD", text) if unicodedata.category(char) not in dropped]
    return " ".join("".join(kept).lower().split())
