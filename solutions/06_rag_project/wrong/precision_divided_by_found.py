"""Precision divided by what was found.

A ranking of two ids at k = 5 leaves three places empty, and they hold nothing relevant. Divide by k.
"""

# exercise: precision_recall
FAILS = ("test_few_found", "test_short_ranking")
HEADLINE = True


def precision_at(ranking, relevance, k, least=1):
    return sum(relevance.get(name, 0) >= least for name in ranking[:k]) / max(len(ranking[:k]), 1)
