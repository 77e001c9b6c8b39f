"""Recall divided by the judged passages.

A judged passage may have grade 0: somebody looked and said no. Divide by the relevant ones.
"""

# exercise: precision_recall
FAILS = ("test_recall",)


def recall_at(ranking, relevance, k, least=1):
    relevant = {name for name, grade in relevance.items() if grade >= least}
    return len(relevant & set(ranking[:k])) / len(relevance) if relevant else 0.0
