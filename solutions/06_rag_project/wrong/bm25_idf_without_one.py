"""idf without the 1 +.

A term that more than half of the documents hold gets a negative idf, and a document is punished for matching. The 1 +
in the logarithm prevents that.
"""

# exercise: bm25_scores
FAILS = ("test_idf_by_hand", "test_idf", "test_idf_is_the_formulas")
HEADLINE = True
import math


def idf(index, term):
    n = len(index["postings"].get(term, {}))
    return math.log((len(index["lengths"]) - n + 0.5) / (n + 0.5))


def bm25_scores(index, terms, k1=1.5, b=0.75):
    lengths = index["lengths"]
    average = sum(lengths.values()) / len(lengths) if lengths else 0
    scores = {}
    for term in terms:
        for name, tf in index["postings"].get(term, {}).items():
            norm = k1 * (1 - b + b * lengths[name] / average)
            scores[name] = scores.get(name, 0.0) + idf(index, term) * tf / (tf + norm)
    return scores
