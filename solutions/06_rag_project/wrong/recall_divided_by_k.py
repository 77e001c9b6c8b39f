"""Recall divided by k.

You divide by k, which gives precision. Recall asks: of all that is relevant, how much was found?
"""

# exercise: precision_recall
FAILS = ("test_recall_by_hand", "test_recall")
HEADLINE = True


def recall_at(ranking, relevance, k, least=1):
    relevant = {name for name, grade in relevance.items() if grade >= least}
    return len(relevant & set(ranking[:k])) / k if relevant else 0.0
