"""Abbreviations fall apart at their gershayim.

דו״ח becomes דו and ח. A quotation mark between two letters is part of the word and is dropped, as is the apostrophe
of don’t.
"""

# exercise: analyze
FAILS = ("test_quotes",)
import re
import unicodedata

from stop_words import STOP_WORDS


def analyze(text):
    text = unicodedata.normalize("NFKD", text)
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Mn").casefold()
    terms = []
    for term in re.findall(r"[^\W_]+(?:(?<=\d)[.,:](?=\d)[^\W_]+)*", text):
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
