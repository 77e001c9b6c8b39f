"""Judged means relevant.

You ask whether an id has a grade. Grade 0 means: judged, and not relevant.
"""

# exercise: precision_recall
FAILS = ("test_precision", "test_nothing")


def precision_at(ranking, relevance, k, least=1):
    return sum(name in relevance for name in ranking[:k]) / k
