"""Niqqud stays.

A word with niqqud and the same word without it become two terms, and a question typed without niqqud never meets the
poster printed with it. Decompose, then drop the combining marks (category Mn).
"""

# exercise: analyze
FAILS = ("test_marks", "test_combining_marks", "test_same_terms")
HEADLINE = True
import re

from stop_words import STOP_WORDS


def analyze(text):
    text = text.casefold()
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
        elif re.fullmatch("[א-ת]+", term):
            while len(term) > 3 and term[0] in "והבלכמש":
                term = term[1:]
        terms.append(term)
    return terms
