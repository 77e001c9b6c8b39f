"""Every relevant passage counts.

Only the first relevant passage counts; you add up the reciprocals of all.
"""

# exercise: rank_measures
FAILS = ("test_reciprocal_rank_by_hand", "test_reciprocal_rank")


def reciprocal_rank(ranking, relevance, least=1):
    total = 0.0
    for place, name in enumerate(ranking, start=1):
        if relevance.get(name, 0) >= least:
            total += 1 / place
    return total
