"""The full stop at the end of a sentence sticks to the number.

"at 12.50." gives the term "12.50." and the question has "12.50". The sign belongs to the number only where a digit
follows.
"""

# exercise: analyze
FAILS = ("test_numbers",)
import re
import unicodedata

from stop_words import STOP_WORDS


def analyze(text):
    text = unicodedata.normalize("NFKD", text)
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Mn").casefold()
    text = re.sub(rf"(?<=[^\W\d_])[{QUOTES}](?=[^\W\d_])", "", text)
    terms = []
    for term in re.findall(r"[^\W_]+(?:(?<=\d)[.,:][^\W_]*)*", text):
        if term in STOP_WORDS:
            continue
        if re.fullmatch("[a-z]{3,}", term):
            for ending, but_not, instead in PLURALS:
                if term.endswith(ending) and not term.endswith(but_not):
                    term = term.removesuffix(ending) + instead
                    break
        elif re.fullmatch("[א-ת]+", term):
            while len(term) > 3 and term[0] in "והבלכמש":
                term = term[1:]
        terms.append(term)
    return terms
