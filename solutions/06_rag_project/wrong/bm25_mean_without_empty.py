"""Empty documents left out of the mean.

The mean length is over all N documents, and an empty one is among them, as it is for N.
"""

# exercise: bm25_scores
FAILS = ("test_agrees_with_bm25s",)


def bm25_scores(index, terms, k1=1.5, b=0.75):
    lengths = index["lengths"]
    average = sum(lengths.values()) / max(sum(length > 0 for length in lengths.values()), 1)
    scores = {}
    for term in terms:
        for name, tf in index["postings"].get(term, {}).items():
            norm = k1 * (1 - b + b * lengths[name] / average)
            scores[name] = scores.get(name, 0.0) + idf(index, term) * tf / (tf + norm)
    return scores
