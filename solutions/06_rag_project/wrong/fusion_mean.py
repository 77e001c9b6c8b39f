"""The mean in place of the sum.

You divide by the number of rankings that hold the id, so an id that only one of them knows is not behind. The paper
adds up.
"""

# exercise: reciprocal_rank_fusion
FAILS = ("test_by_hand", "test_many", "test_order_of_rankings")


def reciprocal_rank_fusion(rankings, k=60):
    scores = {}
    for ranking in rankings:
        for place, name in enumerate(ranking, start=1):
            scores[name] = scores.get(name, 0.0) + 1 / (k + place)
    return {name: score / sum(name in ranking for ranking in rankings) for name, score in scores.items()}
