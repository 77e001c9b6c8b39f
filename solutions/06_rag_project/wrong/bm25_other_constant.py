"""With the factor k1 + 1.

Many books multiply by k1 + 1. It is the same for all documents, so no ranking depends on it, and Robertson and
Zaragoza leave it out. The docstring asks for the form without it, in which a term adds less than its idf.
"""

# exercise: bm25_scores
FAILS = ("test_scores_by_hand", "test_agrees_with_bm25s", "test_saturation")


def bm25_scores(index, terms, k1=1.5, b=0.75):
    lengths = index["lengths"]
    average = sum(lengths.values()) / len(lengths) if lengths else 0
    scores = {}
    for term in terms:
        for name, tf in index["postings"].get(term, {}).items():
            norm = k1 * (1 - b + b * lengths[name] / average)
            scores[name] = scores.get(name, 0.0) + idf(index, term) * tf * (k1 + 1) / (tf + norm)
    return scores
