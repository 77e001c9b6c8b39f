"""Only spaces, tabs and line ends count as white space.

A page break, a vertical tab or a thin space between two words is white space too (`str.isspace`), and two words with one
of them between would have another spelling. `text.split()` without an argument knows them all.
"""

# exercise: normalize
FAILS = ("test_case_and_spaces", "test_agrees_with_the_library")
import re
import unicodedata


def normalize(text, strip_marks=True):
    dropped = {"Cf", "Mn"} if strip_marks else {"Cf"}
    kept = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) not in dropped)
    return re.sub(r"[ \t\r\n]+", " ", unicodedata.normalize("NFC", kept.lower())).strip(" \t\r\n")
