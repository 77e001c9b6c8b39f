"""k1 and b are written into the formula.

With other values of k1 and b your scores do not change. Use the arguments.
"""

# exercise: bm25_scores
FAILS = ("test_parameters",)


def bm25_scores(index, terms, k1=1.5, b=0.75):
    lengths = index["lengths"]
    average = sum(lengths.values()) / len(lengths) if lengths else 0
    scores = {}
    for term in terms:
        for name, tf in index["postings"].get(term, {}).items():
            norm = 1.5 * (0.25 + 0.75 * lengths[name] / average)
            scores[name] = scores.get(name, 0.0) + idf(index, term) * tf / (tf + norm)
    return scores
