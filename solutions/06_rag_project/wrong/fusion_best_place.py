"""The best place decides.

You take the largest share. Shares add up: two rankings that agree are better evidence than one.
"""

# exercise: reciprocal_rank_fusion
FAILS = ("test_by_hand", "test_many", "test_order_of_rankings")
HEADLINE = True


def reciprocal_rank_fusion(rankings, k=60):
    scores = {}
    for ranking in rankings:
        for place, name in enumerate(ranking, start=1):
            scores[name] = max(scores.get(name, 0.0), 1 / (k + place))
    return scores
