"""least is ignored.

With least = 2 a passage of grade 1, the same subject, does not count.
"""

# exercise: precision_recall
FAILS = ("test_least",)


def precision_at(ranking, relevance, k, least=1):
    return sum(relevance.get(name, 0) >= 1 for name in ranking[:k]) / k
