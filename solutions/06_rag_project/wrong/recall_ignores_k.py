"""Recall of the whole ranking.

Recall at k looks at the first k places only.
"""

# exercise: precision_recall
FAILS = ("test_recall_by_hand", "test_recall")


def recall_at(ranking, relevance, k, least=1):
    relevant = {name for name, grade in relevance.items() if grade >= least}
    return len(relevant & set(ranking)) / len(relevant) if relevant else 0.0
