"""Averaged over all places.

Precision is taken only at the places of relevant passages. You take it at every place.
"""

# exercise: rank_measures
FAILS = ("test_average_precision_by_hand", "test_average_precision")


def average_precision(ranking, relevance, least=1):
    found, total = 0, 0.0
    for place, name in enumerate(ranking, start=1):
        if relevance.get(name, 0) >= least:
            found += 1
        total += found / place
    return total / len(ranking) if ranking else 0.0
