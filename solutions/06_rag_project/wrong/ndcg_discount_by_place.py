"""Discount 1 / place.

That is too steep: the logarithm discounts gently, since people read on. Divide by log2(place + 1).
"""

# exercise: ndcg_at
FAILS = ("test_by_hand", "test_agrees_with_trec_eval", "test_discount")


def ndcg_at(ranking, relevance, k):
    gain = sum(relevance.get(name, 0) / place for place, name in enumerate(ranking[:k], start=1))
    grades = sorted(relevance.values(), reverse=True)[:k]
    best = sum(grade / place for place, grade in enumerate(grades, start=1))
    return gain / best if best else 0.0
