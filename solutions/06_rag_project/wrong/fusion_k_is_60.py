"""k is ignored.

60 is written into your formula. Use the argument.
"""

# exercise: reciprocal_rank_fusion
FAILS = ("test_k",)


def reciprocal_rank_fusion(rankings, k=60):
    scores = {}
    for ranking in rankings:
        for place, name in enumerate(ranking, start=1):
            scores[name] = scores.get(name, 0.0) + 1 / (60 + place)
    return scores
