"""k1 outside the length only.

b and 1 - b share out one whole, and k1 multiplies both parts. In your formula it multiplies only one of them.
"""

# exercise: bm25_scores
FAILS = ("test_scores_by_hand", "test_agrees_with_bm25s", "test_parameters")


def bm25_scores(index, terms, k1=1.5, b=0.75):
    lengths = index["lengths"]
    average = sum(lengths.values()) / len(lengths) if lengths else 0
    scores = {}
    for term in terms:
        for name, tf in index["postings"].get(term, {}).items():
            norm = k1 * (1 - b) + b * lengths[name] / average
            scores[name] = scores.get(name, 0.0) + idf(index, term) * tf / (tf + norm)
    return scores
