"""least is ignored in recall.

With least = 2 a passage of grade 1 is neither found nor missed.
"""

# exercise: precision_recall
FAILS = ("test_least",)


def recall_at(ranking, relevance, k, least=1):
    relevant = {name for name, grade in relevance.items() if grade >= 1}
    return len(relevant & set(ranking[:k])) / len(relevant) if relevant else 0.0
