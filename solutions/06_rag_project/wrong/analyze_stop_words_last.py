"""Stop words are compared after the endings are gone.

ins becomes in, which is then thrown away, and so is אחרי out of שאחרי. Stop words are compared as they stand in the
text; endings and prefixes come last.
"""

# exercise: analyze
FAILS = ("test_stop_words",)
import re
import unicodedata

from stop_words import STOP_WORDS


def analyze(text):
    text = unicodedata.normalize("NFKD", text)
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Mn").casefold()
    text = re.sub(rf"(?<=[^\W\d_])[{QUOTES}](?=[^\W\d_])", "", text)
    terms = []
    for term in re.findall(r"[^\W_]+(?:(?<=\d)[.,:](?=\d)[^\W_]+)*", text):
        if re.fullmatch("[a-z]{3,}", term):
            for ending, but_not, instead in PLURALS:
                if term.endswith(ending) and not term.endswith(but_not):
                    term = term.removesuffix(ending) + instead
                    break
        elif re.fullmatch("[א-ת]+", term):
            while len(term) > 3 and term[0] in "והבלכמש":
                term = term[1:]
        if term not in STOP_WORDS:
            terms.append(term)
    return terms
