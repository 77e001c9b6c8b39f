"""Only ids that every ranking holds.

Dense retrieval finds what BM25 cannot, and the other way round. An id that one ranking holds has that ranking's
share.
"""

# exercise: reciprocal_rank_fusion
FAILS = ("test_only_in_one", "test_many", "test_few_rankings")


def reciprocal_rank_fusion(rankings, k=60):
    scores = {}
    for ranking in rankings:
        for place, name in enumerate(ranking, start=1):
            scores[name] = scores.get(name, 0.0) + 1 / (k + place)
    return {name: score for name, score in scores.items() if all(name in ranking for ranking in rankings)}
