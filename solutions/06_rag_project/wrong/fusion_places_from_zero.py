"""Places count from 0.

The first place is 1: with k = 60 it gives 1/61. Yours gives 1/60, and with k = 0 it divides by zero.
"""

# exercise: reciprocal_rank_fusion
FAILS = ("test_by_hand", "test_many", "test_k")


def reciprocal_rank_fusion(rankings, k=60):
    scores = {}
    for ranking in rankings:
        for place, name in enumerate(ranking, start=0):
            scores[name] = scores.get(name, 0.0) + 1 / (k + place)
    return scores
