"""The place of the highest grade.

You look for the passage with the highest grade. The first one that is relevant at all decides.
"""

# exercise: rank_measures
FAILS = ("test_reciprocal_rank_by_hand", "test_reciprocal_rank")


def reciprocal_rank(ranking, relevance, least=1):
    best = max(ranking, key=lambda name: relevance.get(name, 0), default=None)
    return 1 / (ranking.index(best) + 1) if relevance.get(best, 0) >= least else 0.0
