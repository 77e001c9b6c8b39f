"""A missing id gets the last place.

You put an id that a ranking lacks at its end. It gets nothing from that ranking.
"""

# exercise: reciprocal_rank_fusion
FAILS = ("test_only_in_one", "test_many", "test_few_rankings")


def reciprocal_rank_fusion(rankings, k=60):
    scores = {}
    for ranking in rankings:
        for place, name in enumerate(ranking, start=1):
            scores[name] = scores.get(name, 0.0) + 1 / (k + place)
    for ranking in rankings:
        for name in scores.keys() - set(ranking):
            scores[name] += 1 / (k + len(ranking) + 1)
    return scores
