"""Averaged over what was found.

Relevant passages that were not found count 0: divide by all relevant ones. Otherwise a ranking of one right passage
is perfect.
"""

# exercise: rank_measures
FAILS = ("test_average_precision_by_hand", "test_average_precision")


def average_precision(ranking, relevance, least=1):
    found, total = 0, 0.0
    for place, name in enumerate(ranking, start=1):
        if relevance.get(name, 0) >= least:
            found += 1
            total += found / place
    relevant = found
    return total / relevant if relevant else 0.0
