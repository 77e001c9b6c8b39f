"""idf upside down.

Your idf grows with the number of documents that hold the term: common terms count most. N - n belongs above the
fraction line, n below it.
"""

# exercise: bm25_scores
FAILS = ("test_idf_by_hand", "test_idf", "test_idf_is_the_formulas")
import math


def idf(index, term):
    n = len(index["postings"].get(term, {}))
    return math.log(1 + (n + 0.5) / (len(index["lengths"]) - n + 0.5))


def bm25_scores(index, terms, k1=1.5, b=0.75):
    lengths = index["lengths"]
    average = sum(lengths.values()) / len(lengths) if lengths else 0
    scores = {}
    for term in terms:
        for name, tf in index["postings"].get(term, {}).items():
            norm = k1 * (1 - b + b * lengths[name] / average)
            scores[name] = scores.get(name, 0.0) + idf(index, term) * tf / (tf + norm)
    return scores
