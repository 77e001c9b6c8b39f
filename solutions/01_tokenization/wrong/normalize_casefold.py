"""Case folding in place of lower case.

`casefold` goes further than `lower`: it writes the German ß as ss. It is meant for comparing, not for showing; the
docstring asks for `lower`.
"""

# exercise: normalize
FAILS = ("test_lower_case_is_not_case_folding",)
EDGE = True
import unicodedata


def normalize(text, strip_marks=True):
    dropped = {"Cf", "Mn"} if strip_marks else {"Cf"}
    kept = [char for char in unicodedata.normalize("NFKD", text) if unicodedata.category(char) not in dropped]
    return " ".join(unicodedata.normalize("NFC", "".join(kept).casefold()).split())
