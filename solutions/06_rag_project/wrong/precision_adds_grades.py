"""Grades added up.

Precision counts relevant passages; a passage of grade 3 is one passage. (nDCG is the measure that uses grades.)
"""

# exercise: precision_recall
FAILS = ("test_precision_by_hand", "test_precision")


def precision_at(ranking, relevance, k, least=1):
    return sum(max(relevance.get(name, 0) - least + 1, 0) for name in ranking[:k]) / k
