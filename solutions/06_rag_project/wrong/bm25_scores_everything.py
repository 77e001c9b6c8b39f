"""Every document gets a score.

Documents that share no term with the question should not be in the result, not even with 0. There are many of them.
"""

# exercise: bm25_scores
FAILS = ("test_only_those_that_share", "test_nothing_to_find")


def bm25_scores(index, terms, k1=1.5, b=0.75):
    lengths = index["lengths"]
    average = sum(lengths.values()) / len(lengths) if lengths else 0
    scores = dict.fromkeys(lengths, 0.0)
    for term in terms:
        for name, tf in index["postings"].get(term, {}).items():
            norm = k1 * (1 - b + b * lengths[name] / average)
            scores[name] = scores.get(name, 0.0) + idf(index, term) * tf / (tf + norm)
    return scores
