"""Looking up a term adds it to the index.

setdefault writes: after the question, each unknown word stands in the index with empty postings. Use get.
"""

# exercise: bm25_scores
FAILS = ("test_left_alone",)


def bm25_scores(index, terms, k1=1.5, b=0.75):
    lengths = index["lengths"]
    average = sum(lengths.values()) / len(lengths) if lengths else 0
    scores = {}
    for term in terms:
        for name, tf in index["postings"].setdefault(term, {}).items():
            norm = k1 * (1 - b + b * lengths[name] / average)
            scores[name] = scores.get(name, 0.0) + idf(index, term) * tf / (tf + norm)
    return scores
