"""Discount by log2(place).

log2(1) is 0, so place 1 needs an exception, and place 2 is not discounted at all. The discount is log2(place + 1).
"""

# exercise: ndcg_at
FAILS = ("test_by_hand", "test_agrees_with_trec_eval", "test_discount")
import math


def ndcg_at(ranking, relevance, k):
    gain = sum(relevance.get(name, 0) / max(1.0, math.log2(place)) for place, name in enumerate(ranking[:k], start=1))
    grades = sorted(relevance.values(), reverse=True)[:k]
    best = sum(grade / max(1.0, math.log2(place)) for place, grade in enumerate(grades, start=1))
    return gain / best if best else 0.0
