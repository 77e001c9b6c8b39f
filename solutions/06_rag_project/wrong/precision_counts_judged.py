"""Judged means relevant.

You ask whether an id has a grade. Grade 0 means: judged, and not relevant.
"""

# exercise: precision_recall


def precision_at(ranking, relevance, k, least=1):
    return sum(name in relevance for name in ranking[:k]) / k
