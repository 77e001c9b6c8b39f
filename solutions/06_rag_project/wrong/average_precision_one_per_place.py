"""Each relevant passage counts 1 / place.

At the third relevant passage the precision is 3 / place: how many of the places so far were right.
"""

# exercise: rank_measures
FAILS = ("test_average_precision_by_hand", "test_average_precision")


def average_precision(ranking, relevance, least=1):
    found, total = 0, 0.0
    for place, name in enumerate(ranking, start=1):
        if relevance.get(name, 0) >= least:
            found += 1
            total += 1 / place
    relevant = sum(grade >= least for grade in relevance.values())
    return total / relevant if relevant else 0.0
