"""least is ignored.

With least = 2 a passage of grade 1 is not relevant: neither in the ranking nor in the number that you divide by.
"""

# exercise: rank_measures
FAILS = ("test_least",)


def average_precision(ranking, relevance, least=1):
    found, total = 0, 0.0
    for place, name in enumerate(ranking, start=1):
        if relevance.get(name, 0) >= 1:
            found += 1
            total += found / place
    relevant = sum(grade >= 1 for grade in relevance.values())
    return total / relevant if relevant else 0.0
