"""The ranking is not cut at k.

You add up the gain of the whole ranking. Only the first k places count.
"""

# exercise: ndcg_at
FAILS = ("test_agrees_with_trec_eval", "test_cut")
import math


def ndcg_at(ranking, relevance, k):
    gain = sum(relevance.get(name, 0) / math.log2(place + 1) for place, name in enumerate(ranking, start=1))
    grades = sorted(relevance.values(), reverse=True)[:k]
    best = sum(grade / math.log2(place + 1) for place, grade in enumerate(grades, start=1))
    return min(gain / best, 1.0) if best else 0.0
