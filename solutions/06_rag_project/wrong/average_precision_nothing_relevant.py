"""Nothing relevant is an error.

For a question that the corpus does not answer there is nothing relevant, and you divide by zero. The measure is 0.0
then.
"""

# exercise: rank_measures
FAILS = ("test_nothing",)


def average_precision(ranking, relevance, least=1):
    found, total = 0, 0.0
    for place, name in enumerate(ranking, start=1):
        if relevance.get(name, 0) >= least:
            found += 1
            total += found / place
    relevant = sum(grade >= least for grade in relevance.values())
    return total / relevant
