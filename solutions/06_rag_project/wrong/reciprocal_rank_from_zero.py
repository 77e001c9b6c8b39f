"""Places count from 0.

A passage in the first place has a reciprocal rank of 1. You divide by one too many.
"""

# exercise: rank_measures
FAILS = ("test_reciprocal_rank_by_hand", "test_reciprocal_rank")


def reciprocal_rank(ranking, relevance, least=1):
    for place, name in enumerate(ranking, start=1):
        if relevance.get(name, 0) >= least:
            return 1 / (place + 1)
    return 0.0
