"""Every final s is a plural.

campus becomes campu, glass becomes glas. The S stemmer has exceptions for each of its three rules.
"""

# exercise: analyze
FAILS = ("test_s_stemmer",)
import re
import unicodedata

from stop_words import STOP_WORDS


def analyze(text):
    text = unicodedata.normalize("NFKD", text)
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Mn").casefold()
    text = re.sub(rf"(?<=[^\W\d_])[{QUOTES}](?=[^\W\d_])", "", text)
    terms = []
    for term in re.findall(r"[^\W_]+(?:(?<=\d)[.,:](?=\d)[^\W_]+)*", text):
        if term in STOP_WORDS:
            continue
        if re.fullmatch("[a-z]{3,}", term):
            term = term[:-3] + "y" if term.endswith("ies") else term.removesuffix("s")
        elif re.fullmatch("[א-ת]+", term):
            while len(term) > 3 and term[0] in "והבלכמש":
                term = term[1:]
        terms.append(term)
    return terms
