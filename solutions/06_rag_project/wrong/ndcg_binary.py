"""Grades count as yes or no.

A passage that holds the answer (3) is worth more than one of the same subject (1). Use the grade itself.
"""

# exercise: ndcg_at
FAILS = ("test_by_hand", "test_agrees_with_trec_eval", "test_linear_gain")
import math


def ndcg_at(ranking, relevance, k):
    gain = sum((relevance.get(name, 0) > 0) / math.log2(place + 1) for place, name in enumerate(ranking[:k], start=1))
    grades = sorted(relevance.values(), reverse=True)[:k]
    best = sum((grade > 0) / math.log2(place + 1) for place, grade in enumerate(grades, start=1))
    return gain / best if best else 0.0
