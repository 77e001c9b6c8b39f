"""One prefix letter and no more.

המעבורת becomes מעבורת, but מעבורת itself begins with מ and becomes עבורת: the two do not meet. Go on while three
letters remain; then both end in the same place.
"""

# exercise: analyze
FAILS = ("test_several_prefixes", "test_hebrew_prefixes")
HEADLINE = True
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
            for ending, but_not, instead in PLURALS:
                if term.endswith(ending) and not term.endswith(but_not):
                    term = term.removesuffix(ending) + instead
                    break
        elif re.fullmatch("[והבלכמש][א-ת]{3,}", term):
            term = term[1:]
        terms.append(term)
    return terms
