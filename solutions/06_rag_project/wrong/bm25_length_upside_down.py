"""Mean length divided by the document's.

Longer documents should get a larger denominator. You divide the mean by the length, so long documents win.
"""

# exercise: bm25_scores
FAILS = ("test_agrees_with_bm25s", "test_parameters")


def bm25_scores(index, terms, k1=1.5, b=0.75):
    lengths = index["lengths"]
    average = sum(lengths.values()) / len(lengths) if lengths else 0
    scores = {}
    for term in terms:
        for name, tf in index["postings"].get(term, {}).items():
            norm = k1 * (1 - b + b * average / lengths[name])
            scores[name] = scores.get(name, 0.0) + idf(index, term) * tf / (tf + norm)
    return scores
