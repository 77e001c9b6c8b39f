"""No saturation.

You multiply idf by tf. Ten mentions are not ten times as relevant as one: tf / (tf + …) levels off below 1.
"""

# exercise: bm25_scores
FAILS = ("test_scores_by_hand", "test_agrees_with_bm25s", "test_saturation")
HEADLINE = True


def bm25_scores(index, terms, k1=1.5, b=0.75):
    lengths = index["lengths"]
    average = sum(lengths.values()) / len(lengths) if lengths else 0
    scores = {}
    for term in terms:
        for name, tf in index["postings"].get(term, {}).items():
            norm = k1 * (1 - b + b * lengths[name] / average)
            scores[name] = scores.get(name, 0.0) + idf(index, term) * tf / (1 + norm)
    return scores
