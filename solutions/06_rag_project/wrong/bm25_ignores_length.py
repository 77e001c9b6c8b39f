"""Length does not matter (b = 0).

A document of 500 terms mentions nearly everything once. Divide its length by the mean, and let b say how much of it
counts.
"""

# exercise: bm25_scores
FAILS = ("test_agrees_with_bm25s", "test_parameters")


def bm25_scores(index, terms, k1=1.5, b=0.75):
    scores = {}
    for term in terms:
        for name, tf in index["postings"].get(term, {}).items():
            scores[name] = scores.get(name, 0.0) + idf(index, term) * tf / (tf + k1)
    return scores
