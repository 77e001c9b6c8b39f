"""The idf of tf-idf.

ln(N / n) is another idf: 0 for a term in every document, and undefined for a term in none. BM25 asks how many
documents hold the term against how many do not.
"""

# exercise: bm25_scores
FAILS = ("test_idf_by_hand", "test_idf_is_the_formulas")
import math


def idf(index, term):
    n = len(index["postings"].get(term, {}))
    return math.log(max(len(index["lengths"]), 1) / max(n, 0.5))


def bm25_scores(index, terms, k1=1.5, b=0.75):
    lengths = index["lengths"]
    average = sum(lengths.values()) / len(lengths) if lengths else 0
    scores = {}
    for term in terms:
        for name, tf in index["postings"].get(term, {}).items():
            norm = k1 * (1 - b + b * lengths[name] / average)
            scores[name] = scores.get(name, 0.0) + idf(index, term) * tf / (tf + norm)
    return scores
