"""Case folding in place of lower case.

`casefold` goes further than `lower`: it writes the German ß as ss. It is meant for comparing, not for showing; the
docstring asks for `lower`.
"""

# exercise: normalize
import unicodedata


def normalize(text, strip_marks=True):
    dropped = {"Cf", "Mn"} if strip_marks else {"Cf"}
    kept = [char for char in unicodedata.normalize("NFKD", text) if unicodedata.category(char) not in dropped]
    return " ".join(unicodedata.normalize("NFC", "".join(kept).casefold()).split())
